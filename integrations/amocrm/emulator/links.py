"""Links between leads and contacts."""

from integrations.amocrm.emulator.call import Call, Mistakes, named, read_batch
from integrations.amocrm.emulator.leads import linked
from integrations.amocrm.emulator.message import Record, Response, answer, nothing

METADATA_KEYS = frozenset({"is_main"})


def index(call: Call) -> Response:
    """GET /leads/{id}/links"""
    lead = call.state.get("leads", call.id)
    if lead is None or not lead["contacts"]:
        return nothing()
    return answer(_shown(call, [_show(lead, contact) for contact in lead["contacts"]]))


def link(call: Call) -> Response:
    """POST /leads/{id}/link: the request says `is_main`, the answer `main_contact`."""
    mistakes = Mistakes()
    shown = []
    for request_id, item in named(read_batch(call)):
        _check(call, item, mistakes, request_id)
        mistakes.refuse_if_any()
        lead = call.state.get("leads", call.id) or {}
        main = bool(item.get("metadata", {}).get("is_main"))
        contacts = linked(lead["contacts"], item["to_entity_id"], main)
        lead = call.state.put("leads", call.id, {**lead, "contacts": contacts, "updated_at": call.time})
        shown.append(_show(lead, contacts[-1]))
    return answer(_shown(call, shown))


def unlink(call: Call) -> Response:
    """POST /leads/{id}/unlink: 204."""
    mistakes = Mistakes()
    for request_id, item in named(read_batch(call)):
        _check(call, item, mistakes, request_id)
        mistakes.refuse_if_any()
        lead = call.state.get("leads", call.id) or {}
        contacts = [contact for contact in lead["contacts"] if contact["id"] != item["to_entity_id"]]
        call.state.put("leads", call.id, {**lead, "contacts": contacts, "updated_at": call.time})
    return nothing()


def _check(call: Call, item: Record, mistakes: Mistakes, request_id: str) -> None:
    found = mistakes.of(request_id)
    if call.state.get("leads", call.id) is None:
        found.not_a_choice("entity_id")
    if item.get("to_entity_type") != "contacts":
        found.not_a_choice("to_entity_type")
    elif not isinstance(item.get("to_entity_id"), int) or call.state.get("contacts", item["to_entity_id"]) is None:
        found.not_a_choice("to_entity_id")
    metadata = item.get("metadata", {})
    if not isinstance(metadata, dict):
        found.wrong_type("metadata", "object")
        return
    for key in sorted(set(metadata) - METADATA_KEYS):
        found.unexpected(f"metadata.{key}")


def _show(lead: Record, contact: Record) -> Record:
    return {
        "entity_id": lead["id"],
        "entity_type": "leads",
        "to_entity_id": contact["id"],
        "to_entity_type": "contacts",
        "metadata": {"main_contact": contact["is_main"]},
    }


def _shown(call: Call, links: list[Record]) -> Record:
    return {"_total_items": len(links), "_links": call.link(call.request.path), "_embedded": {"links": links}}
