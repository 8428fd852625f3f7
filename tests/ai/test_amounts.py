"""Amounts and years as people write them in a running text."""

import pytest

from engine.service.routing.amounts import MONEY, amounts, years


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("полтора ляма", 1_500_000), ("120 тыс", 120_000), ("миллион двести", 1_200_000), ("1 млн 200 тыс", 1_200_000),
        ("1,5 млн", 1_500_000), ("2 миллиона", 2_000_000), ("сто двадцать тысяч", 120_000), ("95т", 95_000),
        ("300 т.р.", 300_000), ("2 с половиной миллиона", 2_500_000), ("полмиллиона", 500_000), ("900к", 900_000),
        ("1 200 000", 1_200_000), ("1.200.000 руб", 1_200_000), ("двух миллионов двухсот тысяч", 2_200_000),
        ("1млн200", 1_200_000), ("85 tys", 85_000), ("миллион триста", 1_300_000), ("сто двадцать", 120),
    ],
)  # fmt: skip
def test_an_amount_is_read(text: str, value: float) -> None:
    assert [amount.value for amount in amounts(text)] == [value]


def test_amounts_side_by_side_stay_apart() -> None:
    found = amounts("98000 км 1.35 млн", {"км"})
    assert [(amount.value, amount.unit) for amount in found] == [(98_000, "км"), (1_350_000, "")]
    assert [amount.value for amount in amounts("64тыс цена 1 млн 50 тыс")] == [64_000, 1_050_000]
    assert [amount.value for amount in amounts("120 тыс 450")] == [120_000, 450]


@pytest.mark.parametrize("text", ["XTA21703", "q7", "vin WBA5300"])
def test_digits_that_follow_latin_letters_are_a_name(text: str) -> None:
    assert amounts(text) == ()


def test_the_word_after_a_range_belongs_to_both_ends() -> None:
    assert [(amount.value, amount.lower) for amount in amounts("от 1.5 до 2 млн")] == [
        (1_500_000, True),
        (2_000_000, False),
    ]
    assert [amount.value for amount in amounts("1.2-1.5 млн")] == [1_200_000, 1_500_000]


def test_a_thousand_and_its_unit_may_be_one_word() -> None:
    assert [(amount.value, amount.unit) for amount in amounts("180 ткм", {"км"})] == [(180_000, "км")]
    assert [(amount.value, amount.unit) for amount in amounts("700 т.р.")] == [(700_000, MONEY)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("камри 2015, пробег 120", ["2015"]), ("20го года", ["20"]), ("2014 г.в.", ["2014"]), ("рио 19 года", ["19"]),
        ("2019+", ["2019"]), ("2018-2020", ["2018", "2020"]), ("за 2015 рублей", []), ("на 5 лет", []),
    ],
)  # fmt: skip
def test_years_are_told_from_amounts(text: str, found: list[str]) -> None:
    assert [year.text for year in years(text)] == found
