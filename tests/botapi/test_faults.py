"""Failures on order, as aiogram meets them through either door."""

import asyncio

import pytest
from aiogram.exceptions import TelegramNetworkError, TelegramRetryAfter, TelegramServerError

from engine.botapi.faults import Delay, Faults, LostAnswer, NetworkLoss, ServerError, TooManyRequests
from tests.botapi.doors import Room


async def test_too_many_requests_say_how_long_to_wait(room: Room) -> None:
    room.emulator.faults.add(TooManyRequests(3), "sendMessage", times=2)
    for _ in range(2):
        with pytest.raises(TelegramRetryAfter) as caught:
            await room.bot.send_message(room.chat_id, "раз")
        assert caught.value.retry_after == 3
    await room.bot.send_message(room.chat_id, "раз")
    assert [one.text for one in room.anna.chat.messages] == ["/start", "раз"]


async def test_other_methods_go_on(room: Room) -> None:
    room.emulator.faults.add(TooManyRequests(3), "sendMessage")
    assert (await room.bot.get_me()).is_bot


async def test_a_lost_connection_does_nothing(room: Room) -> None:
    room.emulator.faults.add(NetworkLoss())
    with pytest.raises(TelegramNetworkError):
        await room.bot.send_message(room.chat_id, "раз")
    assert len(room.anna.chat.messages) == 1


async def test_a_lost_answer_leaves_the_work_done(room: Room) -> None:
    room.emulator.faults.add(LostAnswer(), "sendMessage")
    with pytest.raises(TelegramNetworkError):
        await room.bot.send_message(room.chat_id, "раз")
    assert room.anna.chat.last.text == "раз"


async def test_a_server_error_does_nothing(room: Room) -> None:
    room.emulator.faults.add(ServerError(502))
    with pytest.raises(TelegramServerError, match="Bad Gateway"):
        await room.bot.send_message(room.chat_id, "раз")
    assert len(room.anna.chat.messages) == 1


async def test_a_delay_is_met_on_the_way_to_the_next_fault(room: Room) -> None:
    room.emulator.faults.add(Delay(0.01), times=None)
    room.emulator.faults.add(TooManyRequests(1))
    with pytest.raises(TelegramRetryAfter):
        await room.bot.send_message(room.chat_id, "раз")
    assert (await room.bot.send_message(room.chat_id, "раз")).text == "раз"


async def test_a_slow_answer_runs_into_the_clients_timeout(room: Room) -> None:
    room.emulator.faults.add(Delay(30))
    with pytest.raises(TelegramNetworkError, match="timeout"):
        await room.bot.send_message(room.chat_id, "раз", request_timeout=1)


async def test_an_outage_breaks_the_poll_under_way(room: Room) -> None:
    seen = await room.bot.get_updates()
    offset = seen[-1].update_id + 1
    poll = asyncio.create_task(room.bot.get_updates(offset=offset, timeout=30))
    bot = room.emulator.bot(room.bot.token)
    async with asyncio.timeout(60):
        while not room.emulator.updates.polled(bot):  # noqa: ASYNC110 (polls tell nobody that they began)
            await asyncio.sleep(0)
    room.emulator.faults.outage()
    with pytest.raises(TelegramNetworkError):
        await poll
    with pytest.raises(TelegramNetworkError):
        await room.bot.get_updates()
    room.emulator.faults.clear()
    await room.anna.send_text("раз")
    assert [update.message.text for update in await room.bot.get_updates(offset=offset)] == ["раз"]


async def test_updates_of_a_lost_answer_come_again(room: Room) -> None:
    room.emulator.faults.add(LostAnswer(), "getUpdates")
    with pytest.raises(TelegramNetworkError):
        await room.bot.get_updates()
    assert len(await room.bot.get_updates()) == 1


def test_a_fault_for_every_method_leaves_polling_alone() -> None:
    faults = Faults()
    faults.add(NetworkLoss())
    assert faults.take("getupdates") == []
    assert faults.take("sendmessage") == [NetworkLoss()]
    assert faults.active == ()


def test_the_oldest_fault_strikes_first() -> None:
    faults = Faults()
    faults.add(TooManyRequests(1), times=2)
    faults.add(NetworkLoss())
    met = [faults.take("sendmessage") for _ in range(4)]
    assert met == [[TooManyRequests(1)], [TooManyRequests(1)], [NetworkLoss()], []]
