"""What the administrator may ask the bot in their chat: `/retry` sends leads again."""

import re
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import structlog
from aiogram import BaseMiddleware, Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.types import Message, TelegramObject, Update

from engine.core.ports import Leads, TemporaryFailure
from engine.service.leads import NoSuchLead, retry

log = structlog.get_logger(__name__)

_RETRY = re.compile(r"/retry(?:@\w+)?((?:\s+[\w.-]+)*)\s*")


class AdminCommands(BaseMiddleware):
    """Stands before everything else: an administrator's group has no dialog, and clients never get here."""

    def __init__(self, chat: int, leads: Leads, *, now: Callable[[], datetime], wake: Callable[[], None]) -> None:
        """`chat` is the only one obeyed; `wake` tells the sender of this process."""
        self._chat = chat
        self._leads = leads
        self._now = now
        self._wake = wake

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],  # Any: aiogram's own signature
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        message = event.message if isinstance(event, Update) else None
        asked = _RETRY.fullmatch(message.text) if message is not None and message.text else None
        if message is None or asked is None or not self._obeys(message):
            return await handler(event, data)
        await self._say(data["bot"], await self._retried(asked[1].split()))

    def _obeys(self, message: Message) -> bool:
        """A forwarded message is somebody else's word."""
        return message.chat.id == self._chat and message.forward_origin is None

    async def _retried(self, ids: list[str]) -> str:
        try:
            return str(await retry(self._leads, ids, self._now(), self._wake))
        except NoSuchLead as error:
            return str(error)
        except TemporaryFailure as failure:
            log.warning("retry_failed", reason=str(failure))
            return "База данных сейчас не отвечает. Повторите через минуту."

    async def _say(self, bot: Bot, text: str) -> None:
        try:
            await bot.send_message(self._chat, text, parse_mode=None)
        except TelegramAPIError as error:
            log.warning("retry_not_answered", error=str(error))
