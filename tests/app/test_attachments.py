"""What clients sent is fetched from Telegram as it was, and what cannot be had says why."""

import base64
from datetime import UTC

import pytest
from aiogram import Bot

from engine.app.amocrm import Account, Crm
from engine.app.attachments import TelegramFiles
from engine.botapi.emulator import Emulator
from engine.botapi.faults import Effect, NetworkLoss, ServerError, TooManyRequests
from engine.botapi.files import shown_file
from engine.botapi.images import Size, plain_picture
from engine.botapi.session import EmulatedSession
from engine.botapi.state import Document
from engine.core.failures import PermanentFailure, TemporaryFailure
from engine.core.lead import Client, Delivery, Lead, LeadAnswer
from engine.service.journal import OutboxJournal
from integrations.amocrm.emulator.call import Switches
from integrations.amocrm.emulator.core import Emulator as AmoCrm
from integrations.amocrm.mapping import Defaults
from tests.service.memory import MemoryAlerts, MemoryOutbox, MemoryPhonebook, Watch

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


async def test_an_album_sent_in_telegram_arrives_in_amocrm_byte_for_byte(telegram: Emulator) -> None:
    pictures = [plain_picture(number, Size(640 + number, 480)) for number in range(5)]
    messages = await telegram.user(7).send_album(pictures)
    value = [
        {"id": file.id, "unique": file.unique_id, "message": message.id}
        for message in messages
        for file in [shown_file(message.content)]  # type: ignore[arg-type]  # they are photos
    ]
    photos = LeadAnswer("photos", "photo", "Фото", value, "5 фото")
    phone = LeadAnswer("phone", "phone", "Телефон", "+79161234567", "+7 916 123-45-67", crm_value="+79161234567")
    watch, account = Watch(), AmoCrm(switches=Switches(rate_limit=0, max_part_size=1000))
    lead = Lead("s1", "sell", "Продать", "v1", Client(7, "Анна"), (photos, phone), watch.now)
    crm = Crm(
        Account.emulated(account),
        Defaults(),
        MemoryPhonebook(),
        MemoryAlerts(),
        now=watch,
        zone=UTC,
        files=TelegramFiles(Bot(TOKEN, session=EmulatedSession(telegram))),
    )
    delivery = Delivery("s1.0", "s1", 0, "amocrm.lead", {"name": "Выкуп"})
    await crm.hook.deliver(lead, delivery.params, OutboxJournal(MemoryOutbox(), delivery, watch))
    await crm.close()
    by_uuid = {row["uuid"]: base64.b64decode(row["data"]) for row in account.state.rows("files")}
    [made] = account.state.rows("leads")
    assert [by_uuid[uuid] for uuid in made["files"]] == pictures
