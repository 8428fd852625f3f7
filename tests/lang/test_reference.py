"""The texts of the schemas: the page made of them, examples that are true, hooks described as their specs do."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from engine.app.hooks import OWN
from engine.app.pages import REFERENCE as PAGE
from engine.app.pages import schema as made
from engine.core.answers import TYPES
from engine.lang import grammar, published, schema, schemas
from engine.lang.reference import page
from engine.lang.source import read

FLOW = schemas.flow_schema()
WHOLE = {"flow": FLOW, "bot": schemas.bot_schema(FLOW), "story": schemas.story_schema(FLOW)}


def described(node: Any, path: str = "") -> Iterator[tuple[str, str, Any]]:
    """(where, key, schema) of every key that has an example."""
    if isinstance(node, dict):
        for key, value in node.get("properties", {}).items():
            if isinstance(value, dict) and "markdownDescription" in value:
                yield f"{path}/{key}", key, value
        for key, value in node.items():
            if key not in ("defaultSnippets", "types"):
                yield from described(value, f"{path}/{key}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from described(value, f"{path}/{index}")


EXAMPLES = [(name, *found) for name, whole in WHOLE.items() for found in described(whole)]


def example(node: dict[str, Any]) -> str:
    return str(node["markdownDescription"]).partition("```yaml\n")[2].removesuffix("\n```")


def test_the_page_in_the_repository_is_the_one_that_is_made() -> None:
    """`make docs` writes it."""
    assert PAGE.read_text(encoding="utf-8") == page()


@pytest.mark.parametrize("name", published.FILES)
def test_what_the_schemas_say_to_editors_follows_from_the_rest(name: str) -> None:
    """`make docs` writes it."""
    assert schemas.text_of(name) == made(name)


def test_every_key_and_every_type_is_on_the_page() -> None:
    text = PAGE.read_text(encoding="utf-8")
    keys = {key for whole in WHOLE.values() for key in names(whole)}
    assert sorted(key for key in keys if f"`{key}`" not in text and f"{key}:" not in text) == []
    assert [type for type in TYPES if f"### `type: {type}`" not in text] == []


def names(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        yield from (
            key for key, value in node.get("properties", {}).items() if value is not False and "const" not in value
        )
        for key, value in node.items():
            if key not in ("defaultSnippets", "types"):
                yield from names(value)
    elif isinstance(node, list):
        for value in node:
            yield from names(value)


def test_every_link_of_the_page_leads_to_a_heading() -> None:
    text = PAGE.read_text(encoding="utf-8")
    headings = {
        line[3:].lower().replace(".", "").replace(" ", "-") for line in text.splitlines() if line.startswith("## ")
    }
    links = re.findall(r"\]\(#([^)]+)\)", text)
    assert links
    assert set(links) <= headings


@pytest.mark.parametrize(
    ("name", "path", "key", "node"), EXAMPLES, ids=[f"{name}{path}" for name, path, *_ in EXAMPLES]
)
def test_an_example_is_true(name: str, path: str, key: str, node: dict[str, Any]) -> None:
    """It can be read, shows its key, and the schema takes it."""
    shown = example(node)
    assert shown, "no example"
    whole = {"definitions": WHOLE[name]["definitions"], "type": "object", "properties": {key: node}, "required": [key]}
    validate = grammar.of(whole)
    # Several forms of one key stand below each other, each a file of its own.
    for part in re.split(rf"\n(?={re.escape(key)}:)", shown):
        source = read("example.yaml", part.encode())
        assert list(source.findings) == []
        assert [one.key for one in schema.findings(source, validate)] == []


STEPS = {
    name: example(body)
    for name, body in FLOW["definitions"].items()
    if "x-kind" in body and "markdownDescription" in body
} | {f"type {name}": "\n".join(entry["example"]) for name, entry in schemas.type_entries(FLOW).items()}


@pytest.mark.parametrize("name", STEPS)
def test_an_example_of_a_step_is_true(name: str) -> None:
    whole = {"definitions": FLOW["definitions"], **FLOW["definitions"]["items"]}
    source = read("example.yaml", STEPS[name].encode())
    assert list(source.findings) == []
    assert [one.key for one in schema.findings(source, grammar.of(whole))] == []


def test_every_hook_of_ours_is_offered_with_a_title_and_a_true_example() -> None:
    known = FLOW["definitions"]["on_complete"]["items"]["properties"]
    assert set(known) - {"if"} == {spec.name for spec in OWN}
    for spec in OWN:
        assert known[spec.name]["title"] != spec.name
        parameters = schema.at(read("example.yaml", example(known[spec.name]).encode()).data, (spec.name,))
        found = grammar.of_hook(spec.parameters)(parameters)
        assert list(found) == [], spec.name


@pytest.mark.parametrize("name", published.FILES)
def test_beside_a_reference_stand_only_titles_and_descriptions(name: str) -> None:
    """Whatever else stands there, editors take for a further condition and lose the type."""
    found = set()
    for node in nodes(json.loads(schemas.text_of(name))):
        if "$ref" in node:
            found |= set(node)
    assert found <= {"$ref", "title", "description", "markdownDescription"}


def nodes(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
    if isinstance(node, dict | list):
        for value in node.values() if isinstance(node, dict) else node:
            yield from nodes(value)
