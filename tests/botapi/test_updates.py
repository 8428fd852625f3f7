"""getUpdates: an offset confirms, a poll waits, two pollers collide."""

import asyncio
from datetime import timedelta

import pytest
from aiogram.exceptions import TelegramConflictError
from hypothesis import given
from hypothesis import strategies as st

from engine.botapi.emulator import Emulator
from engine.botapi.errors import ApiError
from tests.botapi.doors import NOON, TOKEN, Room


class Hand:
    """A monotonic clock moved by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


async def told(emulator: Emulator, **params: object) -> list[int]:
    """Ids of the updates an answer holds; every call comes late enough not to be a hasty repeat."""
    answer = await emulator.call(TOKEN, "getUpdates", {name: str(value) for name, value in params.items()})
    assert isinstance(answer, list), answer
    return [update["update_id"] for update in answer]


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def emulator(hand: Hand) -> Emulator:
    emulator = Emulator(clock=lambda: NOON, ticks=hand)
    emulator.bot(TOKEN)
    return emulator


async def given_updates(emulator: Emulator, count: int) -> list[int]:
    for number in range(count):
        await emulator.user(7).send_text(f"текст {number}")
    return list(emulator.the_bot().pending)


async def test_an_offset_confirms_everything_below_it(emulator: Emulator) -> None:
    first, second, third = await given_updates(emulator, 3)
    assert await told(emulator) == [first, second, third]
    assert await told(emulator, offset=second) == [second, third]
    assert await told(emulator, offset=first) == [second, third]


async def test_unconfirmed_updates_come_again_and_at_once(emulator: Emulator, hand: Hand) -> None:
    ids = await given_updates(emulator, 2)
    assert await told(emulator, timeout=50) == ids
    hand.now += 1
    assert await told(emulator, timeout=50) == ids


async def test_the_same_offset_within_half_a_second_gets_one_update(emulator: Emulator, hand: Hand) -> None:
    ids = await given_updates(emulator, 3)
    assert await told(emulator, offset=ids[0]) == ids
    hand.now += 0.4
    assert await told(emulator, offset=ids[0]) == ids[:1]
    hand.now += 0.6
    assert await told(emulator, offset=ids[0]) == ids


async def test_a_negative_offset_keeps_the_last_ones(emulator: Emulator) -> None:
    ids = await given_updates(emulator, 4)
    assert await told(emulator, offset=-2) == ids[-2:]
    assert list(emulator.the_bot().pending) == ids[-2:]


async def test_an_offset_from_the_future_confirms_nothing(emulator: Emulator) -> None:
    ids = await given_updates(emulator, 2)
    assert await told(emulator, offset=ids[-1] + 1000) == ids


async def test_a_limit_is_kept_within_1_and_100(emulator: Emulator, hand: Hand) -> None:
    ids = await given_updates(emulator, 120)
    assert await told(emulator, limit=2) == ids[:2]
    hand.now += 1
    assert await told(emulator, limit=-5) == ids[:1]
    hand.now += 1
    assert await told(emulator, limit=1000) == ids[:100]


async def test_a_poll_waits_for_the_next_update(room: Room) -> None:
    seen = await room.bot.get_updates()
    poll = asyncio.create_task(room.bot.get_updates(offset=seen[-1].update_id + 1, timeout=30))
    await _polled(room)
    await room.anna.send_text("раз")
    assert [update.message.text for update in await poll] == ["раз"]


async def test_a_poll_ends_empty_when_its_time_is_over(room: Room) -> None:
    seen = await room.bot.get_updates()
    assert await room.bot.get_updates(offset=seen[-1].update_id + 1, timeout=1) == []


async def test_a_second_poller_ends_the_first(room: Room) -> None:
    seen = await room.bot.get_updates()
    offset = seen[-1].update_id + 1
    first = asyncio.create_task(room.bot.get_updates(offset=offset, timeout=30))
    await _polled(room)
    second = asyncio.create_task(room.bot.get_updates(offset=offset, timeout=30))
    with pytest.raises(TelegramConflictError, match="terminated by other getUpdates request"):
        await first
    await room.anna.send_text("раз")
    assert len(await second) == 1


async def test_polling_is_refused_while_a_webhook_is_set(room: Room) -> None:
    await room.bot.set_webhook("http://127.0.0.1:9/hook")
    with pytest.raises(TelegramConflictError, match="can't use getUpdates method while webhook is active"):
        await room.bot.get_updates()
    await room.bot.delete_webhook()
    assert len(await room.bot.get_updates()) == 1


async def test_only_wanted_kinds_are_kept(emulator: Emulator, hand: Hand) -> None:
    await told(emulator, allowed_updates='["callback_query"]')
    assert await given_updates(emulator, 1) == []
    hand.now += 1
    await told(emulator, allowed_updates="[]")
    assert len(await given_updates(emulator, 1)) == 1


async def test_messages_live_a_day_and_taps_150_seconds(emulator: Emulator) -> None:
    anna = emulator.user(7)
    message = await anna.send_text("раз")
    await anna.tap(data="x", message_id=message.id)
    emulator.advance(timedelta(seconds=149))
    assert len(await told(emulator)) == 2
    emulator.advance(timedelta(seconds=2))
    assert len(await told(emulator, offset=1)) == 1
    emulator.advance(timedelta(days=1))
    assert await told(emulator, offset=2) == []


async def test_what_was_said_before_any_bot_came_reaches_the_first_one() -> None:
    emulator = Emulator(clock=lambda: NOON)
    await emulator.user(7).send_text("/start")
    assert len(await told(emulator)) == 1
    assert emulator.user(7).chat.messages[0].text == "/start"


async def test_a_token_that_looks_like_none_is_no_address() -> None:
    answer = await Emulator().call("token", "getMe")
    assert answer == ApiError(404, "Not Found")


async def _polled(room: Room) -> None:
    """Until the poll has reached the emulator."""
    bot = room.emulator.bot(room.bot.token)
    async with asyncio.timeout(60):
        while not room.emulator.updates.polled(bot):  # noqa: ASYNC110 (polls tell nobody that they began)
            await asyncio.sleep(0)


# ---------------------------------------------------------------------- any order of writing and polling

SAY = st.integers(1, 3).map(lambda count: ("say", count))
POLL = st.tuples(st.just("poll"), st.tuples(st.integers(-3, 10), st.integers(1, 5)))


@given(st.lists(st.one_of(SAY, POLL), max_size=20))
def test_nothing_unconfirmed_is_lost_and_nothing_confirmed_comes_back(steps: list[tuple]) -> None:
    """Offsets are counted from the first update; the model keeps what no offset has passed."""

    async def walk() -> None:
        hand = Hand()
        emulator = Emulator(clock=lambda: NOON, ticks=hand)
        bot = emulator.bot(TOKEN)
        first = bot.last_update_id + 1
        waiting: list[int] = []
        for step, value in steps:
            hand.now += 1
            if step == "say":
                waiting += (await given_updates(emulator, value))[-value:]
                continue
            relative, limit = value
            offset = first + relative if relative > 0 else relative
            if relative < 0:
                waiting = waiting[relative:]
            elif relative > 0:
                waiting = [one for one in waiting if one >= offset]
            assert await told(emulator, offset=offset, limit=limit) == waiting[:limit]

    asyncio.run(walk())
