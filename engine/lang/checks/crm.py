"""What goes to the CRM does not collide on the way."""

from collections.abc import Iterator, Mapping

from engine.lang.checks.scope import Scope
from engine.lang.checks.walks import Walks, shown
from engine.lang.diagnostics import Diagnostic
from engine.lang.document import FlowDocument, Item
from engine.lang.link_conditions import scale_of
from engine.lang.link_crm import crm
from engine.lang.paths.search import Example, Given, Search

#: Of questions that write one field, so many are compared with the next.
_MOST_COMPARED = 20


def same_field(walks: Walks) -> Iterator[Diagnostic]:
    """No path through a flow answers two questions that write one field."""
    for flow, search in walks.flows:
        for writing in written_to(flow).values():
            for index, item in enumerate(writing):
                for earlier in writing[max(0, index - _MOST_COMPARED) : index]:
                    example = both(search, earlier, item)
                    if example is not None:
                        yield _collision(earlier, item).shown_by(shown(example))
                        break


def both(search: Search, first: Item, second: Item) -> Example | None:
    """Answers that reach the end with both."""
    end = len(search.places.all)
    example = search.example([Given(first.name), Given(second.name)], end)
    return None if example is None or search.passable(end) is None else example


def written_to(flow: FlowDocument) -> Mapping[tuple[str, str], list[Item]]:
    """The CRM's fields with the items that write them, in order."""
    writing: dict[tuple[str, str], list[Item]] = {}
    for item in flow.items:
        target = _target(item)
        if target is not None and item.id is not None:
            writing.setdefault(target, []).append(item)
    return writing


def _target(item: Item) -> tuple[str, str] | None:
    """The field an item writes; tags and notes add up, so they never collide."""
    found = item.raw.get("crm")
    if not item.answers or found is None or found == "" or (isinstance(found, dict) and len(found) != 1):
        return None
    target = crm(found)
    return (target.kind, (target.name or "").casefold()) if target.kind in {"field", "contact", "price"} else None


def field_of(item: Item) -> str:
    """The field's name as the item writes it; empty for the lead's budget."""
    return crm(item.raw.get("crm")).name or ""


def _collision(first: Item, second: Item) -> Diagnostic:
    path, name = (*second.path, "crm"), field_of(second)
    finding = second.source.error(
        "CQ604", path, "" if name else "price", name=name, first=first.name, second=second.name
    )
    return finding.beside(first.source.related((*first.path, "crm"), "first"))


def prices(scope: Scope) -> Iterator[Diagnostic]:
    """The lead's budget is an amount."""
    for item in scope.written_items:
        found = item.raw.get("crm")
        priced = isinstance(found, dict) and "price" in found and item.kind == "ask" and item.type is not None
        if priced and scale_of(item) != "amount":
            path = (*item.path, "crm", "price")
            yield item.source.error("CQ603", path, at=item.source.key(path), type=str(item.type_name))
