"""Amounts and years in a running text: «полтора ляма», «120 тыс км», «миллион двести», «20го года»."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

#: What `Amount.unit` says of roubles, however they were written.
MONEY = "₽"

_THOUSAND, _MILLION = 1_000, 1_000_000
_DIGITS = r"\d{1,3}(?:[ \u00a0\u202f'’.]\d{3})+(?!\d)|\d+(?:[.,]\d+)?"
_TOKEN = re.compile(rf"(?P<digits>{_DIGITS})|(?P<word>[^\W\d_]+)|(?P<rest>[^\w\s]+)", re.IGNORECASE)
#: Ones, tens and hundreds, by the beginning of the word; endings are cases.
_NUMERALS: Mapping[str, int] = {
    "одиннадцат": 11, "двенадцат": 12, "тринадцат": 13, "четырнадцат": 14, "пятнадцат": 15, "шестнадцат": 16,
    "семнадцат": 17, "восемнадцат": 18, "девятнадцат": 19, "двадцат": 20, "тридцат": 30, "сорок": 40, "пятьдесят": 50,
    "пятидесят": 50, "шестьдесят": 60, "шестидесят": 60, "семьдесят": 70, "семидесят": 70, "восемьдесят": 80,
    "восьмидесят": 80, "девяност": 90, "двести": 200, "двухсот": 200, "триста": 300, "трёхсот": 300, "трехсот": 300,
    "четыреста": 400, "четырехсот": 400, "пятьсот": 500, "пятисот": 500, "шестьсот": 600, "шестисот": 600,
    "семьсот": 700, "семисот": 700, "восемьсот": 800, "восьмисот": 800, "девятьсот": 900, "девятисот": 900,
}  # fmt: skip
_SMALL: Mapping[str, int] = {
    "один": 1, "одного": 1, "два": 2, "две": 2, "двух": 2, "три": 3, "трех": 3, "трёх": 3, "четыре": 4, "четырех": 4,
    "пять": 5, "пяти": 5, "шесть": 6, "шести": 6, "семь": 7, "семи": 7, "восемь": 8, "восьми": 8, "девять": 9,
    "девяти": 9, "десять": 10, "десяти": 10, "сто": 100, "ста": 100,
}  # fmt: skip
_FRACTIONS: Mapping[str, float] = {"пол": 0.5, "полтора": 1.5, "полторы": 1.5, "полутора": 1.5}
_WHOLE: Mapping[str, int] = {
    "к": _THOUSAND, "k": _THOUSAND, "т": _THOUSAND, "t": _THOUSAND, "м": _MILLION, "m": _MILLION, "кк": _MILLION,
    "мил": _MILLION,
}  # fmt: skip
_STEMS: Mapping[str, int] = {
    "тыс": _THOUSAND, "тыщ": _THOUSAND, "косар": _THOUSAND, "tys": _THOUSAND, "tis": _THOUSAND, "thousand": _THOUSAND,
    "млн": _MILLION, "лям": _MILLION, "милл": _MILLION, "милион": _MILLION, "мильон": _MILLION, "лимон": _MILLION,
    "mln": _MILLION, "mil": _MILLION, "lyam": _MILLION, "lam": _MILLION, "полмил": _MILLION, "поллям": _MILLION,
}  # fmt: skip
_ROUBLES = re.compile(r"р(?:уб\w*)?|₽|rub\w*|r", re.IGNORECASE)
#: «700 т.р.», «60 ткм»: a thousand and a unit in one word.
_THOUSANDS_OF = re.compile(r"\s*[тt]\.?\s?(?P<unit>[^\W\d_]{1,3})\b\.?", re.IGNORECASE)
_HALF = re.compile(r"с\s+половин\w+", re.IGNORECASE)
_NEXT = re.compile(r"\s*(?P<unit>₽|[^\W\d_]+)")
_YEAR = re.compile(
    r"(?<![\d.,])(?:(?P<full>19[3-9]\d|20[0-4]\d)(?!\d|[ \u00a0]?(?:тыс|т\.|км|руб|р\b|₽))|"
    r"(?P<short>\d\d)(?=\s?-?(?:го|ый|й)?\s?(?:года?\b|г\.?\s?в\b|гв\b|г\b|god)|\s?-?го\b))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as written; `value` has its «тыс» or «млн» in it."""

    value: float
    #: 1, 1000 or 1000000.
    times: int
    #: The word after it, MONEY for roubles.
    unit: str
    start: int
    end: int
    #: The first of a pair «от … до …», «1,2–1,5 млн».
    lower: bool = False


@dataclass(frozen=True, slots=True)
class Year:
    """A year as the client wrote it."""

    text: str
    start: int
    end: int


