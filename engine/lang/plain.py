"""Conditions in plain words, for people who do not read YAML: «Состояние — Нужен ремонт или После аварии»."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from html import unescape
from typing import assert_never

from engine.core.answers.amounts import grouped
from engine.core.arithmetic import THIS_YEAR, TODAY, Binary, Call, Expression, Literally, Name
from engine.core.conditions import Answered, Condition, Every, Group, HasAll, Not, OneOf, Some, Test, Within
from engine.core.model import Compute, Flow, Item, Say, Step, Stop
from engine.core.texts import Text
from engine.core.values import NONE, OTHER

_WORDS: Mapping[str, Mapping[str, str]] = {
    "ru": {
        "or": "или",
        "and": "и",
        "not": "не",
        "answered": "есть ответ",
        "absent": "нет ответа",
        "from": "от",
        "to": "до",
        "yes": "да",
        "no": "нет",
        THIS_YEAR: "этого года",
        TODAY: "сегодня",
    },
    "en": {
        "or": "or",
        "and": "and",
        "not": "not",
        "answered": "is answered",
        "absent": "is not answered",
        "from": "from",
        "to": "up to",
        "yes": "yes",
        "no": "no",
        THIS_YEAR: "this year",
        TODAY: "today",
    },
}


_TAG = re.compile(r"</?[a-z][^<>]*>")
#: The same clock inside of a formula, where it is the subject.
_NAMES: Mapping[str, Mapping[str, str]] = {
    "ru": {THIS_YEAR: "этот год", TODAY: "сегодня"},
    "en": {THIS_YEAR: "this year", TODAY: "today"},
}
#: Operators that bind tighter have a higher number; comparisons and words have none.
_BINDING: Mapping[str, int] = {"+": 1, "-": 1, "*": 2, "/": 2, "//": 2, "%": 2}

_TYPES: Mapping[str, str] = {
    "text": "текст",
    "number": "число",
    "money": "сумма",
    "year": "год",
    "date": "дата",
    "choice": "выбор",
    "many": "несколько вариантов",
    "yes_no": "да / нет",
    "phone": "телефон",
    "email": "почта",
    "name": "имя",
    "city": "город",
    "url": "ссылка",
    "photo": "фото",
    "file": "файл",
    "vin": "VIN",
    "plate": "госномер",
    "consent": "согласие",
}


def words_of(condition: Condition, flow: Flow, language: str) -> str:
    """The condition as a sentence's half, without «если»; empty for an item that always comes."""
    say = _WORDS.get(language, _WORDS["en"])
    return f"; {say['or']} ".join(_group(group, flow, language) for group in condition)


def name_of(item: Item, language: str) -> str:
    """What people call an item: its label, else the beginning of its text."""
    match item:
        case Step(label=label):
            return label.plain(language)
        case Compute(label=label, id=id):
            return label.plain(language) if label else id
        case Say(say=text) | Stop(stop=text):
            return shortened(text, language)
        case _:
            assert_never(item)


def shortened(text: Text, language: str, most: int = 48) -> str:
    """The first words of a text without its markup, places shown as {id}."""
    parts = text.template(language).parts
    whole = "".join(part if isinstance(part, str) else f"{{{part.name}}}" for part in parts)
    line = " ".join(unescape(_TAG.sub("", whole)).split())
    return line if len(line) <= most else line[: most - 1].rsplit(" ", 1)[0].rstrip(",.:;—- ") + "…"


def type_word(name: str, language: str) -> str:
    """An answer type as a marketer calls it; a type from outside by its name."""
    if language != "ru":
        return "yes / no" if name == "yes_no" else name.replace("_", " ")
    return _TYPES.get(name, name)


def _group(group: Group, flow: Flow, language: str) -> str:
    say = _WORDS.get(language, _WORDS["en"])
    return f", {say['and']} ".join(_named(name, test, flow, language) for name, test in group.items())


def _named(name: str, test: Test, flow: Flow, language: str) -> str:
    item = flow.item(name)
    subject = name_of(item, language) if item else name
    return f"{subject} — {_tested(test, item, flow, language)}"


