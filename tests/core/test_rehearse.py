"""Every place of the shipped flows can be reached with answers the flow itself accepts."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.core import interpreter
from engine.core.model import Flow, Project
from engine.core.rehearse import places, reach
from engine.core.session import DONE, REVIEW, Session
from engine.core.values import Moment
from tests import shipped

FLOWS = Path(__file__).parents[2] / "flows"
NOW = Moment(datetime(2026, 11, 22, 12, tzinfo=UTC))


@pytest.fixture(scope="module")
def project() -> Project:
    return shipped.project()


def test_every_item_and_the_review_of_every_shipped_flow_are_within_reach(project: Project) -> None:
    unreached = [
        (flow.id, place)
        for flow in project.flows.values()
        for place in (*places(flow), REVIEW)
        if reach(flow, place, NOW) is None
    ]
    assert unreached == []


def test_a_rehearsed_session_is_one_the_interpreter_accepts_whole(project: Project) -> None:
    for flow in project.flows.values():
        session = reach(flow, REVIEW, NOW)
        assert session is not None
        assert interpreter.reconcile(flow, session, NOW).answers == session.answers
        assert interpreter.submit(flow, session, NOW).session.step == DONE


def test_an_unknown_place_is_out_of_reach(project: Project) -> None:
    flow: Flow = project.flows["sell"]
    assert reach(flow, "nowhere", NOW) is None


def test_what_was_answered_before_the_place_is_kept(project: Project) -> None:
    flow: Flow = project.flows["sell"]
    own = {"brand": "kia", "model": "rio", "year": 2012, "mileage": 90000, "price": 700000}
    reached = reach(flow, "mileage", NOW, given=Session("one", flow.id, flow.version, step="city", answers=own))
    assert reached is not None
    assert reached.step == "mileage"
    assert reached.answers == {"brand": "kia", "model": "rio", "year": 2012}


def test_answers_that_lead_past_the_place_are_given_up(project: Project) -> None:
    flow: Flow = project.flows["sell"]
    own = {"brand": "kia", "model": "rio", "year": 2012, "mileage": 90000, "condition": "good"}
    reached = reach(flow, "damage", NOW, given=Session("one", flow.id, flow.version, step="pledge", answers=own))
    assert reached is not None
    assert reached.step == "damage"
    assert reached.answers["condition"] in ("repair", "crashed")
