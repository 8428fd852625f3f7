"""Values of custom fields: what a write may carry, and how they are shown when read."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from integrations.amocrm.emulator.call import Call, ItemMistakes
from integrations.amocrm.emulator.message import Record
from integrations.amocrm.emulator.state import State

FIELD_TABLES = {"leads": "lead_fields", "contacts": "contact_fields"}
TEXT_LIMIT = 256
#: Types whose values point at the field's `enums`.
CHOICES = frozenset({"select", "multiselect", "radiobutton"})
#: Types whose values are text with a kind of it ("MOB", "city") beside.
LABELLED = frozenset({"multitext", "smart_address"})
#: Types of which an entity holds several values.
SEVERAL = frozenset({"multiselect", "multitext", "smart_address"})


def read_values(call: Call, entity: str, item: Record, mistakes: ItemMistakes) -> dict[int, list[Record] | None]:
    """Field id → its new values, None for a field to be emptied. What is wrong goes to `mistakes`."""
    sent = item.get("custom_fields_values") or []
    if not isinstance(sent, list):
        mistakes.wrong_type("custom_fields_values", "array")
        return {}
    found: dict[int, list[Record] | None] = {}
    for index, part in enumerate(sent):
        path = f"custom_fields_values.{index}"
        field = _field(call.state, entity, part, path, mistakes)
        if field is not None:
            found[field["id"]] = _values(field, part.get("values"), f"{path}.values", mistakes)
    return found


def show_values(state: State, entity: str, stored: Record) -> list[Record] | None:
    """The stored values with the field's name, code and type; null, not [], when there is none."""
    shown = []
    for key, values in stored.items():
        field = state.get(FIELD_TABLES[entity], int(key))
        if field is not None:
            shown.append(
                {
                    "field_id": field["id"],
                    "field_name": field["name"],
                    "field_code": field["code"],
                    "field_type": field["type"],
                    "values": values,
                }
            )
    return shown or None


def merged(stored: Record, new: dict[int, list[Record] | None]) -> Record:
    """A field that was sent is replaced, the others stay. Keys are text, as JSON wants them."""
    together = {**stored, **{str(id): values for id, values in new.items()}}
    return {id: values for id, values in together.items() if values}


def _field(state: State, entity: str, part: Any, path: str, mistakes: ItemMistakes) -> Record | None:
    if not isinstance(part, dict):
        mistakes.wrong_type(path, "object")
        return None
    for key in part:
        if key not in ("field_id", "field_code", "values", "field_name", "field_type", "is_computed"):
            mistakes.unexpected(f"{path}.{key}")
    fields = state.rows(FIELD_TABLES[entity])
    if "field_id" in part:
        found = next((field for field in fields if field["id"] == part["field_id"]), None)
        wrong = "field_id"
    else:
        found = next((field for field in fields if field["code"] and field["code"] == part.get("field_code")), None)
        wrong = "field_code" if "field_code" in part else "field_id"
    if found is None:
        mistakes.not_a_choice(f"{path}.{wrong}")
    return found


def _values(field: Record, sent: Any, path: str, mistakes: ItemMistakes) -> list[Record] | None:
    if not sent:
        return None
    if not isinstance(sent, list) or not all(isinstance(value, dict) for value in sent):
        mistakes.wrong_type(path, "array")
        return None
    if len(sent) > 1 and field["type"] not in SEVERAL:
        mistakes.unexpected(f"{path}.1")
    read = READERS[field["type"]]
    allowed = {"value"} if field["type"] not in CHOICES | LABELLED else {"value", "enum_id", "enum_code", "enum"}
    stored = []
    for index, value in enumerate(sent):
        for key in sorted(set(value) - allowed):
            mistakes.unexpected(f"{path}.{index}.{key}")
        stored.append(read(field, value, f"{path}.{index}", mistakes))
    return stored


