"""A chat as one JSON object: what `GET /__emulator__/chats/{id}` answers and a page draws."""

from typing import assert_never

from engine.botapi.commands import command_objects
from engine.botapi.files import shown_file
from engine.botapi.keyboards import ReplyKeyboard
from engine.botapi.state import Contact, Content, Document, Photo, State, Sticker, Text
from engine.botapi.views import ChatView, MessageView, Toast, plain_label
from engine.botapi.wire import contact_object, entity_objects, unix
from engine.core.values import Json


def chat_snapshot(state: State, chat: ChatView, version: int) -> dict[str, Json]:
    """`version` tells which of two snapshots is newer."""
    return {
        "chat_id": chat.user.id,
        "bot_id": chat.bot.id,
        "version": version,
        "blocked": chat.blocked,
        "action": chat.action,
        "messages": [_message(state, message) for message in chat.messages],
        "reply_keyboard": None if chat.keyboard is None else _keyboard(chat.keyboard),
        "toasts": [_toast(toast) for toast in chat.toasts],
        "commands": command_objects(chat.commands),
    }


def _message(state: State, message: MessageView) -> dict[str, Json]:
    return {
        "message_id": message.id,
        "from": "bot" if message.from_bot else "user",
        "date": unix(message.date),
        "edited": message.edited,
        "text": message.text,
        "entities": entity_objects(state, message.entities),
        "media": _media(message.content),
        "media_group_id": message.album_id,
        "buttons": [[button.fields() for button in row] for row in message.buttons],
    }


def _media(content: Content) -> dict[str, Json] | None:
    """None for a text. `path` follows `/file/bot{token}/`."""
    match content:
        case Text():
            return None
        case Contact():
            return {"type": "contact"} | contact_object(content)
        case Photo() | Document() | Sticker():
            file = shown_file(content)
            size = {"width": file.size.width, "height": file.size.height} if file.size else {}
            emoji = {"emoji": content.emoji} if isinstance(content, Sticker) else {}
            fields: dict[str, Json] = {
                "type": file.kind,
                "file_id": file.id,
                "path": file.path,
                "file_name": file.name,
                "mime_type": file.mime,
                "file_size": len(file.content),
            }
            return fields | size | emoji
        case unknown:
            assert_never(unknown)


def _keyboard(keyboard: ReplyKeyboard) -> dict[str, Json]:
    """`label` is what the eye sees, `text` what a press sends."""
    return {
        "rows": [
            [{"text": one.text, "label": plain_label(one.text), "request": one.request} for one in row]
            for row in keyboard.rows
        ],
        "resize": keyboard.resize,
        "one_time": keyboard.one_time,
        "persistent": keyboard.persistent,
        "placeholder": keyboard.placeholder,
    }


def _toast(toast: Toast) -> dict[str, Json]:
    return {
        "query_id": toast.query_id,
        "message_id": toast.message_id,
        "text": toast.text,
        "alert": toast.alert,
        "url": toast.url,
    }
