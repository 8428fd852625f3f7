"""The Bot API's JSON objects of what the state holds."""

from datetime import datetime
from typing import assert_never

from engine.botapi.entities import Entity
from engine.botapi.keyboards import InlineKeyboard
from engine.botapi.state import Bot, Contact, Content, Document, File, Message, Photo, State, Sticker, Text, User
from engine.core.values import Json


def unix(moment: datetime) -> int:
    return int(moment.timestamp())


def user_object(user: User) -> dict[str, Json]:
    fields: dict[str, Json] = {"id": user.id, "is_bot": False, "first_name": user.first_name}
    named = {"last_name": user.last_name, "username": user.username, "language_code": user.language_code}
    return fields | _filled(named)


def bot_object(bot: Bot) -> dict[str, Json]:
    return {"id": bot.id, "is_bot": True, "first_name": bot.first_name, "username": bot.username}


def chat_object(user: User) -> dict[str, Json]:
    named = {"first_name": user.first_name, "last_name": user.last_name, "username": user.username}
    fields: dict[str, Json] = {"id": user.id}
    return fields | _filled(named) | {"type": "private"}


def message_object(state: State, bot: Bot, message: Message) -> dict[str, Json]:
    """The full Message. Only an inline keyboard is told back, as in Telegram."""
    user = state.users[message.chat_id]
    fields: dict[str, Json] = {
        "message_id": message.id,
        "from": bot_object(bot) if message.from_bot else user_object(user),
        "chat": chat_object(user),
        "date": unix(message.date),
    }
    if message.edited is not None:
        fields["edit_date"] = unix(message.edited)
    if message.album_id is not None:
        fields["media_group_id"] = message.album_id
    if message.reply_to is not None:
        replied = bot.chat(message.chat_id).messages.get(message.reply_to)
        if replied is not None:
            fields["reply_to_message"] = message_object(state, bot, replied)
    if message.protected:
        fields["has_protected_content"] = True
    fields |= _content_fields(state, message.content)
    if isinstance(message.markup, InlineKeyboard):
        fields["reply_markup"] = message.markup.fields()
    return fields


def inaccessible_message(user: User, message_id: int) -> dict[str, Json]:
    """What a callback query carries in place of a message that is gone."""
    return {"chat": chat_object(user), "message_id": message_id, "date": 0}


def file_object(file: File) -> dict[str, Json]:
    """The answer of getFile."""
    return {
        "file_id": file.id,
        "file_unique_id": file.unique_id,
        "file_size": len(file.content),
        "file_path": file.path,
    }


def entity_objects(state: State, entities: tuple[Entity, ...]) -> list[dict[str, Json]]:
    """A mention of somebody unknown is no entity."""
    objects: list[dict[str, Json]] = []
    for entity in entities:
        fields = entity.fields()
        if entity.user_id is not None:
            user = state.users.get(entity.user_id)
            if user is None:
                continue
            fields["user"] = user_object(user)
        objects.append(fields)
    return objects


def _content_fields(state: State, content: Content) -> dict[str, Json]:
    match content:
        case Text(body):
            fields: dict[str, Json] = {"text": body.text}
            if entities := entity_objects(state, body.entities):
                fields["entities"] = entities
            return fields
        case Photo(sizes, caption):
            fields = {"photo": [_photo_size(size) for size in sizes]}
        case Document(file, caption):
            fields = {"document": _document(file)}
        case Contact():
            return {"contact": contact_object(content)}
        case Sticker():
            return {"sticker": sticker_object(content)}
        case unknown:
            assert_never(unknown)
    if caption.text:
        fields["caption"] = caption.text
        if entities := entity_objects(state, caption.entities):
            fields["caption_entities"] = entities
    return fields


def _photo_size(file: File) -> dict[str, Json]:
    assert file.size is not None, "a photo always has its size"
    return {
        "file_id": file.id,
        "file_unique_id": file.unique_id,
        "file_size": len(file.content),
        "width": file.size.width,
        "height": file.size.height,
    }


def _document(file: File) -> dict[str, Json]:
    named = _filled({"file_name": file.name, "mime_type": file.mime})
    return named | {"file_id": file.id, "file_unique_id": file.unique_id, "file_size": len(file.content)}


def contact_object(contact: Contact) -> dict[str, Json]:
    fields: dict[str, Json] = {"phone_number": contact.phone, "first_name": contact.first_name}
    fields |= _filled({"last_name": contact.last_name})
    return fields if contact.user_id is None else fields | {"user_id": contact.user_id}


def sticker_object(sticker: Sticker) -> dict[str, Json]:
    return {
        "width": 512,
        "height": 512,
        "emoji": sticker.emoji,
        "is_animated": False,
        "is_video": False,
        "type": "regular",
        "file_id": sticker.file.id,
        "file_unique_id": sticker.file.unique_id,
        "file_size": len(sticker.file.content),
    }


def _filled(fields: dict[str, str]) -> dict[str, Json]:
    return {name: value for name, value in fields.items() if value}
