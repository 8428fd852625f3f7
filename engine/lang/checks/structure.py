"""An item is of exactly one kind, and a choice has something to choose from."""

from collections.abc import Iterable, Iterator

from engine.lang.checks.scope import Scope
from engine.lang.diagnostics import Diagnostic
from engine.lang.document import Item, mapping
from engine.lang.near import has_lookalike, nearest
from engine.lang.words import ITEM_KEYS, KINDS, SYNONYMS, TYPING, misspells


def items_without_kind(scope: Scope) -> Iterator[Diagnostic]:
    """An item says what it is: ask, say, stop, compute or use."""
    for item in scope.written_items:
        if item.kind is None and item.raw:
            yield from _kind_of(item)


def _kind_of(item: Item) -> Iterator[Diagnostic]:
    unknown = [key for key in item.raw if key not in ITEM_KEYS]
    meant = next((key for key in unknown if (nearest(key, KINDS) or SYNONYMS.get(key)) in KINDS), None)
    if meant is None:
        yield item.source.error("CQ101", item.path, "kind", at=item.source.owner(item.path))
        return
    yield _misspelt(item, meant, KINDS)
    others = [key for key in ITEM_KEYS if key not in item.raw and key not in KINDS]
    yield from (_misspelt(item, key, others) for key in unknown if key != meant)


def _misspelt(item: Item, key: str, known: Iterable[str]) -> Diagnostic:
    """A key that is none; what it was meant to be where that can be told."""
    names = tuple(known)
    near = nearest(key, names) or (SYNONYMS.get(key) if SYNONYMS.get(key) in names else None)
    path = (*item.path, key)
    at = item.source.key(path)
    if near is None:
        return item.source.error("CQ100", path, at=at, key=key)
    letter = has_lookalike(key)
    variant = "letter" if letter else "synonym" if key in SYNONYMS else "near"
    return item.source.error("CQ100", path, variant, at=at, key=key, near=near, letter=letter or "").mended(near)


def choices_without_options(scope: Scope) -> Iterator[Diagnostic]:
    """A choice offers `choices` or `choices_by`, not both."""
    for item in scope.written_items:
        if item.kind != "ask":
            continue
        path = (*item.path, "choices_by")
        if "choices" in item.raw and "choices_by" in item.raw:
            yield item.source.error("CQ104", path, "both", at=item.source.key(path))
        elif item.type_name in {"choice", "many"} and not {"choices", "choices_by"} & set(item.raw):
            if misspells(item.raw, TYPING):
                continue
            path = (*item.path, "type")
            yield item.source.error("CQ101", path, "choices", type=str(item.type_name))


#: Keys of a question that no dealer's option is called.
_SETTINGS = ITEM_KEYS - {"other", "none", "photo", "stop", "use", "was", "type", "private", "unit"}


def settings_among_options(scope: Scope) -> Iterator[Diagnostic]:
    """A setting of the question, indented too far, is no option."""
    for item in scope.written_items:
        for option in mapping(item.raw.get("choices")):
            if option in _SETTINGS:
                path = (*item.path, "choices", option)
                yield item.source.warning("CQ104", path, "option", at=item.source.key(path), key=option)


def certain_stops(scope: Scope) -> Iterator[Diagnostic]:
    """A stop has a condition: without one nobody finishes the flow."""
    for flow in scope.flows:
        for item in flow.items:
            misspelt = misspells(item.raw, ("if",))
            if item.kind == "stop" and not misspelt and not any(True for _ in item.conditions):
                path = (*item.path, "stop")
                yield item.source.error("CQ203", path, "stop", at=item.source.key(path))


def blocks_in_blocks(scope: Scope) -> Iterator[Diagnostic]:
    """A block holds items, not other blocks."""
    for item in scope.block_items:
        if item.kind == "use":
            path = (*item.path, "use")
            yield item.source.error("CQ104", path, "nested", at=item.source.key(path))


#: Of a longer form part of the clients never see the end.
MOST_MANDATORY = 12


def too_many_questions(scope: Scope) -> Iterator[Diagnostic]:
    """Not every client is asked everything."""
    for flow in scope.flows:
        asked = [item for item in flow.items if item.kind == "ask" and not item.skippable]
        always = [item for item in asked if not any(True for _ in item.conditions)]
        if len(always) > MOST_MANDATORY:
            at = flow.source.key(("steps",))
            yield flow.source.info("CQ213", ("steps",), at=at, count=str(len(always)), limit=str(MOST_MANDATORY))
