"""The emulated AmoCRM account as mock mode and stories use it: with every field the flows write to."""

from collections.abc import Iterator
from datetime import datetime, tzinfo
from typing import Any

from engine.core.model import Project
from engine.stories.stage import CrmLead
from integrations.amocrm.emulator.core import Emulator
from integrations.amocrm.emulator.fields import add_field
from integrations.amocrm.emulator.message import Record
from integrations.amocrm.emulator.state import State
from integrations.amocrm.emulator.tags import show_tags
from integrations.amocrm.emulator.values import FIELD_TABLES, show_values
from integrations.amocrm.wanted import wanted


def add_missing_fields(account: Emulator, project: Project) -> None:
    """Give the account the fields that `crm:` names and it does not have yet."""
    there = {
        (entity, name)
        for entity, table in FIELD_TABLES.items()
        for row in account.state.rows(table)
        for name in (row["name"], row["code"])
    }
    for field in wanted(project):
        if (field.entity, field.name) not in there:
            add_field(account.state, field.entity, field.name, None, field.type, list(field.options))
    account.state.commit()


def crm_leads(state: State, zone: tzinfo, after: int = 0) -> list[CrmLead]:
    """The account's leads, oldest first; those with ids above `after`."""
    return [_lead(state, row, zone) for row in state.rows("leads") if row["id"] > after]


def _lead(state: State, row: Record, zone: tzinfo) -> CrmLead:
    links = sorted(row["contacts"], key=lambda link: not link["is_main"])
    contact = (state.get("contacts", links[0]["id"]) if links else None) or {"name": "", "values": {}}
    reachable = show_values(state, "contacts", contact["values"]) or []
    own = show_values(state, "leads", row["values"]) or []
    fields = {field["field_name"]: _texts(field, zone) for field in (*own, *reachable)}
    of_code = {field["field_code"]: _texts(field, zone) for field in reachable}
    return CrmLead(
        name=row["name"],
        price=row["price"],
        tags=tuple(tag["name"] for tag in show_tags(state, "leads", row["tags"])),
        notes=tuple(note["params"].get("text", "") for note in _notes(state, row["id"])),
        contact=contact["name"],
        phones=of_code.get("PHONE", ()),
        emails=of_code.get("EMAIL", ()),
        fields=fields,
    )


def _notes(state: State, lead: int) -> Iterator[Record]:
    """Texts; a note may also be an attached file."""
    for note in state.rows("notes"):
        if (note["entity_type"], note["entity_id"], note["note_type"]) == ("leads", lead, "common"):
            yield note


def _texts(field: Record, zone: tzinfo) -> tuple[str, ...]:
    return tuple(_text(field["field_type"], value["value"], zone) for value in field["values"])


def _text(type: str, value: Any, zone: tzinfo) -> str:
    match type:
        case "checkbox":
            return "Да" if value else "Нет"
        case "date" | "birthday":
            return f"{datetime.fromtimestamp(value, zone):%d.%m.%Y}"
        case _:
            return str(value)
