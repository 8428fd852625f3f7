"""What people write when they are asked for a day."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.core.values import Moment
from tests.core.flows import MOSCOW, asked, read, refused, step

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
        "15 числа",
        "15 мартобря 2026 или позже",
        "через неделю",
        "в пятницу",
        "15.03.2026 16.03.2026",
        "8 916 123 45 67",
        "👍",
        "1" * 5000,
        "15" + " " * 4000 + "марта!",
    ],
)
def test_what_is_no_single_day_is_asked_again(typed: str) -> None:
    assert refused(DAY, typed) in ("expects.date", "too_long")


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
