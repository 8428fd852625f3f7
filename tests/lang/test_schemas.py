"""The schemas: valid draft-07, one entry a type, and the derived parts what the entries say."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from engine.core.answers import TYPES, TextType
from engine.core.phrases import BUTTONS, COMMANDS, TEXTS
from engine.lang import schemas
from engine.lang.compile import compile_bytes
from engine.lang.words import ITEM_KEYS, KINDS
from tests.lang.made import BOT, flow

SCHEMAS = Path(__file__).parents[2] / "schemas"
FILES = ["flow.schema.json", "bot.schema.json", "story.schema.json"]


def shipped(name: str) -> schemas.Schema:
    found = json.loads((SCHEMAS / name).read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("name", FILES)
def test_a_shipped_schema_is_valid_draft_07(name: str) -> None:
    schema = shipped(name)
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    jsonschema.Draft7Validator.check_schema(schema)


def test_there_is_one_entry_for_each_answer_type() -> None:
    assert list(schemas.type_entries(shipped("flow.schema.json"))) == list(TYPES)


def test_the_words_of_bot_yaml_are_those_of_the_engine() -> None:
    properties = shipped("bot.schema.json")["properties"]
    assert set(properties["buttons"]["properties"]) == set(BUTTONS)
    assert set(properties["texts"]["properties"]) == set(TEXTS)
    assert set(properties["commands"]["properties"]) == set(COMMANDS)


def test_the_checker_knows_every_key_of_an_item_and_every_kind() -> None:
    definitions = shipped("flow.schema.json")["definitions"]
    kinds = {body["x-kind"]: set(body["properties"]) for body in definitions.values() if "x-kind" in body}
    assert set(kinds) == set(KINDS)
    assert set().union(*kinds.values()) == ITEM_KEYS


@pytest.mark.parametrize("name", FILES)
def test_every_key_an_author_may_write_is_described(name: str) -> None:
    undescribed = [path for path, node in properties_of(shipped(name)) if not described(node, name)]
    assert undescribed == []


def properties_of(node: object, path: str = "") -> list[tuple[str, dict[str, object]]]:
    found = []
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "properties" and isinstance(value, dict) and "const" not in json.dumps(value)[:40]:
                found += [(f"{path}.{name}", inner) for name, inner in value.items() if inner is not False]
            found += properties_of(value, f"{path}.{key}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            found += properties_of(value, f"{path}[{index}]")
    return found


def described(node: dict[str, object], name: str) -> bool:
    reference = node.get("$ref")
    if "description" in node:
        return True
    if not isinstance(reference, str):
        return False
    file, _, pointer = reference.partition("#/definitions/")
    found: Any = shipped(file or name)["definitions"]
    for part in pointer.split("/"):
        found = found[part]
    return "description" in found or pointer in PLAIN


#: Shared shapes whose key says what they are.
PLAIN = {"id", "text", "clock"}


def test_the_look_up_of_a_type_s_keys_agrees_with_the_published_chain_of_ifs() -> None:
    """The checker looks keys up in a table; editors see `allOf`. Every pair of type and key, both ways."""
    schema = shipped("flow.schema.json")
    conditional = [part for part in schema["definitions"]["question"]["allOf"] if "if" in part]
    chain = jsonschema.Draft7Validator({"allOf": conditional})
    refused = schemas.refused_keys(schema)
    for type in TYPES:
        for key in set().union(*refused.values()):
            question = {"type": type, key: "x"}
            assert chain.is_valid(question) is (key not in refused[type]), question
    assert not chain.is_valid({"unit": "км"})
    assert chain.is_valid({"choices": "x", "columns": 2})


class Colour(TextType):
    """A type of somebody else's."""

    name = "colour"


def test_a_type_from_outside_needs_a_class_and_an_entry() -> None:
    text = flow("- {id: a, ask: Цвет?, type: colour, validate: {max: 5}}\n- {id: b, ask: Б?, type: colour, unit: км}")
    files = {"bot.yaml": BOT.encode(), "sell.flow.yaml": text.encode()}
    types = {**TYPES, "colour": Colour()}
    entry = {"colour": {"description": "Цвет кузова.", "keys": ["optional", "skip", "validate"]}}
    found = compile_bytes(files, types=types, type_entries=entry)
    assert [(one.key, one.span.line) for one in found.diagnostics] == [("CQ104", 5)]
    right = {**files, "sell.flow.yaml": text.replace(", unit: км", "").encode()}
    project = compile_bytes(right, types=types, type_entries=entry).project
    assert project is not None
    assert isinstance(project.flows["sell"].steps[0].type, Colour)
    assert compile_bytes(right).diagnostics[0].key == "CQ102"


def test_button_data_fits_into_telegram_s_limit_whatever_the_names() -> None:
    """64 bytes less aiogram-dialog's own prefix is 57 for `item:option`: the patterns guarantee it."""
    definitions = shipped("flow.schema.json")["definitions"]
    assert definitions["id"]["pattern"] == "^[a-z][a-z0-9_]{0,23}$"
    assert definitions["option_id"]["pattern"] == "^[a-z0-9][a-z0-9_]{0,31}$"
    assert 24 + len(":") + 32 <= 57
