"""Personal data are asked for after consent (152-ФЗ)."""

from collections.abc import Iterator

from engine.lang.checks.scope import Scope
from engine.lang.checks.walks import Walks, shown
from engine.lang.diagnostics import Diagnostic
from engine.lang.document import Item
from engine.lang.paths.places import Place
from engine.lang.paths.search import Met, Missing, Search


def consent_first(walks: Walks) -> Iterator[Diagnostic]:
    """A consent step stands before the first question for a contact, wherever that is asked."""
    for flow, search in walks.flows:
        asked: list[Item] = []
        for place in search.places.all:
            if place.item.kind == "ask" and place.item.type is None:
                # It may have been the consent.
                break
            if place.item.type_name == "consent":
                asked.append(place.item)
            elif place.item.type is not None and place.item.type.identifying:
                missing = _missing(search, place, asked, flow.id)
                if missing is not None:
                    yield missing
                    break


def _missing(search: Search, place: Place, asked: list[Item], flow: str) -> Diagnostic | None:
    """The contact is asked for on a path without consent; those answers are the example."""
    item, path = place.item, (*place.item.path, "id")
    type = str(item.type_name)
    if not asked:
        return item.source.error("CQ805", path, type=type, flow=flow)
    if place.condition is None or search.passable(place.index) is None:
        return None
    example = search.example([Met(place.condition), *(Missing(one.name) for one in asked)], place.index)
    if example is None:
        return None
    first = asked[0].source.related((*asked[0].path, "id"), "consent")
    return item.source.error("CQ805", path, "sometimes", type=type, flow=flow).beside(first).shown_by(shown(example))


def consent_text(scope: Scope) -> Iterator[Diagnostic]:
    """Where consent is asked for, bot.yaml says to what."""
    if not scope.has_bot or "consent" in scope.bot.raw or scope.misspelt("consent"):
        return
    for item in scope.written_items:
        if item.type_name == "consent":
            yield item.source.error("CQ101", (*item.path, "type"), "consent")
            return
