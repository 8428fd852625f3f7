"""Custom fields themselves: the list, one of them, new ones."""

from functools import partial
from typing import Any

from integrations.amocrm.emulator.call import Call, ItemMistakes, Mistakes, named, read_batch
from integrations.amocrm.emulator.lists import shown_list
from integrations.amocrm.emulator.message import Record, Response, answer, each, nothing, problem, section
from integrations.amocrm.emulator.state import State
from integrations.amocrm.emulator.values import CHOICES, FIELD_TABLES, LABELLED, READERS

PAGE_LIMIT = 50


def index(call: Call) -> Response:
    """GET /{entity}/custom_fields: at most 50 a page, with totals."""
    types = each(section(call.request.query, "filter").get("type"))
    rows = [row for row in call.state.rows(FIELD_TABLES[call.path["entity"]]) if not types or row["type"] in types]
    rows.sort(key=lambda row: int(row["sort"]))
    return shown_list(call, "custom_fields", rows, partial(_show, call), most=PAGE_LIMIT, totals=True)


def show(call: Call) -> Response:
    row = call.state.get(FIELD_TABLES[call.path["entity"]], call.id)
    return nothing() if row is None else answer(_show(call, row))


def create(call: Call) -> Response:
    """POST /{entity}/custom_fields, administrators only: 201."""
    if not call.admin:
        return problem(403)
    entity = call.path["entity"]
    mistakes = Mistakes()
    made = []
    for request_id, item in named(read_batch(call)):
        _check(call.state, entity, item, mistakes.of(request_id))
        mistakes.refuse_if_any()
        enums = item.get("enums") or []
        row = add_field(call.state, entity, str(item["name"]), item.get("code"), item["type"], enums)
        if "is_api_only" in item:
            row = call.state.put(FIELD_TABLES[entity], row["id"], {**row, "is_api_only": bool(item["is_api_only"])})
        made.append({**_show(call, row), "request_id": request_id})
    return answer({"_total_items": len(made), "_embedded": {"custom_fields": made}}, 201)


def add_field(
    state: State, entity: str, name: str, code: str | None, type: str, enums: list[Any] | None = None
) -> Record:
    """Add a field; enums are texts, or objects with value, code and sort. The caller commits."""
    table = FIELD_TABLES[entity]
    listed = []
    for place, enum in enumerate(enums or (), 1):
        given = enum if isinstance(enum, dict) else {"value": enum}
        made = {"value": str(given["value"]), "sort": given.get("sort", place), "code": given.get("code")}
        listed.append(state.add("enums", made))
    return state.add(
        table,
        {
            "name": name,
            "type": type,
            "code": code,
            "sort": 500 + 10 * sum(1 for _ in state.rows(table)),
            "is_api_only": False,
            "enums": listed if type in CHOICES | LABELLED else None,
            "entity_type": entity,
            "is_predefined": False,
            "is_deletable": True,
        },
    )


def _check(state: State, entity: str, item: Record, mistakes: ItemMistakes) -> None:
    if not isinstance(item.get("name"), str) or not item["name"].strip():
        mistakes.missing("name")
    type, enums = str(item.get("type")), item.get("enums", [])
    if type not in READERS or (type == "tracking_data" and entity != "leads"):
        mistakes.not_a_choice("type")
    elif type in CHOICES and not enums:
        mistakes.missing("enums")
    if not isinstance(enums, list):
        mistakes.wrong_type("enums", "array")
    elif not all(isinstance(enum, dict) and isinstance(enum.get("value"), str) for enum in enums):
        mistakes.missing("enums.value")
    code = item.get("code")
    if not isinstance(code, str | None):
        mistakes.wrong_type("code", "string")
    if code and any(row["code"] == code for row in state.rows(FIELD_TABLES[entity])):
        mistakes.not_a_choice("code")


def _show(call: Call, row: Record) -> Record:
    more: Record = {"account_id": call.account_id, "group_id": None, "required_statuses": [], "hidden_statuses": []}
    return {**row, **more, "_links": call.link(f"/api/v4/{row['entity_type']}/custom_fields/{row['id']}")}
