"""Bad input at every item of every shipped flow: told what is expected, given a way on, nothing lost."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from engine.app.hooks import specs
from engine.botapi.users import EmulatedUser
from engine.core.model import Project, Step
from engine.core.ports import Draft
from engine.core.rehearse import places, reach
from engine.core.session import REVIEW, Session
from engine.core.values import Moment, Value
from engine.lang.compile import compile
from tests.telegram.bench import Bench

FLOWS = Path(__file__).parents[2] / "flows"
NOW = Moment(datetime(2026, 11, 22, 12, tzinfo=UTC))


@cache
def shipped() -> Project:
    compiled = compile([FLOWS], specs())
    assert compiled.project is not None
    return compiled.project


def every_place() -> list[tuple[str, str]]:
    return [(flow.id, place) for flow in shipped().flows.values() for place in (*places(flow), REVIEW)]


async def late_album_photo(client: EmulatedUser) -> None:
    await client.send_album(1)


async def forged(client: EmulatedUser) -> None:
    await client.tap(data="brand:nonsense")
    await client.tap(data="Review.submit")


BAD: Mapping[str, Callable[[EmulatedUser], Awaitable[object]]] = {
    "blank": lambda client: client.send_text("\u2800 \u3164"),
    "5000 letters": lambda client: client.send_text("я" * 5000),
    "emoji": lambda client: client.send_text("🚗👍🏽"),
    "HTML": lambda client: client.send_text("<b>да</i> & <script>&lt;"),
    "sticker": lambda client: client.send_sticker(),
    "foreign contact": lambda client: client.share_contact(own=False),
    "forged callback": forged,
    "late album photo": late_album_photo,
    "unknown command": lambda client: client.send_text("/stop"),
}


#: No question there is takes any of these for an answer.
NO_ANSWERS = frozenset({"blank", "5000 letters", "emoji", "sticker", "foreign contact", "unknown command"})


@pytest.mark.parametrize(("flow_id", "place"), every_place())
async def test_bad_input_is_answered_and_loses_nothing(flow_id: str, place: str) -> None:
    flow = shipped().flows[flow_id]
    reached = reach(flow, place, NOW)
    assert reached is not None
    bench = Bench(shipped())
    for number, (name, send) in enumerate(BAD.items()):
        client = bench.emulator.user(1000 + number, first_name="Иван")
        session = replace(reached, id=f"session{number}", rev=1)
        bench.drafts.kept[client.id] = Draft(client.id, session, NOW.now)
        await client.send_text("/menu")
        await bench.settle()
        await client.tap("Продолжить")
        await bench.settle()
        before = client.chat.last
        await send(client)
        await bench.settle()
        after = bench.drafts.kept[client.id].session
        assert_nothing_lost(session, after, name)
        assert_a_way_on(client, name)
        if name in NO_ANSWERS:
            assert (after.answers, after.step) == (session.answers, session.step), name
        if name == "forged callback" and place != REVIEW:
            assert after == session
        step = flow.step(session.step)
        # A message with an answer's type of its own may be one; what changed nothing must have been explained.
        if isinstance(step, Step) and after == session and name != "forged callback":
            shown = client.chat.last
            assert shown.id != before.id, name
            assert shown.text != before.text, name
            assert before.text.split("\n\n")[-1] in shown.text, name


def assert_nothing_lost(before: Session, after: Session, name: str) -> None:
    for step, value in before.answers.items():
        assert step in after.answers or step in after.parked, name
        assert step == before.step or keeps(after.answers.get(step, value), value), name


def keeps(after: Value | None, before: Value | None) -> bool:
    """The same answer, or the same attachments and one more that came late."""
    return after == before or (
        isinstance(after, list) and isinstance(before, list | tuple) and len(after) > len(before)
    )


def assert_a_way_on(client: EmulatedUser, name: str) -> None:
    docked = client.chat.keyboard
    buttons = client.chat.last.labels or ([button.text for button in docked.buttons] if docked else [])
    assert buttons, name
    assert not [toast.text for toast in client.chat.toasts if "не открылся" in toast.text], name
    assert "не открылся" not in client.chat.last.text, name
