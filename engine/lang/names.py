"""Names in an author's texts and formulas: whether the item exists, stands earlier and has an answer."""

from collections.abc import Iterator

from engine.core.arithmetic import CONSTANTS
from engine.lang.diagnostics import Diagnostic, Path, Span
from engine.lang.document import FlowDocument
from engine.lang.near import nearest
from engine.lang.source import Source


def unusable(
    flow: FlowDocument, source: Source, path: Path, name: str, before: int, *, at: Span, code: str = "CQ202"
) -> Iterator[Diagnostic]:
    """Why `name` cannot be used by what stands at position `before`; nothing where it can."""
    item = flow.by_id.get(name)
    if item is None:
        finding = _unknown(flow, source, path, name, before, at, code)
        if finding.fix is not None or not flow.incomplete:
            yield finding
    elif not item.answers:
        yield source.error("CQ206", path, "no_answer", at=at, name=name)
    elif flow.position(name) == before:
        yield source.error("CQ205", path, "itself", at=at, name=name)
    elif flow.position(name) > before:
        there = item.source.related((*item.path, "id"), "here")
        yield source.error("CQ205", path, at=at, name=name).beside(there)


def _unknown(flow: FlowDocument, source: Source, path: Path, name: str, before: int, at: Span, code: str) -> Diagnostic:
    usable = [item.name for item in flow.items[:before] if item.id is not None and item.answers]
    near = nearest(name, [*usable, *CONSTANTS] if code == "CQ202" else usable)
    if near is None:
        shown = ", ".join(usable[-8:])
        return source.error(code, path, "item" if usable else "item_none", at=at, name=name, known=shown)
    return source.error(code, path, "item_near", at=at, name=name, near=near).mended(near)
