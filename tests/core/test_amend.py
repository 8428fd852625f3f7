"""Several answers told in one message."""

from engine.core import interpreter
from engine.core.amend import amend, announced
from engine.core.session import REVIEW, Session
from tests.core.flows import NOW, flow, rule, step

MODELS = {"toyota": {"camry": "Camry"}, "kia": {"rio": "Rio"}}
SELL = flow(
    step("brand", choices={"toyota": "Toyota", "kia": "Kia"}),
    step("model", by={"brand": MODELS}),
    step("year", "year", rules=(rule(min=1950, max="this_year"),)),
    step("mileage", "number", unit="км"),
)


def begun(**given: str | int) -> Session:
    return interpreter.start(SELL, "s1", NOW, given).session


def test_answers_are_taken_and_the_form_goes_on_behind_them() -> None:
    session = begun()
    move = amend(SELL, session, {"brand": "toyota", "model": "camry", "year": 2015}, NOW)
    assert move.session.answers == {"brand": "toyota", "model": "camry", "year": 2015}
    assert (move.session.step, move.session.rev) == ("mileage", session.rev + 1)
    assert [(event.kind, event.step) for event in move.events] == [
        ("answered", "brand"), ("answered", "model"), ("answered", "year"),
    ]  # fmt: skip


def test_a_correction_replaces_and_what_it_unseats_is_asked_again() -> None:
    session = begun(brand="toyota", model="camry", year=2015, mileage=9)
    assert session.step == REVIEW
    moved = amend(SELL, session, {"brand": "kia"}, NOW).session
    assert moved.answers == {"brand": "kia", "year": 2015, "mileage": 9}
    assert moved.step == "model"
    stayed = amend(SELL, session, {"mileage": 12}, NOW).session
    assert (stayed.step, stayed.answers["mileage"]) == (REVIEW, 12)


def test_what_no_step_accepts_changes_nothing() -> None:
    session = begun(brand="toyota")
    assert amend(SELL, session, {"year": 1890, "model": "rio", "gone": "x"}, NOW).session == session


def test_a_form_is_announced_before_it_is_begun() -> None:
    shown, left = announced(SELL, {"brand": "toyota", "mileage": 120_000}, NOW)
    assert shown == {"brand": "Toyota", "mileage": "120\u00a0000\u00a0км"}
    assert left == 2
