"""Bounds, rules and formulas: read as the answer type reads answers, else as arithmetic."""

from collections.abc import Mapping

from engine.core.answers import AnswerType
from engine.core.arithmetic import Expression, Kind, Literally, NotArithmetic, kind, parse
from engine.core.clauses import Rule, Table
from engine.lang.document import mapping, sequence
from engine.lang.link_texts import maybe
from engine.lang.scalars import Data, resolved

#: What a formula yields for a name it may use.
type Kinds = Mapping[str, Kind]


class UnreadableBound(ValueError):
    """Neither a value of the type nor a formula of its kind."""


def scale_kind(type: AnswerType) -> Kind:
    return "day" if type.scale == "day" else "number"


def bound(value: Data, type: AnswerType, kinds: Kinds) -> Expression:
    """«120 тыс» of a number, «01.01.2020» of a date, `this_year`; raise UnreadableBound or NotArithmetic."""
    text = str(value)
    amount = type.bound(text)
    if amount is not None:
        return Literally(int(amount) if amount == int(amount) else amount)
    try:
        expression = parse(text)
    except NotArithmetic:
        raise UnreadableBound(text) from None
    if isinstance(expression, Literally):
        # A figure the type does not read: a year of two digits, a date without a month.
        raise UnreadableBound(text)
    found = kind(expression, kinds)
    if found != scale_kind(type):
        raise UnreadableBound(text)
    return expression


def rules(value: Data, type: AnswerType, kinds: Kinds, languages: tuple[str, ...]) -> tuple[Rule, ...]:
    """`validate:`, one rule or several."""
    return tuple(_rule(mapping(rule), type, kinds, languages) for rule in (sequence(value) or [value]))


def _rule(raw: Mapping[str, Data], type: AnswerType, kinds: Kinds, languages: tuple[str, ...]) -> Rule:
    return Rule(
        min=bound(raw["min"], type, kinds) if "min" in raw else None,
        max=bound(raw["max"], type, kinds) if "max" in raw else None,
        pattern=str(raw["pattern"]) if "pattern" in raw else None,
        must=parse(str(raw["must"])) if "must" in raw else None,
        say=maybe(raw, "say", languages),
        soft=resolved(raw.get("soft")) is True,
    )


def formula(value: Data) -> Expression | Table:
    """`compute:`, arithmetic or a table by one answer."""
    if isinstance(value, Mapping):
        parent, rows = next(iter(value.items()))
        return Table(parent, {option: _number(amount) for option, amount in mapping(rows).items()})
    return parse(str(value))


def _number(value: Data) -> int | float:
    found = resolved(value)
    return found if isinstance(found, int | float) else 0
