"""What each item's answer is in a formula: an amount, a day, or nothing a formula may use."""

from collections.abc import Iterator, Mapping

from engine.core.arithmetic import Kind, NotArithmetic, kind, parse
from engine.lang.document import FlowDocument, Item

#: What a scale is in a formula; texts are not counted there.
_KINDS: Mapping[str, Kind] = {"amount": "number", "day": "day", "count": "number"}


def kinds_before(flow: FlowDocument) -> Iterator[tuple[Item, Mapping[str, Kind]]]:
    """Every item with the kinds of the items above it, in order; the mapping grows as you go."""
    kinds: dict[str, Kind] = {}
    for item in flow.items:
        yield item, kinds
        found = of(item, kinds)
        if found is not None and item.id is not None:
            kinds[item.id] = found


def all_kinds(flow: FlowDocument) -> Mapping[str, Kind]:
    """The kinds of all items: what stands later is reported as such, not as unknown."""
    found: dict[str, Kind] = {}
    for item, before in kinds_before(flow):
        own = of(item, before)
        if own is not None:
            found[item.name] = own
    return found


def of(item: Item, before: Mapping[str, Kind]) -> Kind | None:
    """The kind of one item's answer."""
    if item.kind == "ask":
        return _KINDS.get(str(item.type.scale)) if item.type is not None else None
    if item.kind != "compute":
        return None
    formula = item.raw["compute"]
    if isinstance(formula, dict):
        return "number"
    try:
        found = kind(parse(str(formula)), before)
    except NotArithmetic:
        # Reported where it stands; what depends on it is not to blame.
        return "number"
    return found if found != "truth" else None
