"""The light on the diagram follows the client, and a dark item says what decides it."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest

from engine.core import interpreter
from engine.core.model import Flow, Project
from engine.core.raw import Tapped, Typed
from engine.core.rehearse import places, reach
from engine.core.session import DONE, REVIEW, Session
from engine.core.values import Moment
from engine.lang.compile import compile_bytes
from engine.playground.scheme import flow_json
from tests.shipped import project as shipped_project

FLOWS = Path(__file__).parents[2] / "flows"
NOW = Moment(datetime(2026, 11, 22, 12, tzinfo=UTC))
BOT = b"language: 1\nlanguages: [ru]\nmenu: [f]\ngreeting: Hi\nhelp: Hi\n"


@pytest.fixture(scope="module")
def shipped() -> Project:
    return shipped_project()


def flow(steps: str) -> Flow:
    text = f"flow: f\ntitle: Анкета\nsteps:\n{steps}\ndone: Спасибо!\n"
    compiled = compile_bytes({"bot.yaml": BOT, "f.flow.yaml": text.encode()})
    assert compiled.project is not None, [found.code for found in compiled.errors]
    return compiled.project.flows["f"]


def begun(one: Flow, *answers: str) -> Session:
    """The form with its first questions answered: `=id` taps an option, anything else is typed."""
    session = interpreter.start(one, "s", NOW).session
    for answer in answers:
        raw = Tapped(answer[1:]) if answer.startswith("=") else Typed(answer)
        moved = interpreter.answer(one, session, raw, NOW)
        assert hasattr(moved, "session"), (answer, moved)
        session = moved.session
    return session


def items(one: Flow, session: Session, language: str = "ru") -> dict[str, dict[str, Any]]:
    return cast(dict[str, Any], flow_json(one, session, NOW, language))["items"]


def states(one: Flow, session: Session) -> dict[str, str]:
    return {id: item["state"] for id, item in items(one, session).items()}


def test_the_question_on_the_screen_is_current_and_what_is_answered_is_answered(shipped: Project) -> None:
    lit = states(shipped.flows["sell"], begun(shipped.flows["sell"], "=toyota", "=camry", "2016"))
    assert [id for id, state in lit.items() if state == "answered"] == ["brand", "model", "year"]
    assert [id for id, state in lit.items() if state == "current"] == ["mileage"]
    assert lit["city"] == "open"


def test_a_hidden_item_names_the_deciding_condition_and_the_present_answer(shipped: Project) -> None:
    one = shipped.flows["sell"]
    hidden = items(one, begun(one, "=toyota", "=camry", "2016", "100 тыс", "=good"))["damage"]
    assert hidden["state"] == "hidden"
    assert hidden["reason"] == "condition"
    assert hidden["when"] == "Состояние — Нужен ремонт или После аварии"
    assert hidden["now"] == [{"label": "Состояние", "value": "Вложений не требует"}]


def test_an_item_that_waits_for_an_answer_says_that_there_is_none(shipped: Project) -> None:
    one = shipped.flows["sell"]
    assert items(one, begun(one))["pledge_bank"]["now"] == [{"label": "Залог", "value": None}]


def test_an_answer_brings_its_item_out(shipped: Project) -> None:
    one = shipped.flows["sell"]
    assert states(one, begun(one, "=toyota", "=camry", "2016", "100 тыс", "=repair"))["damage"] == "current"


def test_a_skipped_question_is_neither_answered_nor_open() -> None:
    one = flow("  - {id: a, ask: А?, optional: true}\n  - {id: b, ask: Б?}")
    skipped = interpreter.skip(one, begun(one), NOW)
    assert hasattr(skipped, "session")
    assert states(one, skipped.session) == {"a": "skipped", "b": "current", REVIEW: "open", DONE: "open"}


def test_behind_a_reached_stop_everything_is_hidden_because_of_it(shipped: Project) -> None:
    one = shipped.flows["sell"]
    stopped = items(one, begun(one, "=lada", "=granta", "1990"))
    assert stopped["too_old"]["state"] == "current"
    behind = stopped["mileage"]
    assert (behind["state"], behind["reason"]) == ("hidden", "stopped")
    assert behind["now"][0]["label"].startswith("Машины старше 1995")


def test_a_stop_still_ahead_is_open() -> None:
    one = flow("  - {id: a, ask: А?, type: yes_no}\n  - {id: b, ask: Б?}\n  - {id: s, stop: Всё., if: {a: yes}}")
    assert states(one, begun(one, "=yes"))["s"] == "open"
    assert states(one, begun(one, "=no"))["s"] == "hidden"


def test_back_before_a_stop_the_stop_is_open_again(shipped: Project) -> None:
    one = shipped.flows["sell"]
    back = interpreter.back(one, begun(one, "=lada", "=granta", "1990"), NOW).session
    assert states(one, back)["year"] == "current"
    assert states(one, back)["too_old"] == "open"


def test_a_message_without_its_answer_is_hidden_for_want_of_it() -> None:
    one = flow(
        "  - {id: a, ask: А?, label: Имя, optional: true}\n  - {id: s, say: 'Привет, {a}'}\n  - {id: b, ask: Б?}"
    )
    hidden = items(one, begun(one))["s"]
    assert (hidden["state"], hidden["reason"]) == ("hidden", "incomplete")
    assert hidden["now"] == [{"label": "Имя", "value": None}]


def test_a_message_read_in_passing_is_answered() -> None:
    one = flow("  - {id: s, say: Привет!}\n  - {id: a, ask: А?}\n  - {id: t, say: Ещё}\n  - {id: b, ask: Б?}")
    lit = states(one, begun(one))
    assert (lit["s"], lit["t"]) == ("answered", "open")


def test_the_review_and_the_end_are_lit_in_their_turn(shipped: Project) -> None:
    one = shipped.flows["buy"]
    reviewed = reach(one, REVIEW, NOW)
    assert reviewed is not None
    assert states(one, reviewed)[REVIEW] == "current"
    sent = interpreter.submit(one, reviewed, NOW).session
    assert (states(one, sent)[REVIEW], states(one, sent)[DONE]) == ("answered", "current")


def test_wherever_a_client_stands_exactly_that_item_is_lit(shipped: Project) -> None:
    for one in shipped.flows.values():
        for place in (*places(one), REVIEW):
            session = reach(one, place, NOW)
            assert session is not None
            lit = states(one, session)
            assert [id for id, state in lit.items() if state == "current"] == [session.step]
            hidden = {id for id, item in items(one, session).items() if item["state"] == "hidden"}
            assert all(items(one, session)[id]["reason"] for id in hidden)


def test_the_page_in_english_joins_conditions_in_english(shipped: Project) -> None:
    one = shipped.flows["sell"]
    assert items(one, begun(one), "en")["damage"]["when"] == "Состояние — Нужен ремонт or После аварии"
