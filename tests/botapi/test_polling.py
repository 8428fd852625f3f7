"""A real Dispatcher and aiogram-dialog's real MessageManager in front of the emulator, polling, nothing slept."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiogram import Bot, Dispatcher, F
from aiogram.filters import CommandStart
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.memory import MemoryStorage, SimpleEventIsolation
from aiogram.types import CallbackQuery, ErrorEvent, KeyboardButton, Message, ReplyKeyboardMarkup, ReplyKeyboardRemove
from aiogram_dialog import Dialog, DialogManager, StartMode, Window, setup_dialogs
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Back, Button, Select, SwitchTo
from aiogram_dialog.widgets.text import Const, Format

from engine.botapi.emulator import Emulator
from engine.botapi.faults import TooManyRequests
from engine.botapi.session import EmulatedSession, feed, watch
from engine.botapi.users import EmulatedUser
from tests.botapi.doors import DOORS, TOKEN, Room


class Sell(StatesGroup):
    brand = State()
    year = State()
    phone = State()
    done = State()


async def chosen(callback: CallbackQuery, widget: object, manager: DialogManager, brand: str) -> None:
    manager.dialog_data["brand"] = brand
    await manager.next()


async def written(message: Message, widget: object, manager: DialogManager) -> None:
    if not (message.text or "").isdecimal():
        await message.answer("Напишите год числом, например 2015")
        return
    manager.dialog_data["year"] = message.text
    await manager.next()


async def shared(message: Message, widget: object, manager: DialogManager) -> None:
    manager.dialog_data["phone"] = message.contact.phone_number
    await message.answer("Спасибо", reply_markup=ReplyKeyboardRemove())
    await manager.next()


async def ask_phone(callback: CallbackQuery, button: Button, manager: DialogManager) -> None:
    keyboard = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Мой номер", request_contact=True)]])
    await callback.message.answer("Ваш номер?", reply_markup=keyboard)


async def answers(dialog_manager: DialogManager, **_: object) -> dict[str, object]:
    return {"brand": "", "year": "", "phone": ""} | dialog_manager.dialog_data


def dispatcher() -> Dispatcher:
    """A questionnaire of three questions."""
    dp = Dispatcher(storage=MemoryStorage(), events_isolation=SimpleEventIsolation())

    @dp.message(CommandStart())
    async def start(message: Message, dialog_manager: DialogManager) -> None:
        await dialog_manager.start(Sell.brand, mode=StartMode.RESET_STACK)

    @dp.message(F.text == "беда")
    async def trouble(message: Message) -> None:
        raise RuntimeError("беда")

    @dp.errors()
    async def on_error(event: ErrorEvent) -> bool:
        await event.update.message.answer("Что-то пошло не так")
        return True

    dialog = Dialog(
        Window(
            Const("Какая <b>марка</b>?"),
            Select(Format("{item}"), "brand", str, ["Lada", "Kia"], on_click=chosen),
            state=Sell.brand,
            parse_mode="HTML",
        ),
        Window(Format("{brand}. Какого года?"), MessageInput(written), Back(Const("Назад")), state=Sell.year),
        Window(
            Format("{brand}, {year}"),
            Button(Const("Дать номер"), "give", on_click=ask_phone),
            MessageInput(shared, content_types="contact"),
            state=Sell.phone,
        ),
        Window(
            Format("{brand}, {year}, {phone}"),
            SwitchTo(Const("Сначала"), "again", Sell.brand),
            state=Sell.done,
        ),
        getter=answers,
    )
    dp.include_router(dialog)
    setup_dialogs(dp)
    return dp


@asynccontextmanager
async def polling(emulator: Emulator, bot: Bot) -> AsyncIterator[None]:
    dp = dispatcher()
    watch(dp, emulator)
    task = asyncio.create_task(dp.start_polling(bot, handle_signals=False, close_bot_session=False))
    yield
    await dp.stop_polling()
    await task


@pytest.fixture(params=DOORS)
async def anna(request: pytest.FixtureRequest) -> AsyncIterator[EmulatedUser]:
    """A client of the polling bot, through each door."""
    async with DOORS[request.param]() as room, polling(room.emulator, room.bot):
        request.node.emulator = room.emulator
        await room.emulator.settled()
        yield room.anna


@pytest.fixture
def emulator(request: pytest.FixtureRequest, anna: EmulatedUser) -> Emulator:
    return request.node.emulator


async def test_a_dialog_is_walked_to_its_end(anna: EmulatedUser, emulator: Emulator) -> None:
    chat = anna.chat
    assert (chat.last.text, chat.last.labels) == ("Какая марка?", ["Lada", "Kia"])
    assert [(mark.type, mark.offset, mark.length) for mark in chat.last.entities] == [("bold", 6, 5)]

    tap = await anna.tap("Kia")
    await emulator.settled()
    assert tap.answered
    assert (chat.last.text, chat.last.edited) == ("Kia. Какого года?", True)

    await anna.send_text("давно")
    await emulator.settled()
    assert "Напишите год числом" in [message.text for message in chat.messages][-2]

    await anna.send_text("2015")
    await emulator.settled()
    await anna.tap("Дать номер")
    await emulator.settled()
    await anna.tap("Мой номер")
    await emulator.settled()
    assert chat.last.text == "Kia, 2015, 79161234567"
    assert chat.keyboard is None

    await anna.tap("Сначала")
    await emulator.settled()
    assert chat.last.labels == ["Lada", "Kia"]


async def test_a_double_tap_settles_too(anna: EmulatedUser, emulator: Emulator) -> None:
    first, second = [await anna.tap("Lada") for _ in range(2)]
    await emulator.settled()
    assert first.answered
    assert second.answered
    assert anna.chat.last.text.startswith("Lada")


async def test_an_error_handler_is_waited_for(anna: EmulatedUser, emulator: Emulator) -> None:
    await anna.send_text("/start")
    await emulator.settled()
    await anna.send_text("беда")
    await emulator.settled()
    assert [one.text for one in anna.chat.messages][-1] == "Что-то пошло не так"


async def test_many_clients_at_once_settle(anna: EmulatedUser, emulator: Emulator) -> None:
    others = [emulator.user(100 + number) for number in range(20)]
    for other in others:
        await other.send_text("/start")
    await emulator.settled()
    assert {other.chat.last.text for other in others} == {"Какая марка?"}


async def test_an_unhandled_refusal_does_not_hang_the_wait(anna: EmulatedUser, emulator: Emulator) -> None:
    emulator.faults.add(TooManyRequests(1), "sendMessage", times=2)
    await anna.send_text("/start")
    await emulator.settled()
    await anna.send_text("/start")
    await emulator.settled()
    assert anna.chat.last.labels == ["Lada", "Kia"]


async def test_updates_may_be_fed_one_by_one_without_polling() -> None:
    emulator = Emulator()
    bot = Bot(TOKEN, session=EmulatedSession(emulator))
    dp = dispatcher()
    await dp.emit_startup(bot=bot)
    anna = emulator.user(7)
    await anna.send_text("/start")
    assert await feed(dp, bot, emulator) == 1
    await anna.tap("Lada")
    assert await feed(dp, bot, emulator) == 1
    assert anna.chat.last.text == "Lada. Какого года?"
    await emulator.settled()


async def test_a_foreign_bot_has_settled_once_it_confirmed(room: Room) -> None:
    """Nobody tells of its handlers: confirmed updates and no call under way must do."""
    seen = await room.bot.get_updates()
    with pytest.raises(TimeoutError, match=str(seen[0].update_id)):
        await room.emulator.settled(seconds=0.01)
    poll = asyncio.create_task(room.bot.get_updates(offset=seen[-1].update_id + 1, timeout=30))
    await room.emulator.settled()
    poll.cancel()
