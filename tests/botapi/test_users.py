"""What a person can do at their client, and what they see."""

from datetime import timedelta

import pytest
from aiogram import Bot
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    Update,
)

from engine.botapi.buttons import ClientRefuses, NoSuchButton
from engine.botapi.entities import Entity
from engine.botapi.images import Size, image_size, plain_picture
from engine.botapi.views import Tap
from tests.botapi.doors import Room


async def updates(room: Room) -> list[Update]:
    """Everything since /start, as aiogram reads it."""
    raw = [update.fields() for update in room.emulator.take_updates()]
    return [Update.model_validate(fields, context={"bot": room.bot}) for fields in raw[1:]]


async def shown(bot: Bot, chat_id: int, text: str, *rows: list[str]) -> Message:
    keyboard = [[InlineKeyboardButton(text=label, callback_data=f"{label}!") for label in row] for row in rows]
    return await bot.send_message(chat_id, text, reply_markup=InlineKeyboardMarkup(inline_keyboard=keyboard))


async def docked(room: Room, *buttons: KeyboardButton, one_time: bool = False) -> None:
    keyboard = ReplyKeyboardMarkup(keyboard=[list(buttons)], one_time_keyboard=one_time)
    await room.bot.send_message(room.chat_id, "Номер?", reply_markup=keyboard)


async def test_a_command_is_marked_as_one(inside: Room) -> None:
    said = await inside.anna.send_text(" /help me ")
    assert (said.text, said.entities) == ("/help me", (Entity("bot_command", 0, 5),))
    (update,) = await updates(inside)
    assert update.message.entities[0].type == "bot_command"
    assert update.message.from_user.id == inside.chat_id


async def test_a_client_cannot_send_nothing(inside: Room) -> None:
    with pytest.raises(ClientRefuses):
        await inside.anna.send_text("  ")


async def test_a_long_text_goes_as_several_messages(inside: Room) -> None:
    await inside.anna.send_text("я" * 5000)
    assert [len(update.message.text) for update in await updates(inside)] == [4096, 904]


async def test_a_label_is_looked_for_on_the_last_message_first(inside: Room) -> None:
    first = await shown(inside.bot, inside.chat_id, "Марка?", ["Kia", "Назад"])
    second = await shown(inside.bot, inside.chat_id, "Год?", ["2015", "Назад"])
    await inside.anna.tap("Назад")
    await inside.anna.tap("Kia")
    new, old = [update.callback_query for update in await updates(inside)]
    assert (new.message.message_id, new.data) == (second.message_id, "Назад!")
    assert (old.message.message_id, old.data) == (first.message_id, "Kia!")


async def test_a_button_may_be_named_by_message_and_place(inside: Room) -> None:
    first = await shown(inside.bot, inside.chat_id, "Марка?", ["Lada"], ["Kia", "Назад"])
    await shown(inside.bot, inside.chat_id, "Год?", ["2015", "Назад"])
    await inside.anna.tap(message_id=first.message_id, row=1, column=1)
    await inside.anna.tap("Назад", message_id=first.message_id)
    assert {update.callback_query.message.message_id for update in await updates(inside)} == {first.message_id}


async def test_a_missing_button_tells_which_there_are(inside: Room) -> None:
    await shown(inside.bot, inside.chat_id, "Марка?", ["Lada", "Kia"])
    with pytest.raises(NoSuchButton, match="no button 'Иная'; there are: 'Lada', 'Kia'"):
        await inside.anna.tap("Иная")


async def test_a_double_tap_is_two_queries(inside: Room) -> None:
    await shown(inside.bot, inside.chat_id, "Марка?", ["Kia"])
    first, second = [await inside.anna.tap("Kia") for _ in range(2)]
    assert first.query.id != second.query.id
    assert len(await updates(inside)) == 2


async def test_a_forged_callback_is_sent_all_the_same(inside: Room) -> None:
    message = await shown(inside.bot, inside.chat_id, "Марка?", ["Kia"])
    await inside.anna.tap(data="drop table")
    (update,) = await updates(inside)
    assert update.callback_query.data == "drop table"
    assert update.callback_query.message.message_id == message.message_id


async def test_a_tap_on_a_message_that_is_gone_carries_no_message(inside: Room) -> None:
    message = await shown(inside.bot, inside.chat_id, "Марка?", ["Kia"])
    await inside.bot.delete_message(inside.chat_id, message.message_id)
    await inside.anna.tap(data="Kia!", message_id=message.message_id)
    (update,) = await updates(inside)
    assert update.callback_query.message.date == 0


async def test_a_link_is_no_callback(inside: Room) -> None:
    site = InlineKeyboardButton(text="Сайт", url="https://example.com")
    markup = InlineKeyboardMarkup(inline_keyboard=[[site]])
    await inside.bot.send_message(inside.chat_id, "раз", reply_markup=markup)
    with pytest.raises(ClientRefuses):
        await inside.anna.tap("Сайт")


