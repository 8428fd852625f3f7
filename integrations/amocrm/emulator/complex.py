"""POST /leads/complex: leads with their contacts in one request, answered by a bare array."""

import re

from integrations.amocrm.emulator.call import Call, ItemMistakes, Mistakes, Refused, named, read_batch
from integrations.amocrm.emulator.contacts import read
from integrations.amocrm.emulator.entities import write
from integrations.amocrm.emulator.leads import LOST, WON, linked
from integrations.amocrm.emulator.message import Record, Response, answer, problem

LEADS_LIMIT = 50
VALUES_LIMIT = 40


def create(call: Call) -> Response:
    mistakes = Mistakes()
    made = []
    items = read_batch(call)
    if len(items) > LEADS_LIMIT:
        raise Refused(problem(400, f"Limit {LEADS_LIMIT} leads per request"))
    for request_id, item in named(items):
        made.append(_one(call, request_id, item, mistakes.of(request_id)))
    mistakes.refuse_if_any()
    return answer(made)


def _one(call: Call, request_id: str, item: Record, mistakes: ItemMistakes) -> Record:
    embedded = item.get("_embedded", {})
    embedded = embedded if isinstance(embedded, dict) else {}
    contacts = embedded.get("contacts", [])
    if not isinstance(contacts, list) or not all(isinstance(contact, dict) for contact in contacts):
        mistakes.wrong_type("_embedded.contacts", "array")
        contacts = []
    if len(contacts) > 1:
        mistakes.unexpected("_embedded.contacts.1")
    for path, part in (
        ("", item),
        *((f"_embedded.contacts.{index}.", part) for index, part in enumerate(contacts)),
    ):
        values = part.get("custom_fields_values")
        if isinstance(values, list) and len(values) > VALUES_LIMIT:
            mistakes.add("TooMany", f"{path}custom_fields_values", f"At most {VALUES_LIMIT} values are allowed.")
    tags_only = {key: value for key, value in embedded.items() if key == "tags"}
    old = _open_lead(call, contacts[0]) if contacts and call.switches.duplicate_control else None
    if old is not None:
        write(call, "leads", {**item, "_embedded": tags_only}, old, mistakes)
        main = next(one["id"] for one in old["contacts"] if one["is_main"])
        return _made(old["id"], main, request_id, merged=True)
    lead = write(call, "leads", {**item, "_embedded": tags_only}, None, mistakes)
    contact = _contact(call, contacts[0], mistakes) if contacts else None
    if contact is not None:
        lead = call.state.put("leads", lead["id"], {**lead, "contacts": linked([], contact, True)})
    return _made(lead["id"], contact, request_id, merged=False)


def _made(lead: int, contact: int | None, request_id: str, *, merged: bool) -> Record:
    return {"id": lead, "contact_id": contact, "company_id": None, "request_id": [request_id], "merged": merged}


def _open_lead(call: Call, sent: Record) -> Record | None:
    """The newest open lead whose main contact is the one sent: by id, or by a phone whose last ten digits agree."""
    phone = next((row["id"] for row in call.state.rows("contact_fields") if row["code"] == "PHONE"), None)
    person = read(call, sent, None, Mistakes().of("0"))
    twins = {
        row["id"]
        for row in call.state.rows("contacts")
        if row["id"] == sent.get("id") or _phones(row, phone) & _phones(person, phone)
    }
    leads = [lead for lead in call.state.rows("leads") if lead["status_id"] not in (WON, LOST)]
    found = [lead for lead in leads if any(one["is_main"] and one["id"] in twins for one in lead["contacts"])]
    return found[-1] if found else None


def _phones(contact: Record, field: int | None) -> set[str]:
    return {re.sub(r"\D", "", str(value["value"]))[-10:] for value in contact["values"].get(str(field), ())}


def _contact(call: Call, sent: Record, mistakes: ItemMistakes) -> int | None:
    """The id of the contact named by id, or of a new one: this route does not look for duplicates."""
    if "id" not in sent:
        return int(write(call, "contacts", sent, None, mistakes)["id"])
    if call.state.get("contacts", sent["id"]) is None:
        mistakes.not_a_choice("_embedded.contacts.0.id")
        return None
    return int(sent["id"])
