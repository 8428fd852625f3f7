"""The shipped JSON Schemas as the checker uses them; what they say to editors besides is in `published`."""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path as FilePath
from typing import Any, cast

FOLDER = FilePath(__file__).parents[2] / "schemas"

type Schema = dict[str, Any]
#: What the schema says of one answer type: {"description": …, "keys": [keys of a question it takes]}.
type TypeEntry = Mapping[str, Any]

_FLOW = "flow.schema.json"
#: What is there for editors only; the checker has `x-refused` and `required` for `allOf`.
_EDITORS = frozenset({"types", "allOf", "markdownDescription", "defaultSnippets", "errorMessage"})


@cache
def text_of(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def flow_schema(extra: Mapping[str, TypeEntry] | None = None) -> Schema:
    """The flow's schema, with further answer types where a project brings its own."""
    schema = cast(Schema, json.loads(text_of(_FLOW)))
    if extra:
        entries = schema["definitions"]["types"]
        entries |= extra
        schema["definitions"]["question"]["properties"]["type"]["enum"] = list(entries)
    return schema


def bot_schema(flow: Schema) -> Schema:
    """The bot's schema, which borrows its items from the flow's."""
    return _borrowing("bot.schema.json", flow)


def story_schema(flow: Schema) -> Schema:
    return _borrowing("story.schema.json", flow)


def _borrowing(name: str, flow: Schema) -> Schema:
    schema = cast(Schema, json.loads(text_of(name).replace(f'"{_FLOW}#', '"#')))
    schema["definitions"] = {**flow["definitions"], **schema.get("definitions", {})}
    return schema


def is_id(word: str) -> bool:
    """Whether a word may name a flow or an item."""
    return re.fullmatch(json.loads(text_of(_FLOW))["definitions"]["id"]["pattern"], word) is not None


def type_entries(flow: Schema) -> Mapping[str, TypeEntry]:
    return cast(Mapping[str, TypeEntry], flow["definitions"]["types"])


def refused_keys(schema: Schema) -> Mapping[str, list[str]]:
    """The keys of a question each type has no use for."""
    entries = type_entries(schema)
    some = dict.fromkeys(key for entry in entries.values() for key in entry.get("keys", ()))
    return {name: [key for key in some if key not in entry.get("keys", ())] for name, entry in entries.items()}


def linked(schema: Schema) -> Schema:
    """The schema with every `$ref` replaced by what it points to: the same object, so cycles are fine."""
    definitions = dict(schema["definitions"])
    # The editors' chain of eighteen ifs, said in one look-up: half the time of a check went there.
    definitions["question"] = {**definitions["question"], "x-refused": refused_keys(schema)}
    done: dict[int, Any] = {}

    def resolve(node: Any) -> Any:
        if isinstance(node, list):
            return [resolve(item) for item in node]
        if not isinstance(node, dict):
            return node
        if "$ref" in node:
            return resolve(_pointed(definitions, node["$ref"]))
        if id(node) not in done:
            done[id(node)] = whole = {}
            whole.update({key: resolve(value) for key, value in node.items() if key not in _EDITORS})
            if "x-required" in node:
                whole["required"] = list(node["x-required"])
        return done[id(node)]

    return cast(Schema, resolve({key: value for key, value in schema.items() if key != "definitions"}))


def _pointed(definitions: Schema, reference: str) -> Any:
    found: Any = definitions
    for part in reference.removeprefix("#/definitions/").split("/"):
        found = found[part]
    return found
