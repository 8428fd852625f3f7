"""Methods that change or remove what is in a chat: editMessage*, deleteMessage, deleteMessages."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from engine.botapi.call import Call
from engine.botapi.changes import Kind
from engine.botapi.errors import bad_request
from engine.botapi.fields import as_array, decode
from engine.botapi.formatting import Formatted
from engine.botapi.keyboards import InlineKeyboard
from engine.botapi.markup import inline_only, parse_markup
from engine.botapi.media import media_content, read_media
from engine.botapi.state import Chat, Content, Document, Message, Photo, Text
from engine.botapi.texts import CAPTION_UNITS, TEXT_UNITS, caption_text, message_text
from engine.core.values import Json

#: A message of a private chat, whoever wrote it, goes for both sides only so long.
DELETE_LIFE = timedelta(hours=48)
DELETE_LIMIT = 100
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)


def edit_message_text(call: Call) -> Json:
    text = message_text(call.query)

    def change(message: Message) -> Content:
        if not isinstance(message.content, Text):
            raise bad_request("There is no text in the message to edit")
        if text.units > TEXT_UNITS:
            raise bad_request("MESSAGE_TOO_LONG")
        return Text(text)

    return _edit(call, change)


def edit_message_caption(call: Call) -> Json:
    caption = caption_text(call.query)

    def change(message: Message) -> Content:
        match message.content:
            case Photo() | Document() as content:
                _check_caption(caption)
                return replace(content, caption=caption)
            case _:
                raise bad_request("There is no caption in the message to edit")

    return _edit(call, change)


def edit_message_media(call: Call) -> Json:
    """Replaces a text too, as since Bot API 8."""
    media = read_media(call.query, decode(call.query.required("media"), "input media"))

    def change(message: Message) -> Content:
        _check_caption(media.caption)
        content = media_content(call, media)
        if message.album_id is not None and type(content) is not type(message.content):
            raise bad_request("Can't use the media of the specified type in the album")
        return content

    return _edit(call, change)


def edit_message_reply_markup(call: Call) -> Json:
    return _edit(call, lambda message: message.content)


def delete_message(call: Call) -> Json:
    if not call.query.text("chat_id"):
        raise bad_request("Chat identifier is not specified")
    message_id = call.query.message_id()
    if not message_id:
        raise bad_request("Message identifier is not specified")
    chat = call.known_chat()
    if message_id not in chat.messages:
        raise bad_request("message to delete not found")
    _delete(call, chat, [message_id])
    return True


def delete_messages(call: Call) -> Json:
    """Messages that are not there are passed over."""
    source = call.query.text("message_ids")
    if not source:
        raise bad_request("Message identifiers are not specified")
    ids = as_array(decode(source, "message_ids"), "Expected an Array of message identifiers")
    if len(ids) > DELETE_LIMIT:
        raise bad_request("Too many message identifiers specified")
    wanted = [_message_id(item) for item in ids]
    if not wanted:
        raise bad_request("Message identifiers are not specified")
    chat = call.known_chat()
    _delete(call, chat, [message_id for message_id in dict.fromkeys(wanted) if message_id in chat.messages])
    return True


def _edit(call: Call, change: Callable[[Message], Content]) -> Json:
    markup = parse_markup(call.query.text("reply_markup"))
    message_id = call.query.message_id()
    if not call.query.text("chat_id") and not message_id:
        if not call.query.text("inline_message_id"):
            raise bad_request("Message identifier is not specified")
        raise bad_request("MESSAGE_ID_INVALID")
    chat = call.writable_chat()
    message = chat.messages.get(message_id)
    if message is None:
        raise bad_request("message to edit not found")
    # «It is currently only possible to edit messages without reply_markup or with inline keyboards.»
    if not message.from_bot or not isinstance(message.markup, InlineKeyboard | None):
        raise bad_request("Message can't be edited")
    content = change(message)
    edited = replace(message, content=content, markup=inline_only(markup))
    if edited == message:
        raise bad_request(NOT_MODIFIED)
    if edited.content != message.content:
        edited = replace(edited, edited=call.now)
    chat.messages[message.id] = edited
    call.tell(Kind.EDITED, chat, message.id)
    return call.message(edited)


def _check_caption(caption: Formatted) -> None:
    if caption.units > CAPTION_UNITS:
        raise bad_request("MEDIA_CAPTION_TOO_LONG")


def _delete(call: Call, chat: Chat, message_ids: list[int]) -> None:
    if any(chat.messages[message_id].date < call.now - DELETE_LIFE for message_id in message_ids):
        raise bad_request("Message can't be deleted for everyone")
    for message_id in message_ids:
        del chat.messages[message_id]
        call.tell(Kind.DELETED, chat, message_id)


def _message_id(item: object) -> int:
    match item:
        case bool():
            raise bad_request("Message identifier must be a Number")
        case int() as number:
            pass
        case str() as text if text.isdecimal():
            number = int(text)
        case str():
            raise bad_request("Can't parse message identifier as Number")
        case _:
            raise bad_request("Message identifier must be a Number")
    if number <= 0:
        raise bad_request("Invalid message identifier specified")
    return number
