"""Unfinished sessions: the latest one of each client, and the tombstone of a sent one."""

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from engine.core.lead import Lead
from engine.core.ports import Draft
from engine.core.session import DONE, Session
from engine.storage.database import Database
from engine.storage.tables import DraftRow


class SqlDrafts:
    """The port Drafts on a database; every save is a transaction (DraftWriter gathers them)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def load(self, client: int) -> Draft | None:
        async with self._database.read() as connection:
            found = await connection.execute(select(DraftRow.__table__).where(DraftRow.client == client))
            row = found.one_or_none()
        if row is None:
            return None
        return Draft(row.client, Session.from_json(row.payload), row.updated_at, row.finished)

    async def save(self, drafts: Sequence[Draft]) -> None:
        async with self._database.write() as connection:
            await keep(self._database, connection, drafts)

    async def forget(self, client: int) -> None:
        async with self._database.write() as connection:
            await connection.execute(delete(DraftRow).where(DraftRow.client == client))


def gather(waiting: dict[int, Draft], drafts: Iterable[Draft]) -> dict[int, Draft]:
    """Add drafts to those of `waiting` by client; of one client's, that stays which the database would keep."""
    for draft in drafts:
        known = waiting.get(draft.client)
        if known is None or _replaces(draft, known):
            waiting[draft.client] = draft
    return waiting


def _replaces(new: Draft, old: Draft) -> bool:
    if new.session.id != old.session.id:
        return new.updated_at >= old.updated_at
    return not old.finished and (new.finished or new.session.rev > old.session.rev)


async def keep(database: Database, connection: AsyncConnection, drafts: Iterable[Draft]) -> None:
    """Write each client's newest draft unless the database knows a newer one."""
    # In one order everywhere, so that two replicas never wait for each other's rows.
    rows = [_values(draft) for _, draft in sorted(gather({}, drafts).items())]
    if not rows:
        return
    insert = database.insert(DraftRow)
    new = insert.excluded
    another = (DraftRow.session_id != new.session_id) & (DraftRow.updated_at <= new.updated_at)
    newer = (DraftRow.session_id == new.session_id) & ~DraftRow.finished
    newer &= or_(DraftRow.rev < new.rev, new.finished)
    statement = insert.on_conflict_do_update(
        index_elements=[DraftRow.client],
        set_={name: new[name] for name in rows[0] if name != "client"},
        where=or_(another, newer),
    )
    await connection.execute(statement, rows)


async def bury(database: Database, connection: AsyncConnection, lead: Lead) -> None:
    """Put up the tombstone of the session that became this lead; its answers live in the lead now."""
    session = Session(lead.id, lead.flow, lead.version, DONE)
    await keep(database, connection, [Draft(lead.client.id, session, lead.finished_at, finished=True)])


def _values(draft: Draft) -> dict[str, object]:
    session = draft.session
    return {
        "client": draft.client,
        "session_id": session.id,
        "rev": session.rev,
        "flow": session.flow,
        "payload": session.to_json(),
        "updated_at": draft.updated_at,
        "finished": draft.finished,
    }
