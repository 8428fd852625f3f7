"""What models are told: everything from the flows, nothing private, a schema strict servers take."""

from collections.abc import Iterator
from typing import Any, cast

import pytest

from engine.core.model import Project
from engine.service.routing.question import MOST_ENUM, Asking, askable


@pytest.fixture(scope="module")
def asking(project: Project) -> Asking:
    return Asking.of(project, "ru")


def objects(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            yield schema
        for inner in schema.values():
            yield from objects(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from objects(inner)


def test_the_schema_is_of_the_strict_subset(asking: Asking) -> None:
    found = list(objects(asking.schema))
    assert len(found) == 4
    for one in found:
        assert one["additionalProperties"] is False
        assert one["required"] == list(one["properties"])
    assert (
        set(str(asking.schema).replace("'", " ").split()) & {"minimum", "maxLength", "pattern", "anyOf", "default"}
        == set()
    )


def test_branches_fields_and_options_are_the_flows_own(asking: Asking, project: Project) -> None:
    properties = cast(Any, asking.schema)["properties"]
    assert properties["flow"]["enum"] == [*project.flows, "none"]
    amounts = properties["amounts"]["items"]["properties"]["field"]["enum"]
    assert {"sell.mileage", "sell.price", "buy.budget", "find.year_from"} <= set(amounts)
    options = properties["choices"]["items"]["properties"]["option"]["enum"]
    assert {"toyota", "camry", "credit", "yes", "other", "none"} <= set(options)
    assert len(options) == len(set(options))
    enums = [
        values
        for one in objects(asking.schema)
        for inner in one["properties"].values()
        if (values := inner.get("enum"))
    ]
    assert sum(map(len, enums)) <= MOST_ENUM


def test_what_is_private_is_never_asked(asking: Asking, project: Project) -> None:
    private = {
        f"{flow.id}.{step.id}"
        for flow in project.flows.values()
        for step in flow.steps
        if step.private or step.type.personal or step.type.name in ("photo", "file", "consent")
    }
    assert {
        "sell.phone",
        "sell.name",
        "sell.consent",
        "sell.photos",
        "check.vin",
        "check.plate",
        "legal.situation",
    } <= private
    assert private & set(asking.fields) == set()
    assert [name for name in private if name in str(asking.schema) or f"- {name}:" in asking.instructions] == []
    assert all(askable(step) for _, step in asking.fields.values())


def test_the_authors_words_reach_the_model(asking: Asking) -> None:
    assert "на одометре" in asking.instructions
    assert "bmw=BMW (бэха, бумер, бмвшка)" in asking.instructions
    assert asking.instructions.count("camry=Camry") == 1, "a list several questions share is told once"


def test_only_the_message_differs_between_questions(asking: Asking) -> None:
    one, other = asking.about("продам камри"), asking.about("куплю")
    assert (one.instructions, one.schema) == (other.instructions, other.schema)
    assert (one.message, other.message) == ("продам камри", "куплю")
