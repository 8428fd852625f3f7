"""What conditions say about each other, as far as it can be told without answers: implied, excluded, present."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from engine.core.arithmetic import NotArithmetic, names, parse
from engine.lang.document import FlowDocument, Item, mapping, offered, several
from engine.lang.scalars import Data, resolved

#: All tests must hold: item id → its tests as written.
type Group = Mapping[str, tuple[Data, ...]]

_ABSENT = "\0absent"
#: Conditions multiply where blocks and items have several groups; beyond this we say nothing.
_MOST_GROUPS = 64


def groups(item: Item) -> list[Group]:
    """The item's condition with its block's: any of these groups must hold. [{}] means always."""
    return conjoined([value for _, _, value in item.conditions])


def conjoined(conditions: list[Data]) -> list[Group]:
    found: list[Group] = [{}]
    for value in conditions:
        alternatives = [mapping(group) for group in (value if isinstance(value, list) else [value])]
        found = [_joined(group, other) for group in found for other in alternatives][:_MOST_GROUPS]
    return found


def _joined(group: Group, other: Mapping[str, Data]) -> Group:
    return {**group, **{name: (*group.get(name, ()), test) for name, test in other.items()}}


def needs_answer(test: Data) -> bool:
    """Whether the test can only hold where there is an answer."""
    if not isinstance(test, dict):
        return True
    if "answered" in test:
        return resolved(test["answered"]) is True
    if "not" in test and len(test) == 1:
        inner = test["not"]
        return isinstance(inner, dict) and resolved(inner.get("answered")) is False
    return True


#: Steps of one question; a condition that takes more is nobody's.
_MOST_STEPS = 5000
#: How many answers a group is followed to.
_MOST_CLOSED = 40


@dataclass
class Logic:
    """Answers to questions about one flow's conditions; where it cannot tell, the answer is no."""

    flow: FlowDocument
    _steps: int = 0

    def present(self, name: str, within: list[Group]) -> bool:
        """Whether the item surely has an answer wherever one of these groups holds."""
        self._steps = 0
        return all(self._present(name, self._closed(group), frozenset()) for group in within)

    def implied(self, item: Item, within: list[Group]) -> bool:
        """Whether the item is surely visible wherever one of these groups holds."""
        self._steps = 0
        return all(self._visible(item, self._closed(group), frozenset()) for group in within)

    def exclusive(self, first: list[Group], second: list[Group]) -> bool:
        """Whether no answers can satisfy both conditions."""
        return all(
            any(
                self._disjoint(name, test, other)
                for name in one
                if name in two
                for test in one[name]
                for other in two[name]
            )
            for one in map(self._closed, first)
            for two in map(self._closed, second)
        )

    def _present(self, name: str, group: Group, asking: frozenset[str]) -> bool:
        if any(needs_answer(test) for test in group.get(name, ())):
            return True
        item = self.flow.by_id.get(name)
        if item is None or name in asking or not self._visible(item, group, asking | {name}):
            return False
        if item.kind == "ask":
            return not item.skippable
        return item.kind == "compute" and all(self._present(needed, group, asking | {name}) for needed in _inputs(item))

    def _visible(self, item: Item, group: Group, asking: frozenset[str]) -> bool:
        self._steps += 1
        return self._steps < _MOST_STEPS and any(
            all(self._holds(name, test, group, asking) for name, tests in wanted.items() for test in tests)
            for wanted in groups(item)
        )

    def _holds(self, name: str, test: Data, group: Group, asking: frozenset[str]) -> bool:
        if any(self._implies(name, known, test) for known in group.get(name, ())):
            return True
        return test == {"answered": "true"} and self._present(name, group, asking)

    def _closed(self, group: Group) -> Group:
        """The group with what it entails: an answer looked at is visible, so its own condition holds."""
        found, todo, seen = dict(group), list(group), set(group)
        while todo and len(seen) < _MOST_CLOSED:
            name = todo.pop()
            item = self.flow.by_id.get(name)
            if item is None or not any(needs_answer(test) for test in found[name]):
                continue
            entailed = groups(item)
            if len(entailed) == 1:
                for other, tests in entailed[0].items():
                    found[other] = (*found.get(other, ()), *tests)
                    if other not in seen:
                        seen.add(other)
                        todo.append(other)
        return found

    def _implies(self, name: str, known: Data, wanted: Data) -> bool:
        if known == wanted:
            return True
        if isinstance(wanted, dict) and resolved(wanted.get("answered")) is True and len(wanted) == 1:
            return needs_answer(known)
        first, second = self._values(name, known), self._values(name, wanted)
        if first is not None and second is not None:
            return first <= second
        inner, outer = _interval(known), _interval(wanted)
        return inner is not None and outer is not None and outer[0] <= inner[0] and inner[1] <= outer[1]

    def _disjoint(self, name: str, first: Data, second: Data) -> bool:
        some, others = self._values(name, first), self._values(name, second)
        if some is not None and others is not None:
            return some.isdisjoint(others)
        one, two = _interval(first), _interval(second)
        return one is not None and two is not None and (one[1] < two[0] or two[1] < one[0])

    def _values(self, name: str, test: Data) -> frozenset[str] | None:
        """The options (and the lack of an answer) a test of a single choice lets through."""
        item = self.flow.by_id.get(name)
        universe = self._universes.get(name)
        if item is None or universe is None:
            return None
        if not isinstance(test, dict):
            return frozenset(text for text, _ in several(test, ()))
        if set(test) == {"answered"}:
            return universe if resolved(test["answered"]) is True else frozenset({_ABSENT})
        if set(test) == {"not"}:
            inner = self._values(name, test["not"])
            return None if inner is None else (universe | {_ABSENT}) - inner
        return None

    @cached_property
    def _universes(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, frozenset[str]] = {}
        for item in self.flow.items:
            options = offered(item, self.flow.bot) if item.type_name in {"choice", "yes_no"} else None
            if options is not None:
                found[item.name] = frozenset(options.ids)
        return found


def _inputs(item: Item) -> Iterator[str]:
    """What a computed value is made of."""
    formula = item.raw.get("compute")
    if isinstance(formula, dict):
        yield from formula
        return
    try:
        yield from (found.name for found in names(parse(str(formula))) if found.name not in {"today", "this_year"})
    except NotArithmetic:
        return


def _interval(test: Data) -> tuple[float, float] | None:
    """The amounts a test lets through, where its bounds are plain figures."""
    if isinstance(test, dict):
        if not set(test) <= {"min", "max"} or not test:
            return None
        ends = [resolved(test.get("min", "")), resolved(test.get("max", ""))]
        least = ends[0] if isinstance(ends[0], int | float) else None if "min" in test else float("-inf")
        most = ends[1] if isinstance(ends[1], int | float) else None if "max" in test else float("inf")
        return None if least is None or most is None else (least, most)
    found = resolved(test)
    return (found, found) if isinstance(found, int | float) and not isinstance(found, bool) else None
