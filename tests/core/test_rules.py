"""What an answer must satisfy, what is said where it does not, and rules that only ask."""

import pytest

from engine.core.clauses import Rule
from engine.core.session import REVIEW
from tests.core.flows import IN_ENGLISH, Client, flow, rule, step


def told(type: str, *rules: Rule, typed: str, unit: str | None = None, decimals: int = 0) -> str | None:
    return Client(flow(step("x", type, rules=rules, unit=unit, decimals=decimals))).answers(typed).told


@pytest.mark.parametrize(
    ("type", "limits", "typed", "words"),
    [
        ("number", rule(min=10), "9", "Меньше 10 не бывает. Напишите число от 10."),
        ("number", rule(max=10), "11", "Больше 10 не подойдёт. Напишите число до 10."),
        ("number", rule(min=0, max=999_999), "1 млн", "Напишите число от 0 до 999\u00a0999."),
        ("money", rule(min=10_000), "1000", "Меньше 10\u00a0000 не бывает. Напишите число от 10\u00a0000."),
        ("year", rule(min=1950), "1890", "Напишите год не раньше 1950."),
        ("year", rule(max="this_year"), "2030", "Напишите год не позже 2026."),
        ("year", rule(min=1950, max="this_year"), "1890", "Напишите год с 1950 по 2026."),
        ("date", rule(min="today"), "вчера", "Напишите дату не раньше 22.11.2026."),
        ("date", rule(max="today"), "завтра", "Напишите дату не позже 22.11.2026."),
        ("date", rule(min="today + 1", max="today + 60"), "сегодня", "Напишите дату с 23.11.2026 по 21.01.2027."),
        ("text", rule(min=10), "коротко", "Напишите подробнее: не короче 10 знаков."),
        ("text", rule(max=5), "длинный", "Слишком длинно: уложитесь в 5 знаков."),
        ("text", rule(min=10, max=2_000_000), "коротко", "Нужно от 10 до 2000000 знаков."),
        (
            "text",
            rule(pattern="[0-9]{4}"),
            "12345",
            "Это не похоже на ответ. Посмотрите пример в вопросе и напишите так же.",
        ),
        ("number", rule(must="x < 5"), "7", "Этот ответ не сходится с предыдущими. Проверьте его."),
    ],
)
def test_a_broken_rule_says_what_is_expected(type: str, limits: Rule, typed: str, words: str) -> None:
    assert told(type, limits, typed=typed) == words


def test_bounds_are_said_with_their_unit() -> None:
    assert told("number", rule(min=0, max=999_999), typed="2 млн", unit="км") == (
        "Напишите число от 0\u00a0км до 999\u00a0999\u00a0км."
    )
    assert told("number", rule(min=0.8), typed="0,5", unit="л", decimals=1) == (
        "Меньше 0,8\u00a0л не бывает. Напишите число от 0,8\u00a0л."
    )


@pytest.mark.parametrize(("typed", "accepted"), [("9", False), ("10", True), ("20", True), ("21", False)])
def test_bounds_are_included(typed: str, accepted: bool) -> None:
    assert (told("number", rule(min=10, max=20), typed=typed) is None) is accepted


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("12", "Нужно от 3 до 10 знаков."),
        ("абвг", "Это не похоже на ответ. Посмотрите пример в вопросе и напишите так же."),
    ],
)
def test_a_rule_of_several_parts_names_the_broken_one(typed: str, words: str) -> None:
    assert told("text", rule(min=3, max=10, pattern="[0-9]+"), typed=typed) == words


def test_the_first_broken_rule_speaks() -> None:
    assert told("number", rule(min=5, say="мало"), rule(min=10, say="очень мало"), typed="1") == "мало"
    assert told("number", rule(min=5, say="мало"), rule(min=10, say="очень мало"), typed="7") == "очень мало"


def test_the_authors_words_may_repeat_the_answer_and_are_markup() -> None:
    says = rule(max=10, say="<b>{x}</b> — много, {other|и всё}")
    assert told("number", says, typed="1500", unit="км") == "<b>1\u00a0500\u00a0км</b> — много, и всё"
    assert told("text", rule(max=2, say="<i>{x}</i>"), typed="<b>") == "<i>&lt;b&gt;</i>"


def test_must_compares_with_earlier_answers() -> None:
    budget = flow(step("low", "money"), step("high", "money", rules=(rule(must="high >= low", say="Меньше {low}?"),)))
    client = Client(budget).answers("500 тыс", "400 тыс")
    assert client.told == "Меньше 500\u00a0000?"
    assert client.answers("600 тыс").place == REVIEW


def test_must_holds_while_an_answer_it_needs_is_absent() -> None:
    budget = flow(step("low", "money", optional=True), step("high", "money", rules=(rule(must="high >= low"),)))
    assert Client(budget).skips().answers("1").place == REVIEW


def test_an_answer_that_stopped_agreeing_is_asked_again() -> None:
    budget = flow(step("low", "money"), step("high", "money", rules=(rule(must="high >= low"),)))
    client = Client(budget).answers("500", "600").edits("low").answers("700")
    assert client.place == "high"
    assert client.session.parked == {"high": (600,)}
    assert client.answers("800").place == REVIEW


