"""Contacts: what a write may change, and how one is shown."""

from integrations.amocrm.emulator.call import Call, ItemMistakes
from integrations.amocrm.emulator.entity import read_common
from integrations.amocrm.emulator.message import Record
from integrations.amocrm.emulator.tags import show_tags
from integrations.amocrm.emulator.values import show_values


def read(call: Call, item: Record, old: Record | None, mistakes: ItemMistakes) -> Record:
    """The contact after this write, without its id."""
    record = read_common(call, "contacts", item, old, mistakes)
    first = item.get("first_name", record.get("first_name", ""))
    last = item.get("last_name", record.get("last_name", ""))
    name = item.get("name") or record["name"] or f"{first} {last}".strip()
    return {**record, "name": name, "first_name": first, "last_name": last}


def show(call: Call, record: Record, wanted: frozenset[str]) -> Record:
    """As a list and a single read give it; `with=leads` adds the leads' ids and nothing more of them."""
    shown = {key: value for key, value in record.items() if key not in ("values", "tags", "files")}
    embedded: Record = {"tags": show_tags(call.state, "contacts", record["tags"]), "companies": []}
    if "leads" in wanted:
        embedded["leads"] = [
            {"id": lead["id"], "_links": call.link(f"/api/v4/leads/{lead['id']}")}
            for lead in call.state.rows("leads")
            if any(contact["id"] == record["id"] for contact in lead["contacts"])
        ]
    return {
        **shown,
        "custom_fields_values": show_values(call.state, "contacts", record["values"]),
        "account_id": call.account_id,
        "_links": call.link(f"/api/v4/contacts/{record['id']}"),
        "_embedded": embedded,
    }