async def test_the_contact_button_sends_ones_own_contact(inside: Room) -> None:
    await docked(inside, KeyboardButton(text="Мой номер", request_contact=True))
    await inside.anna.tap("Мой номер")
    (update,) = await updates(inside)
    assert update.message.contact.phone_number == "79161234567"
    assert update.message.contact.user_id == inside.chat_id


async def test_somebody_elses_contact_is_not_ones_own(inside: Room) -> None:
    await inside.anna.share_contact("+79990001122", own=False)
    (update,) = await updates(inside)
    assert (update.message.contact.phone_number, update.message.contact.user_id) == ("+79990001122", None)


async def test_a_docked_button_sends_its_text_hidden_letters_included(inside: Room) -> None:
    await docked(inside, KeyboardButton(text="Назад\u200c\u2063"))
    await inside.anna.press("Назад")
    (update,) = await updates(inside)
    assert update.message.text == "Назад\u200c\u2063"


async def test_a_docked_keyboard_stays_until_it_is_removed(inside: Room) -> None:
    await docked(inside, KeyboardButton(text="Да"))
    await inside.anna.press("Да")
    await shown(inside.bot, inside.chat_id, "Марка?", ["Kia"])
    assert inside.anna.chat.keyboard is not None
    await inside.bot.send_message(inside.chat_id, "раз", reply_markup=ReplyKeyboardRemove())
    assert inside.anna.chat.keyboard is None


async def test_a_docked_keyboard_outlives_its_message(inside: Room) -> None:
    await docked(inside, KeyboardButton(text="Да"))
    await inside.bot.delete_message(inside.chat_id, inside.anna.chat.last.id)
    assert inside.anna.chat.keyboard is not None


async def test_a_one_time_keyboard_folds_after_a_press(inside: Room) -> None:
    await docked(inside, KeyboardButton(text="Да"), one_time=True)
    await inside.anna.press("Да")
    assert inside.anna.chat.keyboard is None
    await docked(inside, KeyboardButton(text="Да"), one_time=True)
    assert inside.anna.chat.keyboard is not None


async def test_an_album_is_separate_messages_of_one_group(inside: Room) -> None:
    await inside.anna.send_album(3, "Мой автомобиль")
    messages = [update.message for update in await updates(inside)]
    assert len({message.media_group_id for message in messages}) == 1
    assert len({message.photo[-1].file_unique_id for message in messages}) == 3
    assert [message.caption for message in messages] == ["Мой автомобиль", None, None]


async def test_ones_own_picture_arrives_as_it_is(inside: Room) -> None:
    content = plain_picture(7, Size(1000, 500))
    await inside.anna.send_photo(content)
    (update,) = await updates(inside)
    assert [(size.width, size.height) for size in update.message.photo] == [
        (90, 45),
        (320, 160),
        (800, 400),
        (1000, 500),
    ]
    assert (await inside.bot.download(update.message.photo[-1])).read() == content


async def test_a_text_is_no_picture(inside: Room) -> None:
    with pytest.raises(ClientRefuses):
        await inside.anna.send_photo(b"text")


async def test_a_sticker_and_a_document_are_content_of_their_own(inside: Room) -> None:
    await inside.anna.send_sticker("🔥")
    await inside.anna.send_document(b"%PDF", "ПТС.pdf", caption="Вот")
    sticker, document = [update.message for update in await updates(inside)]
    assert (sticker.content_type, sticker.sticker.emoji) == ("sticker", "🔥")
    assert (document.document.file_name, document.document.mime_type) == ("ПТС.pdf", "application/pdf")


async def test_an_edit_of_ones_own_text_is_told(inside: Room) -> None:
    said = await inside.anna.send_text("Ошибка")
    await inside.anna.edit_text(said.id, "Верно")
    _, update = await updates(inside)
    assert update.edited_message.text == "Верно"
    assert inside.anna.chat.messages[-1].edited


async def test_one_who_blocked_the_bot_unblocks_before_writing(inside: Room) -> None:
    await inside.anna.block()
    with pytest.raises(ClientRefuses):
        await inside.anna.send_text("раз")
    await inside.anna.unblock()
    await inside.anna.send_text("раз")
    blocked, unblocked, _ = await updates(inside)
    assert blocked.my_chat_member.new_chat_member.status == "kicked"
    assert unblocked.my_chat_member.old_chat_member.status == "kicked"


async def test_the_client_sees_edits_in_place_and_no_deleted_messages(inside: Room) -> None:
    first = await inside.bot.send_message(inside.chat_id, "раз")
    second = await inside.bot.send_message(inside.chat_id, "два")
    await inside.bot.edit_message_text("один", chat_id=inside.chat_id, message_id=first.message_id)
    await inside.bot.delete_message(inside.chat_id, second.message_id)
    assert [(one.text, one.edited) for one in inside.anna.chat.messages] == [("/start", False), ("один", True)]


