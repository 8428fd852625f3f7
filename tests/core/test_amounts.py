"""What people write when they are asked for a number or an amount of money."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.core.answers.amounts import grouped
from tests.core.flows import asked, read, refused, step

MILEAGE = step("mileage", "number", unit="км")
PRICE = step("price", "money", unit="₽")
AREA = step("area", "number", unit="м²")
ENGINE = step("engine", "number", unit="л", decimals=1)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("150000", 150_000),
        ("150 000", 150_000),
        ("150\u00a0000", 150_000),
        ("150\u202f000 км", 150_000),
        ("150.000", 150_000),
        ("150,000", 150_000),
        ("150'000", 150_000),
        ("1500 000", 1_500_000),
        ("150000км", 150_000),
        ("150 тыс", 150_000),
        ("150 ТЫС.", 150_000),
        ("150тыс", 150_000),
        ("150 тыс км", 150_000),
        ("150 тыс. км.", 150_000),
        ("150 тысяч", 150_000),
        ("150 тысяч километров", 150_000),
        ("150тыщ", 150_000),
        ("150 тыщ", 150_000),
        ("150 косарей", 150_000),
        ("150к", 150_000),
        ("150 k", 150_000),
        ("150К", 150_000),
        ("120т", 120_000),
        ("120т.км", 120_000),
        ("120 т.км", 120_000),
        ("120 т км", 120_000),
        ("120ткм", 120_000),
        ("120 ткм", 120_000),
        ("87,5 тыс", 87_500),
        ("87.5к", 87_500),
        ("около 150 тыс", 150_000),
        ("примерно 150 тысяч", 150_000),
        ("где-то 150к", 150_000),
        ("где то 150 000", 150_000),
        ("почти 200 тыс", 200_000),
        ("~150000", 150_000),
        ("≈ 150 000", 150_000),
        ("+-150 тыс", 150_000),
        ("до 100 тыс", 100_000),
        ("тысяча", 1000),
        ("полторы тысячи", 1500),
        ("0", 0),
        ("-5", -5),
        ("−5", -5),
        ("１５０", 150),
        ("150 👍", 150),
        ("150 тыс, но могу ошибаться", 150_000),
    ],
)
def test_a_mileage_is_understood(typed: str, value: int) -> None:
    found = read(MILEAGE, typed)
    assert found == value
    assert isinstance(found, int)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("850000", 850_000),
        ("850 000 ₽", 850_000),
        ("850000р", 850_000),
        ("850 000 руб.", 850_000),
        ("850 т.р.", 850_000),
        ("850 тр", 850_000),
        ("850тыс.руб", 850_000),
        ("1,5 млн", 1_500_000),
        ("1.5 млн", 1_500_000),
        ("1,5млн", 1_500_000),
        ("1, 5 млн", 1_500_000),
        ("1,25 млн", 1_250_000),
        ("1,250 млн", 1_250_000),
        ("1.250 миллиона", 1_250_000),
        ("1.5м", 1_500_000),
        ("1,5 кк", 1_500_000),
        ("1 200 000,00 руб", 1_200_000),
        ("1.200.000", 1_200_000),
        ("1,200,000", 1_200_000),
        ("1 млн 200 тыс", 1_200_000),
        ("1 миллион 200 тысяч рублей", 1_200_000),
        ("1млн200тыс", 1_200_000),
        ("2 млн и 50 тыс.", 2_050_000),
        ("миллион", 1_000_000),
        ("лям", 1_000_000),
        ("миллион рублей", 1_000_000),
        ("полтора ляма", 1_500_000),
        ("полтора миллиона", 1_500_000),
        ("Полтора лимона", 1_500_000),
        ("пол ляма", 500_000),
        ("полмиллиона", 500_000),
        ("пол-ляма", 500_000),
        ("2 ляма", 2_000_000),
        ("3 миллиона", 3_000_000),
        ("1 млрд", 1_000_000_000),
    ],
)
def test_a_price_is_understood(typed: str, value: int) -> None:
    assert read(PRICE, typed) == value


@pytest.mark.parametrize(
    "typed",
    [
        "не знаю",
        "много",
        "сто тысяч",
        "миллион двести",
        "1 млн двести тысяч",
        "2 с половиной миллиона",
        "1 миллион 200",
        "200 тыс 1 млн",
        "100-120 тыс",
        "100 - 120",
        "от 500 до 700 тыс",
        "100 или 120",
        "1 5",
        "12 00",
        "8 916 123 45 67",
        "1e5",
        "0x10",
        "1.2.3",
        "Camry 2015",
        "полный привод",
        "пол",
        "м",
        "к",
        "т",
        "км",
        "½",
        "👍",
        ".",
        "-",
        "<b>150</b>",
        "150" * 40,
        "9" * 16,
        "9999999999 млн",
        "1" + " " * 4000 + "5",
    ],
)
def test_what_names_no_single_amount_is_asked_again(typed: str) -> None:
    assert refused(PRICE, typed) == "expects.money"


@pytest.mark.parametrize(
    "typed", ["$5000", "5000$", "20 тыс долларов", "10 тысяч баксов", "15000 евро", "100 тыс юаней", "20000 USD"]
)
def test_another_currency_is_not_taken_for_roubles(typed: str) -> None:
    assert refused(PRICE, typed) == "currency"
    assert refused(step("price", "money"), typed) == "currency"


def test_a_step_in_another_currency_takes_it() -> None:
    assert read(step("price", "money", unit="$"), "20 000 $") == 20_000
    assert read(step("price", "money", unit="BYN"), "20 тыс byn") == 20_000


@pytest.mark.parametrize("typed", ["1.5", "1,2", "полтора"])
def test_a_fraction_of_money_is_answered_by_an_example(typed: str) -> None:
    assert refused(PRICE, typed) == "expects.money"


def test_the_unit_is_no_multiplier() -> None:
    assert [read(AREA, typed) for typed in ("20", "20 м", "20м", "20 м2", "20 м²", "20 кв. м", "1 тыс м2")] == [
        20,
        20_000_000,
        20_000_000,
        20,
        20,
        20,
        1000,
    ]
    metres = step("length", "number", unit="м")
    assert [read(metres, typed) for typed in ("20", "20 м", "20м", "2 тыс м")] == [20, 20, 20, 2000]
    tons = step("load", "number", unit="т")
    assert [read(tons, typed) for typed in ("5 т", "5т", "5")] == [5, 5, 5]


def test_a_unit_of_thousands_takes_the_word_thousand_once() -> None:
    thousands = step("mileage", "number", unit="тыс. км")
    assert [read(thousands, typed) for typed in ("120", "120 тыс", "120 тыс. км", "120 000", "1,2 млн")] == [
        120,
        120,
        120,
        120_000,
        1200,
    ]


@pytest.mark.parametrize(("typed", "value"), [("1.6", 1.6), ("1,6", 1.6), ("2", 2.0), ("1,66", 1.7), ("1.6 л", 1.6)])
def test_a_fraction_is_kept_where_the_step_has_decimals(typed: str, value: float) -> None:
    found = read(ENGINE, typed)
    assert found == value
    assert isinstance(found, float)


@pytest.mark.parametrize("typed", ["1,5", "120.5 км", "полтора", "0,4"])
def test_a_fraction_is_refused_where_the_step_is_whole(typed: str) -> None:
    assert refused(MILEAGE, typed) == "whole"


@pytest.mark.parametrize(
    ("amount", "decimals", "shown"),
    [
        (0, 0, "0"),
        (999, 0, "999"),
        (1000, 0, "1\u00a0000"),
        (1_500_000, 0, "1\u00a0500\u00a0000"),
        (-1500, 0, "-1\u00a0500"),
        (1.6, 1, "1,6"),
        (1234.5, 2, "1\u00a0234,50"),
    ],
)
def test_amounts_are_shown_in_groups_with_a_comma(amount: float, decimals: int, shown: str) -> None:
    assert grouped(amount, decimals) == shown


@given(st.integers(-(10**14), 10**14))
def test_an_amount_as_shown_is_read_back(amount: int) -> None:
    assert read(PRICE, grouped(amount)) == amount
    assert read(PRICE, f"{grouped(amount)} ₽") == amount
    assert PRICE.type.fits(amount, asked(PRICE))


@pytest.mark.parametrize("value", ["5", None, True, 1.5, float("nan"), float("inf"), 10**15, [5], {"other": "5"}])
def test_what_is_no_whole_amount_does_not_fit(value: object) -> None:
    assert not MILEAGE.type.fits(value, asked(MILEAGE))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("type", "text", "bound"),
    [
        ("number", "120 тыс", 120_000),
        ("number", "0", 0),
        ("number", "1,5", 1.5),
        ("money", "1,5 млн", 1_500_000),
        ("number", "много", None),
        ("year", "1950", 1950),
        ("year", "50", None),
        ("year", "this_year", None),
    ],
)
def test_bounds_are_read_as_answers_are(type: str, text: str, bound: float | None) -> None:
    assert step("any", type).type.bound(text) == bound


@pytest.mark.parametrize("text", ["2015г", "2015 г.", "2015 года", "20%", "20 %"])
def test_a_year_or_a_percentage_is_no_amount(text: str) -> None:
    assert refused(MILEAGE, text)
