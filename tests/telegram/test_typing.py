"""A client who waits longer than people notice sees «печатает…»; one who does not costs no call for it."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import Bot
from aiogram.types import CallbackQuery, TelegramObject

from engine.botapi.emulator import Emulator
from engine.botapi.faults import TooManyRequests
from engine.botapi.session import EmulatedSession
from engine.telegram.typing import Typing
from tests.telegram.bench import CLIENT, TOKEN, Bench, flow, project


class Wait:
    """A wait that ends when the test says so."""

    def __init__(self) -> None:
        self.asked: list[float] = []
        self._ends: asyncio.Queue[asyncio.Future[None]] = asyncio.Queue()

    async def __call__(self, seconds: float) -> None:
        self.asked.append(seconds)
        end: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._ends.put_nowait(end)
        await end

    async def over(self) -> None:
        """The next wait ends; it may still have to begin."""
        (await self._ends.get()).set_result(None)


async def handled(typing: Typing, busy: Callable[[], Awaitable[None]], emulator: Emulator) -> list[str]:
    """The chat actions the client has seen when a handler that does `busy` returns."""
    bot = Bot(TOKEN, session=EmulatedSession(emulator))
    emulator.bot(TOKEN)
    client = emulator.user(CLIENT, first_name="Иван")
    client.open()

    async def handler(event: TelegramObject, data: dict[str, Any]) -> None:
        await busy()

    raw = {"id": "1", "from": {"id": CLIENT, "is_bot": False, "first_name": "Иван"}, "chat_instance": "1", "data": "x"}
    message = {"message_id": 1, "date": 1, "chat": {"id": CLIENT, "type": "private"}, "text": "x"}
    event = CallbackQuery.model_validate({**raw, "message": message})
    await typing(handler, event, {"bot": bot})
    return client.chat.actions


async def test_a_long_wait_shows_typing_and_goes_on_showing_it() -> None:
    emulator, wait = Emulator(), Wait()

    async def busy() -> None:
        for shown in (1, 2, 3):
            await wait.over()
            await emulator.until(lambda shown=shown: len(emulator.user(CLIENT).chat.actions) == shown)

    assert await handled(Typing(wait), busy, emulator) == ["typing"] * 3
    assert wait.asked[1] < 5


async def test_a_quick_answer_shows_nothing() -> None:
    async def quick() -> None:
        await asyncio.sleep(0)

    assert await handled(Typing(Wait()), quick, Emulator()) == []


async def test_a_refused_action_is_nobodys_trouble() -> None:
    emulator, wait = Emulator(), Wait()
    emulator.faults.add(TooManyRequests(3), "sendChatAction")

    async def busy() -> None:
        await wait.over()
        for _ in range(20):
            await asyncio.sleep(0)

    assert await handled(Typing(wait), busy, emulator) == []
    assert emulator.faults.active == ()


async def test_walking_a_form_costs_no_call_for_it() -> None:
    bench = Bench(project(flow("- {id: a, ask: Первый?}\n- {id: b, ask: Второй?}")))
    await bench.say("/start sell", "раз", "два")
    assert "sendChatAction" not in bench.calls()
