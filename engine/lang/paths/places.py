"""A flow as paths see it: its items with their conditions, and which answers each depends on."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from engine.core import arithmetic
from engine.core.arithmetic import THIS_YEAR, TODAY, Expression, Literally, NotArithmetic
from engine.core.clauses import Rule, Table
from engine.core.conditions import Condition, Every, HasAll, Not, OneOf, Some, Test, Within
from engine.lang.diagnostics import Path
from engine.lang.document import FlowDocument, Item, mapping, sequence
from engine.lang.kinds import all_kinds
from engine.lang.link_bounds import UnreadableBound, formula, rules
from engine.lang.link_conditions import conjoined, of
from engine.lang.paths.cells import Mentions
from engine.lang.paths.questions import Question
from engine.lang.paths.ranges import Range, enclose
from engine.lang.paths.verdict import Clock
from engine.lang.scalars import Data, resolved
from engine.lang.source import Source

#: Whether a mistake was found at a place of a file, or below it.
type Broken = Callable[[Source, Path], bool]

#: Any day will do for an example.
ONE_DAY: Clock = {
    THIS_YEAR: Range(2026, 2026),
    TODAY: Range(date(2026, 7, 1).toordinal(), date(2026, 7, 1).toordinal()),
}
#: What never happens must not happen for a hundred years.
EVERY_DAY: Clock = {
    THIS_YEAR: Range(2025, 2125),
    TODAY: Range(date(2025, 1, 1).toordinal(), date(2125, 12, 31).toordinal()),
}


@dataclass(frozen=True, slots=True)
class Place:
    """One item. Its condition is None where a mistake leaves it open."""

    index: int
    item: Item
    condition: Condition | None

    @property
    def id(self) -> str:
        return self.item.name


@dataclass
class Places:
    """All items of one flow in order; `hooks` are the conditions of its hooks as written."""

    flow: FlowDocument
    broken: Broken
    hooks: Sequence[tuple[Source, Path, Data]] = ()

    @cached_property
    def all(self) -> tuple[Place, ...]:
        return tuple(Place(index, item, self.condition(item)) for index, item in enumerate(self.flow.items))

    @cached_property
    def by_id(self) -> Mapping[str, Place]:
        return {place.id: place for place in reversed(self.all)}

    @cached_property
    def unclear(self) -> bool:
        """Whether names cannot be trusted: an id is missing or stands twice."""
        return self.flow.incomplete or len({item.name for item in self.flow.items}) < len(self.flow.items)

    def condition(self, item: Item) -> Condition | None:
        """An item's own `if:` and those of the blocks around it."""
        parts = [self.read(source, path, value) for source, path, value in item.conditions]
        known = [part for part in parts if part is not None]
        return None if item.kind is None or len(known) < len(parts) else conjoined(known)

    def read(self, source: Source, path: Path, value: Data) -> Condition | None:
        """One `if:` as the engine tests it."""
        if self.broken(source, path) or not all(map(self._clear, _named(value))):
            return None
        try:
            return of(value, self.flow, self._kinds)
        except (UnreadableBound, NotArithmetic):
            # A bound that counts with an item that has a mistake itself.
            return None

    def _clear(self, name: str) -> bool:
        item = self.flow.by_id.get(name)
        return item is not None and item.answers and not item.unclear

    @property
    def clock(self) -> Clock:
        """Every day that may come."""
        return EVERY_DAY

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """Every asked item by id."""
        found = {
            place.id: Question(
                place.item,
                self.flow.bot,
                self._rules(place.item),
                self.mentions.setdefault(place.id, Mentions()),
                EVERY_DAY,
                self._open(place.item),
            )
            for place in self.all
            if place.item.kind == "ask"
        }
        for question in found.values():
            if question.parent in found:
                parent = found[question.parent]
                parent.children = [*parent.children, question]
        return found

    @cached_property
    def formulas(self) -> Mapping[str, Expression | Table]:
        """What each computed item is made of; one with a mistake is not here."""
        return {
            place.id: formula(place.item.raw["compute"])
            for place in self.all
            if place.item.kind == "compute" and not self.broken(place.item.source, (*place.item.path, "compute"))
        }

    @cached_property
    def mentions(self) -> dict[str, Mentions]:
        """What conditions and tables look at, by item."""
        found: dict[str, Mentions] = {}
        hooks = [self.read(*hook) for hook in self.hooks]
        for condition in [place.condition for place in self.all] + hooks:
            for group in condition or ():
                for name, test in group.items():
                    _note(test, found.setdefault(name, Mentions()))
        for made in self.formulas.values():
            if isinstance(made, Table):
                found.setdefault(made.parent, Mentions()).values.update(dict.fromkeys(made.rows))
        return found

    @cached_property
    def counted(self) -> frozenset[str]:
        """Items formulas count with: one example of each stretch may not be enough."""
        made = [one for one in self.formulas.values() if not isinstance(one, Table)]
        bounds = [bound for place in self.all for bound in _bounds(place.condition or ())]
        limits = [bound for question in self.questions.values() for rule in question.rules for bound in _of_rule(rule)]
        return frozenset(name.name for one in (*made, *bounds, *limits) for name in arithmetic.names(one))

    def closure(self, names: Iterable[str]) -> frozenset[str]:
        """These items and every one their coming and their answers depend on."""
        found: set[str] = set()
        todo = list(names)
        while todo:
            name = todo.pop()
            if name not in found and name in self.by_id:
                found.add(name)
                todo += self._needs[name]
        return frozenset(found)

    @cached_property
    def stops(self) -> Sequence[tuple[Place, frozenset[str]]]:
        """Every stop, with the items its coming depends on."""
        return [
            (place, self.closure(names_of(place.condition or ()))) for place in self.all if place.item.kind == "stop"
        ]

    @cached_property
    def _needs(self) -> Mapping[str, frozenset[str]]:
        return {place.id: frozenset(self._needed(place)) for place in self.all}

    def _needed(self, place: Place) -> Iterator[str]:
        yield from names_of(place.condition or ())
        made = self.formulas.get(place.id)
        if isinstance(made, Table):
            yield made.parent
        elif made is not None:
            yield from (name.name for name in arithmetic.names(made))
        question = self.questions.get(place.id)
        if question is not None:
            if question.parent is not None:
                yield question.parent
            for rule in question.rules:
                yield from (name.name for bound in _of_rule(rule) for name in arithmetic.names(bound))

    def _rules(self, item: Item) -> tuple[Rule, ...]:
        """The hard rules of a question; one with a mistake forbids nothing."""
        found, path = item.raw.get("validate"), (*item.path, "validate")
        if item.type is None or found is None:
            return ()
        written = [(mapping(rule), (*path, index)) for index, rule in enumerate(sequence(found))] or [
            (mapping(found), path)
        ]
        sound = [rule for rule, place in written if rule and not self.broken(item.source, place)]
        languages = self.flow.bot.languages
        read: list[Rule] = []
        for rule in sound:
            # A bound that counts with an item that has a mistake itself cannot be read.
            with suppress(UnreadableBound, NotArithmetic):
                read += rules(dict(rule), item.type, self._kinds, languages)
        return tuple(rule for rule in read if not rule.soft)

    def rounded(self, item: Item, found: Range) -> Range | None:
        """What a computed value becomes: whole or to its decimals; a day within the calendar, else absent."""
        decimals = resolved(item.raw.get("decimals"))
        digits = decimals if isinstance(decimals, int) else 0
        ends = [end if math.isinf(end) else float(round(end, digits)) for end in (found.least, found.most)]
        least, most, sure = ends[0], ends[1], found.sure
        if self._kinds.get(item.name) == "day":
            last = date.max.toordinal()
            if most < 1 or least > last:
                return None
            least, most, sure = max(least, 1), min(most, last), sure and least >= 1 and most <= last
        return Range(least, most, sure)

    def _open(self, item: Item) -> bool:
        """Whether a mistake leaves open what may be answered."""
        return item.type is None or any(self.broken(item.source, (*item.path, key)) for key in _SHAPING)

    @cached_property
    def _kinds(self) -> Mapping[str, arithmetic.Kind]:
        return all_kinds(self.flow)


