"""Custom fields of the account, and which of them the author means by a name."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Enum:
    """One value of a list field."""

    id: int
    value: str
    code: str | None


@dataclass(frozen=True, slots=True)
class Field:
    id: int
    name: str
    code: str | None
    #: AmoCRM's name of the type: text, numeric, select …
    type: str
    enums: tuple[Enum, ...] = ()


@dataclass(frozen=True, slots=True)
class Misfit:
    """Why a value could not go into its field, in words for the sales manager."""

    field: str
    reason: str

    def __str__(self) -> str:
        return f"{self.field}: {self.reason}"


def read_field(record: Mapping[str, Any]) -> Field:
    enums = tuple(Enum(int(enum["id"]), str(enum["value"]), enum.get("code")) for enum in record.get("enums") or ())
    return Field(int(record["id"]), str(record["name"]), record.get("code"), str(record["type"]), enums)


def resolve(name: str, step: str, fields: Iterable[Field], given: Mapping[str, int]) -> Field | Misfit:
    """The field an author means: by AMOCRM_FIELD_<NAME> (or the step's id), then by code, then by exact name.

    `given` holds the ids of AMOCRM_FIELD_* by the part after the prefix, in capitals.
    """
    fields = tuple(fields)
    by_name, by_step = (given.get(setting_name(word)) for word in (name, step))
    for id in (by_name, by_step):
        found = next((field for field in fields if field.id == id), None)
        if found is not None:
            return found
    if by_name is not None:
        # The step's id is only a convenience: it may be meant for a step of another flow.
        return Misfit(name, f"AMOCRM_FIELD_{setting_name(name)} указывает на поле, которого нет")
    coded = [field for field in fields if field.code and field.code == name]
    named = coded or [field for field in fields if field.name == name]
    if len(named) > 1:
        return Misfit(name, "полей с таким названием несколько, задайте номер в AMOCRM_FIELD_*")
    return named[0] if named else Misfit(name, "такого поля в AmoCRM нет")


def setting_name(name: str) -> str:
    """`Год выпуска` is asked for as AMOCRM_FIELD_ГОД_ВЫПУСКА, `brand` as AMOCRM_FIELD_BRAND."""
    return re.sub(r"\W+", "_", name).strip("_").upper()
