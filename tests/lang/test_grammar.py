"""The quick yes of a schema is the library's own: checked over random schemas and over the corpus of broken files."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.lang import grammar, schemas, validator
from engine.lang.files import kind_of
from engine.lang.scalars import Plain
from engine.lang.source import read
from tests.drawn import TIMES
from tests.lang.breakages import BREAKAGES

FLOWS = Path(__file__).parents[2] / "flows"
WORDS = ("", "a", "b", "type", "7", "7.5", "true", "null", "слово")
scalars = st.sampled_from(WORDS) | st.sampled_from(WORDS).map(Plain)
documents = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=3),
    max_leaves=8,
)
TYPES = ("object", "array", "string", "number", "integer", "boolean", "null")


def schemas_of(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    sizes = st.integers(0, 3)
    return st.fixed_dictionaries(
        {},
        optional={
            "type": st.sampled_from(TYPES) | st.lists(st.sampled_from(TYPES), min_size=1, max_size=2, unique=True),
            "properties": st.dictionaries(st.sampled_from(WORDS), inner, max_size=2),
            "additionalProperties": st.booleans() | inner,
            "required": st.lists(st.sampled_from(WORDS), max_size=2, unique=True),
            "items": inner,
            "propertyNames": inner,
            "if": inner,
            "then": inner,
            "else": inner,
            "not": inner,
            "anyOf": st.lists(inner, min_size=1, max_size=2),
            "x-refused": st.just({"text": ["a"], "choice": ["b"], "None": []}),
            "pattern": st.sampled_from(["^a", "[0-9]", "^$"]),
            "uniqueItems": st.booleans(),
            "enum": st.lists(st.sampled_from(["a", "7", 7, True]), min_size=1, max_size=2, unique=True),
            "const": st.sampled_from(["a", 7, True]),
            "minLength": sizes,
            "maxLength": sizes,
            "minItems": sizes,
            "maxItems": sizes,
            "minProperties": sizes,
            "maxProperties": sizes,
            "minimum": st.integers(0, 9),
            "maximum": st.integers(0, 9),
            "description": st.just("слова"),
        },
    )


random_schemas = st.recursive(schemas_of(st.just({"type": "string"})), schemas_of, max_leaves=6)


@settings(max_examples=100 * TIMES)
@given(random_schemas, st.lists(documents, min_size=1, max_size=5))
def test_a_yes_is_exactly_the_library_s_silence(schema: dict[str, Any], some: list[Any]) -> None:
    accepted, thorough = grammar.accepts(schema), validator.of(schema)
    for document in some:
        assert accepted(document) is (next(thorough(document), None) is None), document


def test_of_every_broken_file_as_well() -> None:
    flow = schemas.flow_schema()
    by = {"flow": flow, "bot": schemas.bot_schema(flow), "story": schemas.story_schema(flow)}
    linked = {kind: schemas.linked(schema) for kind, schema in by.items()}
    tests = {kind: (grammar.accepts(schema), validator.of(schema)) for kind, schema in linked.items()}
    verdicts = set()
    for breakage in BREAKAGES:
        text = (FLOWS / breakage.file).read_text("utf-8").replace(breakage.old, breakage.new)
        source = read(breakage.file, text.encode())
        if source.root is not None:
            accepted, thorough = tests[kind_of(breakage.file) or ""]
            verdict = next(thorough(source.data), None) is None
            assert accepted(source.data) is verdict, breakage
            verdicts.add(verdict)
    assert verdicts == {True, False}


@pytest.mark.parametrize(
    "schema",
    [{"$ref": "#/definitions/a"}, {"type": "thing"}, {"items": [{}]}, {"pattern": "("}, {"properties": 5}],
    ids=str,
)
def test_a_schema_it_cannot_read_is_left_to_the_library(schema: dict[str, Any]) -> None:
    assert not grammar.accepts(schema)({})
