"""What a message is to the interpreter, whatever Telegram calls it."""

import re
from typing import Literal

from aiogram.types import Message

from engine.core.raw import Attached, Raw, SharedContact, Typed, Unreadable

#: «/отмена» is none to Telegram, but it is to whoever writes it.
_COMMAND = re.compile(r"/[^\W\d_]\w*(@\w+)?(\s|$)")


def read_message(message: Message) -> Raw:
    """An answer as the interpreter takes it; a command nobody knows is no answer."""
    if message.text is not None:
        return Unreadable() if _COMMAND.match(message.text) else Typed(message.text)
    if message.contact is not None:
        sender = message.from_user.id if message.from_user else None
        return SharedContact(message.contact.phone_number, own=sender is not None and message.contact.user_id == sender)
    if message.photo:
        largest = message.photo[-1]
        return Attached("photo", largest.file_id, largest.file_unique_id, message.message_id)
    if message.document is not None:
        found = message.document
        # A picture sent uncompressed is still a photo; where a file is asked for, a photo is one too.
        kind: Literal["photo", "file"] = "photo" if (found.mime_type or "").startswith("image/") else "file"
        return Attached(kind, found.file_id, found.file_unique_id, message.message_id, found.file_name)
    return Unreadable()
