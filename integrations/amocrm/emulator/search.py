"""What `query=` finds: an index that follows the entities, late by a lag."""

import re

from integrations.amocrm.emulator.call import Call
from integrations.amocrm.emulator.message import Record

INDEX_TABLES = {"leads": "leads_index", "contacts": "contacts_index"}


def note_down(call: Call, entity: str, record: Record) -> None:
    """Put the entity's words into the index; they are found once the lag has passed."""
    table = INDEX_TABLES[entity]
    old = (call.state.get(table, record["id"]) or {"texts": []})["texts"]
    # Of what has already come into sight only the newest still matters.
    seen = [text for text in old if text[0] <= call.now][-1:]
    coming = [text for text in old if text[0] > call.now]
    new = [call.now + call.switches.index_lag_s, _words(record)]
    call.state.put(table, record["id"], {"texts": [*seen, *coming, new]})


def found_by(call: Call, entity: str, record: Record, query: str) -> bool:
    """Whether the query is part of the entity's words: a lead is also found by its contacts' words."""
    words = _visible(call, entity, record["id"])
    if entity == "leads" and words:
        for contact in record["contacts"]:
            words = words + _visible(call, "contacts", contact["id"])
    wanted = query.lower()
    if any(wanted in word.lower() for word in words):
        return True
    digits = re.sub(r"\D", "", query)
    if call.switches.phone_search != "digits" or not digits:
        return False
    return any(digits in re.sub(r"\D", "", word) for word in words)


def _visible(call: Call, entity: str, id: int) -> list[str]:
    texts = (call.state.get(INDEX_TABLES[entity], id) or {"texts": []})["texts"]
    in_sight: list[list[str]] = [words for at, words in texts if at <= call.now]
    return in_sight[-1] if in_sight else []


def _words(record: Record) -> list[str]:
    values = [str(value.get("value")) for values in record["values"].values() for value in values]
    return [record["name"], str(record["id"]), *values]
