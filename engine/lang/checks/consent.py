"""Personal data are asked for after consent (152-ФЗ)."""

from collections.abc import Iterator

from engine.lang.checks.scope import Scope
from engine.lang.diagnostics import Diagnostic
from engine.lang.document import FlowDocument, Item
from engine.lang.logic import groups


def consent_first(scope: Scope) -> Iterator[Diagnostic]:
    """A consent step stands before the first question for a contact, wherever that is asked."""
    for flow in scope.flows:
        asked: list[Item] = []
        for item in flow.items:
            if item.type_name == "consent":
                asked.append(item)
            elif item.type is not None and item.type.identifying:
                missing = _missing(scope, flow, item, asked)
                if missing is not None:
                    yield missing
                    break


def _missing(scope: Scope, flow: FlowDocument, item: Item, asked: list[Item]) -> Diagnostic | None:
    path = (*item.path, "id")
    shown = groups(item)
    if any(scope.logic[flow.id].implied(consent, shown) for consent in asked):
        return None
    finding = item.source.error("CQ805", path, "sometimes" if asked else "", type=str(item.type_name), flow=flow.id)
    return finding.beside(asked[0].source.related((*asked[0].path, "id"), "here")) if asked else finding


def consent_text(scope: Scope) -> Iterator[Diagnostic]:
    """Where consent is asked for, bot.yaml says to what."""
    if not scope.has_bot or "consent" in scope.bot.raw or scope.misspelt("consent"):
        return
    for item in scope.written_items:
        if item.type_name == "consent":
            yield item.source.error("CQ101", (*item.path, "type"), "consent")
            return
