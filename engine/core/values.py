"""What an answer's value may be: plain JSON, so that a session survives any store."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

type Json = str | int | float | bool | Sequence[Json] | Mapping[str, Json] | None

#: An accepted answer. Text, phone, email …: str. number, money, year: int (float with `decimals`). date: ISO str.
#: choice, yes_no: the option id, or `{"other": text}` (with `choices_by` also `"under"`: the parent's answer it was
#: given under). many: a list of those. photo, file: a list of
#: `{"id": file_id, "unique": file_unique_id, "message": message_id}`. consent: the version agreed to.
type Value = str | int | float | Sequence[Value] | Mapping[str, Value]

#: The option id that stands for the client's own text.
OTHER = "other"
#: Beside own text: which answer of the parent it belongs to.
UNDER = "under"
#: The exclusive option of a `many` step.
NONE = "none"


@dataclass(frozen=True, slots=True)
class Moment:
    """When, and in which language, something happens; passed in because the core has no clock."""

    #: Aware, in the dealer's time zone: `today` and `this_year` are read off it.
    now: datetime
    language: str = "ru"


def option_id(value: Value) -> str | None:
    """The option a choice's value stands for; own text counts as `other`."""
    match value:
        case str():
            return value
        case Mapping():
            return OTHER
        case _:
            return None


def option_ids(value: Value) -> tuple[str, ...]:
    """The options a value names: one for a choice, all of them for `many`."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        return tuple(found for item in value if (found := option_id(item)) is not None)
    found = option_id(value)
    return () if found is None else (found,)


def own_text(value: Value) -> str | None:
    """What the client wrote instead of choosing, if they did."""
    if isinstance(value, Mapping):
        text = value.get(OTHER)
        return text if isinstance(text, str) else None
    return None
