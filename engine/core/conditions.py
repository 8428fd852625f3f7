"""`if:` — decidable conditions over earlier answers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import assert_never

from engine.core.arithmetic import Expression, Scope, evaluate
from engine.core.values import Value, option_ids

#: Present answers by item id: skipped and hidden ones have no entry.
type Answers = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class OneOf:
    """The answer is one of these; for `many`, contains one of them."""

    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HasAll:
    """The `many` answer contains all of these."""

    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Within:
    """The answer, on its type's scale, lies between the bounds, both included."""

    least: Expression | None
    most: Expression | None


@dataclass(frozen=True, slots=True)
class Answered:
    """The item has (or has not) an answer."""

    wanted: bool


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite; an absent answer satisfies it."""

    test: "Test"


@dataclass(frozen=True, slots=True)
class Every:
    """All of these hold: a block's own condition on top of its item's."""

    tests: tuple["Test", ...]


@dataclass(frozen=True, slots=True)
class Some:
    """One of these holds: a list of amounts."""

    tests: tuple["Test", ...]


type Test = OneOf | HasAll | Within | Answered | Not | Every | Some
#: All tests of a group must hold: item id → test.
type Group = Mapping[str, Test]
#: Any group must hold; no groups at all means always.
type Condition = tuple[Group, ...]

ALWAYS: Condition = ()


def holds(condition: Condition, answers: Answers, scope: Scope) -> bool:
    """Whether the condition is true; `scope` has the answers on their scales, `today`, `this_year`."""
    return not condition or any(
        all(passes(test, name, answers, scope) for name, test in group.items()) for group in condition
    )


def passes(test: Test, name: str, answers: Answers, scope: Scope) -> bool:
    """Whether one answer passes one test; absent equals nothing."""
    match test:
        case Not(inner):
            return not passes(inner, name, answers, scope)
        case Every(tests):
            return all(passes(test, name, answers, scope) for test in tests)
        case Some(tests):
            return any(passes(test, name, answers, scope) for test in tests)
        case Answered(wanted):
            return (name in answers) is wanted
        case OneOf(values):
            return name in answers and any(value in values for value in option_ids(answers[name]))
        case HasAll(values):
            return name in answers and set(values) <= set(option_ids(answers[name]))
        case Within(least, most):
            found = scope.get(name)
            return found is not None and _reaches(least, found, scope, 1) and _reaches(most, found, scope, -1)
        case _:
            assert_never(test)


def _reaches(bound: Expression | None, found: float, scope: Scope, direction: int) -> bool:
    if bound is None:
        return True
    limit = evaluate(bound, scope)
    return limit is not None and (found - limit) * direction >= 0


def names(condition: Condition) -> Iterator[str]:
    """The items a condition looks at, in reading order."""
    for group in condition:
        yield from group
