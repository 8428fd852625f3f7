"""Counts of what happens on the way to a lead."""

from collections.abc import Sequence

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from engine.core.session import Event
from engine.storage.database import Database
from engine.storage.tables import EventRow


class SqlFunnel:
    """The port Funnel on a database; every call is a transaction (DraftWriter gathers them)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, events: Sequence[Event]) -> None:
        async with self._database.write() as connection:
            await count(connection, events)


async def count(connection: AsyncConnection, events: Sequence[Event]) -> None:
    """Store the events in the order they happened."""
    if events:
        await connection.execute(insert(EventRow), [_values(event) for event in events])


def _values(event: Event) -> dict[str, object]:
    return {
        "kind": event.kind,
        "session_id": event.session,
        "flow": event.flow,
        "version": event.version,
        "step": event.step,
        "at": event.at,
    }
