"""Types whose value is an amount: number, money, year."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import ClassVar

from engine.core.answers.base import AnswerType, Asked, Refusal
from engine.core.values import Json, Value

_THOUSAND, _MILLION = Decimal(1000), Decimal(1_000_000)
#: What people write after a figure, by the word's beginning.
_MULTIPLIERS: Mapping[str, Decimal] = {
    "к": _THOUSAND, "k": _THOUSAND, "т": _THOUSAND, "тр": _THOUSAND, "ткм": _THOUSAND,
    "тыс": _THOUSAND, "тыщ": _THOUSAND, "тысяч": _THOUSAND, "косар": _THOUSAND, "thousand": _THOUSAND,
    "м": _MILLION, "m": _MILLION, "кк": _MILLION, "млн": _MILLION, "лям": _MILLION, "мил": _MILLION,
    "million": _MILLION,
}  # fmt: skip
_HALVES: Mapping[str, Decimal] = {"полтора": Decimal("1.5"), "полторы": Decimal("1.5")}
_AMOUNT = re.compile(
    r"(?:около|примерно|где-то|до|от|~|≈|\+-|±)?\s*"
    r"(?P<sign>[-−–])?\s*(?P<figure>\d[\d\s\u00a0\u202f'’.,_]*|полтора|полторы)\s*(?P<word>[^\W\d_]+)?[.,]?\s*(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_MOST = Decimal(10) ** 15


def parse_amount(text: str) -> Decimal | None:
    """«150 тыс», «1,5 млн», «1 200 000 ₽», «полтора ляма» → an amount; None where no single figure is meant."""
    found = _AMOUNT.fullmatch(text.strip())
    if found is None or re.search(r"\d", found["rest"]):
        return None
    figure = _figure(found["figure"].lower())
    if figure is None:
        return None
    if found["sign"]:
        figure = -figure
    return figure * _multiplier((found["word"] or "").lower())


def _figure(text: str) -> Decimal | None:
    if text in _HALVES:
        return _HALVES[text]
    text = re.sub(r"[\s\u00a0\u202f'’_]", "", text).rstrip(".,")
    # «1.200.000» and «1,200,000» group thousands; one separator before other than three digits is a point.
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3}){2,}", text) or re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", text):
        text = re.sub(r"[.,]", "", text)
    try:
        amount = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None
    return amount if amount < _MOST else None


def _multiplier(word: str) -> Decimal:
    if word in _MULTIPLIERS:
        return _MULTIPLIERS[word]
    stem = max((stem for stem in _MULTIPLIERS if len(stem) >= 3 and word.startswith(stem)), key=len, default="")
    return _MULTIPLIERS[stem] if stem else Decimal(1)


def grouped(amount: float, decimals: int = 0) -> str:
    """1500000 → «1 500 000», with a no-break space between groups and a comma before the fraction."""
    return f"{amount:,.{decimals}f}".replace(",", "\u00a0").replace(".", ",")


class NumberType(AnswerType):
    """An integer, or a decimal with `decimals`."""

    name = "number"
    samples: ClassVar[tuple[str, ...]] = ("100", "10000", "1")
    scale = "amount"

    def parse(self, text: str, asked: Asked) -> Value | Refusal:
        amount = parse_amount(text)
        if amount is None:
            return self.refuse(asked)
        if asked.step.decimals:
            return float(round(amount, asked.step.decimals))
        return int(amount) if amount == int(amount) else Refusal.of("whole")

    def fits(self, value: Value, asked: Asked) -> bool:
        return isinstance(value, int | float) and not isinstance(value, bool)

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


class YearType(NumberType):
    """A year of four digits; «15» and «98» are understood as 2015 and 1998."""

    name = "year"
    samples = ("2018", "2024", "2000")

    def parse(self, text: str, asked: Asked) -> Value | Refusal:
        found = re.fullmatch(
            r"(?:в\s+)?(\d{4}|\d{2})\s*(?:г|год|года|году|г\.в|гв|year)?\.?", text.strip(), re.IGNORECASE
        )
        if found is None:
            return self.refuse(asked)
        year = int(found[1])
        if year >= 100:
            return year
        this_year = asked.moment.now.year
        return year + (this_year // 100 * 100 if year <= this_year % 100 + 1 else this_year // 100 * 100 - 100)

    def bound(self, text: str) -> float | None:
        return int(text) if re.fullmatch(r"\d{4}", text.strip()) else None

    def show(self, value: Value, asked: Asked) -> str:
        return f"{value:.0f}" if isinstance(value, int | float) else str(value)
