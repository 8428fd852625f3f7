"""Who writes too fast is told once and then not heard until they slow down."""

from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from aiogram import BaseMiddleware
from aiogram.exceptions import TelegramAPIError
from aiogram.types import CallbackQuery, Message, TelegramObject

from engine.service.conversation import Conversation
from engine.telegram.html import MOST_TOAST, cut, plain, tidy
from engine.telegram.turn import client_of
from engine.telegram.words import Words

#: Clients remembered at once; the one heard least recently is forgotten first.
MOST_CLIENTS = 10_000


@dataclass(slots=True)
class _Recent:
    times: deque[datetime] = field(default_factory=deque)
    told: bool = False
    #: An album is one message to its sender.
    album: str | None = None


class Throttling(BaseMiddleware):
    """bot.yaml's `throttling`: so many messages and taps in so many seconds."""

    def __init__(self, conversation: Conversation) -> None:
        self._conversation = conversation
        self._recent: OrderedDict[int, _Recent] = OrderedDict()

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        if not isinstance(event, Message | CallbackQuery) or event.from_user is None:
            return await handler(event, data)
        recent = self._heard(event.from_user.id)
        if isinstance(event, Message) and event.media_group_id is not None and event.media_group_id == recent.album:
            return await handler(event, data)
        limits, now = self._conversation.project.bot.throttling, self._conversation.now()
        while recent.times and recent.times[0] <= now - timedelta(seconds=limits.seconds):
            recent.times.popleft()
        if len(recent.times) < limits.messages:
            recent.times.append(now)
            recent.told = False
            recent.album = event.media_group_id if isinstance(event, Message) else recent.album
            return await handler(event, data)
        if not recent.told:
            recent.told = True
            await self._tell(event)
        return None

    def _heard(self, client: int) -> _Recent:
        recent = self._recent.setdefault(client, _Recent())
        self._recent.move_to_end(client)
        if len(self._recent) > MOST_CLIENTS:
            self._recent.popitem(last=False)
        return recent

    async def _tell(self, event: Message | CallbackQuery) -> None:
        bot = self._conversation.project.bot
        language = client_of(event.from_user).language if event.from_user else bot.languages[0]
        own = bot.throttling.text
        text = own.plain(language) if own else Words(bot, language).text("wait")
        try:
            if isinstance(event, Message):
                await event.answer(tidy(text), parse_mode="HTML")
            else:
                await event.answer(cut(plain(text), MOST_TOAST), show_alert=True)
        except TelegramAPIError:
            # Telegram itself may be asking us to slow down.
            return
