"""Types whose value is an amount: number, money, year."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar

from engine.core.answers.base import AnswerType, Asked, Refusal
from engine.core.values import Json, Value

_THOUSAND, _MILLION = Decimal(1000), Decimal(1_000_000)
#: What people write after a figure, by the word's beginning; words of one or two letters in full only.
_MULTIPLIERS: Mapping[str, Decimal] = {
    "к": _THOUSAND, "k": _THOUSAND, "т": _THOUSAND, "тр": _THOUSAND, "ткм": _THOUSAND,
    "тыс": _THOUSAND, "тыщ": _THOUSAND, "косар": _THOUSAND, "thousand": _THOUSAND,
    "м": _MILLION, "m": _MILLION, "кк": _MILLION, "млн": _MILLION, "лям": _MILLION, "милл": _MILLION,
    "мильон": _MILLION, "лимон": _MILLION, "million": _MILLION, "миллиард": 1000 * _MILLION, "млрд": 1000 * _MILLION,
}  # fmt: skip
_FRACTIONS: Mapping[str, Decimal] = {"пол": Decimal("0.5"), "полтора": Decimal("1.5"), "полторы": Decimal("1.5")}
_ABOUT = r"(?:около|примерно|приблизительно|где-?\s?то|порядка|почти|ровно|до|от|за|~|≈|±|\+-|\+)?"
_FIGURE = r"\d(?:[\s\u00a0\u202f'’.,_]*\d)*"
_AMOUNT = re.compile(
    rf"{_ABOUT}\s*(?P<sign>[-−–—])?\s*(?P<figure>{_FIGURE}|полтор[аы]|пол|)[\s-]*"
    rf"(?P<word>[^\W\d_]+)?[.,]?\s*(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_THEN = re.compile(
    rf"(?:и\s+)?(?P<figure>{_FIGURE})\s*(?P<word>[^\W\d_]+)[.,]?\s*(?P<rest>.*)", re.IGNORECASE | re.DOTALL
)
#: Numbers in words after the figure: «2 с половиной», «миллион двести».
_SPELLED = re.compile(
    r"\d|половин|четверт|\b(?:тыс|тыщ|милл|млн|лям|"
    r"(?:сто|двести|триста|четыреста|\w+сот|сорок|девяносто|\w+дцать|\w+десят|"
    r"один|одна|два|две|три|четыре|пять|шесть|семь|восемь|девять|десять)\b)",
    re.IGNORECASE,
)
_MOST = 10**15
#: Nobody needs more characters for one amount.
_LONGEST = 100


def parse_amount(text: str, unit: str = "") -> Decimal | None:
    """«150 тыс», «1,5 млн», «1 млн 200 тыс», «полтора ляма» → an amount; None where no single figure is meant.

    The unit is not a multiplier: «20 м» of square metres is twenty; under «тыс. км» both «120» and «120 тыс» are 120.
    """
    found = _AMOUNT.fullmatch(_without_unit(text.strip(), unit)) if len(text) <= _LONGEST else None
    if found is None:
        return None
    word = found["word"] or ""
    times = _multiplier(word)
    figure = _figure(found["figure"].lower(), times) if found["figure"] or len(word) > 2 else None
    if figure is None:
        return None
    amount, rest = figure * times, found["rest"]
    if (more := _THEN.fullmatch(rest)) and (smaller := _multiplier(more["word"])) in (_THOUSAND, _MILLION):
        added = _figure(more["figure"], smaller)
        if added is None or added * smaller >= times:
            return None
        amount, rest = amount + added * smaller, more["rest"]
    if _SPELLED.search(rest) or abs(amount) >= _MOST:
        return None
    scale = _multiplier(unit.split(".")[0].split(" ")[0]) if len(unit) > 2 else 1
    return (-amount if found["sign"] else amount) / (scale if times > 1 else 1)


def _without_unit(text: str, unit: str) -> str:
    """«20 м2» under «м²» → «20»: what people copy from the question is no part of the amount."""
    for written in (unit, unit.replace("²", "2").replace("³", "3")):
        if written and text.lower().endswith(written.lower()):
            before = text[: -len(written)]
            word = re.search(r"[^\W\d_]*$", before)
            if word is not None and (not word[0] or word[0].lower() in _MULTIPLIERS):
                return before.rstrip()
    return text


def _figure(text: str, times: Decimal) -> Decimal | None:
    if not text or text in _FRACTIONS:
        # «миллион», «полмиллиона»: only before a word of their own; «полтора» stands alone as well.
        return None if times == 1 and text in ("", "пол") else _FRACTIONS.get(text, Decimal(1))
    text = re.sub(r"\s*([.,])\s*", r"\1", re.sub(r"[\s\u00a0\u202f'’_]+", " ", text))
    # «1.200.000» and «1,200,000» group thousands, and so does «1.200»; but «1,250 млн» is a fraction.
    grouped_by = r"\d{1,3}(?:[.,]\d{3}){2,}" if times >= _MILLION else r"\d{1,3}(?:[.,]\d{3}){2,}|[1-9]\d{0,2}[.,]\d{3}"
    if re.fullmatch(grouped_by, text):
        return Decimal(re.sub(r"[.,]", "", text))
    if not re.fullmatch(r"\d+(?: \d{3})*(?:[.,]\d+)?", text):
        return None
    return Decimal(text.replace(" ", "").replace(",", "."))


def _multiplier(word: str) -> Decimal:
    word = word.lower()
    if word in _MULTIPLIERS:
        return _MULTIPLIERS[word]
    stem = max((stem for stem in _MULTIPLIERS if len(stem) >= 3 and word.startswith(stem)), key=len, default="")
    return _MULTIPLIERS[stem] if stem else Decimal(1)


_YEAR = re.compile(
    r"(?:в\s+|около\s+|примерно\s+|где-?\s?то\s+)?['’]?(?P<year>\d{4}|\d{2})(?:\s?-?(?:го|й|ый|ой|м|ом))?\s*"
    r"(?:г\.?\s?в|год[ауе]?|г|year)?\.?(?:\s*вып(?:уска|\.))?\.?",
    re.IGNORECASE,
)


def grouped(amount: float, decimals: int = 0) -> str:
    """1500000 → «1 500 000», with a no-break space between groups and a comma before the fraction."""
    return f"{amount:,.{decimals}f}".replace(",", "\u00a0").replace(".", ",")


#: Taken for roubles, «20 000 $» would be a mistake of a hundred times.
_OTHER_MONEY = re.compile(r"[$€¥£₸₴]|доллар|бакс|евро|юан|тенге|\b(?:usd|eur|cny|kzt|byn|у\.?\s?е)\b", re.IGNORECASE)
#: «2015 г.» answers another question than how many.
_OF_ANOTHER_KIND = re.compile(r"\b(?:19|20)\d\d\s*г(?:од[ау]?|\.)?\s*$", re.IGNORECASE)


class NumberType(AnswerType):
    """An integer, or a decimal with `decimals`."""

    name = "number"
    samples: ClassVar[tuple[str, ...]] = ("100", "10000", "1")
    scale = "amount"

    def parse(self, text: str, asked: Asked) -> Value | Refusal:
        unit = asked.step.unit.plain(asked.language) if asked.step.unit else ""
        amount = parse_amount(text, unit)
        if amount is None or _OF_ANOTHER_KIND.search(text) or ("%" in text and "%" not in unit):
            return self.refuse(asked)
        if asked.step.decimals:
            return float(round(amount, asked.step.decimals))
        return int(amount) if amount == int(amount) else Refusal.of("whole")

    def fits(self, value: Value, asked: Asked) -> bool:
        if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < _MOST:
            return False
        return asked.step.decimals > 0 or value == int(value)

    def measure(self, value: Value) -> float | None:
        return value if isinstance(value, int | float) else None

    def bound(self, text: str) -> float | None:
        amount = parse_amount(text)
        return None if amount is None else int(amount) if amount == int(amount) else float(amount)

    def show_bound(self, bound: float, asked: Asked) -> str:
        return self.show(bound, asked)

    def show(self, value: Value, asked: Asked) -> str:
        return grouped(value, asked.step.decimals) if isinstance(value, int | float) else str(value)

    def crm(self, value: Value, asked: Asked) -> Json:
        return value if isinstance(value, int | float) else str(value)


class MoneyType(NumberType):
    """An amount in roubles, or in the step's `unit`."""

    name = "money"
    samples = ("500000", "1500000")

    def parse(self, text: str, asked: Asked) -> Value | Refusal:
        unit = asked.step.unit.plain(asked.language) if asked.step.unit else "₽"
        if _OTHER_MONEY.search(text) and not _OTHER_MONEY.search(unit):
            return Refusal.of("currency") if "₽" in unit or "руб" in unit else self.refuse(asked)
        found = super().parse(text, asked)
        # «1.5» is a million and a half: an example helps more than a lesson on fractions.
        return self.refuse(asked) if isinstance(found, Refusal) else found


class YearType(NumberType):
    """A year of four digits; «15» and «98» are understood as 2015 and 1998."""

    name = "year"
    samples = ("2018", "2024", "2000")

    def parse(self, text: str, asked: Asked) -> Value | Refusal:
        found = _YEAR.fullmatch(text)
        if found is None:
            return self.refuse(asked)
        year = int(found["year"])
        if len(found["year"]) == 4:
            return year if year >= 1000 else self.refuse(asked)
        this_year = asked.moment.now.year
        return year + (this_year // 100 * 100 if year <= this_year % 100 + 1 else this_year // 100 * 100 - 100)

    def fits(self, value: Value, asked: Asked) -> bool:
        return super().fits(value, asked) and isinstance(value, int | float) and 1000 <= value <= 9999

    def bound(self, text: str) -> float | None:
        return int(text) if re.fullmatch(r"\d{4}", text.strip()) else None

    def show(self, value: Value, asked: Asked) -> str:
        return f"{value:.0f}" if isinstance(value, int | float) else str(value)
