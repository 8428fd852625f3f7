"""What the AI goes by: flows it can recognise, hints it can see."""

from collections.abc import Iterator

from engine.lang.checks.scope import Scope
from engine.lang.diagnostics import Diagnostic
from engine.lang.document import FlowDocument, mapping, sequence
from engine.lang.scalars import resolved


def recognisable(scope: Scope) -> Iterator[Diagnostic]:
    """Where some flows have examples, every flow of the menu has: the others would win every message."""
    menu = {str(name) for name in sequence(scope.bot.raw.get("menu"))}
    offered = [flow for flow in scope.flows if flow.id in menu]
    known = [flow for flow in offered if _examples(flow)]
    for flow in offered if known else ():
        if not _examples(flow):
            path = ("understand",) if "understand" in flow.raw else ()
            at = flow.source.key(path) if path else flow.source.key(("flow",))
            finding = flow.source.warning("CQ703", path, at=at, flow=flow.id)
            yield finding.beside(
                known[0].source.related(("understand",), "example", at=known[0].source.key(("understand",)))
            )


def _examples(flow: FlowDocument) -> bool:
    understand = mapping(flow.raw.get("understand"))
    return bool(sequence(understand.get("examples")) or understand.get("about"))


def unseen_hints(scope: Scope) -> Iterator[Diagnostic]:
    """`ai:` explains a question to the AI; a private one the AI never sees."""
    for item in scope.written_items:
        if "ai" not in item.raw or item.type is None:
            continue
        if item.type.personal or resolved(item.raw.get("private")) is True:
            path = (*item.path, "ai")
            variant = "" if item.type.personal else "private"
            yield item.source.warning("CQ704", path, variant, at=item.source.key(path), type=str(item.type_name))