def years(text: str) -> tuple[Year, ...]:
    return tuple(Year(found[0], found.start(), found.end()) for found in _YEAR.finditer(text))


def amounts(text: str, units: Collection[str] = ()) -> tuple[Amount, ...]:
    """In the text's order; places that are not amounts must be blank already. `units`: short words like «км»."""
    found = list(_amounts(text, units))
    for place in range(len(found) - 1):
        lower, upper = found[place], found[place + 1]
        between = text[lower.end : upper.start].strip().casefold()
        if between in ("-", "–", "—", "до", "..", "…"):
            # «1,2–1,5 млн»: the word belongs to both.
            times = upper.times if lower.times == 1 and lower.value * upper.times <= upper.value else 1
            value = lower.value * times
            found[place] = replace(lower, value=value, times=lower.times * times, unit=upper.unit, lower=True)
    return tuple(found)


def _amounts(text: str, units: Collection[str]) -> Iterator[Amount]:
    at = 0
    while (found := _TOKEN.search(text, at)) is not None:
        at = found.end()
        if found["rest"] or _named(text, found.start()):
            continue
        amount = _read(text, found.start(), units)
        if amount is not None:
            yield amount
            at = amount.end


def _named(text: str, start: int) -> bool:
    """«XTA21703», «q7»: a number's own letters."""
    return text[start].isdigit() and start > 0 and text[start - 1].isascii() and text[start - 1].isalpha()


def _read(text: str, start: int, units: Collection[str]) -> Amount | None:
    """The longest amount that begins here."""
    total, group, times, end, at = 0.0, 0.0, 1, start, start
    last = _MILLION * 1000
    written = False
    while (found := _TOKEN.match(text, _skipped(text, at))) is not None:
        word = (found["word"] or "").casefold()
        if found["digits"] and not group:
            if total and not _continues(text, found, last):
                break
            group, written = _number(found["digits"]), True
            if last > _THOUSAND and (joined := _THOUSANDS_OF.match(text, found.end())):
                unit = _unit(joined["unit"])
                if unit == MONEY or joined["unit"].casefold() in units:
                    return Amount(total + group * _THOUSAND, _THOUSAND, unit, start, joined.end())
        elif (small := _numeral(word)) is not None and not written and (not group or small < _step(group)):
            group += small
        elif word in _FRACTIONS and not group and not total:
            group = _FRACTIONS[word]
        elif word == "с" and group and (half := _HALF.match(text, found.start())):
            group, at, end = group + 0.5, half.end(), half.end()
            continue
        elif (
            (many := _multiplier(word)) is not None and many < last and (group or (many == _MILLION and len(word) > 2))
        ):
            total += (group or (0.5 if word.startswith("пол") else 1)) * many
            group, last, times, written = 0.0, many, max(times, many), False
        else:
            break
        at = end = found.end()
        if word and text[end : end + 1] == ".":
            at += 1
    if end == start:
        return None
    if group and total >= _MILLION and last == _MILLION and 100 <= group < 1000:
        group *= _THOUSAND  # «миллион двести»
    after = _NEXT.match(text, end)
    return Amount(total + group, times, _unit(after["unit"]) if after else "", start, end)


def _continues(text: str, found: re.Match[str], last: int) -> bool:
    """Whether a second figure belongs to the same amount: «1 млн 200 тыс», «1 млн 200», but not «120 тыс 2015»."""
    after = _NEXT.match(text, found.end())
    many = _multiplier(after["unit"].casefold()) if after else None
    if many is None:
        return last == _MILLION and 100 <= _number(found["digits"]) < 1000
    return many < last


def _unit(word: str) -> str:
    return MONEY if _ROUBLES.fullmatch(word) else word.casefold()


def _skipped(text: str, at: int) -> int:
    while at < len(text) and (text[at].isspace() or text[at] == "-"):
        at += 1
    return at


def _number(digits: str) -> float:
    if re.fullmatch(r"\d{1,3}(?:[ \u00a0\u202f'’.]\d{3})+", digits):
        return float(re.sub(r"\D", "", digits))
    return float(digits.replace(",", "."))


def _numeral(word: str) -> int | None:
    if word in _SMALL:
        return _SMALL[word]
    return next((value for stem, value in _NUMERALS.items() if word.startswith(stem)), None)


def _step(group: float) -> float:
    """What may follow within a group: ones after tens, tens after hundreds."""
    return 100 if group % 1000 >= 100 and group % 100 == 0 else 10 if group % 10 == 0 and group % 100 >= 20 else 0


def _multiplier(word: str) -> int | None:
    if word in _WHOLE:
        return _WHOLE[word]
    return next((times for stem, times in _STEMS.items() if word.startswith(stem)), None)
