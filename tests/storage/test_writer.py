"""The draft writer: nothing older than a second waits, nothing is lost at a stop."""

import asyncio

import pytest
from sqlalchemy import text

from engine.core.failures import TemporaryFailure
from engine.core.session import Event, EventKind
from engine.storage.database import Database
from engine.storage.drafts import SqlDrafts
from engine.storage.outbox import SqlOutbox
from engine.storage.writer import DraftWriter
from tests.storage.made import ANNA, MINUTE, NOON, draft, lead

#: A pause no test waits for.
LONG = 3600.0


def event(kind: EventKind, step: str | None = None) -> Event:
    return Event(kind, "s1", "sell", "v1", step, NOON)


async def kinds(database: Database) -> list[str]:
    async with database.read() as connection:
        return list(await connection.scalars(text("SELECT kind FROM events ORDER BY id")))


async def test_what_is_saved_is_stored_soon(database: Database) -> None:
    async with DraftWriter(database, pause_seconds=0.01) as writer:
        await writer.save([draft(1)])
        await writer.add([event("started")])
        while await SqlDrafts(database).load(ANNA.id) is None:
            pass
        assert await kinds(database) == ["started"]


async def test_a_stop_writes_what_waits(database: Database) -> None:
    async with DraftWriter(database, pause_seconds=LONG) as writer:
        await writer.save([draft(1), draft(3)])
        await writer.save([draft(2)])
        await writer.add([event("started"), event("answered", "brand")])
    stored = await SqlDrafts(database).load(ANNA.id)
    assert stored is not None
    assert stored.session.rev == 3
    assert await kinds(database) == ["started", "answered"]


async def test_loading_sees_what_waits(database: Database) -> None:
    async with DraftWriter(database, pause_seconds=LONG) as writer:
        await writer.save([draft(5)])
        assert await writer.load(ANNA.id) == draft(5)


async def test_loading_sees_the_tombstone_rather_than_a_draft_that_waits(database: Database) -> None:
    async with DraftWriter(database, pause_seconds=LONG) as writer:
        await writer.save([draft(5)])
        await SqlOutbox(database).record(lead(), [])
        stored = await writer.load(ANNA.id)
        assert stored is not None
        assert stored.finished


async def test_a_forgotten_client_is_not_written_after_all(database: Database) -> None:
    async with DraftWriter(database, pause_seconds=LONG) as writer:
        await writer.save([draft(5)])
        await writer.forget(ANNA.id)
    assert await SqlDrafts(database).load(ANNA.id) is None


class ClosedDoor(Database):
    """A database that is away until `open` is set."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.open = False
        self.refused = asyncio.Event()

    def write(self):  # type: ignore[no-untyped-def]  # as Database.write
        if not self.open:
            self.refused.set()
            raise TemporaryFailure("the database does not answer")
        return super().write()


async def test_what_could_not_be_written_waits_and_gives_way_to_newer(sqlite_url: str) -> None:
    door = ClosedDoor(sqlite_url)
    writer = DraftWriter(door, pause_seconds=LONG)
    await writer.save([draft(1), draft(8, client=5)])
    await writer.add([event("started")])
    with pytest.raises(TemporaryFailure):
        await writer.flush()
    await writer.save([draft(2, at=NOON + MINUTE)])
    await writer.add([event("answered")])
    door.open = True
    await writer.flush()
    drafts = SqlDrafts(door)
    assert await drafts.load(ANNA.id) == draft(2, at=NOON + MINUTE)
    assert await drafts.load(5) == draft(8, client=5)
    assert await kinds(door) == ["started", "answered"]
    await door.close()


async def test_the_writer_goes_on_after_the_database_was_away(sqlite_url: str) -> None:
    door = ClosedDoor(sqlite_url)
    async with DraftWriter(door, pause_seconds=0.001) as writer:
        await writer.save([draft(1)])
        await door.refused.wait()
        door.open = True
        while await SqlDrafts(door).load(ANNA.id) is None:
            pass
    await door.close()
