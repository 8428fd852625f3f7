"""Conditions in plain words, for people who do not read YAML: «Состояние — Нужен ремонт или После аварии»."""

from collections.abc import Iterator, Mapping
from datetime import date
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
    """The first words of a text, places shown as {id}."""
    parts = text.template(language).parts
    line = " ".join("".join(part if isinstance(part, str) else f"{{{part.name}}}" for part in parts).split())
    return line if len(line) <= most else line[: most - 1].rsplit(" ", 1)[0].rstrip(",.:;—- ") + "…"


def type_word(name: str, language: str) -> str:
    """An answer type as a marketer calls it; a type from outside by its name."""
    return _TYPES.get(name, name) if language == "ru" else name.replace("_", " ")


def _group(group: Group, flow: Flow, language: str) -> str:
    say = _WORDS.get(language, _WORDS["en"])
    return f", {say['and']} ".join(_named(name, test, flow, language) for name, test in group.items())


def _named(name: str, test: Test, flow: Flow, language: str) -> str:
    item = flow.item(name)
    subject = name_of(item, language) if item else name
    return f"{subject} — {_tested(test, item, language)}"


def _tested(test: Test, item: Item | None, language: str) -> str:
    say = _WORDS.get(language, _WORDS["en"])
    match test:
        case Not(inner):
            return f"{say['not']} {_tested(inner, item, language)}"
        case Answered(wanted):
            return say["answered" if wanted else "absent"]
        case OneOf(values):
            return f" {say['or']} ".join(_option(value, item, language) for value in values)
        case HasAll(values):
            return f" {say['and']} ".join(_option(value, item, language) for value in values)
        case Within(least, most):
            return " ".join(_bounds(least, most, item, language))
        case Every(tests):
            return f", {say['and']} ".join(_tested(inner, item, language) for inner in tests)
        case Some(tests):
            return f" {say['or']} ".join(_tested(inner, item, language) for inner in tests)
        case _:
            assert_never(test)


def _bounds(least: Expression | None, most: Expression | None, item: Item | None, language: str) -> Iterator[str]:
    say = _WORDS.get(language, _WORDS["en"])
    if least is not None and least == most:
        yield formula(least, item, language)
        return
    for word, bound in (("from", least), ("to", most)):
        if bound is not None:
            yield f"{say[word]} {formula(bound, item, language)}"


def formula(expression: Expression, item: Item | None, language: str) -> str:
    """A bound or a formula as people write it."""
    match expression:
        case Literally(value):
            if isinstance(item, Step) and item.type.scale == "day":
                return date.fromordinal(int(value)).strftime("%d.%m.%Y")
            plain_year = isinstance(item, Step) and item.type.name == "year"
            unit = item.unit.plain(language) if isinstance(item, Step | Compute) and item.unit else ""
            return " ".join(filter(None, (f"{value:.0f}" if plain_year else grouped(value, 0), unit)))
        case Name(name, _):
            return _WORDS.get(language, _WORDS["en"]).get(name, name)
        case Binary(operator, left, right, _):
            return f"{formula(left, None, language)} {operator} {formula(right, None, language)}"
        case Call(function, arguments, _):
            return f"{function}({', '.join(formula(argument, None, language) for argument in arguments)})"
        case _:
            assert_never(expression)


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