#: Keys that decide what an answer may be.
_SHAPING = ("id", "type", "choices", "choices_by", "other", "none", "optional", "skip", "decimals")


def _named(value: Data) -> Iterator[str]:
    """The items an `if:` as written looks at."""
    for group in value if isinstance(value, list) else [value]:
        yield from mapping(group)


def names_of(condition: Condition) -> Iterator[str]:
    """The items a condition looks at, those in its bounds included."""
    for group in condition:
        yield from group
    for bound in _bounds(condition):
        yield from (name.name for name in arithmetic.names(bound))


def _bounds(condition: Condition) -> Iterator[Expression]:
    for group in condition:
        for test in group.values():
            for within in withins(test):
                yield from (bound for bound in (within.least, within.most) if bound is not None)


def withins(test: Test) -> Iterator[Within]:
    """Every pair of bounds in a test."""
    match test:
        case Within():
            yield test
        case Not(inner):
            yield from withins(inner)
        case Every(tests) | Some(tests):
            for one in tests:
                yield from withins(one)
        case _:
            return


def _note(test: Test, mentions: Mentions) -> None:
    match test:
        case OneOf(values) | HasAll(values):
            mentions.values.update(dict.fromkeys(values))
        case Not(inner):
            _note(inner, mentions)
        case Every(tests) | Some(tests):
            for one in tests:
                _note(one, mentions)
        case Within(least, most):
            for bound, ends in ((least, mentions.least), (most, mentions.most)):
                limit = enclose(bound, ONE_DAY.get) if bound is not None else None
                if limit is not None and limit.exact:
                    ends.add(limit.least)
        case _:
            return


def _of_rule(rule: Rule) -> Iterator[Expression]:
    yield from (one for one in (rule.min, rule.max, rule.must) if one is not None and not isinstance(one, Literally))
