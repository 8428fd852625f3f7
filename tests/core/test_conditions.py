"""`if:`: absent equals nothing, everything else is decidable."""

import pytest

from engine.core.conditions import ALWAYS, Answered, Condition, Every, HasAll, Not, OneOf, Some, Test, holds, names
from engine.core.values import Value
from tests.core.flows import no, when, within

ANSWERS: dict[str, Value] = {
    "pledge": "yes",
    "brand": {"other": "ЗАЗ"},
    "note": "стучит",
    "extras": ["hatch", {"other": "Лебёдка"}],
    "none": ["none"],
    "year": 2015,
    "visit": "2026-12-01",
    "photos": [{"id": "a"}],
}
SCOPE = {"year": 2015, "visit": 739_951, "extras": 2, "note": 6, "photos": 1, "today": 739_942, "this_year": 2026}


@pytest.mark.parametrize(
    ("name", "test", "passes"),
    [
        ("pledge", OneOf(("yes",)), True),
        ("pledge", OneOf(("no",)), False),
        ("pledge", OneOf(("no", "yes")), True),
        ("pledge", OneOf(()), False),
        ("gone", OneOf(("yes",)), False),
        ("brand", OneOf(("other",)), True),
        ("brand", OneOf(("ЗАЗ",)), False),
        ("note", OneOf(("стучит",)), True),
        ("extras", OneOf(("hatch",)), True),
        ("extras", OneOf(("heat",)), False),
        ("extras", OneOf(("other",)), True),
        ("none", OneOf(("none",)), True),
        ("extras", HasAll(("hatch",)), True),
        ("extras", HasAll(("hatch", "other")), True),
        ("extras", HasAll(("hatch", "heat")), False),
        ("extras", HasAll(()), True),
        ("gone", HasAll(()), False),
        ("year", within(2000, 2020), True),
        ("year", within(2015, 2015), True),
        ("year", within(2016), False),
        ("year", within(most=2014), False),
        ("year", within(most="this_year - 10"), True),
        ("year", within(), True),
        ("gone", within(), False),
        ("gone", within(most=5), False),
        ("pledge", within(0), False),
        ("visit", within("today"), True),
        ("visit", within("today + 10"), False),
        ("extras", within(2), True),
        ("note", within(5, 10), True),
        ("photos", within(1, 1), True),
        ("year", within("gone"), False),
        ("year", within(2000, "gone"), False),
        ("year", within("1 / 0"), False),
        ("pledge", Answered(True), True),
        ("pledge", Answered(False), False),
        ("gone", Answered(True), False),
        ("gone", Answered(False), True),
        ("pledge", no("no"), True),
        ("pledge", no("yes"), False),
        ("gone", no("yes"), True),
        ("gone", no(within(5)), True),
        ("year", no(within(2016)), True),
        ("gone", Not(no("yes")), False),
        ("gone", no(HasAll(("a",))), True),
        ("year", Every((within(2000), no(within(2016)))), True),
        ("year", Every((within(2000), within(2016))), False),
        ("year", Every(()), True),
        ("year", Some((within(2016), within(2015, 2015))), True),
        ("year", Some((within(2016), within(most=2000))), False),
        ("gone", Some((within(2016), Answered(False))), True),
    ],
)
def test_one_test_of_one_answer(name: str, test: Test, passes: bool) -> None:
    assert holds(({name: test},), ANSWERS, SCOPE) is passes


@pytest.mark.parametrize(
    ("condition", "held"),
    [
        (ALWAYS, True),
        (when(pledge="yes", year=within(2000)), True),
        (when(pledge="yes", year=within(2020)), False),
        ((*when(pledge="no"), *when(year=within(2000))), True),
        ((*when(pledge="no"), *when(year=within(2020))), False),
        (({},), True),
    ],
)
def test_all_keys_of_a_group_and_any_group(condition: Condition, held: bool) -> None:
    assert holds(condition, ANSWERS, SCOPE) is held


def test_a_condition_names_what_it_looks_at_in_reading_order() -> None:
    assert list(names((*when(b="x", a="y"), *when(c=no("z"))))) == ["b", "a", "c"]