def _text(field: Record, value: Record, path: str, mistakes: ItemMistakes) -> Record:
    text = value.get("value")
    if not isinstance(text, str):
        mistakes.wrong_type(f"{path}.value", "string")
    elif field["type"] == "text" and len(text) > TEXT_LIMIT:
        detail = f"This value is too long. It should have {TEXT_LIMIT} characters or less."
        mistakes.add("TooLong", f"{path}.value", detail)
    return {"value": text}


def _number(field: Record, value: Record, path: str, mistakes: ItemMistakes) -> Record:
    number = value.get("value")
    try:
        float(number if isinstance(number, str) else repr(number) if _is_number(number) else "")
    except ValueError:
        mistakes.wrong_type(f"{path}.value", "numeric")
    return {"value": str(number)}


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _flag(field: Record, value: Record, path: str, mistakes: ItemMistakes) -> Record:
    if not isinstance(value.get("value"), bool):
        mistakes.wrong_type(f"{path}.value", "bool")
    return {"value": value.get("value")}


def _moment(field: Record, value: Record, path: str, mistakes: ItemMistakes) -> Record:
    """Unix seconds, or RFC 3339, which is kept as Unix seconds."""
    moment = value.get("value")
    if isinstance(moment, int) and not isinstance(moment, bool):
        return {"value": moment}
    try:
        parsed = datetime.fromisoformat(str(moment))
        if parsed.tzinfo is None:
            raise ValueError
        return {"value": int(parsed.timestamp())}
    except ValueError:
        mistakes.wrong_type(f"{path}.value", "timestamp")
        return {"value": None}


def _choice(field: Record, value: Record, path: str, mistakes: ItemMistakes) -> Record:
    """One of the field's enums, by id, code or text."""
    for key, name in (("enum_id", "id"), ("enum_code", "code"), ("value", "value")):
        if key in value:
            found = _enum(field["enums"] or (), name, value[key])
            if found is None:
                mistakes.not_a_choice(f"{path}.{key}")
                break
            return {"value": found["value"], "enum_id": found["id"], "enum_code": found["code"]}
    else:
        mistakes.missing(f"{path}.value")
    return {}


def _labelled(field: Record, value: Record, path: str, mistakes: ItemMistakes) -> Record:
    """Text with an enum beside; the first one, unless another is named."""
    enums: Sequence[Record] = field["enums"] or ()
    found: Record | None = enums[0]
    for key, name in (("enum_id", "id"), ("enum_code", "value"), ("enum", "value")):
        if key in value:
            found = _enum(enums, name, value[key])
            if found is None:
                mistakes.not_a_choice(f"{path}.{key}")
                return {}
            break
    text = _text(field, value, path, mistakes)["value"]
    return {
        "value": text,
        "enum_id": found["id"] if found else None,
        "enum_code": found["value"] if found else None,
    }


def _enum(enums: Sequence[Record], name: str, wanted: Any) -> Record | None:
    return next((enum for enum in enums if enum[name] is not None and enum[name] == wanted), None)


def _file(field: Record, value: Record, path: str, mistakes: ItemMistakes) -> Record:
    content = value.get("value")
    if not isinstance(content, dict) or "file_uuid" not in content:
        mistakes.missing(f"{path}.value.file_uuid")
    return {"value": content}


type Reader = Callable[[Record, Record, str, ItemMistakes], Record]

#: Every type a custom field can have here.
READERS: dict[str, Reader] = {
    "text": _text,
    "textarea": _text,
    "url": _text,
    "streetaddress": _text,
    "tracking_data": _text,
    "numeric": _number,
    "monetary": _number,
    "price": _number,
    "checkbox": _flag,
    "date": _moment,
    "birthday": _moment,
    "date_time": _moment,
    "select": _choice,
    "radiobutton": _choice,
    "multiselect": _choice,
    "multitext": _labelled,
    "smart_address": _labelled,
    "file": _file,
}
