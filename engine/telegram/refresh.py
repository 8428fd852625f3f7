"""Showing a chat's screen once more, later: after an album has come, or when Telegram asked to wait."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

import structlog
from aiogram import Bot
from aiogram_dialog import BgManagerFactory, DialogManager, ShowMode

#: Nobody waits longer for a screen, whatever Telegram asks for.
LONGEST_SECONDS = 300.0
#: After so many failed showings in a row the client must stir first: a message of theirs shows the screen too.
MOST_TRIES = 7
#: How long a chat's lock may keep a repeated showing waiting.
LOCK_SECONDS = 60.0

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Plan:
    task: asyncio.Task[None]
    sleeping: bool = True


class Refresher:
    """At most one planned showing a chat; a new plan replaces the old one, a shown screen drops it."""

    def __init__(self, pause: float, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        #: Seconds an album's next photo is waited for.
        self.pause = pause
        self._sleep = sleep
        self._plans: dict[int, _Plan] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        #: Failed showings in a row, by chat.
        self._failed: dict[int, int] = {}
        self._managers: BgManagerFactory | None = None

    def use(self, managers: BgManagerFactory) -> None:
        """Must be called before the first plan."""
        self._managers = managers

    def plan(self, bot: Bot, chat: int, seconds: float | None = None) -> None:
        """Show the chat's screen after so many seconds (default: an album's pause), as a new message."""
        self.drop(chat)
        task = asyncio.create_task(self._show(bot, chat, min(seconds or self.pause, LONGEST_SECONDS)))
        self._plans[chat] = _Plan(task)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def again(self, bot: Bot, chat: int, least: float = 0.0) -> None:
        """The showing failed: repeat it after at least so many seconds, each time a longer while."""
        tries = self._failed[chat] = self._failed.get(chat, 0) + 1
        if tries > MOST_TRIES:
            del self._failed[chat]
            log.error("screen_given_up", tries=tries)
            return
        self.plan(bot, chat, max(least, 2.0 ** (tries - 1)))

    def shown(self, chat: int) -> None:
        """The screen was shown: no need to repeat it."""
        self._failed.pop(chat, None)
        self.drop(chat)

    def drop(self, chat: int) -> None:
        plan = self._plans.get(chat)
        if plan is None or plan.task is asyncio.current_task():
            return
        del self._plans[chat]
        # Past its sleep it holds, or waits for, the chat's lock: it finds itself dropped and leaves.
        if plan.sleeping:
            plan.task.cancel()

    def manager(self, bot: Bot, chat: int) -> AbstractAsyncContextManager[DialogManager]:
        """The chat's dialog in hand, locked, without an update of the client's."""
        assert self._managers is not None, "used before the first plan"
        return self._managers.bg(bot, chat, chat, stack_id="").fg()

    @property
    def waiting(self) -> bool:
        """Whether anything is planned."""
        return bool(self._tasks)

    async def settled(self) -> None:
        """Until nothing is planned any more."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _show(self, bot: Bot, chat: int, seconds: float) -> None:
        await self._sleep(seconds)
        plan = self._plans.get(chat)
        if plan is None or plan.task is not asyncio.current_task() or self._managers is None:
            return
        plan.sleeping = False
        try:
            async with asyncio.timeout(LOCK_SECONDS), self._managers.bg(bot, chat, chat, stack_id="").fg() as manager:
                if self._plans.get(chat) is plan:
                    del self._plans[chat]
                    if manager.has_context():
                        await manager.show(ShowMode.SEND)
        except Exception:
            log.exception("screen_not_repeated")
        finally:
            if self._plans.get(chat) is plan:
                del self._plans[chat]
