"""`on_complete:` calls hooks there are, with parameters they take."""

from collections.abc import Iterator, Mapping

from engine.lang import grammar, schema
from engine.lang.checks.scope import Scope
from engine.lang.diagnostics import Diagnostic, Path
from engine.lang.near import nearest
from engine.lang.scalars import Data
from engine.lang.source import Source


def hooks(scope: Scope) -> Iterator[Diagnostic]:
    """Every entry names one known hook; its parameters fit the hook's own schema."""
    for source, path, raw in scope.all_hook_entries:
        names = [name for name in raw if name != "if"]
        if not names:
            yield source.error("CQ101", path, "hook", at=source.owner(path), known=", ".join(scope.hooks))
        for name in names[1:]:
            place = (*path, name)
            yield source.error("CQ102", place, "one_hook", at=source.key(place), name=name, other=names[0])
        for name in names[:1]:
            yield from _call(scope, source, (*path, name), name, raw)


def _call(scope: Scope, source: Source, path: Path, name: str, raw: Mapping[str, Data]) -> Iterator[Diagnostic]:
    spec = scope.hooks.get(name)
    if spec is None:
        near = nearest(name, scope.hooks)
        at = source.key(path)
        finding = source.error(
            "CQ102",
            path,
            "hook_near" if near else "hook",
            at=at,
            name=name,
            near=near or "",
            known=", ".join(scope.hooks) or "—",
        )
        yield finding.mended(near) if near else finding
        return
    if isinstance(raw[name], dict):
        yield from schema.findings(source, grammar.of_hook(spec.parameters), path)
    elif spec.parameters.get("required"):
        required = spec.parameters["required"]
        first = str(required[0]) if isinstance(required, list) else ""
        yield source.error("CQ101", path, at=source.key(path), key=first)