def test_an_answer_that_agrees_again_returns() -> None:
    budget = flow(step("low", "money"), step("high", "money", rules=(rule(must="high >= low"),)))
    client = Client(budget).answers("500", "600").edits("low").answers("700").goes_back().answers("100")
    assert client.rows == {"low": "100", "high": "600"}
    assert client.session.parked == {}


@pytest.mark.parametrize(
    ("pattern", "typed", "accepted"),
    [
        ("[0-9]{4}", "1234", True),
        ("[0-9]{4}", "x1234", False),
        ("[0-9]{4}", "1234\n", True),
        ("(a+)+$", "a" * 900 + "!", False),
        (".*", "а" * 1000, True),
        (".*", "а" * 1001, False),
        ("[а-яё]+", "ёлка", True),
        (r"\d+", "12", True),
    ],
)
def test_a_pattern_matches_the_whole_answer_in_linear_time(pattern: str, typed: str, accepted: bool) -> None:
    assert (told("text", rule(pattern=pattern), typed=typed) is None) is accepted


def test_a_pattern_of_a_name_sees_the_stored_name() -> None:
    assert told("name", rule(pattern="[А-Яа-яё]+"), typed=" Анна. ") is None


MILEAGE = flow(
    step(
        "mileage",
        "number",
        unit="км",
        rules=(rule(min=0, max=999_999), rule(max=400_000, soft=True, say="{mileage} — верно?")),
    ),
    step("end"),
)


def test_a_soft_rule_asks_once_more_then_accepts() -> None:
    client = Client(MILEAGE).answers("450 тыс")
    assert client.place == "mileage"
    assert client.told is None
    assert client.screen.doubt == "450\u00a0000\u00a0км — верно?"
    assert client.screen.current is None
    assert client.kinds[-1] == "questioned"
    assert client.values == {}
    assert client.finishes().place == "end"
    assert client.values == {"mileage": 450_000}
    assert client.session.gathered == {}


def test_the_same_answer_once_more_is_as_good_as_yes() -> None:
    assert Client(MILEAGE).answers("450 тыс", "450000").place == "end"


def test_another_unusual_answer_is_asked_about_again() -> None:
    client = Client(MILEAGE).answers("450 тыс", "460 тыс")
    assert client.screen.doubt == "460\u00a0000\u00a0км — верно?"
    assert client.finishes().values == {"mileage": 460_000}


def test_an_ordinary_answer_ends_the_doubt() -> None:
    client = Client(MILEAGE).answers("450 тыс", "45 тыс")
    assert client.place == "end"
    assert client.values == {"mileage": 45_000}


def test_a_hard_rule_comes_before_a_soft_one() -> None:
    client = Client(MILEAGE).answers("1 млн")
    assert client.told == "Напишите число от 0\u00a0км до 999\u00a0999\u00a0км."
    assert client.screen.doubt is None


def test_correct_and_back_both_return_to_the_question() -> None:
    for leave in (Client.clears, Client.goes_back):
        client = leave(Client(MILEAGE).answers("450 тыс"))
        assert (client.place, client.screen.doubt) == ("mileage", None)
        assert client.session.gathered == {}


def test_a_doubt_can_be_skipped_away() -> None:
    optional = flow(step("mileage", "number", optional=True, rules=(rule(max=1, soft=True),)))
    client = Client(optional).answers("5")
    assert client.screen.doubt == "Необычный ответ: 5. Всё верно?"
    assert client.skips().rows == {"mileage": None}
    assert client.session.gathered == {}


def test_there_is_nothing_to_confirm_without_a_doubt() -> None:
    client = Client(MILEAGE).finishes()
    assert client.told == "Напишите число, например 120 000 или «120 тыс»."


def test_an_unusual_answer_changed_on_the_review_is_asked_about_too() -> None:
    client = Client(MILEAGE).answers("1000", "конец").edits("mileage").answers("450 тыс")
    assert client.screen.doubt == "450\u00a0000\u00a0км — верно?"
    assert client.screen.current == "1\u00a0000\u00a0км"
    assert client.goes_back().place == "mileage"
    assert client.goes_back().rows["mileage"] == "1\u00a0000\u00a0км"
    assert client.edits("mileage").answers("450 тыс").finishes().rows["mileage"] == "450\u00a0000\u00a0км"


def test_a_value_confirmed_late_is_checked_against_what_changed_meanwhile() -> None:
    budget = flow(
        step("low", "money"),
        step("high", "money", rules=(rule(must="high >= low"), rule(min=1000, soft=True))),
    )
    client = Client(budget).answers("100", "500")
    assert client.screen.doubt is not None
    tighter = flow(
        step("low", "money"),
        step("high", "money", rules=(rule(min=600), rule(min=1000, soft=True))),
        version="2",
    )
    client.meets(tighter)
    assert client.finishes().told == "Меньше 600 не бывает. Напишите число от 600."


def test_the_engine_speaks_english_as_well() -> None:
    client = Client(flow(step("x", "number", rules=(rule(min=1, max=5),))), moment=IN_ENGLISH).answers("9")
    assert client.told == "Write a number from 1 to 5."
