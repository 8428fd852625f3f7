"""Values never asked."""

from dataclasses import replace

import pytest

from engine.core.finish import lead_from_session
from engine.core.lead import Client as Person
from engine.core.session import REVIEW
from tests.core.flows import Client, compute, flow, rule, say, step, stop, when, within

PLEDGE = step("pledge", "yes_no", skip="Не знаю")


def test_a_formula_over_answers_decides_what_comes() -> None:
    used = flow(
        step("mileage", "number"),
        step("year", "year"),
        compute("yearly", "mileage / max(1, this_year - year)"),
        step("taxi", "yes_no", when=when(yearly=within(40_000))),
    )
    assert Client(used).answers("180 тыс", "2023").place == "taxi"
    assert Client(used).answers("100 тыс", "2010").place == REVIEW
    assert Client(used).answers("50 тыс", "2026").place == "taxi"


def test_a_computed_value_with_a_label_stands_on_the_review_and_cannot_be_edited() -> None:
    client = Client(flow(step("price", "money"), compute("deposit", "price * 0.1", label="Залог", unit="₽")))
    client.answers("850000")
    assert client.rows == {"price": "850\u00a0000", "deposit": "85\u00a0000\u00a0₽"}
    assert [row.editable for row in client.screen.rows] == [True, False]
    assert client.edits("deposit").place == REVIEW


def test_a_computed_value_without_a_label_is_only_for_texts_and_conditions() -> None:
    client = Client(flow(step("price", "money"), compute("half", "price / 2", unit="₽"), say("so", "Пополам — {half}")))
    client.answers("1001")
    assert client.rows == {"price": "1\u00a0001"}
    assert client.screen.said == ("Пополам — 500\u00a0₽",)


def test_an_absent_input_makes_a_computed_value_absent() -> None:
    client = Client(
        flow(
            step("low", "money", optional=True),
            compute("double", "low * 2", label="Вдвое"),
            step("why", when=when(double=False)),
            say("so", "Вдвое — {double}"),
        )
    ).skips()
    assert client.place == "why"
    client.answers("жду оценку")
    assert client.rows == {"low": None, "why": "жду оценку"}
    assert client.screen.said == ()


@pytest.mark.parametrize(("decimals", "shown"), [(0, "3"), (1, "3,3"), (2, "3,33")])
def test_a_computed_value_is_rounded_to_its_decimals(decimals: int, shown: str) -> None:
    client = Client(flow(step("x", "number"), compute("third", "x / 3", label="Треть", decimals=decimals))).answers(
        "10"
    )
    assert client.rows["third"] == shown


def test_a_table_looks_one_answer_up() -> None:
    priced = flow(
        step("brand", choices={"kia": "Kia", "lada": "Lada", "bmw": "BMW"}, other="Другая", optional=True),
        compute("price", {"brand": {"kia": 1500, "lada": 700, "other": 900}}, label="Цена"),
    )
    assert Client(priced).taps("kia").rows["price"] == "1\u00a0500"
    assert Client(priced).taps("bmw").rows["price"] == "900"
    assert Client(priced).answers("ЗАЗ").rows["price"] == "900"
    assert "price" not in Client(priced).skips().rows


def test_a_table_without_other_knows_only_its_options() -> None:
    priced = flow(PLEDGE, compute("fee", {"pledge": {"yes": 5}}, label="Сбор"))
    assert Client(priced).taps("yes").rows["fee"] == "5"
    assert "fee" not in Client(priced).taps("no").rows


def test_computed_values_build_on_each_other() -> None:
    chain = flow(step("x", "number"), compute("y", "x + 1"), compute("z", "y * 2", label="Z"))
    assert Client(chain).answers("4").rows["z"] == "10"


def test_a_chain_of_squares_ends_absent_instead_of_growing() -> None:
    squares = [compute(f"p{n + 1}", f"p{n} * p{n}", label=f"p{n + 1}") for n in range(40)]
    client = Client(flow(step("p0", "number"), *squares)).answers("1000")
    assert client.rows == {
        "p0": "1\u00a0000",
        "p1": "1\u00a0000\u00a0000",
        "p2": "1\u00a0000\u00a0000\u00a0000\u00a0000",
    }


def test_a_hidden_computed_value_is_absent() -> None:
    hidden = flow(PLEDGE, compute("fee", "100", label="Сбор", when=when(pledge="yes")), step("end", ask="{fee|нет}"))
    client = Client(hidden).taps("no")
    assert client.screen.text == "нет"


def test_a_stop_may_depend_on_a_computed_value() -> None:
    poor = flow(step("price", "money"), compute("rest", "price - 100"), stop("low", when=when(rest=within(most=0))))
    assert Client(poor).answers("50").place == "low"
    assert Client(poor).answers("500").place == REVIEW


def test_a_rule_may_use_a_computed_value() -> None:
    limited = flow(
        step("price", "money"), compute("tenth", "price / 10"), step("down", "money", rules=(rule(min="tenth"),))
    )
    client = Client(limited).answers("1 млн", "50 тыс")
    assert client.told == "Меньше 100\u00a0000 не бывает. Напишите число от 100\u00a0000."


def test_days_are_counted() -> None:
    visit = flow(step("day", "date"), compute("wait", "day - today", label="Ждать", unit="дн."))
    assert Client(visit).answers("25.11.2026").rows["wait"] == "3\u00a0дн."


def test_no_session_ever_stands_on_a_computed_value() -> None:
    client = Client(flow(step("a"), step("b"), version="1")).answers("раз")
    assert client.place == "b"
    client.meets(flow(step("a"), compute("b", "1 + 1", label="B"), step("c"), version="2"))
    assert client.place == "c"
    assert client.answers("три").rows == {"a": "раз", "b": "2", "c": "три"}


def test_a_computed_day_is_shown_as_a_day() -> None:
    due = flow(
        step("day", "date"), replace(compute("due", "day + 14", label="Срок"), day=True), step("end", ask="До {due}")
    )
    client = Client(due).answers("25.11.2026")
    assert client.screen.text == "До 09.12.2026"
    lead = lead_from_session(due, client.answers("да").submits().session, Person(1), client.moment)
    assert [(found.shown, found.crm_value) for found in lead.answers[1:2]] == [("09.12.2026", "2026-12-09")]


@pytest.mark.parametrize("formula", ["day + 99999999", "day - 99999999"])
def test_a_day_beyond_the_calendar_is_absent(formula: str) -> None:
    due = flow(step("day", "date"), replace(compute("due", formula, label="Срок"), day=True))
    assert Client(due).answers("25.11.2026").rows == {"day": "25.11.2026"}


def test_a_bound_beyond_the_calendar_is_still_told() -> None:
    far = flow(step("day", "date", rules=(rule(min="today + 99999999"),)))
    assert Client(far).answers("завтра").told == "Напишите дату не раньше 31.12.9999."
