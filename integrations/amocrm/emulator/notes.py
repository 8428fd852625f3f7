"""Notes in the feed of a lead or a contact."""

from collections.abc import Mapping
from functools import partial

from integrations.amocrm.emulator.call import Call, ItemMistakes, Mistakes, named, read_batch
from integrations.amocrm.emulator.lists import filtered, ordered, shown_list
from integrations.amocrm.emulator.message import Record, Response, answer, each, nothing, section

#: note_type → keys its `params` cannot do without.
REQUIRED: Mapping[str, tuple[str, ...]] = {
    "common": ("text",),
    "service_message": ("service", "text"),
    "extended_service_message": ("service", "text"),
    "message_cashier": ("status", "text", "shop"),
    "geolocation": ("text", "address", "longitude", "latitude"),
    "sms_in": ("text", "phone"),
    "sms_out": ("text", "phone"),
    "call_in": ("uniq", "duration", "source", "phone"),
    "call_out": ("uniq", "duration", "source", "phone"),
    "attachment": ("file_uuid", "version_uuid", "file_name"),
}


def index(call: Call) -> Response:
    """GET /{entity}/notes and /{entity}/{id}/notes; `filter[note_type]` is not the paid filter."""
    query = call.request.query
    types = each(section(query, "filter").get("note_type"))
    rows = [row for row in call.state.rows("notes") if row["entity_type"] == call.path["entity"]]
    if "id" in call.path:
        rows = [row for row in rows if row["entity_id"] == call.id]
    rows = filtered([row for row in rows if not types or row["note_type"] in types], query)
    rows = ordered(rows, query, ("id", "updated_at"))
    return shown_list(call, "notes", rows, partial(_show, call))


def show(call: Call) -> Response:
    """GET /{entity}/{id}/notes/{note}"""
    row = call.state.get("notes", int(call.path["note"]))
    if row is None or (row["entity_type"], row["entity_id"]) != (call.path["entity"], call.id):
        return nothing()
    return answer(_show(call, row))


def create(call: Call) -> Response:
    """POST /{entity}/notes with `entity_id`, or /{entity}/{id}/notes."""
    entity = call.path["entity"]
    mistakes = Mistakes()
    made = []
    for request_id, item in named(read_batch(call)):
        found = mistakes.of(request_id)
        owner = call.id if "id" in call.path else item.get("entity_id")
        if not isinstance(owner, int) or call.state.get(entity, owner) is None:
            found.not_a_choice("entity_id")
            continue
        row = call.state.add("notes", {"entity_id": owner, "entity_type": entity, **_read(call, item, found)})
        made.append({"id": row["id"], "entity_id": owner, "request_id": request_id, "_links": _link(call, row)})
    mistakes.refuse_if_any()
    return answer({"_links": call.link(f"/api/v4/{entity}/notes"), "_embedded": {"notes": made}})


def _read(call: Call, item: Record, mistakes: ItemMistakes) -> Record:
    note_type, params = str(item.get("note_type")), item.get("params", {})
    if note_type not in REQUIRED:
        mistakes.not_a_choice("note_type")
    if not isinstance(params, dict):
        mistakes.wrong_type("params", "object")
        params = {}
    for key in REQUIRED.get(note_type, ()):
        if params.get(key) in (None, ""):
            mistakes.missing(f"params.{key}")
    if isinstance(params.get("text"), str):
        params = {**params, "text": params["text"].strip()}
    created = item.get("created_at", call.time)
    return {
        "created_by": item.get("created_by", call.user),
        "updated_by": call.user,
        "created_at": created,
        "updated_at": created,
        "responsible_user_id": item.get("responsible_user_id", call.user),
        "group_id": 0,
        "note_type": note_type,
        "params": params,
    }


def _show(call: Call, row: Record) -> Record:
    shown = {key: value for key, value in row.items() if key != "entity_type"}
    return {**shown, "account_id": call.account_id, "_links": _link(call, row)}


def _link(call: Call, row: Record) -> Record:
    return call.link(f"/api/v4/{row['entity_type']}/{row['entity_id']}/notes/{row['id']}")
