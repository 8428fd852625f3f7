"""Leads: what a write may change, and how one is shown."""

from typing import Any

from integrations.amocrm.emulator.call import Call, ItemMistakes
from integrations.amocrm.emulator.entity import read_common
from integrations.amocrm.emulator.message import Record
from integrations.amocrm.emulator.state import State
from integrations.amocrm.emulator.tags import show_tags
from integrations.amocrm.emulator.values import show_values

#: Stages that close a lead, the same in every pipeline.
WON, LOST = 142, 143
#: The type of the stage "Неразобранное", where the API must not create leads.
UNSORTED = 1


def read(call: Call, item: Record, old: Record | None, mistakes: ItemMistakes) -> Record:
    """The lead after this write, without its id."""
    record = read_common(call, "leads", item, old, mistakes)
    price = item.get("price", record.get("price", 0))
    if not isinstance(price, int) or isinstance(price, bool):
        mistakes.wrong_type("price", "int")
    pipeline, status = _place(call.state, item, old, mistakes)
    closed = status in (WON, LOST)
    closed_at = record.get("closed_at") or item.get("closed_at", call.time) if closed else None
    return {
        **record,
        "price": price,
        "pipeline_id": pipeline,
        "status_id": status,
        "loss_reason_id": item.get("loss_reason_id", record.get("loss_reason_id")),
        "closed_at": closed_at,
        "score": None,
        "labor_cost": None,
        "contacts": _contacts(call.state, item, record.get("contacts", []), mistakes),
    }


def show(call: Call, record: Record, wanted: frozenset[str]) -> Record:
    """As a list and a single read give it; `with=contacts` adds the contacts' ids."""
    shown = {key: value for key, value in record.items() if key not in ("values", "tags", "contacts", "files")}
    embedded: Record = {"tags": show_tags(call.state, "leads", record["tags"]), "companies": []}
    if "contacts" in wanted:
        embedded["contacts"] = [
            {**contact, "_links": call.link(f"/api/v4/contacts/{contact['id']}")} for contact in record["contacts"]
        ]
    return {
        **shown,
        "name": record["name"] or f"Сделка #{record['id']}",
        "custom_fields_values": show_values(call.state, "leads", record["values"]),
        "account_id": call.account_id,
        "_links": call.link(f"/api/v4/leads/{record['id']}"),
        "_embedded": embedded,
    }


def linked(contacts: list[Record], id: int, main: bool) -> list[Record]:
    """The lead's contacts with this one among them; exactly one is the main one, the first by default."""
    main = main or not contacts or any(contact["id"] == id and contact["is_main"] for contact in contacts)
    others = [contact for contact in contacts if contact["id"] != id]
    if main:
        others = [{**contact, "is_main": False} for contact in others]
    return [*others, {"id": id, "is_main": main}]


def _place(state: State, item: Record, old: Record | None, mistakes: ItemMistakes) -> tuple[int, int]:
    """Pipeline and stage: by default the main pipeline and its first ordinary stage."""
    pipelines = list(state.rows("pipelines"))
    main = next(row["id"] for row in pipelines if row["is_main"])
    pipeline = item.get("pipeline_id")
    status = item.get("status_id")
    if pipeline is not None and not any(row["id"] == pipeline for row in pipelines):
        mistakes.not_a_choice("pipeline_id")
        return main, WON
    if status is None:
        if old is not None and pipeline in (None, old["pipeline_id"]):
            return old["pipeline_id"], old["status_id"]
        pipeline = pipeline or main
        ordinary = [row for row in _stages(state, pipeline) if row["type"] != UNSORTED]
        return pipeline, ordinary[0]["id"]
    if status in (WON, LOST):
        return pipeline or (old["pipeline_id"] if old else main), status
    homes = [row["id"] for row in pipelines if any(stage["id"] == status for stage in _stages(state, row["id"]))]
    if not homes or pipeline not in (None, homes[0]):
        mistakes.not_a_choice("status_id")
        return main, WON
    return homes[0], status


def _stages(state: State, pipeline: int) -> list[Record]:
    stages: list[Record] = (state.get("pipelines", pipeline) or {"statuses": []})["statuses"]
    return sorted(stages, key=lambda stage: int(stage["sort"]))


def _contacts(state: State, item: Record, old: list[Record], mistakes: ItemMistakes) -> list[Record]:
    embedded = item.get("_embedded", {})
    sent: Any = embedded.get("contacts", []) if isinstance(embedded, dict) else None
    if not isinstance(sent, list):
        mistakes.wrong_type("_embedded.contacts", "array")
        return old
    contacts = old
    for index, contact in enumerate(sent):
        id = contact.get("id") if isinstance(contact, dict) else None
        if not isinstance(id, int) or state.get("contacts", id) is None:
            mistakes.not_a_choice(f"_embedded.contacts.{index}.id")
            continue
        contacts = linked(contacts, id, bool(contact.get("is_main")))
    return contacts
