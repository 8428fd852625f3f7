"""What the administrator may ask the bot in their chat: `/retry` sends leads again, `/stats` counts."""

import re
from collections.abc import Awaitable, Callable
from datetime import datetime, tzinfo
from typing import Any

import structlog
from aiogram import BaseMiddleware, Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.types import Message, TelegramObject, Update

from engine.core.failures import TemporaryFailure
from engine.core.ports import Leads
from engine.service.leads import NoSuchLead, retry
from engine.service.routing.ports import Usage
from engine.telegram.usage_report import usage_report

log = structlog.get_logger(__name__)

_COMMAND = re.compile(r"/(retry|stats)(?:@\w+)?((?:\s+[\w.-]+)*)\s*")
_AWAY = "База данных сейчас не отвечает. Повторите через минуту."


class AdminCommands(BaseMiddleware):
    """Stands before everything else: an administrator's group has no dialog, and clients never get here."""

    def __init__(
        self,
        chat: int,
        leads: Leads,
        usage: Callable[[datetime], Awaitable[Usage]],
        *,
        now: Callable[[], datetime],
        zone: tzinfo,
        wake: Callable[[], None],
    ) -> None:
        """`chat` is the only one obeyed; days begin in `zone`; `wake` tells the sender of this process."""
        self._chat = chat
        self._leads = leads
        self._usage = usage
        self._now = now
        self._zone = zone
        self._wake = wake

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],  # Any: aiogram's own signature
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        message = event.message if isinstance(event, Update) else None
        asked = _COMMAND.fullmatch(message.text) if message is not None and message.text else None
        if message is None or asked is None or not self._obeys(message):
            return await handler(event, data)
        answer = self._retried(asked[2].split()) if asked[1] == "retry" else self._counted()
        await self._say(data["bot"], await answer)

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
            return _AWAY

    async def _counted(self) -> str:
        try:
            return await usage_report(self._usage, self._now(), self._zone)
        except TemporaryFailure as failure:
            log.warning("stats_failed", reason=str(failure))
            return _AWAY

    async def _say(self, bot: Bot, text: str) -> None:
        try:
            await bot.send_message(self._chat, text, parse_mode=None)
        except TelegramAPIError as error:
            log.warning("admin_not_answered", error=str(error))
