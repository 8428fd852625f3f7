"""The emulator's own controls under `/__emulator__/`: look at the account, break it, move its clock."""

import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from integrations.amocrm.emulator.call import Switches
from integrations.amocrm.emulator.faults import check_types, read_fault
from integrations.amocrm.emulator.message import JSON, Record, Request, Response, answer, problem

if TYPE_CHECKING:
    from integrations.amocrm.emulator.core import Emulator

PREFIX = "/__emulator__/"
#: Tables worth looking at; tokens, counters and the search index are nobody's business.
SHOWN = (
    "contacts",
    "leads",
    "notes",
    "tasks",
    "lead_fields",
    "contact_fields",
    "lead_tags",
    "contact_tags",
    "pipelines",
    "users",
    "unsorted",
    "webhooks",
)


def respond(emulator: "Emulator", request: Request) -> Response:
    """Shapes are in docs/amocrm.md. A wrong body is a 400 that says what is wrong."""
    try:
        body = json.loads(request.body) if request.body.strip() else {}
        match request.method, request.path.removeprefix(PREFIX):
            case "GET", "state":
                return _json(show(emulator))
            case "POST", "faults":
                for fault in [read_fault(item) for item in _items(body)]:
                    emulator.faults.add(fault)
            case "DELETE", "faults":
                emulator.faults.clear()
            case "POST", "switches":
                check_types(Switches, body)
                emulator.switches = replace(emulator.switches, **body)
            case "POST", "clock":
                emulator.ahead_s += float(body["advance_s"])
            case "POST", "code":
                return _json({"code": emulator.new_code()})
            case "POST", "token":
                return _json({"long_lived_token": emulator.new_long_lived_token()})
            case _:
                return problem(404)
    except (ValueError, TypeError, KeyError) as error:
        return problem(400, f"{type(error).__name__}: {error}")
    return _json({"ok": True, "switches": asdict(emulator.switches), "now": emulator.now})


def show(emulator: "Emulator") -> Record:
    """Every table as it is stored, file contents left out, and the requests so far."""
    state = emulator.state
    tables = {name: list(state.rows(name)) for name in SHOWN}
    files = [{key: value for key, value in row.items() if key != "data"} for row in state.rows("files")]
    return {**tables, "files": files, "requests": list(emulator.requests), "now": emulator.now}


def _items(body: object) -> list[Record]:
    """One fault, a list of them, or {"faults": […]}."""
    items = body.get("faults", [body]) if isinstance(body, dict) else body
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise ValueError('a fault, a list of faults or {"faults": […]} is expected')
    return items


def _json(value: Record) -> Response:
    return answer(value, content_type=JSON)
