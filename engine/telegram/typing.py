"""«печатает…» over the chat of a client who waits longer than people notice."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from aiogram import BaseMiddleware, Bot
from aiogram.exceptions import AiogramError
from aiogram.types import CallbackQuery, Message, TelegramObject

#: Nobody needs to be told of a shorter wait.
PATIENCE_SECONDS = 0.8
#: Telegram shows an action for five seconds.
AGAIN_SECONDS = 4.5
#: After about a minute nobody believes it any more.
MOST_TIMES = 13

log = structlog.get_logger(__name__)


class Typing(BaseMiddleware):
    """Costs a quick answer nothing: the first call is made when the handler is still busy after a while."""

    def __init__(self, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._sleep = sleep

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],  # Any: aiogram's own signature
    ) -> Any:
        chat = _chat_of(event)
        if chat is None:
            return await handler(event, data)
        showing = asyncio.create_task(self._show(data["bot"], chat))
        try:
            return await handler(event, data)
        finally:
            showing.cancel()

    async def _show(self, bot: Bot, chat: int) -> None:
        await self._sleep(PATIENCE_SECONDS)
        try:
            for _ in range(MOST_TIMES):
                await bot.send_chat_action(chat, "typing")
                await self._sleep(AGAIN_SECONDS)
        except AiogramError as error:
            # The answer itself will meet the same trouble and deal with it.
            log.info("typing_not_shown", error=str(error))


def _chat_of(event: TelegramObject) -> int | None:
    """Whom the bot would write to; None where it answers nobody in private."""
    match event:
        case Message(chat=chat):
            return chat.id
        case CallbackQuery(message=message) if message is not None:
            return message.chat.id
        case _:
            return None
