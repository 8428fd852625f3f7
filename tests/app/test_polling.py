"""Polling: a chat's updates in order, chats side by side, no handler cut, trouble waited out."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiogram import Bot, Dispatcher
from aiogram.exceptions import TelegramUnauthorizedError
from aiogram.types import Message

from engine.app.polling import Polling
from engine.botapi.emulator import Emulator
from engine.botapi.session import EmulatedSession

TOKEN = "4242:poll-poll-poll-poll-poll-poll"
ANN, BOB = 1, 2

type Handler = Callable[[Message], Awaitable[None]]


@pytest.fixture
def telegram() -> Emulator:
    found = Emulator()
    found.bot(TOKEN)
    return found


@asynccontextmanager
async def polling(telegram: Emulator, handler: Handler, token: str = TOKEN) -> AsyncIterator["Session"]:
    dispatcher = Dispatcher()
    dispatcher.message.register(handler)
    async with Bot(token, session=EmulatedSession(telegram)) as bot:
        session = Session(Polling(bot, dispatcher, pause=lambda seconds: 0.0))
        yield session
        await session.end()


class Session:
    """Polling under way."""

    def __init__(self, polling: Polling) -> None:
        self.polling = polling
        self._stop = asyncio.Event()
        self.task = asyncio.create_task(polling.run(self._stop))

    async def end(self, grace_s: float = 60.0) -> bool:
        self._stop.set()
        await self.task
        return await self.polling.finish(grace_s)


async def test_a_chats_updates_are_handled_in_order_and_chats_side_by_side(telegram: Emulator) -> None:
    handled: list[str] = []
    anns_first, bobs_first = asyncio.Event(), asyncio.Event()

    async def handler(message: Message) -> None:
        if message.text == "Ann 1":
            # Ann's first waits for Bob's: were chats not side by side, this would never end.
            await bobs_first.wait()
            anns_first.set()
        handled.append(message.text or "")
        if message.text == "Bob 1":
            bobs_first.set()

    for text, user in (("Ann 1", ANN), ("Ann 2", ANN), ("Bob 1", BOB)):
        await telegram.user(user).send_text(text)
    async with polling(telegram, handler):
        await asyncio.wait_for(anns_first.wait(), 60)
    assert handled == ["Bob 1", "Ann 1", "Ann 2"]


async def test_a_stop_waits_for_the_handler_and_confirms_its_update(telegram: Emulator) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()
    handled: list[str] = []

    async def handler(message: Message) -> None:
        begun.set()
        await go_on.wait()
        handled.append(message.text or "")

    await telegram.user(ANN).send_text("hello")
    async with polling(telegram, handler) as session:
        await asyncio.wait_for(begun.wait(), 60)
        ending = asyncio.create_task(session.end())
        await asyncio.sleep(0)
        go_on.set()
        assert await ending
    assert handled == ["hello"]
    assert not telegram.the_bot().pending


async def test_a_handler_that_takes_too_long_is_told_of_and_not_waited_for(telegram: Emulator) -> None:
    begun, never = asyncio.Event(), asyncio.Event()

    async def handler(message: Message) -> None:
        begun.set()
        await never.wait()

    await telegram.user(ANN).send_text("hello")
    async with polling(telegram, handler) as session:
        await asyncio.wait_for(begun.wait(), 60)
        assert not await session.end(grace_s=0.01)
        never.set()


async def test_a_handler_that_breaks_does_not_end_the_bot(telegram: Emulator) -> None:
    second = asyncio.Event()

    async def handler(message: Message) -> None:
        if message.text == "first":
            raise RuntimeError("a mistake of ours")
        second.set()

    await telegram.user(ANN).send_text("first")
    async with polling(telegram, handler):
        await telegram.user(ANN).send_text("second")
        await asyncio.wait_for(second.wait(), 60)


async def test_a_lost_network_is_waited_out(telegram: Emulator) -> None:
    received = asyncio.Event()

    async def handler(message: Message) -> None:
        received.set()

    telegram.faults.outage()
    async with polling(telegram, handler):
        await telegram.user(ANN).send_text("hello")
        await asyncio.sleep(0)
        telegram.faults.clear()
        await asyncio.wait_for(received.wait(), 60)


async def test_a_webhook_left_by_another_way_of_running_is_taken_away(telegram: Emulator) -> None:
    received = asyncio.Event()

    async def handler(message: Message) -> None:
        received.set()

    await telegram.call(TOKEN, "setWebhook", {"url": "https://bot.example/hook"})
    async with polling(telegram, handler):
        await telegram.user(ANN).send_text("hello")
        await asyncio.wait_for(received.wait(), 60)


async def test_a_token_that_is_not_accepted_ends_polling(telegram: Emulator) -> None:
    async def handler(message: Message) -> None:
        raise AssertionError

    stranger = TOKEN.replace("poll-poll", "fake-fake")
    async with Bot(stranger, session=EmulatedSession(telegram)) as bot:
        with pytest.raises(TelegramUnauthorizedError):
            await Polling(bot, Dispatcher()).run(asyncio.Event())
