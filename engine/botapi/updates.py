"""A bot's waiting updates and how getUpdates hands them out (telegram-bot-api `do_get_updates`, TDLib `TQueue`).

Left out: answers held back by three seconds to slow down bots that poll or collide too fast.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from engine.botapi.activity import Activity
from engine.botapi.clock import Clock
from engine.botapi.errors import ApiError, ConnectionLost, refuse
from engine.botapi.fields import decode
from engine.botapi.query import Query
from engine.botapi.state import Bot, Update
from engine.core.values import Json

#: What a bot gets unless it asks otherwise: everything but these.
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
KINDS = frozenset({
    "message", "edited_message", "channel_post", "edited_channel_post", "business_connection", "business_message",
    "edited_business_message", "deleted_business_messages", "message_reaction", "message_reaction_count",
    "inline_query", "chosen_inline_result", "callback_query", "shipping_query", "pre_checkout_query",
    "purchased_paid_media", "poll", "poll_answer", "my_chat_member", "chat_member", "chat_join_request",
    "chat_boost", "removed_chat_boost",
})  # fmt: skip
MESSAGE_LIFE = timedelta(hours=24)
CALLBACK_LIFE = timedelta(seconds=150)
LONGEST_POLL = 50
#: The same offset again within this time gets one update, however many wait.
REPEAT_SECONDS = 0.5
#: An offset further ahead than this is a leftover of another queue and confirms nothing.
FUTURE = 10

POLL_DURING_WEBHOOK = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
OTHER_POLL = "terminated by other getUpdates request; make sure that only one bot instance is running"
OTHER_WEBHOOK = "terminated by setWebhook request"


@dataclass(slots=True)
class _Polling:
    """What getUpdates remembers of one bot between calls."""

    offset: int | None = None
    #: On the monotonic clock.
    since: float = 0.0
    waiting: asyncio.Future[None] | None = None


class Updates:
    def __init__(self, clock: Clock, ticks: Callable[[], float], activity: Activity) -> None:
        self._clock = clock
        self._ticks = ticks
        self._activity = activity
        self._polling: dict[int, _Polling] = {}
        #: Told of every new update; webhook delivery listens.
        self.on_new: Callable[[Bot], None] = lambda bot: None

    def add(
        self, bot: Bot, kind: str, body: Mapping[str, Json], *, queue: str, life: timedelta = MESSAGE_LIFE
    ) -> Update | None:
        """Put an update into the bot's queue; None when the bot does not want its kind."""
        wanted = KINDS - NOT_BY_DEFAULT if bot.allowed_updates is None else bot.allowed_updates
        if kind not in wanted:
            return None
        bot.last_update_id += 1
        update = Update(bot.last_update_id, kind, body, queue, self._clock() + life)
        bot.pending[update.id] = update
        self._activity.given(bot.id, update.id)
        self._wake(bot)
        self.on_new(bot)
        return update

    async def get(self, bot: Bot, query: Query) -> Json:
        if bot.webhook is not None:
            raise refuse(409, f"Conflict: {POLL_DURING_WEBHOOK}")
        offset = query.integer("offset")
        limit = query.integer("limit", 100, 1, 100)
        timeout = query.integer("timeout", 0, 0, LONGEST_POLL)
        self.allow(bot, query)
        polling, now = self._of(bot), self._ticks()
        if polling.offset == offset and now < polling.since + REPEAT_SECONDS:
            limit = 1
        polling.offset, polling.since = offset, now
        found = self._take(bot, offset, limit)
        if not found and timeout:
            await self._wait(bot, timeout)
            found = self._take(bot, offset, limit)
        return [update.fields() for update in found]

    def take_all(self, bot: Bot) -> list[Update]:
        """Everything that waits, confirmed at once: for a caller that feeds a Dispatcher itself."""
        found = self._take(bot, 0, 2**31)
        self.confirm(bot, *(update.id for update in found))
        return found

    def confirm(self, bot: Bot, *update_ids: int) -> None:
        for update_id in update_ids:
            if bot.pending.pop(update_id, None) is not None:
                self._activity.confirmed(bot.id, update_id)

    def drop(self, bot: Bot, *update_ids: int) -> None:
        """Forget updates that nobody will handle."""
        for update_id in update_ids:
            if bot.pending.pop(update_id, None) is not None:
                self._activity.handled(bot.id, update_id)

    def drop_expired(self, bot: Bot) -> None:
        now = self._clock()
        self.drop(bot, *[update.id for update in bot.pending.values() if update.expires < now])

    def allow(self, bot: Bot, query: Query) -> None:
        """`allowed_updates`: remembered from call to call; an empty list stands for the default."""
        source = query.text("allowed_updates")
        if not source:
            return
        try:
            wanted = decode(source, "allowed_updates")
        except ApiError:
            return
        if isinstance(wanted, list):
            named = {kind for kind in wanted if isinstance(kind, str)} & KINDS
            bot.allowed_updates = frozenset(named) or None

    def polled(self, bot: Bot) -> bool:
        """Whether a poll is under way."""
        waiting = self._of(bot).waiting
        return waiting is not None and not waiting.done()

    def abort(self, bot: Bot, reason: ApiError | ConnectionLost) -> None:
        """End the poll under way, if there is one, with a refusal or a broken connection."""
        waiting = self._of(bot).waiting
        if waiting is not None and not waiting.done():
            waiting.set_exception(reason)

    def _of(self, bot: Bot) -> _Polling:
        return self._polling.setdefault(bot.id, _Polling())

    def _take(self, bot: Bot, offset: int, limit: int) -> list[Update]:
        """Confirm everything below the offset; what comes next."""
        self.drop_expired(bot)
        if offset < 0:
            self.confirm(bot, *list(bot.pending)[:offset])
        elif 0 < offset <= bot.last_update_id + 1 + FUTURE:
            self.confirm(bot, *[update_id for update_id in bot.pending if update_id < offset])
        return list(bot.pending.values())[:limit]

    async def _wait(self, bot: Bot, seconds: int) -> None:
        self.abort(bot, refuse(409, f"Conflict: {OTHER_POLL}"))
        polling = self._of(bot)
        waiting = polling.waiting = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(seconds):
                await waiting
        except TimeoutError:
            pass
        finally:
            if polling.waiting is waiting:
                polling.waiting = None

    def _wake(self, bot: Bot) -> None:
        waiting = self._of(bot).waiting
        if waiting is not None and not waiting.done():
            waiting.set_result(None)
