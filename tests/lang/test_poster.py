"""The diagram as a file of its own."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from engine.app.hooks import OWN
from engine.core.model import Project
from engine.lang.compile import compile
from engine.lang.plain import words_of
from engine.lang.poster import poster

NS = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def shipped() -> Project:
    project = compile([Path(__file__).parents[2] / "flows"], OWN).project
    assert project is not None
    return project


def test_it_carries_its_own_style_and_loads_nothing(shipped: Project) -> None:
    drawn = poster(shipped.flows["sell"])
    root = ElementTree.fromstring(drawn)
    assert root.find(f"{NS}style") is not None
    assert "href" not in drawn
    assert "url(" not in drawn


def test_every_class_of_the_drawing_has_a_colour(shipped: Project) -> None:
    for flow in shipped.flows.values():
        root = ElementTree.fromstring(poster(flow))
        style = root.findtext(f"{NS}style") or ""
        kinds = {node.get("class", "").split()[1] for node in root.iter(f"{NS}g") if node.get("data-item")}
        # A plain question is what the others differ from.
        assert all(f".{kind} " in style for kind in kinds - {"step"})


def test_conditions_can_be_read_without_a_pointer(shipped: Project) -> None:
    for flow in shipped.flows.values():
        root = ElementTree.fromstring(poster(flow))
        shown = " ".join(node.text or "" for node in root.iter(f"{NS}text") if node.get("class") == "when")
        for item in flow.items:
            words = words_of(item.when, flow, "ru")
            assert words[:40] in shown, (flow.id, item.id)


def test_nothing_stands_outside_the_picture(shipped: Project) -> None:
    for flow in shipped.flows.values():
        root = ElementTree.fromstring(poster(flow))
        inner = root.find(f"{NS}g/{NS}svg")
        assert inner is not None
        assert float(root.get("height", "")) >= 48 + float(inner.get("height", ""))
