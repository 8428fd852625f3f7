"""The page's JSON is what a Telegram client would show of the chat."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest
from aiogram import Bot
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup

from engine.botapi.emulator import Emulator
from engine.botapi.session import EmulatedSession
from engine.botapi.users import EmulatedUser
from engine.playground.bench import CrmCall, CrmLead, CrmPreview
from engine.playground.view import chat_json, crm_json

MOSCOW = ZoneInfo("Europe/Moscow")
TOKEN = "1000:view-view-view-view-view-view-view"


@pytest.fixture
def emulator() -> Emulator:
    return Emulator(clock=lambda: datetime(2026, 11, 22, 9, 30, tzinfo=UTC))


@pytest.fixture
def bot(emulator: Emulator) -> Bot:
    emulator.bot(TOKEN)
    return Bot(TOKEN, session=EmulatedSession(emulator))


@pytest.fixture
def client(emulator: Emulator, bot: Bot) -> EmulatedUser:
    client = emulator.user(7, first_name="Анна", phone="79161234567")
    client.open()
    return client


def shown(client: EmulatedUser) -> Mapping[str, Any]:
    return cast(Mapping[str, Any], chat_json(client.chat, MOSCOW))


async def test_a_message_has_its_side_its_local_time_and_its_entities(bot: Bot, client: EmulatedUser) -> None:
    await client.send_text("Привет")
    await bot.send_message(7, "🚗 <b>Марка</b>?", parse_mode="HTML")
    mine, theirs = shown(client)["messages"]
    assert (mine["bot"], mine["text"], mine["time"]) == (False, "Привет", "12:30")
    assert (theirs["bot"], theirs["text"]) == (True, "🚗 Марка?")
    assert theirs["entities"] == [{"type": "bold", "offset": 3, "length": 5, "url": None}]


async def test_buttons_come_in_rows_and_links_with_their_address(bot: Bot, client: EmulatedUser) -> None:
    rows = [
        [InlineKeyboardButton(text="Kia", callback_data="a"), InlineKeyboardButton(text="Lada", callback_data="b")],
        [InlineKeyboardButton(text="Политика", url="https://carquery.example/privacy")],
    ]
    await bot.send_message(7, "Марка?", reply_markup=InlineKeyboardMarkup(inline_keyboard=rows))
    assert shown(client)["messages"][0]["buttons"] == [
        [{"text": "Kia", "url": None}, {"text": "Lada", "url": None}],
        [{"text": "Политика", "url": "https://carquery.example/privacy"}],
    ]


async def test_the_docked_keyboard_says_which_button_shares_the_number(bot: Bot, client: EmulatedUser) -> None:
    keyboard = ReplyKeyboardMarkup(
        keyboard=[[KeyboardButton(text="Мой номер", request_contact=True)], [KeyboardButton(text="Назад\u200d\u2060")]],
        input_field_placeholder="Номер",
    )
    await bot.send_message(7, "Номер?", reply_markup=keyboard)
    chat = shown(client)
    assert chat["keyboard"] == [[{"text": "Мой номер", "contact": True}], [{"text": "Назад", "contact": False}]]
    assert chat["placeholder"] == "Номер"


async def test_typing_lasts_until_the_bots_next_message(bot: Bot, client: EmulatedUser) -> None:
    assert not shown(client)["typing"]
    await bot.send_chat_action(7, "typing")
    assert shown(client)["typing"]
    await bot.send_message(7, "Готово")
    assert not shown(client)["typing"]


async def test_pictures_files_stickers_and_contacts_are_told_apart(bot: Bot, client: EmulatedUser) -> None:
    await client.send_album(2)
    await client.send_document(name="ПТС.pdf")
    await client.send_sticker("👍")
    await client.share_contact()
    first, second, document, sticker, contact = shown(client)["messages"]
    assert first["album"] == second["album"] is not None
    assert first["photo"].startswith("file/")
    assert document["document"] == "ПТС.pdf"
    assert sticker["sticker"] == "👍"
    assert contact["contact"] == {"name": "Анна", "phone": "79161234567"}
    assert not shown(client)["blocked"]


async def test_a_blocked_bot_is_shown_as_blocked(client: EmulatedUser) -> None:
    await client.block()
    assert shown(client)["blocked"]


def test_the_crm_shows_leads_and_what_would_come_next() -> None:
    lead = CrmLead(5, "Выкуп", 100, ("Анна", "+7"), {"Марка": "Kia"}, ["telegram"], "Заявка")
    preview = CrmPreview(lead, [CrmCall("POST", "/api/v4/leads", [{"name": "Выкуп"}])])
    shown = cast(Mapping[str, Any], crm_json([lead], preview))
    assert shown["leads"] == [shown["draft"]]
    assert shown["draft"]["fields"] == [{"name": "Марка", "value": "Kia"}]
    assert shown["request"] == [{"method": "POST", "path": "/api/v4/leads", "body": [{"name": "Выкуп"}]}]
    assert crm_json([], CrmPreview()) == {"leads": [], "draft": None, "request": None}
