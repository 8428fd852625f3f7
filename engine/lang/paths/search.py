"""Whether answers exist that bring about what is asked: a bounded walk over every path that matters."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import assert_never

from engine.core.clauses import Table
from engine.core.conditions import Condition
from engine.core.values import Value
from engine.lang.paths.cells import UNTOLD, Cell
from engine.lang.paths.places import EVERY_DAY, ONE_DAY, Place, Places, names_of
from engine.lang.paths.questions import Question
from engine.lang.paths.ranges import UNKNOWN, Range, enclose
from engine.lang.paths.verdict import Clock, Gap, Known, all_of, amount_of, holds

#: Places visited for one question, and for all questions about one flow.
MOST_STEPS, MOST_IN_ALL = 4_000, 20_000


@dataclass(frozen=True, slots=True)
class Met:
    """A condition that holds, or does not."""

    condition: Condition
    wanted: bool = True


@dataclass(frozen=True, slots=True)
class Missing:
    """An item without an answer, asked or not; `gap` says which of the two."""

    name: str
    gap: Gap | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """An item with an answer."""

    name: str


type Wish = Met | Missing | Given


@dataclass(frozen=True, slots=True)
class Answer:
    """One step of an example: what was asked, and an answer to it; None: skipped."""

    id: str
    value: Value | None
    #: As the author writes answers in `if:`.
    shown: str = ""
    #: Whether it matters which answer it is.
    matters: bool = True


#: Answers that show something, in the order of the questions.
type Example = tuple[Answer, ...]


class _Exhausted(Exception):
    """The walk took too many steps: nothing may be concluded."""


@dataclass
class Search:
    """Answers questions about one flow; where it takes too long, it says it does not know."""

    places: Places
    steps: int = 0

    def impossible(self, wishes: Sequence[Wish], until: int, without: frozenset[str] = frozenset()) -> bool:
        """Whether surely no answers bring all of this about on reaching the item at `until`."""
        try:
            return self._walk(wishes, until, without, exact=False) is None
        except _Exhausted:
            return False

    def example(self, wishes: Sequence[Wish], until: int, without: frozenset[str] = frozenset()) -> Example | None:
        """Answers that do; None where there are none or none were found. `without` are stops not to mind."""
        if self.impossible(wishes, until, without):
            return None
        try:
            return self._walk(wishes, until, without, exact=True)
        except _Exhausted:
            return None

    def blocked(self, until: int) -> bool:
        """Whether surely no answers lead past every stop before the item at `until`."""
        stops = self._stops_before(until)
        if stops not in self._blocked:
            self._blocked[stops] = self.impossible((), until) if stops else False
        return self._blocked[stops]

    def passable(self, until: int) -> Example | None:
        """Answers that lead past every stop before the item at `until`."""
        stops = self._stops_before(until)
        if stops not in self._passable:
            self._passable[stops] = self.example((), until) if stops else ()
        return self._passable[stops]

    def _stops_before(self, until: int) -> int:
        return sum(place.index < until for place, _ in self.places.stops)

    @cached_property
    def _blocked(self) -> dict[int, bool]:
        """By the number of stops before."""
        return {}

    @cached_property
    def _passable(self) -> dict[int, Example | None]:
        return {}

    def _walk(self, wishes: Sequence[Wish], until: int, without: frozenset[str], *, exact: bool) -> Example | None:
        """`exact`: one answer of each cell on one day; otherwise whole cells on any day."""
        if self.places.unclear or self.steps > MOST_IN_ALL:
            raise _Exhausted
        trail = self._trail(wishes, until, without)
        walk = _Walk(self.places, wishes, trail, exact, min(MOST_STEPS, MOST_IN_ALL - self.steps))
        try:
            return walk.example() if walk.go(0) else None
        finally:
            self.steps += walk.steps

    def _trail(self, wishes: Sequence[Wish], until: int, without: frozenset[str]) -> list[Place]:
        """The items before `until` that bear on the wishes, and the stops that share answers with them."""
        wanted = self.places.closure([name for wish in wishes for name in _names(wish)])
        stops = [
            (place, names) for place, names in self.places.stops if place.index < until and place.id not in without
        ]
        relevant: set[str] = set()
        grown = True
        while grown:
            grown = False
            for place, names in stops:
                # With no wish at all every stop matters.
                if place.id not in relevant and (not wishes or not names.isdisjoint(wanted)):
                    relevant.add(place.id)
                    wanted |= names
                    grown = True
        return [place for place in self.places.all[:until] if place.id in wanted or place.id in relevant]


@dataclass
class _Walk:
    places: Places
    wishes: Sequence[Wish]
    trail: Sequence[Place]
    exact: bool
    most: int
    steps: int = 0
    known: dict[str, Cell | Gap] = field(default_factory=dict)

    @property
    def clock(self) -> Clock:
        return ONE_DAY if self.exact else EVERY_DAY

    def go(self, index: int) -> bool:
        """Whether the rest of the trail can be walked so that the wishes come true; `known` then says how."""
        self.steps += 1
        if self.steps > self.most:
            raise _Exhausted
        verdict = all_of(_comes_true(wish, self.known, self.clock) for wish in self.wishes)
        if verdict is False:
            return False
        if index == len(self.trail):
            return verdict is True or not self.exact
        place = self.trail[index]
        shown = None if place.condition is None else holds(place.condition, self.known, self.clock)
        for visible in (True, False) if shown is None else (shown,):
            if shown is None and self.exact:
                # What cannot be told is no example.
                return False
            for answer in self._answers(place) if visible else (Gap.HIDDEN,):
                self.known[place.id] = answer
                if self.go(index + 1):
                    return True
                del self.known[place.id]
        return False

    def _answers(self, place: Place) -> Iterator[Cell | Gap]:
        """What may come of a visible item; nothing comes after a stop."""
        match place.item.kind:
            case "ask":
                yield from self._asked(self.places.questions[place.id])
            case "compute":
                yield self._computed(place)
            case "stop":
                return
            case None:
                yield from (UNTOLD, Gap.SKIPPED)
            case _:
                yield Gap.HIDDEN

    def _asked(self, question: Question) -> Iterator[Cell | Gap]:
        several = question.item.name in self.places.counted
        for cell in question.cells(self.known):
            for answer in question.examples(cell, several=several) if self.exact else (cell,):
                refused = question.refused(answer, self.known, self.clock)
                if refused is True or (refused is None and self.exact):
                    continue
                yield answer
        if question.skippable:
            yield Gap.SKIPPED

    def _computed(self, place: Place) -> Cell | Gap:
        made = self.places.formulas.get(place.id)
        match made:
            case None:
                return _amount(UNKNOWN)
            case Table(parent, rows):
                answer = self.known.get(parent)
                if not isinstance(answer, Cell):
                    return Gap.HIDDEN if answer is not None else _amount(UNKNOWN)
                if answer.names is None or len(answer.names) != 1:
                    return _amount(UNKNOWN)
                found = rows.get(next(iter(answer.names)), rows.get("other"))
                return Gap.HIDDEN if found is None else _amount(Range(found, found))
            case _:
                range = enclose(made, lambda name: amount_of(name, self.known, self.clock))
                found_range = None if range is None else self.places.rounded(place.item, range)
                return Gap.HIDDEN if found_range is None else _amount(found_range)

    def example(self) -> Example:
        """The answers of the walk that came out, as far as they matter."""
        found: list[Answer] = []
        for place in self.trail:
            answer = self.known[place.id]
            if place.item.kind == "ask" and answer is not Gap.HIDDEN:
                if isinstance(answer, Cell):
                    found.append(Answer(place.id, answer.value, answer.shown, answer.apart))
                else:
                    found.append(Answer(place.id, None))
        return tuple(found)


def _amount(range: Range) -> Cell:
    return Cell(frozenset(), range, 0)


def _comes_true(wish: Wish, known: Known, clock: Clock) -> bool | None:
    match wish:
        case Met(condition, wanted):
            found = holds(condition, known, clock)
            return None if found is None else found is wanted
        case Missing(name, gap):
            answer = known.get(name)
            if isinstance(answer, Gap):
                return gap is None or answer is gap
            return None if answer is None or not answer.sure else False
        case Given(name):
            answer = known.get(name)
            return False if isinstance(answer, Gap) else True if answer is not None and answer.sure else None
        case _:
            assert_never(wish)


def _names(wish: Wish) -> Iterator[str]:
    match wish:
        case Met(condition, _):
            yield from names_of(condition)
        case Missing(name, _) | Given(name):
            yield name
        case _:
            assert_never(wish)
