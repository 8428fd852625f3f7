"""Updates posted to the bot: one queue per chat and per user, again until accepted, with the secret."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import SendMessage
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from aiohttp import web

from engine.botapi.emulator import Emulator
from tests.botapi.doors import NOON, TOKEN, Room

URL = f"/bot{TOKEN}"


@dataclass
class Listener:
    """The bot's end of a webhook: keeps what came and answers what it is told to."""

    url: str = ""
    #: (update id, secret) in the order they came.
    got: list[tuple[int, str]] = field(default_factory=list)
    #: Answers to come; 200 when there are none left.
    answers: list[web.Response] = field(default_factory=list)
    #: Kind of update → an event its request waits for before it is answered.
    held: dict[str, asyncio.Event] = field(default_factory=dict)
    came: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle(self, request: web.Request) -> web.Response:
        update = await request.json()
        self.got.append((update["update_id"], request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")))
        self.came.set()
        for kind, event in self.held.items():
            if kind in update:
                await event.wait()
        return self.answers.pop(0) if self.answers else web.Response()

    @property
    def ids(self) -> list[int]:
        return [update_id for update_id, _ in self.got]

    async def until(self, count: int) -> None:
        async with asyncio.timeout(60):
            while len(self.got) < count:
                self.came.clear()
                await self.came.wait()


@pytest.fixture
async def listener() -> AsyncIterator[Listener]:
    async with listening() as opened:
        yield opened


@asynccontextmanager
async def listening() -> AsyncIterator[Listener]:
    listener = Listener()
    app = web.Application()
    app.router.add_post("/hook", listener.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    listener.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield listener
    for event in listener.held.values():
        event.set()
    await runner.cleanup()


@dataclass
class Naps:
    """Pauses between attempts, taken at once."""

    taken: list[float] = field(default_factory=list)
    #: Whose clock moves on meanwhile.
    emulator: Emulator | None = None

    async def __call__(self, seconds: float) -> None:
        self.taken.append(seconds)
        if self.emulator is not None:
            self.emulator.advance(timedelta(seconds=seconds))
        await asyncio.sleep(0)


@asynccontextmanager
async def emulated(sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> AsyncIterator[Emulator]:
    emulator = Emulator(clock=lambda: NOON, sleep=sleep)
    emulator.bot(TOKEN)
    yield emulator
    await emulator.close()


async def hook(emulator: Emulator, listener: Listener, **params: str) -> None:
    assert await emulator.call(TOKEN, "setWebhook", {"url": listener.url} | params) is True


async def test_updates_arrive_with_the_secret_and_are_confirmed(room: Room, listener: Listener) -> None:
    await room.bot.set_webhook(listener.url, secret_token="s3cret")
    await room.anna.send_text("раз")
    await room.emulator.settled()
    first = listener.ids[0]
    assert listener.got == [(first, "s3cret"), (first + 1, "s3cret")]
    assert (await room.bot.get_webhook_info()).pending_update_count == 0


async def test_one_update_of_a_chat_is_in_flight_and_other_chats_go_on(listener: Listener) -> None:
    async with emulated() as emulator:
        await hook(emulator, listener)
        go = listener.held["message"] = asyncio.Event()
        anna, boris = emulator.user(7), emulator.user(8)
        for text in ("раз", "два"):
            await anna.send_text(text)
        await boris.send_text("раз")
        await listener.until(2)
        first = min(listener.ids)
        assert sorted(listener.ids) == [first, first + 2]
        go.set()
        await emulator.settled()
        assert listener.ids[-1] == first + 1


async def test_taps_have_a_queue_of_their_own(listener: Listener) -> None:
    async with emulated() as emulator:
        await hook(emulator, listener)
        listener.held["message"] = asyncio.Event()
        anna = emulator.user(7)
        message = await anna.send_text("раз")
        await anna.tap(data="x", message_id=message.id)
        await listener.until(2)


async def test_what_is_refused_comes_again_in_order(listener: Listener) -> None:
    naps = Naps()
    async with emulated(naps) as emulator:
        await hook(emulator, listener)
        listener.answers += [web.Response(status=500), web.Response(status=503), web.Response(status=500)]
        anna = emulator.user(7)
        for text in ("раз", "два"):
            await anna.send_text(text)
        await emulator.settled()
        first = listener.ids[0]
        assert listener.ids == [first] * 4 + [first + 1]
        assert naps.taken == [0, 2, 4]


async def test_retry_after_is_honoured(listener: Listener) -> None:
    naps = Naps()
    async with emulated(naps) as emulator:
        await hook(emulator, listener)
        listener.answers.append(web.Response(status=429, headers={"Retry-After": "17"}))
        await emulator.user(7).send_text("раз")
        await emulator.settled()
        assert naps.taken == [17]
        assert emulator.bot(TOKEN).webhook.last_error[1] == "Wrong response from the webhook: 429 Too Many Requests"


async def test_a_bot_that_is_away_is_tried_until_the_update_is_too_old() -> None:
    naps = Naps()
    async with emulated(naps) as emulator:
        async with listening() as gone:
            url = gone.url
        naps.emulator = emulator
        assert await emulator.call(TOKEN, "setWebhook", {"url": url}) is True
        await emulator.user(7).tap(data="x", message_id=1)
        await emulator.settled()
        assert naps.taken == [0, 2, 4, 8, 16, 32, 60]
        assert not emulator.bot(TOKEN).pending


async def test_what_waited_is_delivered_once_a_webhook_is_set(inside: Room, listener: Listener) -> None:
    await inside.bot.set_webhook(listener.url)
    await inside.emulator.settled()
    assert len(listener.got) == 1


async def test_pending_updates_may_be_dropped(inside: Room, listener: Listener) -> None:
    await inside.bot.set_webhook(listener.url, drop_pending_updates=True)
    await inside.emulator.settled()
    assert listener.got == []


async def test_a_method_in_the_answer_is_carried_out(listener: Listener) -> None:
    async with emulated() as emulator:
        await hook(emulator, listener)
        anna = emulator.user(7)
        body = {"method": "sendMessage", "chat_id": 7, "text": "ответ"}
        listener.answers.append(web.json_response(body))
        await anna.send_text("раз")
        await emulator.settled()
        assert anna.chat.last.text == "ответ"


async def test_aiograms_own_answer_to_a_webhook_is_understood(inside: Room, listener: Listener) -> None:
    from aiogram import Dispatcher
    from aiogram.webhook.aiohttp_server import SimpleRequestHandler

    dispatcher = Dispatcher()
    markup = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Дальше", callback_data="next")]])

    @dispatcher.message()
    async def answer(message) -> SendMessage:
        return SendMessage(chat_id=message.chat.id, text="<b>ответ</b>", parse_mode="HTML", reply_markup=markup)

    app = web.Application()
    SimpleRequestHandler(dispatcher, inside.bot, handle_in_background=False, secret_token="s").register(app, "/hook")
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await inside.bot.set_webhook(f"http://127.0.0.1:{runner.addresses[0][1]}/hook", secret_token="s")
    await inside.emulator.settled()
    assert inside.anna.chat.last.text == "ответ"
    assert inside.anna.chat.last.labels == ["Дальше"]
    await inside.emulator.close()
    await runner.cleanup()


async def test_a_webhook_may_be_set_once_a_second(room: Room, listener: Listener) -> None:
    await room.bot.set_webhook(listener.url)
    with pytest.raises(TelegramRetryAfter):
        await room.bot.set_webhook(listener.url)


async def test_the_info_tells_what_was_set(room: Room) -> None:
    await room.bot.set_webhook("http://127.0.0.1:9/hook", max_connections=7, allowed_updates=["message"])
    info = await room.bot.get_webhook_info()
    assert (info.url, info.max_connections, info.allowed_updates) == ("http://127.0.0.1:9/hook", 7, ["message"])


async def test_a_dead_update_does_not_hold_up_its_queue(listener: Listener) -> None:
    """A callback nobody took within 150 s is dropped; the next tap arrives."""
    async with emulated() as emulator:
        anna = emulator.user(7)
        await anna.tap(data="old", message_id=1)
        emulator.advance(timedelta(seconds=151))
        await anna.tap(data="new", message_id=1)
        await hook(emulator, listener)
        await emulator.settled()
        assert len(listener.got) == 1
