"""Drafts and funnel events on their way to the database, gathered into one transaction a moment."""

import asyncio
from collections import deque
from collections.abc import Sequence
from types import TracebackType
from typing import Self

import structlog

from engine.core.failures import TemporaryFailure
from engine.core.ports import Draft
from engine.core.session import Event
from engine.storage.database import Database
from engine.storage.drafts import SqlDrafts, gather, keep
from engine.storage.funnel import count

#: What is saved is in the database within a second: this pause and the write itself.
PAUSE_SECONDS = 0.5

#: Events kept while the database is away; drafts are bounded by the number of clients.
EVENTS_KEPT = 100_000

log = structlog.get_logger(__name__)


class DraftWriter:
    """The ports Drafts and Funnel, writing behind; `async with` runs it and empties it at the end."""

    def __init__(self, database: Database, pause_seconds: float = PAUSE_SECONDS) -> None:
        self._database = database
        self._drafts = SqlDrafts(database)
        self._pause_seconds = pause_seconds
        self._waiting: dict[int, Draft] = {}
        self._events: deque[Event] = deque(maxlen=EVENTS_KEPT)
        self._dirty = asyncio.Event()
        self._stopping = asyncio.Event()
        #: One write at a time, so that an older batch cannot pass a newer one.
        self._writing = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._run(), name="draft writer")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopping.set()
        self._dirty.set()
        if self._task is not None:
            await self._task

    async def load(self, client: int) -> Draft | None:
        """The stored draft; what waits is written first, so the answer is the database's."""
        if client in self._waiting or self._writing.locked():
            await self.flush()
        return await self._drafts.load(client)

    async def save(self, drafts: Sequence[Draft]) -> None:
        """Returns at once."""
        if drafts:
            gather(self._waiting, drafts)
            self._dirty.set()

    async def add(self, events: Sequence[Event]) -> None:
        """Returns at once."""
        if events:
            self._events.extend(events)
            self._dirty.set()

    async def forget(self, client: int) -> None:
        async with self._writing:
            self._waiting.pop(client, None)
            await self._drafts.forget(client)

    async def flush(self) -> None:
        """Write what waits now; on TemporaryFailure it goes on waiting."""
        async with self._writing:
            drafts, self._waiting = self._waiting, {}
            events = list(self._events)
            self._events.clear()
            self._dirty.clear()
            if not drafts and not events:
                return
            try:
                async with self._database.write() as connection:
                    await keep(self._database, connection, drafts.values())
                    await count(connection, events)
            except BaseException:
                # What came meanwhile is newer.
                self._waiting = gather(drafts, self._waiting.values())
                self._events = deque([*events, *self._events], maxlen=EVENTS_KEPT)
                self._dirty.set()
                raise

    async def _run(self) -> None:
        while not self._stopping.is_set():
            await self._dirty.wait()
            await self._pause()
            try:
                await self.flush()
            except TemporaryFailure as failure:
                log.warning("drafts_wait", drafts=len(self._waiting), error=str(failure))
            except Exception:
                # A mistake of ours must not end the saving of everybody's drafts.
                log.exception("drafts_wait", drafts=len(self._waiting))
        await self._last()

    async def _pause(self) -> None:
        try:
            await asyncio.wait_for(self._stopping.wait(), self._pause_seconds)
        except TimeoutError:
            return

    async def _last(self) -> None:
        """The process is stopping: one more try, then say what is lost."""
        try:
            await self.flush()
        except TemporaryFailure as failure:
            log.error("drafts_lost", drafts=len(self._waiting), error=str(failure))
