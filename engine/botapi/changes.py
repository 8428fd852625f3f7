"""What just happened, told to whoever listens, and a counter to wait on instead of sleeping."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

type Listener = Callable[[Change], None]


class Kind(StrEnum):
    """What the client would notice."""

    SENT = "sent"
    EDITED = "edited"
    DELETED = "deleted"
    ANSWERED = "answered"
    ACTION = "action"
    COMMANDS = "commands"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Change:
    kind: Kind
    bot_id: int
    #: None when it concerns every chat of the bot.
    chat_id: int | None
    message_id: int | None = None


class Changes:
    """Listeners are called at once, in the order they came; waiting belongs to one event loop."""

    def __init__(self) -> None:
        self.version = 0
        self._listeners: list[Listener] = []
        self._waiting: list[asyncio.Future[None]] = []

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` on every change; the returned function ends that."""
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    def tell(self, change: Change) -> None:
        self.version += 1
        for listener in tuple(self._listeners):
            listener(change)
        waiting, self._waiting = self._waiting, []
        for future in waiting:
            if not future.done():
                future.set_result(None)

    async def after(self, version: int) -> int:
        """Wait until something has happened since `version`; the new version."""
        while self.version <= version:
            future = asyncio.get_running_loop().create_future()
            self._waiting.append(future)
            await future
        return self.version

    async def until(self, holds: Callable[[], bool], seconds: float) -> None:
        """Wait until `holds()`, asked again after every change; TimeoutError after `seconds`."""
        async with asyncio.timeout(seconds):
            while not holds():
                await self.after(self.version)
