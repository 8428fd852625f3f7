"""The shipped JSON Schemas, completed from the one entry each answer type has in them.

`python -m engine.lang.schemas` writes the derived parts (the list of types, which keys each type takes) into the files,
for the editors' sake; a test keeps them equal.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path as FilePath
from typing import Any, cast

FOLDER = FilePath(__file__).parents[2] / "schemas"

type Schema = dict[str, Any]
#: What the schema says of one answer type: {"description": …, "keys": [keys of a question it takes]}.
type TypeEntry = Mapping[str, Any]

_FLOW = "flow.schema.json"


@cache
def text_of(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def flow_schema(extra: Mapping[str, TypeEntry] | None = None) -> Schema:
    """The flow's schema, with further answer types where a project brings its own."""
    schema = cast(Schema, json.loads(text_of(_FLOW)))
    schema["definitions"]["types"] |= extra or {}
    return derived(schema)


def bot_schema(flow: Schema) -> Schema:
    """The bot's schema, which borrows its items from the flow's."""
    return _borrowing("bot.schema.json", flow)


def story_schema(flow: Schema) -> Schema:
    return _borrowing("story.schema.json", flow)


def _borrowing(name: str, flow: Schema) -> Schema:
    schema = cast(Schema, json.loads(text_of(name).replace(f'"{_FLOW}#', '"#')))
    schema["definitions"] = {**flow["definitions"], **schema.get("definitions", {})}
    return schema


def type_entries(flow: Schema) -> Mapping[str, TypeEntry]:
    return cast(Mapping[str, TypeEntry], flow["definitions"]["types"])


def derived(schema: Schema) -> Schema:
    """Fill in what follows from the types' entries: the values of `type:` and the keys of each type."""
    entries = type_entries(schema)
    question = schema["definitions"]["question"]
    kind = question["properties"]["type"]
    kind["enum"] = list(entries)
    kind["enumDescriptions"] = [entry["description"] for entry in entries.values()]
    question["allOf"] = [
        {"if": _is(name), "then": {"propertyNames": {"not": {"enum": keys}}}}
        for name, keys in refused_keys(schema).items()
        if keys
    ]
    return schema


def refused_keys(schema: Schema) -> Mapping[str, list[str]]:
    """The keys of a question each type has no use for."""
    entries = type_entries(schema)
    some = dict.fromkeys(key for entry in entries.values() for key in entry.get("keys", ()))
    return {name: [key for key in some if key not in entry.get("keys", ())] for name, entry in entries.items()}


def _is(name: str) -> Schema:
    """The question is of this type, said or implied."""
    said: Schema = {"properties": {"type": {"const": name}}, "required": ["type"]}
    offers = {"anyOf": [{"required": ["choices"]}, {"required": ["choices_by"]}]}
    silent = {"not": {"required": ["type"]}}
    if name == "choice":
        return {"anyOf": [said, {"allOf": [silent, offers]}]}
    if name == "text":
        return {"anyOf": [said, {"allOf": [silent, {"not": offers}]}]}
    return said


def linked(schema: Schema) -> Schema:
    """The schema with every `$ref` replaced by what it points to: the same object, so cycles are fine."""
    definitions = dict(schema["definitions"])
    # The editors' chain of eighteen ifs, said in one look-up: half the time of a check went there.
    question = {key: value for key, value in definitions["question"].items() if key != "allOf"}
    definitions["question"] = {**question, "x-refused": refused_keys(schema)}
    done: dict[int, Any] = {}

    def resolve(node: Any) -> Any:
        if isinstance(node, list):
            return [resolve(item) for item in node]
        if not isinstance(node, dict):
            return node
        if "$ref" in node:
            return resolve(definitions[node["$ref"].removeprefix("#/definitions/")])
        if id(node) not in done:
            done[id(node)] = whole = {}
            whole.update({key: resolve(value) for key, value in node.items() if key != "types"})
        return done[id(node)]

    return cast(Schema, resolve({key: value for key, value in schema.items() if key != "definitions"}))


def main() -> None:
    text = json.dumps(derived(json.loads(text_of(_FLOW))), ensure_ascii=False, indent=2)
    (FOLDER / _FLOW).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