def _tested(test: Test, item: Item | None, flow: Flow, language: str) -> str:
    say = _WORDS.get(language, _WORDS["en"])
    match test:
        case Not(OneOf(values)):
            return f" {say['and']} ".join(f"{say['not']} {_option(value, item, language)}" for value in values)
        case Not(inner):
            return f"{say['not']} {_tested(inner, item, flow, language)}"
        case Answered(wanted):
            return say["answered" if wanted else "absent"]
        case OneOf(values):
            return f" {say['or']} ".join(_option(value, item, language) for value in values)
        case HasAll(values):
            return f" {say['and']} ".join(_option(value, item, language) for value in values)
        case Within(least, most):
            return " ".join(_bounds(least, most, item, flow, language))
        case Every(tests):
            return f", {say['and']} ".join(_tested(inner, item, flow, language) for inner in tests)
        case Some(tests):
            return f" {say['or']} ".join(_tested(inner, item, flow, language) for inner in tests)
        case _:
            assert_never(test)


def _bounds(
    least: Expression | None, most: Expression | None, item: Item | None, flow: Flow, language: str
) -> Iterator[str]:
    say = _WORDS.get(language, _WORDS["en"])
    if least is not None and least == most:
        yield bound(least, item, flow, language)
        return
    for word, limit in (("from", least), ("to", most)):
        if limit is not None:
            yield f"{say[word]} {bound(limit, item, flow, language)}"


def bound(limit: Expression, item: Item | None, flow: Flow, language: str) -> str:
    """A bound on an item: an amount of its own kind, «этого года», or a formula."""
    match limit:
        case Literally(value):
            if isinstance(item, Step) and item.type.scale == "day":
                return date.fromordinal(int(value)).strftime("%d.%m.%Y")
            plain_year = isinstance(item, Step) and item.type.name == "year"
            unit = item.unit.plain(language) if isinstance(item, Step | Compute) and item.unit else ""
            return " ".join(filter(None, (f"{value:.0f}" if plain_year else amount(value), unit)))
        case Name(name, _) if flow.item(name) is None:
            return _WORDS.get(language, _WORDS["en"]).get(name, name)
        case _:
            return f"«{formula(limit, flow, language)}»"


def formula(expression: Expression, flow: Flow, language: str) -> str:
    """A formula with the names people know items by: «Пробег / (этот год - Год выпуска)»."""
    match expression:
        case Literally(value):
            return amount(value)
        case Name(name, _):
            item = flow.item(name)
            return name_of(item, language) if item else _NAMES.get(language, _NAMES["en"]).get(name, name)
        case Binary(operator, left, right, _):
            sides = (_side(left, operator, flow, language), _side(right, operator, flow, language, right=True))
            return f" {operator} ".join(sides)
        case Call(function, arguments, _):
            return f"{function}({', '.join(formula(argument, flow, language) for argument in arguments)})"
        case _:
            assert_never(expression)


def _side(side: Expression, operator: str, flow: Flow, language: str, *, right: bool = False) -> str:
    written = formula(side, flow, language)
    if not isinstance(side, Binary):
        return written
    inner, outer = _BINDING.get(side.operator, 0), _BINDING.get(operator, 0)
    return f"({written})" if inner < outer or (right and inner == outer) else written


def amount(value: int | float) -> str:
    """«1 500 000», «1,5»."""
    return grouped(value, 0) if float(value).is_integer() else f"{value:g}".replace(".", ",")


def _option(value: str, item: Item | None, language: str) -> str:
    say = _WORDS.get(language, _WORDS["en"])
    if isinstance(item, Step) and item.choices:
        for row in item.choices.rows.values():
            for option in row:
                if option.id == value:
                    return option.label.plain(language)
        reserved = {OTHER: item.choices.other, NONE: item.choices.none}.get(value)
        if reserved:
            return reserved.plain(language)
    return say.get(value, value) if value in ("yes", "no") else value