async def test_a_deleted_message_is_gone_for_the_bot_too(inside: Room) -> None:
    message = await inside.bot.send_message(inside.chat_id, "раз")
    await inside.anna.delete(message.message_id)
    with pytest.raises(Exception, match="message to edit not found"):
        await inside.bot.edit_message_text("два", chat_id=inside.chat_id, message_id=message.message_id)


async def test_typing_is_shown_for_five_seconds_or_until_a_message(inside: Room) -> None:
    chat = inside.anna.chat
    await inside.bot.send_chat_action(inside.chat_id, "typing")
    assert chat.action == "typing"
    inside.emulator.advance(timedelta(seconds=5))
    assert chat.action is None
    await inside.bot.send_chat_action(inside.chat_id, "typing")
    await inside.bot.send_message(inside.chat_id, "раз")
    assert chat.action is None
    assert chat.actions == ["typing", "typing"]


async def test_toasts_are_what_answers_showed(inside: Room) -> None:
    await shown(inside.bot, inside.chat_id, "Марка?", ["Kia", "Lada"])
    kia, lada = [await inside.anna.tap(label) for label in ("Kia", "Lada")]
    assert isinstance(kia, Tap)
    assert not kia.answered
    await inside.bot.answer_callback_query(kia.query.id, text="Уже выбрано", show_alert=True)
    await inside.bot.answer_callback_query(lada.query.id)
    assert [(toast.text, toast.alert) for toast in inside.anna.chat.toasts] == [("Уже выбрано", True)]
    assert lada.answered


async def test_the_menu_is_the_narrowest_set_of_commands(inside: Room) -> None:
    def command(text: str) -> list[BotCommand]:
        return [BotCommand(command=text, description=text)]

    await inside.bot.set_my_commands(command("any"))
    assert inside.anna.chat.commands == (("any", "any"),)
    await inside.bot.set_my_commands(command("private"), scope=BotCommandScopeAllPrivateChats())
    await inside.bot.set_my_commands(command("russian"), BotCommandScopeAllPrivateChats(), "ru")
    assert inside.anna.chat.commands == (("russian", "russian"),)
    here = BotCommandScopeChat(chat_id=inside.chat_id)
    await inside.bot.set_my_commands(command("here"), scope=here)
    assert inside.anna.chat.commands == (("here", "here"),)
    await inside.bot.delete_my_commands(scope=here)
    assert inside.anna.chat.commands == (("russian", "russian"),)
    assert [one.command for one in await inside.bot.get_my_commands()] == ["any"]


async def test_an_opened_chat_may_be_written_to_first(inside: Room) -> None:
    admin = inside.emulator.user(9, first_name="Админ")
    admin.open()
    await inside.bot.send_message(9, "Новая заявка")
    assert admin.chat.last.text == "Новая заявка"


async def test_a_conversation_reads_as_text(inside: Room) -> None:
    await shown(inside.bot, inside.chat_id, "Марка?", ["Lada", "Kia"])
    await inside.anna.send_photo(caption="Вот")
    await docked(inside, KeyboardButton(text="Да"))
    assert str(inside.anna.chat) == (
        "client #1: /start\n"
        "bot #2: Марка?\n"
        "    [Lada] [Kia]\n"
        "client #3: [photo] Вот\n"
        "bot #4: Номер?\n"
        "keyboard:\n"
        "    [Да]"
    )


async def test_changes_are_told_to_listeners_and_waited_for(inside: Room) -> None:
    heard: list[tuple[str, int | None]] = []
    stop = inside.emulator.listen(lambda change: heard.append((change.kind.value, change.message_id)))
    before = inside.emulator.version
    message = await inside.bot.send_message(inside.chat_id, "раз")
    await inside.bot.edit_message_text("два", chat_id=inside.chat_id, message_id=message.message_id)
    await inside.emulator.until(lambda: inside.anna.chat.last.text == "два")
    stop()
    await inside.bot.delete_message(inside.chat_id, message.message_id)
    assert heard == [("sent", 2), ("edited", 2)]
    assert inside.emulator.version == before + 3


async def test_two_bots_have_chats_of_their_own(inside: Room) -> None:
    other = inside.emulator.bot("43:" + "y" * 35)
    with pytest.raises(ValueError, match="several bots"):
        inside.emulator.user(7)
    boris = inside.emulator.user(7, bot=other)
    await boris.send_text("раз")
    assert len(inside.emulator.take_updates(other)) == 1
    assert len(inside.emulator.take_updates(inside.emulator.bot(inside.bot.token))) == 1


def test_sizes_are_read_from_headers() -> None:
    jpeg = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffc0001108002a003c03012200021101031101")
    assert image_size(jpeg) == Size(60, 42)
    assert image_size(b"GIF89a\x3c\x00\x2a\x00") == Size(60, 42)
    assert image_size(b"RIFF\0\0\0\0WEBPVP8X" + bytes(8) + b"\x3b\0\0\x29\0\0") == Size(60, 42)
    assert image_size(plain_picture(size=Size(60, 42))) == Size(60, 42)
    assert image_size(b"\xff\xd8\xff") is None
