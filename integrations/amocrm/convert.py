"""Answers turned into the values AmoCRM's field types take (facts: AMOCRM §3.8)."""

from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from typing import Any

from engine.core.answers.amounts import parse_amount
from engine.core.lead import LeadAnswer
from integrations.amocrm.fields import Enum, Field, Misfit

#: A longer text refuses the whole request; the note has the text whole.
TEXT_LIMIT = 255

type Values = list[dict[str, Any]]


def values_for(field: Field, answer: LeadAnswer, zone: tzinfo) -> tuple[Values, Misfit | None]:
    """What to write into the field, perhaps nothing, and what did not fit in."""
    match field.type:
        case "text" | "streetaddress":
            return _one(text_of(answer)[:TEXT_LIMIT]), None
        case "textarea" | "url" | "tracking_data":
            return _one(text_of(answer)), None
        case "numeric" | "price" | "monetary":
            number = number_in(answer.crm_value)
            return (_one(number), None) if number else ([], Misfit(field.name, f"«{answer.shown}» — не число"))
        case "checkbox":
            if answer.value in ("yes", "no", True, False):
                return _one(answer.value in ("yes", True)), None
            return [], Misfit(field.name, f"«{answer.shown}» — не да и не нет")
        case "select" | "radiobutton" | "multiselect":
            return _choices(field, answer)
        case "date" | "birthday" | "date_time":
            moment = _midnight(answer.crm_value, zone)
            return (_one(moment), None) if moment else ([], Misfit(field.name, f"«{answer.shown}» — не дата"))
        case "multitext":
            return _one(str(answer.crm_value)), None
        case _:
            return [], Misfit(field.name, f"в поле типа {field.type} бот не пишет")


def text_of(answer: LeadAnswer) -> str:
    """As people read it; of options, the names the CRM has for them."""
    value = answer.crm_value
    if isinstance(value, str) and answer.type in ("choice", "yes_no"):
        return value
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(str(one) for one in value)
    return answer.shown


def number_in(value: object) -> str | None:
    """A number as AmoCRM takes it: digits in text. `1 500 000 ₽` and «до 1,5 млн» are one, «1–2 млн» is none."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    amount = parse_amount(str(value))
    return f"{amount.normalize():f}" if amount is not None else None


def _one(value: object) -> Values:
    return [{"value": value}]


def _choices(field: Field, answer: LeadAnswer) -> tuple[Values, Misfit | None]:
    """List values by name; the field takes several only when it is a multiselect."""
    given = answer.crm_value
    several = isinstance(given, Sequence) and not isinstance(given, str)
    wanted = [str(one) for one in given] if isinstance(given, Sequence) and several else [str(given)]
    found = [(text, _enum(field.enums, text)) for text in wanted]
    values = [{"enum_id": enum.id} for _, enum in found if enum is not None]
    strange = [text for text, enum in found if enum is None]
    if field.type != "multiselect" and len(values) > 1:
        strange += wanted[1:]
        values = values[:1]
    if not strange:
        return values, None
    return values, Misfit(field.name, f"в списке нет «{', '.join(strange)}»")


def _enum(enums: Sequence[Enum], text: str) -> Enum | None:
    folded = text.strip().casefold()
    return next(
        (enum for enum in enums if folded in (enum.value.strip().casefold(), (enum.code or "").casefold())), None
    )


def _midnight(value: object, zone: tzinfo) -> int | None:
    """Unix seconds of the day's beginning in the dealer's time zone."""
    try:
        day = date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
    return int(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp())
