"""Formulas: what they may say, what they yield, and that nothing written into one can hurt."""

import pytest

from engine.core.arithmetic import MAX_LENGTH, Kind, NotArithmetic, Number, evaluate, kind, names, parse

KINDS: dict[str, Kind] = {"price": "number", "year": "number", "visit": "day"}
SCOPE: dict[str, Number] = {"price": 900_000, "year": 2016, "visit": 739_000, "today": 738_900, "this_year": 2026}


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("price", 900_000),
        ("price * 0.1", 90_000),
        ("this_year - year", 10),
        ("price / max(1, this_year - year)", 90_000),
        ("min(price, 500000)", 500_000),
        ("max(1, 2, 3)", 3),
        ("-price + 1", -899_999),
        ("7 // 2", 3),
        ("7 % 4", 3),
        ("(1 + 2) * 3", 9),
        ("1 + 2 * 3", 7),
        ("1_000", 1000),
        ("price > 500000", True),
        ("500000 < price < 600000", False),
        ("price > 1 and year < 2000", False),
        ("price > 1 or year < 2000", True),
        ("year == 2016", True),
        ("year != 2016", False),
        ("visit - today", 100),
        ("today + 1", 738_901),
    ],
)
def test_a_formula_yields(formula: str, value: object) -> None:
    found = evaluate(parse(formula), SCOPE)
    assert found == value
    assert isinstance(found, bool) == isinstance(value, bool)


@pytest.mark.parametrize("formula", ["price / 0", "price // 0", "price % 0", "1 / (price - price)", "1 / 0.0"])
def test_a_division_by_zero_is_absent(formula: str) -> None:
    assert evaluate(parse(formula), SCOPE) is None


@pytest.mark.parametrize(
    "formula", ["gone", "gone + 1", "min(gone, 1)", "gone > 1", "gone > 1 or price > 1", "price > 1 and gone > 1"]
)
def test_an_absent_input_makes_the_result_absent(formula: str) -> None:
    assert evaluate(parse(formula), SCOPE) is None


@pytest.mark.parametrize(
    "formula",
    [
        "*".join(["price"] * 30),
        "*".join(["999999999999999"] * 30) + " / 7",
        "*".join(["999999999999999"] * 30) + " * 1.5",
        "1e14 * 1e14 * 1e14",
        "price / 1e-320",
    ],
)
def test_what_grows_beyond_every_amount_is_absent(formula: str) -> None:
    assert evaluate(parse(formula), SCOPE) is None


@pytest.mark.parametrize(
    "formula",
    [
        "9**9**9**9",
        "price.real",
        "price.__class__.__mro__",
        "__import__('os').system('true')",
        "abs(price)",
        "eval('1')",
        "print(price)",
        "min()",
        "min(price, key=price)",
        "min(*price)",
        "(lambda: 1)()",
        "[price]",
        "[x for x in price]",
        "{price}",
        "price[0]",
        "price if year else 1",
        "(x := 1)",
        "price is year",
        "price in year",
        "not price",
        "~price",
        "+price",
        "price << 2",
        "price @ year",
        "'text'",
        "'text' * 1000000000",
        "f'{price}'",
        "b'x'",
        "True",
        "None",
        "...",
        "1j",
        "1e400",
        "999999999999999999999",
        "await price",
        "yield",
        "~" * 490 + "1",
        "-" * 490 + "1",
        "not " * 120 + "price",
        "price" + ".a" * 240,
        "price" + "[0]" * 160,
        "price" + "()" * 240,
        "(" * 240 + "1" + ")" * 240,
        "[" * 240 + "]" * 240,
        "min(" * 60 + "1" + ")" * 60,
        "1 +" * 60 + "1",
        "1" * (MAX_LENGTH + 1),
        "",
        "   ",
        "1 +",
        "price year",
        "price; year",
        "import os",
        "price = 1",
        "\x00",
        "\ud800",
        "１ + 1",
        "#",
    ],
)
def test_everything_outside_the_grammar_is_refused_with_its_place(formula: str) -> None:
    with pytest.raises(NotArithmetic) as refused:
        parse(formula)
    assert refused.value.reason in ("syntax", "not-allowed", "too-long")
    assert 0 <= refused.value.offset <= len(formula)


@pytest.mark.parametrize(
    ("formula", "offset"),
    [
        ("price ** 2", 0),
        ("1 + abs(2)", 4),
        ("   1 + abs(2)", 7),
        ("1 +\n   abs(2)", 7),
        ("цена + abs(2)", 7),
        ("1 + * 2", 4),
        ("  1 + * 2", 6),
    ],
)
def test_the_place_counts_characters_from_the_beginning(formula: str, offset: int) -> None:
    with pytest.raises(NotArithmetic) as refused:
        parse(formula)
    assert refused.value.offset == offset


def test_a_formula_may_be_written_in_several_lines() -> None:
    assert evaluate(parse("price /\n  max(1,\n  this_year - year)\n"), SCOPE) == 90_000


def test_names_come_in_reading_order_with_their_places() -> None:
    found = [(name.name, name.offset) for name in names(parse("b - max(a, 1) * цена < b"))]
    assert found == [("b", 0), ("a", 8), ("цена", 16), ("b", 23)]


def test_a_formula_says_which_name_nobody_knows() -> None:
    with pytest.raises(NotArithmetic) as refused:
        kind(parse("price + milage"), KINDS)
    assert (refused.value.reason, refused.value.offset, refused.value.detail) == ("unknown", 8, "milage")


@pytest.mark.parametrize(
    ("formula", "yields"),
    [
        ("price", "number"),
        ("visit", "day"),
        ("today", "day"),
        ("this_year", "number"),
        ("visit - today", "number"),
        ("visit + 3", "day"),
        ("visit - 3", "day"),
        ("min(visit, today)", "day"),
        ("max(1, price)", "number"),
        ("visit > today", "truth"),
        ("price > 1 and visit > today", "truth"),
        ("1 < price < 5", "truth"),
        ("-price", "number"),
    ],
)
def test_amounts_days_and_truths_are_told_apart(formula: str, yields: Kind) -> None:
    assert kind(parse(formula), KINDS) == yields


@pytest.mark.parametrize(
    "formula",
    [
        "visit + today",
        "3 - visit",
        "visit * 2",
        "-visit",
        "visit > price",
        "min(visit, price)",
        "max(price > 1, 2)",
        "price and year",
        "price > 1 and year",
        "(price > 1) + 1",
        "(price > 1) == (year > 1)",
        "-(price > 1)",
    ],
)
def test_what_makes_no_sense_together_is_refused(formula: str) -> None:
    with pytest.raises(NotArithmetic) as refused:
        kind(parse(formula), KINDS)
    assert refused.value.reason == "mixed"


def test_deep_nesting_costs_no_more_than_its_length() -> None:
    nested = parse("min(" * 39 + "price" + ")" * 39)
    assert kind(nested, KINDS) == "number"
    assert evaluate(nested, SCOPE) == 900_000
