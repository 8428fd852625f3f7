"""How a screen reaches the chat: with as few calls as possible, and never at the price of the answer."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.types import CallbackQuery, Message, ReplyKeyboardMarkup, ReplyKeyboardRemove
from aiogram_dialog import ShowMode
from aiogram_dialog.api.entities import NewMessage, OldMessage
from aiogram_dialog.api.protocols import MessageNotModified
from aiogram_dialog.manager.message_manager import MessageManager
from aiogram_dialog.manager.message_manager import _combine as combined

from engine.telegram.refresh import Refresher

#: More taps than are ever handled at the same time.
ANSWERS_KEPT = 1000

log = structlog.get_logger(__name__)


@dataclass
class Sheet(NewMessage):
    """A screen on its way to the chat."""

    #: The reply keyboard stands in the chat and this screen has none: it must go.
    drop_keyboard: bool = False
    #: HTML sent with the removal, where it tells the client something; else the removal is deleted at once.
    farewell: str | None = None
    #: Sent in its stead where Telegram refuses the screen whatever we do.
    failure: str = ""


class Messenger(MessageManager):
    """The library's MessageManager with other rules of showing.

    A screen that could not be shown is shown again later: the update still counts as handled, so what the client
    answered is saved. Side calls (taking away old buttons) run beside the main one and may fail silently.
    """

    def __init__(self, refresher: Refresher, blocked: Callable[[int], Awaitable[None]]) -> None:
        self._refresher = refresher
        self._blocked = blocked
        self._answering: dict[str, asyncio.Task[None]] = {}
        #: Taps answered lately: Telegram takes one answer each.
        self._answered: deque[str] = deque(maxlen=ANSWERS_KEPT)

    def answer_soon(self, bot: Bot, query: CallbackQuery, text: str, alert: bool) -> None:
        """Answer the tap while the screen is being shown."""
        self._answering[query.id] = asyncio.create_task(self._answer(bot, query, text, alert))

    async def answer_callback(self, bot: Bot, callback_query: CallbackQuery) -> None:
        task = self._answering.pop(callback_query.id, None)
        await (task if task is not None else self._answer(bot, callback_query, "", False))

    def answered(self, query: str) -> bool:
        """Whether the tap was answered, though its handling may have failed later."""
        self._answering.pop(query, None)
        return query in self._answered

    async def _answer(self, bot: Bot, query: CallbackQuery, text: str, alert: bool) -> None:
        self._answered.append(query.id)
        try:
            await bot.answer_callback_query(query.id, text=text or None, show_alert=alert or None)
        except TelegramAPIError as error:
            # Too old, or the network: the client sees the screen all the same.
            log.info("tap_not_answered", error=str(error))

    async def show_message(self, bot: Bot, new_message: NewMessage, old_message: OldMessage | None) -> OldMessage:
        if new_message.show_mode is ShowMode.NO_UPDATE:
            raise MessageNotModified("nothing to show")
        chat = new_message.chat.id
        try:
            sent = await self._show(bot, new_message, old_message)
        except TelegramForbiddenError:
            await self._blocked(chat)
            raise MessageNotModified("the client stopped the bot") from None
        except TelegramRetryAfter as error:
            self._refresher.again(bot, chat, error.retry_after)
            raise MessageNotModified("Telegram asked to wait") from error
        except (TelegramNetworkError, TelegramServerError) as error:
            self._refresher.again(bot, chat)
            raise MessageNotModified("Telegram is away") from error
        except TelegramBadRequest as error:
            # An author's or our own mistake: the answer is kept, and the client is not left without a word.
            log.error("screen_refused", error=error.message)
            await self._tell_failure(bot, new_message)
            raise MessageNotModified("Telegram refuses the screen") from error
        self._refresher.shown(chat)
        return sent

    async def _show(self, bot: Bot, new: NewMessage, old: OldMessage | None) -> OldMessage:
        if isinstance(new, Sheet) and new.drop_keyboard:
            await self._drop_keyboard(bot, new)
            old = None
        if old is not None and new.show_mode is ShowMode.EDIT and _editable(new, old):
            return combined(new, await self.edit_message_safe(bot, new, old))
        sent, _ = await asyncio.gather(self.send_message(bot, new), self._strip(bot, old))
        return combined(new, sent)

    async def send_message(self, bot: Bot, new_message: NewMessage) -> Message:
        """Send; a picture Telegram cannot take is left out."""
        try:
            return await super().send_message(bot, new_message)
        except (TelegramBadRequest, OSError) as error:
            if new_message.media is None or isinstance(error, TelegramNetworkError):
                raise
            log.error("picture_refused", picture=str(new_message.media), error=str(error))
            new_message.media = None
            return await super().send_message(bot, new_message)

    async def _tell_failure(self, bot: Bot, new: NewMessage) -> None:
        if isinstance(new, Sheet) and new.failure:
            try:
                await bot.send_message(new.chat.id, new.failure, parse_mode="HTML")
            except TelegramAPIError as error:
                log.info("failure_not_told", error=str(error))

    async def _strip(self, bot: Bot, old: OldMessage | None) -> None:
        """Take the buttons off the former screen."""
        if old is None or old.has_reply_keyboard:
            return
        try:
            await self.remove_inline_kbd(bot, old)
        except TelegramAPIError as error:
            log.info("old_buttons_stay", error=str(error))

    async def _drop_keyboard(self, bot: Bot, new: Sheet) -> None:
        text = new.farewell or "…"
        sent = await bot.send_message(new.chat.id, text, parse_mode="HTML", reply_markup=ReplyKeyboardRemove())
        if new.farewell is None:
            try:
                await bot.delete_message(new.chat.id, sent.message_id)
            except TelegramAPIError as error:
                log.info("removal_stays", error=str(error))

    async def edit_message_safe(self, bot: Bot, new_message: NewMessage, old_message: OldMessage) -> Message:
        """Edit, or send anew what Telegram will not edit: too old, deleted, another's."""
        try:
            return await self.edit_message(bot, new_message, old_message)
        except TelegramBadRequest as error:
            if "message is not modified" in error.message:
                raise MessageNotModified from error
            log.info("edited_by_sending", error=error.message)
            return await self.send_message(bot, new_message)


def _editable(new: NewMessage, old: OldMessage) -> bool:
    """Text can become text, a picture a picture with buttons under the message; nothing else."""
    if old.has_reply_keyboard or isinstance(new.reply_markup, ReplyKeyboardMarkup):
        return False
    return (old.media_id is not None) == (new.media is not None)
