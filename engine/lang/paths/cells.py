"""The answers to one question, divided into those no condition of the flow tells apart."""

import math
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from engine.core.values import NONE, OTHER, Value
from engine.lang.paths.ranges import Range

#: Options conditions name of one `many` question; of more nothing is said.
MOST_NAMED = 6
#: Stretches of amounts between the bounds of one question.
_MOST_STRETCHES = 60
#: What own words look like in an example.
OWN_WORDS = "своими словами"


@dataclass(frozen=True, slots=True)
class Cell:
    """Answers of a question that conditions do not tell apart, with one of them as an example."""

    #: Options the answer names, or the text itself; None: it cannot be told.
    names: frozenset[str] | None
    #: Where the answer lies on its scale; None: it has none.
    range: Range | None
    value: Value
    #: The example as the author writes answers in `if:`.
    shown: str = ""
    #: Whether other answers are told apart from these; if not, any will do.
    apart: bool = True

    @property
    def sure(self) -> bool:
        """Whether it surely is an answer; a computed value may lack something."""
        return self.range is None or self.range.sure


@dataclass
class Mentions:
    """What a flow's conditions look at in one answer."""

    values: dict[str, None] = field(default_factory=dict)
    #: Constant bounds: amounts at which, and above which, something changes.
    least: set[float] = field(default_factory=set)
    most: set[float] = field(default_factory=set)


UNTOLD = Cell(None, Range(-math.inf, math.inf), "…")


def of_options(ids: Iterable[str], mentions: Mentions, alike: Callable[[str], Hashable | None]) -> tuple[Cell, ...]:
    """Options of a choice; those not mentioned are one cell where they are `alike` (None: like no other)."""
    cells: list[Cell] = []
    seen: set[Hashable] = set()
    for id in ids:
        if id not in mentions.values:
            kind = alike(id)
            if kind is not None and kind in seen:
                continue
            seen.add(kind)
        cells.append(Cell(frozenset({id}), None, {OTHER: OWN_WORDS} if id == OTHER else id, id))
    return tuple(cells)


def of_many(ids: Sequence[str], mentions: Mentions, limits: Range) -> tuple[Cell, ...]:
    """Sets of options: which of the mentioned are in, and how many in all."""
    named = [id for id in ids if id in mentions.values and id != NONE]
    rest = [id for id in ids if id not in mentions.values and id != NONE]
    if len(named) > MOST_NAMED:
        return (UNTOLD,)
    cells = [Cell(frozenset({NONE}), Range(1, 1), [NONE], NONE)] if NONE in ids and limits.least <= 1 else []
    for chosen in _counts(len(named)):
        for some in combinations(named, chosen):
            for more in _more(chosen, len(rest), mentions, limits):
                taken = [*some, *rest[:more]]
                if taken:
                    cells.append(_of_set(taken))
    return tuple(cells)


def _of_set(taken: list[str]) -> Cell:
    value: list[Value] = [{OTHER: OWN_WORDS} if id == OTHER else id for id in taken]
    return Cell(frozenset(taken), Range(len(taken), len(taken)), value, ", ".join(taken))


def _counts(named: int) -> Iterator[int]:
    """Most conditions ask for one option: begin with few."""
    yield from range(named + 1)


def _more(chosen: int, rest: int, mentions: Mentions, limits: Range) -> Iterator[int]:
    """How many of the options nobody mentions may join: as many as some bound counts."""
    bounds = [*mentions.least, *mentions.most, *(end for end in (limits.least, limits.most) if not math.isinf(end))]
    most = max((int(bound) + 1 for bound in bounds), default=1)
    for more in range(min(rest, max(most, 1)) + 1):
        if limits.least <= chosen + more <= limits.most:
            yield more


def of_amounts(limits: Range, mentions: Mentions, *, whole: bool, exemplify: "Exemplify") -> tuple[Cell, ...]:
    """Stretches of the scale between the bounds conditions set, each with an example."""
    cells = []
    for least, most in _stretches(limits, mentions, whole):
        stretch = Range(least, most)
        _, value, shown = next(iter(exemplify(stretch)))
        cells.append(Cell(frozenset(), stretch, value, shown))
    return tuple(cells)


#: Examples of a stretch, the most ordinary first: the amount, the answer, how it is written.
type Exemplify = Callable[[Range], Iterable[tuple[float, Value, str]]]


def _stretches(limits: Range, mentions: Mentions, whole: bool) -> Iterator[tuple[float, float]]:
    """Consecutive stretches, both ends included, none of which a bound divides."""
    starts = {_up(bound, whole) for bound in mentions.least} | {_after(bound, whole) for bound in mentions.most}
    first = limits.least
    for start in sorted(starts)[:_MOST_STRETCHES]:
        if first < start <= limits.most:
            yield first, _before(start, whole)
            first = start
    if first <= limits.most:
        yield first, limits.most


def _up(bound: float, whole: bool) -> float:
    return float(math.ceil(bound)) if whole else bound


def _after(bound: float, whole: bool) -> float:
    return float(math.floor(bound) + 1) if whole else math.nextafter(bound, math.inf)


def _before(start: float, whole: bool) -> float:
    return start - 1 if whole else math.nextafter(start, -math.inf)


def of_texts(mentions: Mentions, lengths: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Texts a condition names, and any other text of each length that matters."""
    named = [
        Cell(frozenset({text}), Range(len(text), len(text)), text, text) for text in mentions.values if text.strip()
    ]
    return (*lengths, *named)
