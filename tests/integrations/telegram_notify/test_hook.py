"""`telegram.notify`: the right chat, once, and readable."""

from datetime import UTC, datetime

import pytest

from engine.core.failures import PermanentFailure, TemporaryFailure
from engine.core.lead import Client, Lead, LeadAnswer
from engine.core.values import Json
from integrations.telegram_notify.hook import TelegramNotify
from integrations.telegram_notify.text import LIMIT, message

NOW = datetime(2026, 11, 22, tzinfo=UTC)
IVAN = Client(42, "Иван", "ivan")


def lead(*answers: LeadAnswer, client: Client = IVAN) -> Lead:
    return Lead("s1", "sell", "🚗 Продать авто", "v1", client, answers, NOW)


class Chats:
    """A messenger that keeps what it sent; `failures` come first."""

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.sent: list[tuple[int, str]] = []

    async def send(self, chat: int, text: str) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.sent.append((chat, text))


class Notes:
    """A journal in memory."""

    key = "s1.1"
    attempted_at: datetime | None = None

    def __init__(self) -> None:
        self.progress: dict[str, Json] = {}

    async def attempting(self, what: str) -> None:
        self.attempted_at = NOW

    async def reached(self, **progress: Json) -> None:
        self.progress |= progress


CAR = LeadAnswer("brand", "choice", "Марка", "toyota", "Toyota")
AGREED = LeadAnswer("consent", "consent", "Согласие", "2026-11-01", "Согласен")


def test_the_message_has_every_answer_and_who_it_came_from() -> None:
    assert message(lead(CAR, AGREED), "Выкуп Toyota") == "Выкуп Toyota\nМарка: Toyota\nTelegram: Иван, @ivan"


def test_a_client_without_a_username_is_named_by_id() -> None:
    assert message(lead(client=Client(42)), "Выкуп").endswith("Telegram: id 42")


def test_a_questionnaire_longer_than_a_message_is_cut() -> None:
    story = LeadAnswer("story", "text", "Что случилось", "x", "🚗" * 4000)
    text = message(lead(story), "Юрист")
    assert len(text.encode("utf-16-le")) // 2 <= LIMIT
    assert text.endswith("… остальное — в CRM")


async def test_a_named_chat_gets_the_message_under_the_flows_title() -> None:
    chats = Chats()
    await TelegramNotify(chats, {"SALES": -100}, fallback=7).deliver(lead(CAR), {"chat": "sales"}, Notes())
    ((chat, text),) = chats.sent
    assert chat == -100
    assert text.startswith("🚗 Продать авто\nМарка: Toyota")


async def test_a_chat_nobody_named_falls_back_to_the_administrator() -> None:
    chats = Chats()
    await TelegramNotify(chats, {}, fallback=7).deliver(lead(), {"chat": "sales", "text": "Новая"}, Notes())
    assert chats.sent == [(7, "Новая\nTelegram: Иван, @ivan")]


async def test_with_nobody_to_write_to_a_person_is_told_which_variable_to_set() -> None:
    with pytest.raises(PermanentFailure) as failure:
        await TelegramNotify(Chats(), {}).deliver(lead(), {"chat": "sales"}, Notes())
    assert "TELEGRAM_CHAT_SALES" in failure.value.advice


async def test_a_message_that_failed_is_sent_on_the_next_attempt_and_only_once() -> None:
    chats, notes = Chats(TemporaryFailure("no network")), Notes()
    hook = TelegramNotify(chats, {"SALES": -100})
    with pytest.raises(TemporaryFailure):
        await hook.deliver(lead(), {"chat": "sales"}, notes)
    await hook.deliver(lead(), {"chat": "sales"}, notes)
    await hook.deliver(lead(), {"chat": "sales"}, notes)
    assert len(chats.sent) == 1
