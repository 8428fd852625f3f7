"""`if:` linked into the core's tests."""

from collections.abc import Mapping
from itertools import product

from engine.core.answers import AnswerType
from engine.core.arithmetic import Expression
from engine.core.conditions import Answered, Condition, Every, Group, HasAll, Not, OneOf, Some, Test, Within
from engine.lang.document import FlowDocument, Item, mapping, several
from engine.lang.link_bounds import Kinds, bound
from engine.lang.scalars import Data, resolved

#: Types whose value is compared as an amount even where the author wrote it as a value.
MEASURED = ("amount", "day")


def condition(item: Item, flow: FlowDocument, kinds: Kinds) -> Condition:
    """An item's own `if:` and those of the blocks around it, all of which must hold."""
    return conjoined([of(value, flow, kinds) for _, _, value in item.conditions])


def of(value: Data, flow: FlowDocument, kinds: Kinds) -> Condition:
    """One `if:`: a group, or a list of groups of which any must hold."""
    groups = value if isinstance(value, list) else [value]
    return tuple(_group(mapping(group), flow, kinds) for group in groups)


def conjoined(conditions: list[Condition]) -> Condition:
    """All of several conditions: every combination of their groups, tests of one item joined."""
    present = [condition for condition in conditions if condition]
    if not present:
        return ()
    return tuple(_merged(groups) for groups in product(*present))


def _merged(groups: tuple[Group, ...]) -> Group:
    merged: dict[str, Test] = {}
    for group in groups:
        for name, test in group.items():
            merged[name] = Every((merged[name], test)) if name in merged else test
    return merged


def _group(group: Mapping[str, Data], flow: FlowDocument, kinds: Kinds) -> Group:
    return {name: _test(value, flow.by_id[name], kinds) for name, value in group.items()}


def _test(value: Data, item: Item, kinds: Kinds) -> Test:
    if not isinstance(value, Mapping):
        return _values(value, item, kinds)
    tests: list[Test] = []
    if "min" in value or "max" in value:
        tests.append(Within(_limit(value, "min", item, kinds), _limit(value, "max", item, kinds)))
    if "answered" in value:
        tests.append(Answered(resolved(value["answered"]) is True))
    if "all" in value:
        tests.append(HasAll(tuple(text for text, _ in several(value["all"], ()))))
    if "not" in value:
        tests.append(Not(_test(value["not"], item, kinds)))
    return tests[0] if len(tests) == 1 else Every(tuple(tests))


def _values(value: Data, item: Item, kinds: Kinds) -> Test:
    """A value or any of several; amounts and days are compared as such, not as texts."""
    texts = tuple(text for text, _ in several(value, ()))
    if scale_of(item) not in MEASURED:
        return OneOf(texts)
    tests: list[Test] = []
    for text in texts:
        exact = bound(text, measured_as(item, kinds), kinds)
        tests.append(Within(exact, exact))
    return tests[0] if len(tests) == 1 else Some(tuple(tests))


def _limit(value: Mapping[str, Data], side: str, item: Item, kinds: Kinds) -> Expression | None:
    return bound(value[side], measured_as(item, kinds), kinds) if side in value else None


def scale_of(item: Item) -> str | None:
    """What bounds on an item's answer mean; a computed value is an amount or a day."""
    if item.kind == "compute":
        return "amount"
    return item.type.scale if item.type is not None else None


def measured_as(item: Item, kinds: Kinds) -> AnswerType:
    """The type whose parser reads bounds on the item's answer."""
    if item.kind != "compute":
        assert item.type is not None
        return item.type
    return item.types["date" if kinds.get(item.name) == "day" else "number"]
