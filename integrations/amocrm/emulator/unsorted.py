"""«Неразобранное»: requests of forms that nobody sees among leads and contacts before they are accepted."""

from functools import partial

from integrations.amocrm.emulator.call import Call, ItemMistakes, Mistakes, named, read_batch, read_object
from integrations.amocrm.emulator.entities import write
from integrations.amocrm.emulator.leads import linked
from integrations.amocrm.emulator.lists import ordered, shown_list
from integrations.amocrm.emulator.message import Record, Response, answer, problem

#: What `metadata` of a form cannot do without.
METADATA = ("form_id", "form_name", "form_page", "form_sent_at", "ip", "referer")


def index(call: Call) -> Response:
    """GET /leads/unsorted"""
    rows = ordered(list(call.state.rows("unsorted")), call.request.query, ("created_at", "updated_at"))
    return shown_list(call, "unsorted", rows, partial(_show, call))


def show(call: Call) -> Response:
    """GET /leads/unsorted/{uid}: unlike entities, one that is not there is a 404."""
    row = _found(call)
    return problem(404) if row is None else answer(_show(call, row))


def create(call: Call) -> Response:
    """POST /leads/unsorted/forms: each item has one lead and perhaps its contact."""
    mistakes = Mistakes()
    made = []
    for request_id, item in named(read_batch(call)):
        row = _one(call, item, mistakes.of(request_id))
        mistakes.refuse_if_any()
        made.append({**_brief(call, row), "request_id": request_id})
    return answer({"_total_items": len(made), "_embedded": {"unsorted": made}})


def accept(call: Call) -> Response:
    """POST /leads/unsorted/{uid}/accept: `status_id` and `user_id` may be named."""
    row = _found(call)
    if row is None:
        return problem(404)
    asked = read_object(call) if call.request.body.strip(b" {}\r\n") else {}
    mistakes = Mistakes()
    change = {"status_id": asked.get("status_id"), "responsible_user_id": asked.get("user_id")}
    change = {key: value for key, value in change.items() if value is not None}
    for id in row["contacts"]:
        _reveal(call, "contacts", id)
    lead = _reveal(call, "leads", row["lead"])
    write(call, "leads", change, lead, mistakes.of("0"))
    mistakes.refuse_if_any()
    call.state.remove("unsorted", row["id"])
    return answer(_brief(call, row))


def decline(call: Call) -> Response:
    """DELETE /leads/unsorted/{uid}/decline: what came with it has never been."""
    row = _found(call)
    if row is None:
        return problem(404)
    call.state.remove("leads", row["lead"])
    for id in row["contacts"]:
        call.state.remove("contacts", id)
    call.state.remove("unsorted", row["id"])
    return answer(_brief(call, row))


def _one(call: Call, item: Record, mistakes: ItemMistakes) -> Record:
    for key in ("source_name", "source_uid"):
        if not isinstance(item.get(key), str):
            mistakes.missing(key)
    metadata, embedded = item.get("metadata"), item.get("_embedded")
    for key in METADATA:
        if not isinstance(metadata, dict) or key not in metadata:
            mistakes.missing(f"metadata.{key}")
    if any(row["source_uid"] == item.get("source_uid") for row in call.state.rows("unsorted")):
        mistakes.not_a_choice("source_uid")
    leads, contacts = _parts(embedded, "leads"), _parts(embedded, "contacts")
    if len(leads) > 1 or len(contacts) > 1:
        mistakes.unexpected("_embedded")
    people = [write(call, "contacts", contact, None, mistakes)["id"] for contact in contacts]
    lead = write(call, "leads", leads[0] if leads else {}, None, mistakes)
    main = linked([], people[0], True) if people else []
    call.state.put("leads", lead["id"], {**lead, "contacts": main, "unsorted": True})
    for id in people:
        call.state.put("contacts", id, {**(call.state.get("contacts", id) or {}), "unsorted": True})
    return call.state.add(
        "unsorted",
        {
            "uid": call.random.randbytes(20).hex(),
            "source_uid": item.get("source_uid"),
            "source_name": item.get("source_name"),
            "category": "forms",
            "pipeline_id": lead["pipeline_id"],
            "created_at": call.time,
            "updated_at": call.time,
            "metadata": metadata,
            "lead": lead["id"],
            "contacts": people,
        },
    )


def _parts(embedded: object, name: str) -> list[Record]:
    found = embedded.get(name, []) if isinstance(embedded, dict) else []
    return [part for part in found if isinstance(part, dict)] if isinstance(found, list) else []


def _found(call: Call) -> Record | None:
    return next((row for row in call.state.rows("unsorted") if row["uid"] == call.path["uid"]), None)


def _reveal(call: Call, table: str, id: int) -> Record:
    row = call.state.get(table, id) or {}
    return call.state.put(table, id, {key: value for key, value in row.items() if key != "unsorted"})


def _brief(call: Call, row: Record) -> Record:
    embedded = {"leads": [{"id": row["lead"]}], "contacts": [{"id": id} for id in row["contacts"]], "companies": []}
    link = call.link(f"/api/v4/leads/unsorted/{row['uid']}")
    return {"uid": row["uid"], "account_id": call.account_id, "_links": link, "_embedded": embedded}


def _show(call: Call, row: Record) -> Record:
    hidden = ("id", "lead", "contacts")
    return {**{key: value for key, value in row.items() if key not in hidden}, **_brief(call, row)}
