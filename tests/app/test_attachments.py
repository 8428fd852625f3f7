"""What clients sent is fetched from Telegram as it was, and what cannot be had says why."""

import pytest
from aiogram import Bot

from engine.app.attachments import TelegramFiles
from engine.botapi.emulator import Emulator
from engine.botapi.faults import Effect, NetworkLoss, ServerError, TooManyRequests
from engine.botapi.session import EmulatedSession
from engine.botapi.state import Document
from engine.core.ports import PermanentFailure, TemporaryFailure

TOKEN = "1000:attachments-attachments-attachments"


@pytest.fixture
def telegram() -> Emulator:
    emulator = Emulator()
    emulator.bot(TOKEN)
    emulator.user(7, first_name="Анна").open()
    return emulator


@pytest.fixture
def files(telegram: Emulator) -> TelegramFiles:
    return TelegramFiles(Bot(TOKEN, session=EmulatedSession(telegram)))


async def sent(telegram: Emulator, content: bytes) -> str:
    """The file_id of a document the client has sent."""
    message = await telegram.user(7).send_document(content, "птс.pdf")
    assert isinstance(message.content, Document)
    return message.content.file.id


async def test_a_file_arrives_byte_for_byte(telegram: Emulator, files: TelegramFiles) -> None:
    content = bytes(range(256)) * 1000
    assert await files.fetch(await sent(telegram, content)) == content


async def test_a_file_too_big_for_a_bot_says_so(telegram: Emulator, files: TelegramFiles) -> None:
    id = await sent(telegram, b"x" * (20 * 2**20 + 1))
    with pytest.raises(PermanentFailure) as failure:
        await files.fetch(id)
    assert "20 МБ" in failure.value.advice


async def test_an_unknown_file_will_not_come(files: TelegramFiles) -> None:
    with pytest.raises(PermanentFailure) as failure:
        await files.fetch("nothing")
    assert "не отдаёт" in failure.value.advice


@pytest.mark.parametrize(
    "effect", [TooManyRequests(), ServerError(502), NetworkLoss()], ids=lambda one: type(one).__name__
)
async def test_a_telegram_in_trouble_is_asked_again(telegram: Emulator, files: TelegramFiles, effect: Effect) -> None:
    id = await sent(telegram, b"content")
    telegram.faults.add(effect, "getFile")
    with pytest.raises(TemporaryFailure):
        await files.fetch(id)
    assert await files.fetch(id) == b"content"
