"""An independent client, python-telegram-bot, over real HTTP: the emulator does not merely flatter aiogram."""

import asyncio
from collections.abc import AsyncIterator
from io import BytesIO

import pytest
from telegram import (
    Bot,
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    KeyboardButton,
    ReplyKeyboardMarkup,
    Update,
)
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes, MessageHandler, filters

from engine.botapi.emulator import Emulator
from engine.botapi.faults import NetworkLoss, TooManyRequests
from engine.botapi.http import serving
from engine.botapi.images import plain_picture
from engine.botapi.users import EmulatedUser
from tests.botapi.doors import NOON, TOKEN

pytestmark = pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("Kia", callback_data="kia")]])


@pytest.fixture
def emulator() -> Emulator:
    return Emulator(clock=lambda: NOON)


@pytest.fixture
async def base_url(emulator: Emulator) -> AsyncIterator[str]:
    async with serving(emulator) as url:
        yield url


@pytest.fixture
async def bot(base_url: str) -> AsyncIterator[Bot]:
    async with _bot(base_url) as bot:
        yield bot


@pytest.fixture
async def anna(emulator: Emulator) -> EmulatedUser:
    anna = emulator.user(7, first_name="Анна")
    await anna.send_text("/start")
    return anna


def _bot(base_url: str, token: str = TOKEN) -> Bot:
    return Bot(token, base_url=f"{base_url}/bot", base_file_url=f"{base_url}/file/bot")


async def test_it_knows_itself(bot: Bot) -> None:
    assert (bot.id, bot.username) == (42, "emulated_42_bot")


async def test_a_wrong_token_is_refused(base_url: str, bot: Bot) -> None:
    stranger = _bot(base_url, "42:" + "z" * 35)
    with pytest.raises(InvalidToken):
        await stranger.initialize()
    # It never came to be, so its own `shutdown` closes nothing.
    await stranger.request.shutdown()


async def test_messages_come_back_whole(bot: Bot, anna: EmulatedUser) -> None:
    sent = await bot.send_message(7, "<b>Марка</b> 🚗?", parse_mode="HTML", reply_markup=KEYBOARD)
    assert sent.text_html == "<b>Марка</b> 🚗?"
    assert sent.reply_markup == KEYBOARD
    edited = await sent.edit_text("Год?")
    assert edited.message_id == sent.message_id
    assert edited.edit_date == NOON
    assert await edited.delete()
    assert len(anna.chat.messages) == 1


async def test_refusals_are_of_the_right_class(bot: Bot, anna: EmulatedUser) -> None:
    sent = await bot.send_message(7, "раз")
    with pytest.raises(BadRequest, match="Message is not modified"):
        await sent.edit_text("раз")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(8, "раз")
    await anna.block()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(7, "раз")


async def test_an_album_and_a_document_go_by_multipart(bot: Bot, anna: EmulatedUser) -> None:
    pictures = [InputMediaPhoto(plain_picture(number), filename="car.png") for number in range(2)]
    album = await bot.send_media_group(7, pictures, caption="Автомобиль")
    assert len({message.media_group_id for message in album}) == 1
    assert album[0].caption == "Автомобиль"
    document = await bot.send_document(7, BytesIO(b"%PDF-1.4"), filename="ПТС.pdf")
    assert document.document.file_name == "ПТС.pdf"
    file = await bot.get_file(document.document.file_id)
    assert bytes(await file.download_as_bytearray()) == b"%PDF-1.4"


async def test_a_clients_photo_is_downloaded(bot: Bot, anna: EmulatedUser) -> None:
    content = plain_picture(3)
    await anna.send_photo(content)
    update = (await bot.get_updates())[-1]
    file = await update.message.photo[-1].get_file()
    assert bytes(await file.download_as_bytearray()) == content


async def test_a_reply_keyboard_is_docked(bot: Bot, anna: EmulatedUser) -> None:
    button = KeyboardButton("Мой номер", request_contact=True)
    await bot.send_message(7, "Номер?", reply_markup=ReplyKeyboardMarkup([[button]], one_time_keyboard=True))
    await anna.tap("Мой номер")
    update = (await bot.get_updates())[-1]
    assert update.message.contact.user_id == 7
    assert anna.chat.keyboard is None


async def test_commands_are_kept(bot: Bot, anna: EmulatedUser) -> None:
    await bot.set_my_commands([BotCommand("start", "Начать")])
    assert await bot.get_my_commands() == (BotCommand("start", "Начать"),)
    assert anna.chat.commands == (("start", "Начать"),)


async def test_too_many_requests_and_a_lost_network(emulator: Emulator, bot: Bot, anna: EmulatedUser) -> None:
    emulator.faults.add(TooManyRequests(5))
    with pytest.raises(RetryAfter, match="Retry in 5 seconds"):
        await bot.send_message(7, "раз")
    emulator.faults.add(NetworkLoss())
    with pytest.raises(NetworkError):
        await bot.send_message(7, "раз")


async def test_a_webhook_and_polling_exclude_each_other(bot: Bot, anna: EmulatedUser) -> None:
    await bot.set_webhook("https://127.0.0.1:9/hook")
    with pytest.raises(Conflict):
        await bot.get_updates()
    assert await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()


async def test_a_whole_application_polls_and_answers(emulator: Emulator, base_url: str, anna: EmulatedUser) -> None:
    async def start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        await update.message.reply_text("Какая марка?", reply_markup=KEYBOARD)

    async def chosen(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        await update.callback_query.answer("Принято")
        await update.callback_query.edit_message_text(f"Выбрано: {update.callback_query.data}")

    async def photo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        await update.message.reply_photo(update.message.photo[-1].file_id, caption="Получено")

    app = Application.builder().token(TOKEN).base_url(f"{base_url}/bot").base_file_url(f"{base_url}/file/bot").build()
    app.add_handlers([CommandHandler("start", start), CallbackQueryHandler(chosen)])
    app.add_handler(MessageHandler(filters.PHOTO, photo))
    async with app:
        await app.start()
        await app.updater.start_polling()
        chat = anna.chat
        await emulator.until(lambda: "Kia" in [label for message in chat.messages for label in message.labels])
        tap = await anna.tap("Kia")
        await emulator.until(lambda: chat.last.text == "Выбрано: kia")
        assert tap.answer.text == "Принято"
        await anna.send_photo()
        await emulator.until(lambda: chat.last.text == "Получено")
        await asyncio.gather(app.updater.stop(), app.stop())
