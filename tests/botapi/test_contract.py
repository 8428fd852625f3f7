"""Both doors answer alike, and in Telegram's own words."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

import pytest
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import TelegramMethod
from aiogram.types import (
    BotCommand,
    BotCommandScopeChat,
    BufferedInputFile,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    KeyboardButton,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)
from pydantic import BaseModel, ConfigDict

from engine.botapi.faults import TooManyRequests
from engine.botapi.images import Size, plain_picture
from tests.botapi.doors import DOORS, Room

type Step = Callable[[Room], Awaitable[object]]
PICTURE = BufferedInputFile(plain_picture(), "car.png")


def keyboard(*buttons: InlineKeyboardButton) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=[list(buttons)])


def callback(text: str = "Дальше", data: str = "next") -> InlineKeyboardButton:
    return InlineKeyboardButton(text=text, callback_data=data)


@dataclass(frozen=True)
class Refusal:
    """A call Telegram refuses: how, and with which sentence."""

    step: Step
    description: str
    error: type[TelegramAPIError] = TelegramBadRequest


async def another_clients_message(room: Room) -> object:
    sent = await room.bot.send_message(room.chat_id, "раз")
    stranger = room.emulator.user(5)
    await stranger.send_text("/start")
    return await room.bot.edit_message_text("два", chat_id=5, message_id=sent.message_id)


async def an_old_message(room: Room) -> object:
    sent = await room.bot.send_message(room.chat_id, "раз")
    room.emulator.advance(timedelta(hours=48, seconds=1))
    return await room.bot.delete_message(room.chat_id, sent.message_id)


async def old_messages(room: Room) -> object:
    sent = await room.bot.send_message(room.chat_id, "раз")
    room.emulator.advance(timedelta(hours=48, seconds=1))
    return await room.bot.delete_messages(room.chat_id, [sent.message_id])


async def the_same_text(room: Room) -> object:
    sent = await room.bot.send_message(room.chat_id, "<b>раз</b>", parse_mode="HTML", reply_markup=keyboard(callback()))
    return await room.bot.edit_message_text(
        " <strong>раз</strong>",
        chat_id=room.chat_id,
        message_id=sent.message_id,
        parse_mode="HTML",
        reply_markup=keyboard(callback()),
    )


async def no_keyboard_twice(room: Room) -> object:
    sent = await room.bot.send_message(room.chat_id, "раз")
    return await room.bot.edit_message_reply_markup(chat_id=room.chat_id, message_id=sent.message_id)


async def a_message_with_reply_keyboard(room: Room) -> object:
    docked = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Номер", request_contact=True)]])
    sent = await room.bot.send_message(room.chat_id, "раз", reply_markup=docked)
    return await room.bot.edit_message_text("два", chat_id=room.chat_id, message_id=sent.message_id)


async def a_message_that_removed_a_keyboard(room: Room) -> object:
    sent = await room.bot.send_message(room.chat_id, "раз", reply_markup=ReplyKeyboardRemove())
    return await room.bot.edit_message_text("два", chat_id=room.chat_id, message_id=sent.message_id)


async def the_text_of_a_photo(room: Room) -> object:
    sent = await room.bot.send_photo(room.chat_id, PICTURE)
    return await room.bot.edit_message_text("два", chat_id=room.chat_id, message_id=sent.message_id)


async def the_caption_of_a_text(room: Room) -> object:
    sent = await room.bot.send_message(room.chat_id, "раз")
    return await room.bot.edit_message_caption(chat_id=room.chat_id, message_id=sent.message_id, caption="два")


async def a_long_edit(room: Room) -> object:
    sent = await room.bot.send_message(room.chat_id, "раз")
    return await room.bot.edit_message_text("я" * 4097, chat_id=room.chat_id, message_id=sent.message_id)


async def a_long_caption_edit(room: Room) -> object:
    sent = await room.bot.send_photo(room.chat_id, PICTURE)
    return await room.bot.edit_message_caption(chat_id=room.chat_id, message_id=sent.message_id, caption="я" * 1025)


async def a_reply_keyboard_on_edit(room: Room) -> object:
    sent = await room.bot.send_message(room.chat_id, "раз")
    return await room.bot(
        Raw(
            "editMessageText",
            chat_id=room.chat_id,
            message_id=sent.message_id,
            text="два",
            reply_markup={"remove_keyboard": True},
        )
    )


async def a_late_answer(room: Room) -> object:
    await room.bot.send_message(room.chat_id, "раз", reply_markup=keyboard(callback()))
    tap = await room.anna.tap("Дальше")
    room.emulator.advance(timedelta(seconds=16))
    return await room.bot.answer_callback_query(tap.query.id)


async def a_wordy_answer(room: Room) -> object:
    await room.bot.send_message(room.chat_id, "раз", reply_markup=keyboard(callback()))
    tap = await room.anna.tap("Дальше")
    return await room.bot.answer_callback_query(tap.query.id, text="я" * 201)


async def to_one_who_blocked(room: Room) -> object:
    await room.anna.block()
    return await room.bot.send_message(room.chat_id, "раз")


async def typing_to_one_who_blocked(room: Room) -> object:
    await room.anna.block()
    return await room.bot.send_chat_action(room.chat_id, "typing")


async def to_one_who_never_wrote(room: Room) -> object:
    room.emulator.user(5)
    return await room.bot.send_message(5, "раз")


async def a_document_as_photo(room: Room) -> object:
    sent = await room.bot.send_document(room.chat_id, BufferedInputFile(b"text", "a.txt"))
    return await room.bot.send_photo(room.chat_id, sent.document.file_id)


async def a_mixed_album(room: Room) -> object:
    media = [InputMediaPhoto(media=PICTURE), InputMediaDocument(media=BufferedInputFile(b"text", "a.txt"))]
    return await room.bot.send_media_group(room.chat_id, media)


async def too_fast(room: Room) -> object:
    room.emulator.faults.add(TooManyRequests(7), "sendMessage")
    return await room.bot.send_message(room.chat_id, "раз")


async def after_log_out(room: Room) -> object:
    await room.bot.log_out()
    return await room.bot.get_me()


async def with_another_secret(room: Room) -> object:
    bot = type(room.bot)("42:" + "x" * 35, session=room.bot.session)
    return await bot.get_me()


async def with_a_short_secret(room: Room) -> object:
    return await type(room.bot)("43:short", session=room.bot.session).get_me()


class Raw(TelegramMethod[object]):
    """Any method with any parameters, as no typed client would send them."""

    model_config = ConfigDict(extra="allow")
    __returning__ = object
    __api_method__ = ""

    def __init__(self, method: str, /, **params: object) -> None:
        super().__init__(**params)
        object.__setattr__(self, "__api_method__", method)


def raw(method: str, **params: object) -> Step:
    return lambda room: room.bot(Raw(method, **params))


def sent(text: str = "раз", **params: object) -> Step:
    return lambda room: room.bot.send_message(room.chat_id, text, **params)


def sent_raw(**params: object) -> Step:
    return lambda room: room.bot(Raw("sendMessage", chat_id=room.chat_id, **params))


def html(markup: str) -> Step:
    return sent(markup, parse_mode="HTML")


REFUSALS: Mapping[str, Refusal] = {
    "empty text": Refusal(raw("sendMessage", chat_id=1), "Bad Request: message text is empty"),
    "blank text": Refusal(sent(" \n "), "Bad Request: text must be non-empty"),
    "invisible text": Refusal(sent("\u200b\u2800"), "Bad Request: text must be non-empty"),
    "text of nothing but a tag": Refusal(html("<b></b>"), "Bad Request: text must be non-empty"),
    "long text": Refusal(sent("я" * 4097), "Bad Request: message is too long"),
    "long in UTF-16 units": Refusal(sent("🚗" * 2049), "Bad Request: message is too long"),
    "beyond the server's buffer": Refusal(sent("я" * 16385), "Bad Request: text is too long"),
    "long caption": Refusal(
        lambda room: room.bot.send_photo(room.chat_id, PICTURE, caption="я" * 1025),
        "Bad Request: message caption is too long",
    ),
    "no chat": Refusal(raw("sendMessage", text="раз"), "Bad Request: chat_id is empty"),
    "unknown chat": Refusal(raw("sendMessage", chat_id=999, text="раз"), "Bad Request: chat not found"),
    "chat of a wrong type": Refusal(raw("sendMessage", chat_id="abc", text="раз"), "Bad Request: chat not found"),
    "chat by name": Refusal(raw("sendMessage", chat_id="@anna", text="раз"), "Bad Request: chat not found"),
    "blocked": Refusal(to_one_who_blocked, "Forbidden: bot was blocked by the user", TelegramForbiddenError),
    "typing when blocked": Refusal(
        typing_to_one_who_blocked, "Forbidden: bot was blocked by the user", TelegramForbiddenError
    ),
    "not started": Refusal(
        to_one_who_never_wrote, "Forbidden: bot can't initiate conversation with a user", TelegramForbiddenError
    ),
    "unknown action": Refusal(
        lambda room: room.bot(Raw("sendChatAction", chat_id=room.chat_id, action="dancing")),
        "Bad Request: wrong parameter action in request",
    ),
    "unsupported tag": Refusal(
        html("a <br> b"), 'Bad Request: can\'t parse entities: Unsupported start tag "br" at byte offset 2'
    ),
    "a plain less-than": Refusal(
        html("цена < 5"), 'Bad Request: can\'t parse entities: Unsupported start tag "" at byte offset 9'
    ),
    "unclosed tag": Refusal(
        html("<b>раз"), "Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\""
    ),
    "unmatched tag": Refusal(
        html("<b>раз</i>"),
        'Bad Request: can\'t parse entities: Unmatched end tag at byte offset 9, expected "</b>", found "</i>"',
    ),
    "end without start": Refusal(
        html("раз</b>"), "Bad Request: can't parse entities: Unexpected end tag at byte offset 6"
    ),
    "unfinished tag": Refusal(html("раз <b"), "Bad Request: can't parse entities: Unclosed start tag at byte offset 7"),
    "span without class": Refusal(
        html("<span>раз</span>"),
        'Bad Request: can\'t parse entities: Tag "span" must have class "tg-spoiler" at byte offset 0',
    ),
    "Markdown": Refusal(
        sent("*раз*", parse_mode="MarkdownV2"), "Bad Request: parse_mode Markdown is not emulated, use HTML"
    ),
    "unknown parse mode": Refusal(sent(parse_mode="BBCode"), "Bad Request: unsupported parse_mode"),
    "entity of an unknown type": Refusal(
        sent_raw(text="раз", entities=[{"type": "blink", "offset": 0, "length": 1}]),
        "Bad Request: can't parse MessageEntity: Unsupported type specified",
    ),
    "entity beyond the text": Refusal(
        sent(entities=[MessageEntity(type="bold", offset=1, length=9)]),
        "Bad Request: entity beginning at UTF-16 offset 1 ends after the end of the text at UTF-16 offset 10",
    ),
    "callback data of 65 bytes": Refusal(
        sent(reply_markup=keyboard(callback(data="я" * 32 + "x"))), "Bad Request: BUTTON_DATA_INVALID"
    ),
    "button without action": Refusal(
        sent_raw(text="раз", reply_markup={"inline_keyboard": [[{"text": "Дальше"}]]}),
        "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    "button without text": Refusal(
        sent_raw(text="раз", reply_markup={"inline_keyboard": [[{"callback_data": "x"}]]}),
        "Bad Request: can't parse inline keyboard button: Can't find field \"text\"",
    ),
    "rows that are no rows": Refusal(
        sent_raw(text="раз", reply_markup={"inline_keyboard": [{"text": "x", "callback_data": "x"}]}),
        'Bad Request: field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
    ),
    "keyboard of a wrong type": Refusal(
        sent_raw(text="раз", reply_markup={"keyboard": "x"}), 'Bad Request: field "keyboard" must be of type Array'
    ),
    "flag of a wrong type": Refusal(
        sent_raw(text="раз", reply_markup={"keyboard": [[{"text": "x", "request_contact": "yes"}]]}),
        'Bad Request: can\'t parse keyboard button: Field "request_contact" must be of type Boolean',
    ),
    "markup that is no JSON": Refusal(
        sent_raw(text="раз", reply_markup="{"), "Bad Request: can't parse reply keyboard markup JSON object"
    ),
    "markup that is no object": Refusal(
        sent_raw(text="раз", reply_markup="[]"), "Bad Request: object expected as reply markup"
    ),
    "bad address on a button": Refusal(
        sent(reply_markup=keyboard(InlineKeyboardButton(text="Сайт", url="localhost"))),
        "Bad Request: inline keyboard button URL 'localhost' is invalid: Wrong HTTP URL",
    ),
    "bad scheme on a button": Refusal(
        sent(reply_markup=keyboard(InlineKeyboardButton(text="Сайт", url="htps://example.com"))),
        "Bad Request: inline keyboard button URL 'htps://example.com' is invalid: Unsupported URL protocol",
    ),
    "too much on buttons": Refusal(
        sent(reply_markup=InlineKeyboardMarkup(inline_keyboard=[[callback("я" * 200)] for _ in range(30)])),
        "Bad Request: reply markup is too long",
    ),
    "reply to nothing": Refusal(
        sent(reply_parameters=ReplyParameters(message_id=99)), "Bad Request: message to be replied not found"
    ),
    "same content": Refusal(
        the_same_text,
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the "
        "same as a current content and reply markup of the message",
    ),
    "no keyboard to take away": Refusal(
        no_keyboard_twice,
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the "
        "same as a current content and reply markup of the message",
    ),
    "edit of nothing": Refusal(
        lambda room: room.bot.edit_message_text("два", chat_id=room.chat_id, message_id=99),
        "Bad Request: message to edit not found",
    ),
    "edit in another chat": Refusal(another_clients_message, "Bad Request: message to edit not found"),
    "edit without a message": Refusal(
        raw("editMessageText", text="два"), "Bad Request: message identifier is not specified"
    ),
    "edit of an inline message": Refusal(
        raw("editMessageText", text="два", inline_message_id="x"), "Bad Request: MESSAGE_ID_INVALID"
    ),
    "edit of the client's message": Refusal(
        lambda room: room.bot.edit_message_text("два", chat_id=room.chat_id, message_id=1),
        "Bad Request: message can't be edited",
    ),
    "edit under a reply keyboard": Refusal(a_message_with_reply_keyboard, "Bad Request: message can't be edited"),
    "edit after removal of a keyboard": Refusal(
        a_message_that_removed_a_keyboard, "Bad Request: message can't be edited"
    ),
    "text of a photo": Refusal(the_text_of_a_photo, "Bad Request: there is no text in the message to edit"),
    "caption of a text": Refusal(the_caption_of_a_text, "Bad Request: there is no caption in the message to edit"),
    "long edit": Refusal(a_long_edit, "Bad Request: MESSAGE_TOO_LONG"),
    "long caption edit": Refusal(a_long_caption_edit, "Bad Request: MEDIA_CAPTION_TOO_LONG"),
    "reply keyboard on edit": Refusal(a_reply_keyboard_on_edit, "Bad Request: inline keyboard expected"),
    "delete of nothing": Refusal(
        lambda room: room.bot.delete_message(room.chat_id, 99), "Bad Request: message to delete not found"
    ),
    "delete without a message": Refusal(
        lambda room: room.bot(Raw("deleteMessage", chat_id=room.chat_id)),
        "Bad Request: message identifier is not specified",
    ),
    "delete after 48 hours": Refusal(an_old_message, "Bad Request: message can't be deleted for everyone"),
    "delete several after 48 hours": Refusal(old_messages, "Bad Request: message can't be deleted for everyone"),
    "delete of no numbers": Refusal(
        lambda room: room.bot(Raw("deleteMessages", chat_id=room.chat_id, message_ids="[true]")),
        "Bad Request: message identifier must be a Number",
    ),
    "answer to nothing": Refusal(
        raw("answerCallbackQuery", callback_query_id="1"),
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
    ),
    "late answer": Refusal(
        a_late_answer, "Bad Request: query is too old and response timeout expired or query ID is invalid"
    ),
    "wordy answer": Refusal(a_wordy_answer, "Bad Request: MESSAGE_TOO_LONG"),
    "no photo": Refusal(
        lambda room: room.bot(Raw("sendPhoto", chat_id=room.chat_id)),
        "Bad Request: there is no photo in the request",
    ),
    "photo by a wrong identifier": Refusal(
        lambda room: room.bot.send_photo(room.chat_id, "AgACAgIAAxk"),
        "Bad Request: wrong file identifier/HTTP URL specified",
    ),
    "photo from the network": Refusal(
        lambda room: room.bot.send_photo(room.chat_id, "https://example.com/car.jpg"),
        "Bad Request: failed to get HTTP URL content",
    ),
    "photo that is none": Refusal(
        lambda room: room.bot.send_photo(room.chat_id, BufferedInputFile(b"text", "car.jpg")),
        "Bad Request: IMAGE_PROCESS_FAILED",
    ),
    "photo out of proportion": Refusal(
        lambda room: room.bot.send_photo(
            room.chat_id, BufferedInputFile(plain_picture(size=Size(2100, 100)), "car.png")
        ),
        "Bad Request: PHOTO_INVALID_DIMENSIONS",
    ),
    "document as photo": Refusal(a_document_as_photo, "Bad Request: can't use file of type Document as Photo"),
    "mixed album": Refusal(a_mixed_album, "Bad Request: document can't be mixed with other media types"),
    "album of eleven": Refusal(
        lambda room: room.bot.send_media_group(room.chat_id, [InputMediaPhoto(media=PICTURE)] * 11),
        "Bad Request: too many messages to send as an album",
    ),
    "album of strange things": Refusal(
        lambda room: room.bot(Raw("sendMediaGroup", chat_id=room.chat_id, media='[{"type": "photo"}]')),
        "Bad Request: can't parse InputMedia: Media not found",
    ),
    "file without identifier": Refusal(raw("getFile"), "Bad Request: file_id not specified"),
    "file of another bot": Refusal(raw("getFile", file_id="AgACAgI"), "Bad Request: invalid file_id"),
    "command in capitals": Refusal(
        lambda room: room.bot.set_my_commands([BotCommand(command="Start", description="начать")]),
        "Bad Request: BOT_COMMAND_INVALID",
    ),
    "command without description": Refusal(
        raw("setMyCommands", commands=[{"command": "start", "description": " "}]),
        "Bad Request: command description must be non-empty",
    ),
    "command for nobody": Refusal(
        lambda room: room.bot.set_my_commands(
            [BotCommand(command="start", description="начать")], scope=BotCommandScopeChat(chat_id=999)
        ),
        "Bad Request: chat not found",
    ),
    "webhook to nowhere": Refusal(raw("setWebhook", url="ftp://x.y"), "Bad Request: invalid webhook URL specified"),
    "secret with spaces": Refusal(
        raw("setWebhook", url="https://example.com/hook", secret_token="a b"),
        "Bad Request: secret token contains unallowed characters",
    ),
    "unknown method": Refusal(raw("sendLove"), "Not Found: method not found", TelegramNotFound),
    "too fast": Refusal(too_fast, "Too Many Requests: retry after 7", TelegramRetryAfter),
    "logged out": Refusal(after_log_out, "Logged out"),
    "another secret": Refusal(with_another_secret, "Unauthorized", TelegramUnauthorizedError),
    "a short secret": Refusal(with_a_short_secret, "Unauthorized", TelegramUnauthorizedError),
}


@pytest.mark.parametrize("name", REFUSALS)
async def test_a_refusal_is_telegrams_own(room: Room, name: str) -> None:
    refusal = REFUSALS[name]
    with pytest.raises(TelegramAPIError) as caught:
        await refusal.step(room)
    # aiogram puts words of its own before a 429.
    description = caught.value.message.rpartition("Original description: ")[2]
    assert (type(caught.value), description) == (refusal.error, refusal.description)


async def every_kind_of_message(room: Room) -> list[object]:
    bot, chat_id = room.bot, room.chat_id
    text = await bot.send_message(
        chat_id,
        " Привет, <b>Анна 🚗</b>! <a href='example.com'>Сайт</a> /help @dealer_bot ",
        parse_mode="HTML",
        reply_markup=keyboard(callback(), InlineKeyboardButton(text="Сайт", url="https://Example.com")),
        reply_parameters=ReplyParameters(message_id=1),
        protect_content=True,
    )
    photo = await bot.send_photo(chat_id, PICTURE, caption="<i>Фото</i>", parse_mode="HTML")
    again = await bot.send_photo(chat_id, photo.photo[-1].file_id)
    document = await bot.send_document(chat_id, BufferedInputFile(b"%PDF", "ПТС.pdf"), reply_markup=ForceReply())
    album = await bot.send_media_group(chat_id, [InputMediaPhoto(media=PICTURE, caption="Альбом")] * 2)
    contact = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Мой номер", request_contact=True)]])
    docked = await bot.send_message(chat_id, "Номер?", reply_markup=contact)
    edited = await bot.edit_message_text("Новое", chat_id=chat_id, message_id=text.message_id)
    marked = await bot.edit_message_reply_markup(
        chat_id=chat_id, message_id=text.message_id, reply_markup=keyboard(callback("Назад", "back"))
    )
    captioned = await bot.edit_message_caption(chat_id=chat_id, message_id=photo.message_id, caption="Иначе")
    media = await bot.edit_message_media(
        InputMediaDocument(media=BufferedInputFile(b"data", "a.bin"), caption="Файл"),
        chat_id=chat_id,
        message_id=photo.message_id,
    )
    found = await bot.get_file(document.document.file_id)
    deleted = await bot.delete_message(chat_id, again.message_id)
    several = await bot.delete_messages(chat_id, [album[0].message_id, 999])
    return [
        text, photo, again, document, *album, docked, edited, marked, captioned, media, found, deleted, several,
        await bot.get_me(), await bot.get_chat(chat_id), await bot.send_chat_action(chat_id, "typing"),
        await bot.get_webhook_info(), await bot.set_my_description("О нас", "ru"), await bot.get_my_description("ru"),
    ]  # fmt: skip


async def every_kind_of_update(room: Room) -> list[object]:
    await room.bot.send_message(room.chat_id, "Выберите", reply_markup=keyboard(callback()))
    anna = room.anna
    await anna.send_text("Привет, @dealer_bot, /help и example.com")
    await anna.tap("Дальше")
    await anna.tap(data="forged", message_id=99)
    await anna.send_album(2, "Мои фото")
    await anna.send_photo(caption="Салон")
    await anna.send_document(name="ПТС.pdf")
    await anna.send_sticker()
    await anna.share_contact()
    await anna.share_contact(own=False)
    await anna.edit_text(1, "Иначе")
    await anna.block()
    return list(await room.bot.get_updates())


@pytest.mark.parametrize("scene", [every_kind_of_message, every_kind_of_update])
async def test_both_doors_give_the_same_objects(scene: Callable[[Room], Awaitable[list[object]]]) -> None:
    seen = []
    for door in DOORS.values():
        async with door() as room:
            seen.append([_plain(one) for one in await scene(room)])
    first, second = seen
    assert first == second


async def test_a_sent_message_comes_back_whole(room: Room) -> None:
    message = (await every_kind_of_message(room))[0]
    assert message.text == "Привет, Анна 🚗! Сайт /help @dealer_bot"
    assert [(e.type, e.offset, e.length, e.url) for e in message.entities] == [
        ("bold", 8, 7, None),
        ("text_link", 17, 4, "http://example.com/"),
        ("bot_command", 22, 5, None),
        ("mention", 28, 11, None),
    ]
    assert message.from_user.username == "dealer_bot"
    assert message.from_user.is_bot
    assert message.chat.first_name == "Анна"
    assert message.reply_to_message.message_id == 1
    assert message.has_protected_content
    assert message.reply_markup.inline_keyboard[0][1].url == "https://example.com/"


async def test_unknown_parameters_are_ignored(room: Room) -> None:
    answer = await room.bot(Raw("sendMessage", chat_id=room.chat_id, text="раз", colour="red"))
    assert answer["text"] == "раз"


async def test_message_ids_only_grow(room: Room) -> None:
    first = await room.bot.send_message(room.chat_id, "раз")
    await room.bot.delete_message(room.chat_id, first.message_id)
    said = await room.anna.send_text("два")
    third = await room.bot.send_message(room.chat_id, "три")
    assert 1 < first.message_id < said.id < third.message_id


async def test_what_exceeds_the_button_limits_is_cut_off(room: Room) -> None:
    rows = [[callback(str(i), str(i)) for i in range(9)] for _ in range(14)]
    message = await room.bot.send_message(room.chat_id, "раз", reply_markup=InlineKeyboardMarkup(inline_keyboard=rows))
    shown = message.reply_markup.inline_keyboard
    assert {len(row) for row in shown[:-1]} == {8}
    assert sum(len(row) for row in shown) == 100


async def test_callback_data_of_64_bytes_passes(room: Room) -> None:
    message = await room.bot.send_message(room.chat_id, "раз", reply_markup=keyboard(callback(data="я" * 32)))
    assert message.reply_markup.inline_keyboard[0][0].callback_data == "я" * 32


async def test_an_answer_may_be_given_twice_and_the_first_is_seen(room: Room) -> None:
    await room.bot.send_message(room.chat_id, "раз", reply_markup=keyboard(callback()))
    tap = await room.anna.tap("Дальше")
    assert await room.bot.answer_callback_query(tap.query.id, text="Готово", show_alert=True)
    assert await room.bot.answer_callback_query(tap.query.id)
    assert (tap.answer.text, tap.answer.alert) == ("Готово", True)


async def test_a_downloaded_file_is_the_uploaded_one(room: Room) -> None:
    content = plain_picture(5)
    message = await room.bot.send_photo(room.chat_id, BufferedInputFile(content, "car.png"))
    assert (await room.bot.download(message.photo[-1])).read() == content


async def test_a_missing_file_is_not_downloaded(room: Room) -> None:
    with pytest.raises(Exception, match="404"):
        await room.bot.download_file("photos/file_999.jpg")


def _plain(one: object) -> object:
    return json.loads(one.model_dump_json()) if isinstance(one, BaseModel) else one
