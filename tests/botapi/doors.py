"""The same emulator through either of its doors, for tests that hold both to one contract."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from engine.botapi.emulator import Emulator
from engine.botapi.http import serving
from engine.botapi.session import EmulatedSession
from engine.botapi.users import EmulatedUser

TOKEN = "42:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr"
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Room:
    """A bot and a client who has written to it (message 1), through one door."""

    emulator: Emulator
    bot: Bot
    anna: EmulatedUser

    @property
    def chat_id(self) -> int:
        return self.anna.id


@asynccontextmanager
async def in_process() -> AsyncIterator[Room]:
    emulator = Emulator(clock=lambda: NOON)
    bot = Bot(TOKEN, session=EmulatedSession(emulator))
    yield await _room(emulator, bot)
    await emulator.close()


@asynccontextmanager
async def over_http() -> AsyncIterator[Room]:
    emulator = Emulator(clock=lambda: NOON)
    async with serving(emulator) as base_url:
        session = AiohttpSession(api=TelegramAPIServer.from_base(base_url))
        bot = Bot(TOKEN, session=session)
        try:
            yield await _room(emulator, bot)
        finally:
            # Not `session.close()`: it sleeps a quarter of a second for TLS we do not use.
            client = await session.create_session()
            await client.close()


async def _room(emulator: Emulator, bot: Bot) -> Room:
    emulator.bot(TOKEN, first_name="Автодилер", username="dealer_bot")
    anna = emulator.user(7_000_000_001, first_name="Анна", username="anna", phone="79161234567")
    await anna.send_text("/start")
    return Room(emulator, bot, anna)


type Door = Callable[[], AbstractAsyncContextManager[Room]]
DOORS: dict[str, Door] = {"in_process": in_process, "http": over_http}
