"""What people write when they are asked for a day."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.core.values import Moment
from tests.core.flows import MOSCOW, asked, read, refused, rule, step

DAY = step("day", "date")


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("15.03.2026", "2026-03-15"),
        ("15.3.2026", "2026-03-15"),
        ("15/03/2026", "2026-03-15"),
        ("15-03-2026", "2026-03-15"),
        ("15 03 2026", "2026-03-15"),
        ("2026-03-15", "2026-03-15"),
        ("15.03.26", "2026-03-15"),
        ("15.03.85", "1985-03-15"),
        ("15.03.2026 г.", "2026-03-15"),
        ("15.03.2026г", "2026-03-15"),
        ("15 марта 2026", "2026-03-15"),
        ("15 марта 2026 года", "2026-03-15"),
        ("15 марта 2026 г.", "2026-03-15"),
        ("15 Марта 2026", "2026-03-15"),
        ("15 мар 2026", "2026-03-15"),
        ("15 март 2026", "2026-03-15"),
        ("1 мая 2026", "2026-05-01"),
        ("1 май 2026", "2026-05-01"),
        ("3 декабря", "2026-12-03"),
        ("03.12", "2026-12-03"),
        ("3.12", "2026-12-03"),
        ("20 января", "2027-01-20"),
        ("1 ноября", "2026-11-01"),
        ("на 3 декабря", "2026-12-03"),
        ("до 3 декабря", "2026-12-03"),
        ("сегодня", "2026-11-22"),
        ("Сегодня", "2026-11-22"),
        ("завтра", "2026-11-23"),
        ("на завтра", "2026-11-23"),
        ("послезавтра", "2026-11-24"),
        ("вчера", "2026-11-21"),
        ("позавчера", "2026-11-20"),
        ("tomorrow", "2026-11-23"),
        ("5 march 2026", "2026-03-05"),
        ("15-го марта", "2027-03-15"),
        ("в пятницу", "2026-11-27"),
        ("пятница", "2026-11-27"),
        ("пт.", "2026-11-27"),
        ("в воскресенье", "2026-11-29"),
        ("во вторник", "2026-11-24"),
        ("в эту субботу", "2026-11-28"),
        ("в следующую пятницу", "2026-11-27"),
        ("в прошлую пятницу", "2026-11-20"),
        ("в прошлое воскресенье", "2026-11-15"),
        ("saturday", "2026-11-28"),
        ("через день", "2026-11-23"),
        ("через 3 дня", "2026-11-25"),
        ("через три дня", "2026-11-25"),
        ("через неделю", "2026-11-29"),
        ("через две недели", "2026-12-06"),
        ("через 2 недели", "2026-12-06"),
        ("через месяц", "2026-12-22"),
        ("через полгода", "2027-05-22"),
        ("неделю назад", "2026-11-15"),
        ("2 дня назад", "2026-11-20"),
        ("месяц назад", "2026-10-22"),
        ("год тому назад", "2025-11-22"),
        ("25 числа", "2026-11-25"),
        ("5-го", "2026-12-05"),
        ("5 числа", "2026-12-05"),
        ("31 числа", "2026-12-31"),
        ("29.02.2028", "2028-02-29"),
    ],
)
def test_a_day_is_understood(typed: str, day: str) -> None:
    assert read(DAY, typed) == day


@pytest.mark.parametrize(
    "typed",
    [
        "не знаю",
        "скоро",
        "в марте",
        "марта",
        "15",
        "31.02.2026",
        "32.01.2026",
        "00.01.2026",
        "15.13.2026",
        "29.02",
        "29 февраля",
        "29.02.2026",
        "15.03.0000",
        "15.03.0015",
        "15.03.20266",
        "2026-13-01",
        "2026-02-30",
        "32 числа",
        "15 мартобря 2026 или позже",
        "через",
        "неделю",
        "через неделю назад",
        "через много дней",
        "через 0 дней",
        "через 9999 дней",
        "на выходных",
        "в пятницу или в субботу",
        "в такую пятницу",
        "15.03.2026 16.03.2026",
        "8 916 123 45 67",
        "👍",
        "1" * 5000,
        "15" + " " * 4000 + "марта!",
    ],
)
def test_what_is_no_single_day_is_asked_again(typed: str) -> None:
    assert refused(DAY, typed) in ("expects.date", "too_long")


PAST = step("day", "date", rules=(rule(max="today"),))
COMING = step("day", "date", rules=(rule(min="today"), rule(max="today + 30", soft=True)))
SUMMER = step("day", "date", rules=(rule(min="739768"), rule(max="739859")))  # June to August 2026


@pytest.mark.parametrize(
    ("typed", "before", "after"),
    [
        ("15 марта", "2026-03-15", "2027-03-15"),
        ("15.03", "2026-03-15", "2027-03-15"),
        ("1 декабря", "2025-12-01", "2026-12-01"),
        ("1 ноября", "2026-11-01", "2027-11-01"),
        ("22 ноября", "2026-11-22", "2026-11-22"),
        ("в пятницу", "2026-11-20", "2026-11-27"),
        ("5 числа", "2026-11-05", "2026-12-05"),
        ("15 марта 2027", "2027-03-15", "2027-03-15"),
        ("завтра", "2026-11-23", "2026-11-23"),
    ],
)
def test_of_several_days_that_is_meant_which_the_question_can_take(typed: str, before: str, after: str) -> None:
    assert (read(PAST, typed), read(COMING, typed)) == (before, after)


def test_a_day_no_bound_takes_is_the_likeliest_one_for_the_rule_to_refuse() -> None:
    assert read(SUMMER, "3 декабря") == "2026-12-03"
    assert read(SUMMER, "1 июля") == "2026-07-01"


def test_a_month_from_its_last_day_is_a_last_day_too() -> None:
    on_the_31st = Moment(datetime(2027, 1, 31, 12, tzinfo=MOSCOW))
    found = [
        DAY.type.parse(typed, asked(DAY, moment=on_the_31st)) for typed in ("через месяц", "через год", "31 числа")
    ]
    assert found == ["2027-02-28", "2028-01-31", "2027-01-31"]


def test_today_is_the_dealers_day_not_greenwich_s() -> None:
    just_after_midnight = Moment(datetime(2026, 11, 23, 0, 30, tzinfo=MOSCOW))
    found = DAY.type.parse("сегодня", asked(DAY, moment=just_after_midnight))
    assert found == "2026-11-23"


def test_a_day_is_shown_as_people_write_it_and_sent_to_the_crm_as_iso() -> None:
    assert DAY.type.show("2026-03-05", asked(DAY)) == "05.03.2026"
    assert DAY.type.crm("2026-03-05", asked(DAY)) == "2026-03-05"


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_every_day_as_shown_is_read_back(day: date) -> None:
    stored = day.isoformat()
    assert read(DAY, DAY.type.show(stored, asked(DAY))) == stored
    assert DAY.type.fits(stored, asked(DAY))
    assert DAY.type.measure(stored) == day.toordinal()


@pytest.mark.parametrize("value", ["20260315", "2026-W10-1", "15.03.2026", "2026-02-30", "", 739000, None, []])
def test_what_is_no_stored_day_does_not_fit(value: object) -> None:
    assert not DAY.type.fits(value, asked(DAY))  # type: ignore[arg-type]


def test_a_bound_needs_its_year() -> None:
    assert DAY.type.bound("01.01.2020") == date(2020, 1, 1).toordinal()
    assert DAY.type.bound("1 января 2020") == date(2020, 1, 1).toordinal()
    assert DAY.type.bound("01.01") is None
    assert DAY.type.bound("завтра") is None
    assert DAY.type.bound("много") is None
