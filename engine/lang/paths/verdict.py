"""Whether a condition holds for what is known of the answers: yes, no, or it cannot be told (None)."""

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import assert_never

from engine.core.arithmetic import THIS_YEAR, TODAY, Expression
from engine.core.conditions import Answered, Condition, Every, HasAll, Not, OneOf, Some, Test, Within
from engine.lang.paths.cells import Cell
from engine.lang.paths.ranges import UNKNOWN, Range, enclose


class Gap(Enum):
    """Why there is no answer."""

    HIDDEN = "hidden"
    SKIPPED = "skipped"


#: Item id → its answer's cell or why it has none; an item not walked past yet has no entry.
type Known = Mapping[str, Cell | Gap]
#: What `this_year` and `today` are taken for.
type Clock = Mapping[str, Range]


def all_of(verdicts: Iterable[bool | None]) -> bool | None:
    found: bool | None = True
    for verdict in verdicts:
        if verdict is False:
            return False
        if verdict is None:
            found = None
    return found


def any_of(verdicts: Iterable[bool | None]) -> bool | None:
    found: bool | None = False
    for verdict in verdicts:
        if verdict is True:
            return True
        if verdict is None:
            found = None
    return found


def holds(condition: Condition, known: Known, clock: Clock) -> bool | None:
    """Whether any group holds; no groups means always."""
    if not condition:
        return True
    return any_of(all_of(passes(test, name, known, clock) for name, test in group.items()) for group in condition)


def passes(test: Test, name: str, known: Known, clock: Clock) -> bool | None:
    """Whether one answer passes one test; absent equals nothing."""
    match test:
        case Not(inner):
            found = passes(inner, name, known, clock)
            return None if found is None else not found
        case Every(tests):
            return all_of(passes(one, name, known, clock) for one in tests)
        case Some(tests):
            return any_of(passes(one, name, known, clock) for one in tests)
    answer = known.get(name)
    match answer:
        case None:
            return None
        case Gap():
            return isinstance(test, Answered) and not test.wanted
        case Cell():
            found = _of_answer(test, answer, known, clock)
            if answer.sure or (found is False and not isinstance(test, Answered)):
                return found
            return None
        case _:
            assert_never(answer)


def needs_answer(test: Test) -> bool:
    """Whether the test can only be passed by an answer: absent does not pass it."""
    return passes(test, "", {"": Gap.SKIPPED}, {}) is False


def _of_answer(test: OneOf | HasAll | Within | Answered, answer: Cell, known: Known, clock: Clock) -> bool | None:
    match test:
        case Answered(wanted):
            return wanted
        case OneOf(values):
            return None if answer.names is None else not answer.names.isdisjoint(values)
        case HasAll(values):
            return None if answer.names is None else answer.names.issuperset(values)
        case Within(least, most):
            if answer.range is None:
                return False
            return all_of(
                _reaches(bound, answer.range, direction, known, clock) for bound, direction in ((least, 1), (most, -1))
            )
        case _:
            assert_never(test)


def _reaches(bound: Expression | None, amount: Range, direction: int, known: Known, clock: Clock) -> bool | None:
    if bound is None:
        return True
    limit = enclose(bound, lambda name: amount_of(name, known, clock))
    if limit is None:
        return False
    least, most = (amount, limit) if direction > 0 else (limit, amount)
    # `least` must not be below `most`.
    if least.least >= most.most:
        return True if limit.sure else None
    return False if least.most < most.least else None


def amount_of(name: str, known: Known, clock: Clock) -> Range | None:
    """The range of a name in a formula."""
    if name in (THIS_YEAR, TODAY):
        return clock[name]
    answer = known.get(name)
    if isinstance(answer, Cell):
        return answer.range
    return UNKNOWN if answer is None else None
