"""Long polling: updates come in batches, each chat's are handled in order, and no handler is cut short."""

import asyncio
from collections.abc import Callable

import structlog
from aiogram import Bot, Dispatcher
from aiogram.exceptions import AiogramError, TelegramRetryAfter, TelegramUnauthorizedError
from aiogram.methods import GetUpdates
from aiogram.types import Update

from engine.telegram.dispatcher import ALLOWED_UPDATES

log = structlog.get_logger(__name__)

#: How long Telegram holds an empty answer back.
POLL_S = 30
#: The bot library's own patience for the answer is added to it.
ANSWER_S = 15
LONGEST_PAUSE_S = 30.0
#: What a clean stop waits for.
GRACE_S = 10.0


class Polling:
    """Feeds a Dispatcher. An update is confirmed when it is taken, as long as nothing stores it before."""

    def __init__(
        self, bot: Bot, dispatcher: Dispatcher, pause: Callable[[float], float] = lambda seconds: seconds
    ) -> None:
        """`pause` may shorten the waits after errors."""
        self._bot = bot
        self._dispatcher = dispatcher
        self._pause = pause
        self._offset: int | None = None
        #: The last update of each chat that is still being handled.
        self._tails: dict[int, asyncio.Task[None]] = {}

    async def run(self, stop: asyncio.Event) -> None:
        """Poll until `stop`; raises TelegramUnauthorizedError when the token is not accepted."""
        stopping = asyncio.create_task(stop.wait())
        await self._leave_webhook()
        try:
            while not stop.is_set():
                taking = asyncio.create_task(self._take())
                await asyncio.wait([taking, stopping], return_when=asyncio.FIRST_COMPLETED)
                if not taking.done():
                    taking.cancel()
                    break
                for update in taking.result():
                    self._hand(update)
        finally:
            stopping.cancel()

    async def finish(self, grace_s: float = GRACE_S) -> bool:
        """Wait for the handlers under way and confirm what they handled; False when some took too long."""
        tasks = list(self._tails.values())
        unfinished = (await asyncio.wait(tasks, timeout=grace_s))[1] if tasks else set()
        if unfinished:
            log.error("handlers_unfinished", updates=len(unfinished))
        elif self._offset is not None:
            await self._confirm(self._offset)
        return not unfinished

    async def _take(self) -> list[Update]:
        """The next batch, however long it takes and whatever the network does."""
        failures = 0
        while True:
            try:
                method = GetUpdates(offset=self._offset, timeout=POLL_S, allowed_updates=list(ALLOWED_UPDATES))
                return await self._bot(method, request_timeout=POLL_S + ANSWER_S)
            except TelegramUnauthorizedError:
                raise
            except AiogramError as error:
                failures += 1
                wait = min(LONGEST_PAUSE_S, 2.0 ** (failures - 1))
                if isinstance(error, TelegramRetryAfter):
                    wait = float(error.retry_after)
                log.warning("updates_not_taken", error=str(error), failures=failures, wait_s=wait)
                await asyncio.sleep(self._pause(wait))

    async def _leave_webhook(self) -> None:
        """Telegram refuses polls while a webhook is set, as it is after a move from another way of running."""
        try:
            await self._bot.delete_webhook(drop_pending_updates=False)
        except AiogramError as error:
            # Polling itself says the same, and goes on trying.
            log.warning("webhook_not_left", error=str(error))

    def _hand(self, update: Update) -> None:
        self._offset = update.update_id + 1
        chat = _chat_of(update)
        task = asyncio.create_task(self._handle(update, self._tails.get(chat)))
        self._tails[chat] = task
        task.add_done_callback(lambda done: self._forget(chat, done))

    async def _handle(self, update: Update, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await asyncio.wait([before])
        try:
            await self._dispatcher.feed_update(self._bot, update)
        except Exception:
            # One client's trouble must not end the bot for everybody.
            log.exception("update_failed", update=update.update_id)

    def _forget(self, chat: int, task: asyncio.Task[None]) -> None:
        if self._tails.get(chat) is task:
            del self._tails[chat]

    async def _confirm(self, offset: int) -> None:
        """Telegram forgets what is below an offset only when it is asked for what follows."""
        try:
            await self._bot(GetUpdates(offset=offset, limit=1, timeout=0), request_timeout=5)
        except AiogramError as error:
            # They will come again, and are recognised then.
            log.warning("updates_not_confirmed", error=str(error))


def _chat_of(update: Update) -> int:
    """Whose update it is; those of nobody share one line."""
    match update:
        case Update(message=message) if message is not None:
            return message.chat.id
        case Update(edited_message=message) if message is not None:
            return message.chat.id
        case Update(callback_query=query) if query is not None:
            return query.from_user.id
        case Update(my_chat_member=change) if change is not None:
            return change.chat.id
        case _:
            return 0
