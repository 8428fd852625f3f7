"""A day of the calendar."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from engine.core.answers.base import AnswerType, Asked, Refusal
from engine.core.values import Json, Value

_MONTHS: Mapping[str, int] = {
    "янв": 1, "фев": 2, "мар": 3, "апр": 4, "мая": 5, "май": 5, "июн": 6, "июл": 7, "авг": 8, "сен": 9, "окт": 10,
    "ноя": 11, "дек": 12, "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9,
    "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
_NEARBY: Mapping[str, int] = {
    "сегодня": 0, "today": 0, "завтра": 1, "tomorrow": 1, "послезавтра": 2, "вчера": -1, "yesterday": -1,
    "позавчера": -2,
}  # fmt: skip
_NUMERIC = re.compile(r"(\d{1,2})[\s./-](\d{1,2})(?:[\s./-](\d{4}|\d{2}))?(?:\s*г\.?)?")
_WORDED = re.compile(r"(\d{1,2})\s+([^\W\d_]{3,})\.?(?:\s+(\d{4}|\d{2}))?(?:\s*(?:г|год|года)\.?)?", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


def parse_day(text: str, today: date) -> date | None:
    """«15.03.2026», «15 марта», «завтра», «2026-03-15» → a day; without a year, the nearest such day."""
    text = re.sub(r"^(?:на|до|с|к|в|от)\s+", "", text.strip().lower())
    if text in _NEARBY:
        return today + timedelta(days=_NEARBY[text])
    if found := _ISO.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMERIC.fullmatch(text):
        day, month, year = int(found[1]), int(found[2]), found[3]
    elif (found := _WORDED.fullmatch(text)) and found[2][:3] in _MONTHS:
        day, month, year = int(found[1]), _MONTHS[found[2][:3]], found[3]
    else:
        return None
    if year is not None:
        full = int(year)
        if len(year) == 2:
            century = today.year // 100 * 100
            full += century if full <= today.year % 100 + 20 else century - 100
        return _day(full, month, day)
    nearby = (_day(today.year + shift, month, day) for shift in (-1, 0, 1))
    return min((found for found in nearby if found), key=lambda found: abs((found - today).days), default=None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year >= 1000 else None
    except ValueError:
        return None


def day_of(value: Value) -> date | None:
    """A stored date value (ISO) as a day."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def shown_day(ordinal: float) -> str:
    """A day by its ordinal, as people read it; beyond the calendar, its last day."""
    return date.fromordinal(min(max(int(ordinal), 1), date.max.toordinal())).strftime("%d.%m.%Y")


class DateType(AnswerType):
    """A day, stored as `YYYY-MM-DD`, shown as `DD.MM.YYYY`."""

    name = "date"
    samples = ("сегодня", "завтра", "15.03.1990")
    scale = "day"

    def parse(self, text: str, asked: Asked) -> Value | Refusal:
        day = parse_day(text, asked.moment.now.date())
        return day.isoformat() if day else self.refuse(asked)

    def fits(self, value: Value, asked: Asked) -> bool:
        day = day_of(value)
        return day is not None and day.isoformat() == value

    def measure(self, value: Value) -> float | None:
        day = day_of(value)
        return day.toordinal() if day else None

    def bound(self, text: str) -> float | None:
        # Without a year a bound would drift with the calendar.
        day = parse_day(text, date(2000, 1, 1)) if re.search(r"\d{4}", text) else None
        return day.toordinal() if day else None

    def show_bound(self, bound: float, asked: Asked) -> str:
        return shown_day(bound)

    def show(self, value: Value, asked: Asked) -> str:
        day = day_of(value)
        return day.strftime("%d.%m.%Y") if day else str(value)

    def crm(self, value: Value, asked: Asked) -> Json:
        return str(value)
