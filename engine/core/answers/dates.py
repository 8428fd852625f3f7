"""A day of the calendar."""

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta

from engine.core.answers.base import AnswerType, Asked, Refusal
from engine.core.arithmetic import THIS_YEAR, TODAY, evaluate
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
_WEEKDAYS: Mapping[str, int] = {
    "понедельник": 0, "пн": 0, "monday": 0, "вторник": 1, "вт": 1, "tuesday": 1, "среда": 2, "среду": 2, "ср": 2,
    "wednesday": 2, "четверг": 3, "чт": 3, "thursday": 3, "пятница": 4, "пятницу": 4, "пт": 4, "friday": 4,
    "суббота": 5, "субботу": 5, "сб": 5, "saturday": 5, "воскресенье": 6, "воскресение": 6, "вс": 6, "sunday": 6,
}  # fmt: skip
_COUNTS: Mapping[str, int] = {
    "": 1, "один": 1, "одну": 1, "пару": 2, "два": 2, "две": 2, "три": 3, "четыре": 4, "пять": 5, "шесть": 6,
    "семь": 7, "восемь": 8, "девять": 9, "десять": 10,
}  # fmt: skip
_NUMERIC = re.compile(r"(\d{1,2})[\s./-](\d{1,2})(?:[\s./-](\d{4}|\d{2}))?(?:\s*г\.?)?")
_WORDED = re.compile(
    r"(\d{1,2})(?:-?го)?\s+([^\W\d_]{3,})\.?(?:\s+(\d{4}|\d{2}))?(?:\s*(?:г|год|года)\.?)?", re.IGNORECASE
)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_OF_MONTH = re.compile(r"(\d{1,2})(?:-?го|(?:-?го)?\s+числа)")
_AWAY = re.compile(
    r"(через\s+)?(?:(\d{1,3})\s*|([а-я]+)\s+)?"
    r"(день|дня|дней|сутки|суток|недел[юиь]|месяца?|месяцев|полгода|год|года|лет)(\s+(?:тому\s+)?назад)?"
)
_WEEKDAY = re.compile(r"(?:(эт|ближайш|следующ|прошл|минувш)[а-я]+\s+)?([а-яa-z]+)\.?")


def parse_day(text: str, today: date) -> date | None:
    """The likeliest day a text means."""
    return next(iter(parse_days(text, today)), None)


def parse_days(text: str, today: date) -> tuple[date, ...]:
    """«15.03.2026», «15 марта», «завтра», «в субботу», «через неделю» → the days it may mean, the likeliest first.

    Without a year that is the nearest such day, without a month or of a weekday the next one.
    """
    text = re.sub(r"^(?:на|до|с|к|ко|в|во|от)\s+", "", text.strip().lower())
    if text in _NEARBY:
        return (today + timedelta(days=_NEARBY[text]),)
    if found := _ISO.fullmatch(text):
        return _real(_day(int(found[1]), int(found[2]), int(found[3])))
    if (found := _AWAY.fullmatch(text)) and bool(found[1]) is not bool(found[5]):
        count = int(found[2]) if found[2] else _COUNTS.get(found[3] or "", 0)
        return _real(_away(today, count if found[1] else -count, found[4]) if count else None)
    if (found := _WEEKDAY.fullmatch(text)) and found[2] in _WEEKDAYS:
        return _of_week(_WEEKDAYS[found[2]], found[1] or "", today)
    if found := _OF_MONTH.fullmatch(text):
        months = [(today.year * 12 + today.month - 1 + shift) for shift in (0, 1, 2, -1)]
        days = _real(*(_day(month // 12, month % 12 + 1, int(found[1])) for month in months))
        return tuple(sorted(days, key=lambda day: (day < today, abs((day - today).days))))
    if found := _NUMERIC.fullmatch(text):
        day, month, year = int(found[1]), int(found[2]), found[3]
    elif (found := _WORDED.fullmatch(text)) and found[2][:3] in _MONTHS:
        day, month, year = int(found[1]), _MONTHS[found[2][:3]], found[3]
    else:
        return ()
    if year is not None:
        full = int(year)
        if len(year) == 2:
            century = today.year // 100 * 100
            full += century if full <= today.year % 100 + 20 else century - 100
        return _real(_day(full, month, day))
    nearby = _real(*(_day(today.year + shift, month, day) for shift in (-1, 0, 1)))
    return tuple(sorted(nearby, key=lambda day: abs((day - today).days)))


def _real(*days: date | None) -> tuple[date, ...]:
    return tuple(day for day in days if day is not None)


def _away(today: date, count: int, unit: str) -> date | None:
    """So many days, weeks, months or years from today; in a month too short for that, its last day."""
    if unit[0] in "дсн":
        return today + timedelta(days=count * (7 if unit[0] == "н" else 1))
    month = today.year * 12 + today.month - 1 + count * {"м": 1, "п": 6}.get(unit[0], 12)
    year, month = month // 12, month % 12 + 1
    return _day(year, month, min(today.day, monthrange(year, month)[1])) if 1000 <= year <= date.max.year else None


def _of_week(weekday: int, which: str, today: date) -> tuple[date, ...]:
    """«В субботу» is the next one; «в следующую» is next week's, «в прошлую» the last one."""
    ahead = today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    if which == "следующ":
        return (today + timedelta(days=7 - today.weekday() + weekday),)
    before = ahead - timedelta(days=7 if ahead - timedelta(days=7) < today else 14)
    return (before,) if which in ("прошл", "минувш") else (ahead, before)


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


def _allowed(day: date, asked: Asked) -> bool:
    """Whether the step's own bounds take the day, as far as they follow from the calendar."""
    today = asked.moment.now.date()
    scope = {THIS_YEAR: today.year, TODAY: today.toordinal()}
    for rule in asked.step.rules:
        least, most = (evaluate(bound, scope) if bound and not rule.soft else None for bound in (rule.min, rule.max))
        if (least is not None and day.toordinal() < least) or (most is not None and day.toordinal() > most):
            return False
    return True


class DateType(AnswerType):
    """A day, stored as `YYYY-MM-DD`, shown as `DD.MM.YYYY`."""

    name = "date"
    samples = ("сегодня", "завтра", "15.03.1990")
    scale = "day"

    def parse(self, text: str, asked: Asked) -> Value | Refusal:
        days = parse_days(text, asked.moment.now.date())
        # «15 марта» of a contract that was signed is the last one, of a visit the next one.
        day = next((day for day in days if _allowed(day, asked)), next(iter(days), None))
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
