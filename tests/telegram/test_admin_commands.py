"""The administrator sends leads again and reads the counts in their chat; nobody else can."""

from collections.abc import AsyncIterator, Collection
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from aiogram import Bot, Dispatcher
from aiogram.types import Message

from engine.botapi.emulator import Emulator
from engine.botapi.session import EmulatedSession, feed
from engine.core.failures import TemporaryFailure
from engine.core.lead import Status
from engine.core.ports import LeadRecord
from engine.service.routing.ports import Usage
from engine.telegram.admin_commands import AdminCommands
from tests.service.memory import Watch
from tests.storage.made import delivery, lead

TOKEN = "1000:admin-admin-admin-admin-admin-adm"
ADMIN, CLIENT = 2002, 7


class MemoryLeads:
    """The port Leads over two leads that need a person."""

    def __init__(self) -> None:
        self.retried: list[Collection[str] | None] = []
        self.away = False

    async def newest(self, most: int, status: Status | None = None) -> list[LeadRecord]:
        return []

    async def find(self, beginning: str) -> list[LeadRecord]:
        return [LeadRecord(lead(id), (delivery(lead=id),)) for id in ("abc", "abd") if id.startswith(beginning)]

    async def each(self, since: datetime | None = None) -> AsyncIterator[LeadRecord]:
        for record in await self.find(""):
            yield record

    async def retry(self, leads: Collection[str] | None, now: datetime) -> int:
        if self.away:
            raise TemporaryFailure("no database")
        self.retried.append(leads)
        return len(leads or ("abc", "abd"))


class Chat:
    def __init__(self) -> None:
        self.telegram, self.leads = Emulator(), MemoryLeads()
        self.telegram.bot(TOKEN)
        for id in (ADMIN, CLIENT):
            self.telegram.user(id, first_name="Кто-то").open()
        self.bot = Bot(TOKEN, session=EmulatedSession(self.telegram))
        self.woken = 0
        #: What reached the ordinary handlers.
        self.passed: list[str | None] = []
        self.dispatcher = Dispatcher()
        self.dispatcher.message.register(self._pass)
        #: Since when the counts were asked for.
        self.since: list[datetime] = []
        commands = AdminCommands(
            ADMIN, self.leads, self._usage, now=Watch(), zone=ZoneInfo("Europe/Moscow"), wake=self._wake
        )
        self.dispatcher.update.outer_middleware(commands)

    async def say(self, user: int, text: str) -> str | None:
        """What the bot answers."""
        chat = self.telegram.user(user).chat
        before = len(chat.messages)
        await self.telegram.user(user).send_text(text)
        await feed(self.dispatcher, self.bot, self.telegram)
        answers = [message.text for message in chat.messages[before:] if message.from_bot]
        return answers[0] if answers else None

    async def _pass(self, message: Message) -> None:
        self.passed.append(message.text)

    async def _usage(self, since: datetime) -> Usage:
        if self.leads.away:
            raise TemporaryFailure("no database")
        self.since.append(since)
        if len(self.since) == 1:
            return Usage(0, 0, 0, 0, 0, 0, 0, Decimal(0), leads=1)
        return Usage(12, 9, 7, 1, 3, 2, 48_000, Decimal("0.0123"), leads=5)

    def _wake(self) -> None:
        self.woken += 1


@pytest.fixture
def chat() -> Chat:
    return Chat()


async def test_retry_sends_everything_again_that_waits_for_a_person(chat: Chat) -> None:
    assert "Отправляю ещё раз: 2" in str(await chat.say(ADMIN, "/retry"))
    assert chat.leads.retried == [None]
    assert chat.woken == 1
    assert chat.passed == []


async def test_retry_sends_the_named_leads_again(chat: Chat) -> None:
    assert "Отправляю ещё раз: 1" in str(await chat.say(ADMIN, "/retry@dealer_bot abc"))
    assert chat.leads.retried == [["abc"]]


async def test_a_lead_nobody_knows_is_named(chat: Chat) -> None:
    assert await chat.say(ADMIN, "/retry xyz") == "Заявки xyz нет."
    assert "допишите номер" in str(await chat.say(ADMIN, "/retry ab"))
    assert chat.leads.retried == []


async def test_a_database_that_is_away_is_said_in_a_sentence(chat: Chat) -> None:
    chat.leads.away = True
    assert "не отвечает" in str(await chat.say(ADMIN, "/retry"))


async def test_stats_counts_texts_leads_and_money(chat: Chat) -> None:
    today, week, month = str(await chat.say(ADMIN, "/stats")).split("\n\n")
    assert today == "Сегодня\nЗаявок: 1\nСвоими словами никто не писал"
    assert week.splitlines() == [
        "За 7 дней",
        "Заявок: 5",
        "Сообщений своими словами: 12",
        "Предложили раздел: 9 — согласились 7, отказались 1",
        "Прочитали без модели: 3",
        "Сбоев модели: 2",
        "Токенов: 48\u00a0000, около $0.01",
    ]
    assert month.startswith("За 30 дней\n")
    assert [(day.hour, day.tzinfo) for day in chat.since] == [(0, ZoneInfo("Europe/Moscow"))] * 3
    assert [(chat.since[0] - day).days for day in chat.since] == [0, 6, 29]
    assert chat.passed == []


async def test_stats_of_a_database_that_is_away_is_a_sentence(chat: Chat) -> None:
    chat.leads.away = True
    assert "не отвечает" in str(await chat.say(ADMIN, "/stats"))


async def test_a_client_who_writes_stats_is_a_client_like_others(chat: Chat) -> None:
    assert await chat.say(CLIENT, "/stats") is None
    assert chat.passed == ["/stats"]


async def test_a_client_who_writes_retry_is_a_client_like_others(chat: Chat) -> None:
    assert await chat.say(CLIENT, "/retry") is None
    assert chat.leads.retried == []
    assert chat.passed == ["/retry"]


async def test_what_the_admin_writes_besides_reaches_the_conversation(chat: Chat) -> None:
    for text in ("/start", "/retry!", "retry"):
        await chat.say(ADMIN, text)
    assert chat.passed == ["/start", "/retry!", "retry"]
