"""What an update goes through before aiogram-dialog sees it."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram.enums import ChatType
from aiogram.types import CallbackQuery, Message, TelegramObject
from aiogram_dialog.utils import REPLY_CALLBACK_SYMBOLS, remove_intent_id

#: The dialog id a tapped button carried.
TAPPED_KEY = "carquery_tapped"

type Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


async def clean_message(handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
    """Private chats only. Replies and invisible letters lose what aiogram-dialog would read a tap into."""
    if not isinstance(event, Message) or event.chat.type != ChatType.PRIVATE or event.from_user is None:
        return None
    changes: dict[str, object] = {}
    if event.reply_to_message is not None:
        changes["reply_to_message"] = None
    if event.text and event.text[-1] in REPLY_CALLBACK_SYMBOLS:
        changes["text"] = event.text.rstrip(REPLY_CALLBACK_SYMBOLS)
    return await handler(event.model_copy(update=changes) if changes else event, data)


async def clean_tap(handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
    """Private chats only. The dialog id is taken off the button and compared by us, under the chat's lock.

    aiogram-dialog would load the dialog the button names before it takes the lock, losing one of two quick taps, and
    would raise for a dialog that is gone; without the name it takes the lock and loads the chat's present dialog.
    """
    if not isinstance(event, CallbackQuery) or event.message is None or event.data is None:
        return None
    if event.message.chat.type != ChatType.PRIVATE:
        return None
    data[TAPPED_KEY], rest = remove_intent_id(event.data)
    return await handler(event.model_copy(update={"data": rest}), data)
