"""Subscriptions to the account's events: kept and listed; the emulator sends nothing anywhere."""

from functools import partial

from integrations.amocrm.emulator.call import Call, Mistakes, read_object
from integrations.amocrm.emulator.lists import shown_list
from integrations.amocrm.emulator.message import Record, Response, answer, nothing, problem

#: Subscriptions of one account.
MOST = 100


def index(call: Call) -> Response:
    """GET /webhooks, administrators only."""
    if not call.admin:
        return problem(403)
    return shown_list(call, "webhooks", list(call.state.rows("webhooks")), partial(_show, call))


def create(call: Call) -> Response:
    """POST /webhooks: 201; an address that is there already gets these events instead."""
    if not call.admin:
        return problem(403)
    item, mistakes = read_object(call), Mistakes()
    destination, settings = item.get("destination"), item.get("settings")
    if not isinstance(destination, str) or not destination.startswith(("http://", "https://")):
        mistakes.of("0").wrong_type("destination", "url")
    if not isinstance(settings, list) or not settings or not all(isinstance(event, str) for event in settings):
        mistakes.of("0").wrong_type("settings", "array")
    known = list(call.state.rows("webhooks"))
    old = next((row for row in known if row["destination"] == destination), None)
    if old is None and len(known) >= MOST:
        mistakes.of("0").unexpected("destination")
    mistakes.refuse_if_any()
    record = {"destination": destination, "settings": settings, "sort": 1, "disabled": False, "created_by": call.user}
    times = {"created_at": old["created_at"] if old else call.time, "updated_at": call.time}
    row = {**record, **times}
    saved = call.state.put("webhooks", old["id"], {"id": old["id"], **row}) if old else call.state.add("webhooks", row)
    return answer(_show(call, saved), 201)


def delete(call: Call) -> Response:
    """DELETE /webhooks: 204, whether the address was there or not."""
    if not call.admin:
        return problem(403)
    destination = read_object(call).get("destination")
    for row in [row for row in call.state.rows("webhooks") if row["destination"] == destination]:
        call.state.remove("webhooks", row["id"])
    return nothing()


def _show(call: Call, row: Record) -> Record:
    return {**row, "account_id": call.account_id}
