"""Tags: a dictionary of names per entity; a name AmoCRM has not seen becomes a tag."""

from typing import Any

from integrations.amocrm.emulator.call import Call, ItemMistakes, Mistakes, named, read_batch
from integrations.amocrm.emulator.lists import shown_list
from integrations.amocrm.emulator.message import Record, Response, answer, each, section
from integrations.amocrm.emulator.state import State

TAG_TABLES = {"leads": "lead_tags", "contacts": "contact_tags"}


def index(call: Call) -> Response:
    """GET /{entity}/tags?filter[name]=…"""
    query = call.request.query
    wanted = section(query, "filter")
    names, ids = each(wanted.get("name")), each(wanted.get("id"))
    part = str(query.get("query", "")).lower()
    rows = [
        row
        for row in call.state.rows(TAG_TABLES[call.path["entity"]])
        if (not names or row["name"] in names) and (not ids or str(row["id"]) in ids) and part in row["name"].lower()
    ]
    return shown_list(call, "tags", rows, dict)


def create(call: Call) -> Response:
    """POST /{entity}/tags: a name that exists gives back its id."""
    mistakes = Mistakes()
    made = []
    for request_id, item in named(read_batch(call)):
        if not isinstance(item.get("name"), str) or not item["name"].strip():
            mistakes.of(request_id).missing("name")
            continue
        row = _named(call.state, call.path["entity"], item["name"])
        made.append({**row, "request_id": request_id})
    mistakes.refuse_if_any()
    return answer({"_total_items": len(made), "_embedded": {"tags": made}})


def read_tags(call: Call, entity: str, item: Record, old: list[int], mistakes: ItemMistakes) -> list[int]:
    """Ids of an entity's tags after this write: `_embedded.tags` replaces, `tags_to_add`/`_delete` change."""
    tags = list(old)
    embedded = item.get("_embedded", {})
    if isinstance(embedded, dict) and "tags" in embedded:
        tags = _ids(call, entity, embedded["tags"], "_embedded.tags", mistakes)
    tags += _ids(call, entity, item.get("tags_to_add"), "tags_to_add", mistakes)
    gone = _ids(call, entity, item.get("tags_to_delete"), "tags_to_delete", mistakes)
    return [id for id in dict.fromkeys(tags) if id not in gone]


def show_tags(state: State, entity: str, ids: list[int]) -> list[Record]:
    rows = (state.get(TAG_TABLES[entity], id) for id in ids)
    return [row for row in rows if row is not None]


def _ids(call: Call, entity: str, sent: Any, path: str, mistakes: ItemMistakes) -> list[int]:
    if not sent:
        return []
    if not isinstance(sent, list):
        mistakes.wrong_type(path, "array")
        return []
    ids = []
    for index, tag in enumerate(sent):
        if isinstance(tag, dict) and "id" in tag:
            if call.state.get(TAG_TABLES[entity], tag["id"]) is None:
                mistakes.not_a_choice(f"{path}.{index}.id")
                continue
            ids.append(tag["id"])
        elif isinstance(tag, dict) and isinstance(tag.get("name"), str) and tag["name"].strip():
            ids.append(_named(call.state, entity, tag["name"])["id"])
        else:
            mistakes.missing(f"{path}.{index}.name")
    return ids


def _named(state: State, entity: str, name: str) -> Record:
    table = TAG_TABLES[entity]
    found = next((row for row in state.rows(table) if row["name"] == name), None)
    return found or state.add(table, {"name": name, "color": None})
