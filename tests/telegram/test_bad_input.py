"""Bad input at every item of every shipped flow: told what is expected, given a way on, nothing lost."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from engine.botapi.state import Update
from engine.botapi.users import EmulatedUser
from engine.core.model import Flow, Step
from engine.core.ports import Draft
from engine.core.rehearse import places, reach
from engine.core.session import REVIEW, Session
from engine.core.values import Moment, Value
from tests import shipped
from tests.drawn import TIMES
from tests.telegram.bench import Bench

FLOWS = Path(__file__).parents[2] / "flows"
NOW = Moment(datetime(2026, 11, 22, 12, tzinfo=UTC))


def every_place() -> list[tuple[str, str]]:
    return [(flow.id, place) for flow in shipped.project().flows.values() for place in (*places(flow), REVIEW)]


def forgeries(place: str) -> list[str]:
    """Callback data of this very place that no button carries, and of other places."""
    own = [f"{place}:nonsense", f"{place}:", f"{place}.nonsense", f"{place}.page:99"]
    foreign = ["brand:nonsense", "nothing.read", "Fields.field:brand"]
    return own + foreign + ([] if place == REVIEW else ["Review.submit"])


BAD: Mapping[str, Callable[[EmulatedUser], Awaitable[object]]] = {
    "blank": lambda client: client.send_text("\u2800 \u3164"),
    "5000 letters": lambda client: client.send_text("я" * 5000),
    "emoji": lambda client: client.send_text("🚗👍🏽"),
    "HTML": lambda client: client.send_text("<b>да</i> & <script>&lt;"),
    "sticker": lambda client: client.send_sticker(),
    "foreign contact": lambda client: client.share_contact(own=False),
    "late album photo": lambda client: client.send_album(1),
    "unknown command": lambda client: client.send_text("/stop"),
}


#: No question there is takes any of these for an answer.
NO_ANSWERS = frozenset({"blank", "5000 letters", "emoji", "sticker", "foreign contact", "unknown command"})


#: Of what is bad at a place like one before it; `make fuzz` sends everything everywhere.
SOME = 2


def sent_at(flow_id: str, place: str) -> Sequence[str]:
    """Everything at the first place of each kind, and some of it, in turn, at the others."""
    known = every_place()
    alike = [one for one in known if kind(*one) == kind(flow_id, place)]
    if TIMES > 1 or alike[0] == (flow_id, place):
        return list(BAD)
    first = SOME * known.index((flow_id, place))
    return [list(BAD)[number % len(BAD)] for number in range(first, first + SOME)]


def kind(flow_id: str, place: str) -> object:
    """What the bot's treatment of an answer depends on."""
    item = shipped.project().flows[flow_id].item(place)
    if not isinstance(item, Step):
        return type(item)
    return type(item.type), item.choices is None, not item.rules, item.optional, item.private


def test_every_kind_of_bad_input_is_sent_at_every_kind_of_place() -> None:
    sent: dict[object, set[str]] = {}
    for place in every_place():
        sent.setdefault(kind(*place), set()).update(sent_at(*place))
        assert len(sent_at(*place)) >= SOME
    assert set(map(frozenset, sent.values())) == {frozenset(BAD)}


@cache
def rehearsed(flow: str, place: str) -> Session:
    reached = reach(shipped.project().flows[flow], place, NOW)
    assert reached is not None
    return reached


async def standing(bench: Bench, flow: Flow, place: str, client: EmulatedUser) -> Session:
    """A client at the place, every answer before it given."""
    session = replace(rehearsed(flow.id, place), id=f"session{client.id}", rev=1)
    bench.drafts.kept[client.id] = Draft(client.id, session, NOW.now)
    await client.send_text("/menu")
    await bench.settle()
    # A form at an end of its own is continued from its section, the others from the menu at once.
    if "Продолжить" not in client.chat.last.labels:
        await client.tap(flow.title.plain("ru"))
        await bench.settle()
    await client.tap("Продолжить")
    await bench.settle()
    return session


@pytest.mark.parametrize(("flow_id", "place"), every_place())
async def test_bad_input_is_answered_and_loses_nothing(flow_id: str, place: str) -> None:
    bench = Bench(shipped.project())
    for number, name in enumerate(sent_at(flow_id, place)):
        client = bench.emulator.user(1000 + number, first_name="Иван")
        session = await standing(bench, shipped.project().flows[flow_id], place, client)
        before = client.chat.last
        await BAD[name](client)
        await bench.settle()
        after = bench.drafts.kept[client.id].session
        assert_nothing_lost(session, after, name)
        assert_a_way_on(client, name)
        if name in NO_ANSWERS:
            assert (after.answers, after.step) == (session.answers, session.step), name
        # A message with an answer's type of its own may be one; what changed nothing must have been explained.
        if after == session:
            shown = client.chat.last
            assert shown.id != before.id, name
            explained, _, question = shown.text.partition("\n\n")
            assert explained not in before.text, name
            assert question == before.text, name


@pytest.mark.parametrize(("flow_id", "place"), every_place())
async def test_a_forged_callback_changes_nothing(flow_id: str, place: str) -> None:
    bench = Bench(shipped.project())
    client = bench.emulator.user(1000, first_name="Иван")
    session = await standing(bench, shipped.project().flows[flow_id], place, client)
    shown, docked = client.chat.last, client.chat.keyboard
    own = [button.data for row in shown.buttons for button in row if button.data]
    # Data begins with the id of its dialog, which a forger would keep.
    prefix = own[0].rpartition("\x1d")[0] + "\x1d" if own else ""
    for data in forgeries(place):
        await client.tap(data=prefix + data, message_id=shown.id)
        await bench.settle()
        assert bench.drafts.kept[client.id].session == session, data
        assert shown.text.endswith(client.chat.last.text.partition("\n\n")[2] or client.chat.last.text), data
        assert client.chat.last.labels == shown.labels, data
        assert client.chat.keyboard == docked, data
        assert_a_way_on(client, data)
    assert not bench.outbox.leads


async def test_late_pieces_join_their_album_wherever_the_client_is_by_then() -> None:
    """The first piece at the photos' own step, one more at every later item."""
    bench = Bench(shipped.project())
    client = bench.emulator.user(1000, first_name="Иван")
    await standing(bench, shipped.project().flows["sell"], "photos", client)
    answers = ["готово", "Тула", "Согласен", "Анна", "8 916 123-45-67", "В любое время"]
    await client.send_album(len(answers) + 1)
    first, *late = bench.emulator.take_updates()
    await handle(bench, first)
    for text, piece in zip(answers, late, strict=True):
        await client.send_text(text)
        await bench.settle()
        screen, session = client.chat.last, bench.drafts.kept[client.id].session
        await handle(bench, piece)
        assert client.chat.last == screen
        after = bench.drafts.kept[client.id].session
        assert after.step == session.step
        assert len(photos(after)) == len(photos(session)) + 1
    assert after.step == REVIEW
    assert len(photos(after)) == 7


async def handle(bench: Bench, update: Update) -> None:
    await bench.telegram.dispatcher.feed_raw_update(bench.bot, dict(update.fields()))
    await bench.telegram.settled()


def photos(session: Session) -> Sequence[object]:
    found = session.answers["photos"]
    assert isinstance(found, list | tuple)
    return found


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
