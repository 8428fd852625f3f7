"""Who sends what the outbox holds: one sender at a time, known by an epoch that grows with every change of hands."""

import os
import socket
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from sqlalchemy import case, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from engine.core.failures import CarQueryError
from engine.storage.database import Database
from engine.storage.tables import SenderRow

#: There is one outbox in a database, and one CRM account behind it.
OUTBOX = "deliveries"
#: A lease that was given back ended long ago.
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
#: A lease with more than this part of its time left needs no renewal yet.
FRESH = 0.7


class LeaseLost(CarQueryError):
    """Another sender has taken over: this one must not write any more."""


class SqlLease:
    """This process's hold on the outbox. The fence is the epoch, not the clock: clocks of replicas differ."""

    def __init__(self, database: Database) -> None:
        self._database = database
        #: Readable, for whoever looks into the table at night.
        self._owner = f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"
        self._until = LONG_AGO
        self._stored = False
        #: Of our own hold, None while another sender has it.
        self.epoch: int | None = None

    async def hold(self, now: datetime, lasts: timedelta) -> bool:
        """Take the lease or keep it for another `lasts`; False while another sender has it."""
        if self.epoch is not None and self._until - now > FRESH * lasts:
            return True
        async with self._database.write() as connection:
            if not self._stored:
                await self._store(connection)
            self.epoch = await self._take(connection, now, lasts)
        self._stored = True
        self._until = now + lasts
        return self.epoch is not None

    async def leave(self) -> None:
        """Let another sender take over at once."""
        if self.epoch is None:
            return
        mine = (SenderRow.outbox == OUTBOX) & (SenderRow.owner == self._owner)
        async with self._database.write() as connection:
            await connection.execute(update(SenderRow).where(mine).values(until=LONG_AGO))
        self.epoch = None

    async def guard(self, connection: AsyncConnection, epoch: int) -> None:
        """Raise LeaseLost unless this epoch still sends; until the transaction ends nobody can take over."""
        held = select(SenderRow.epoch).where(SenderRow.outbox == OUTBOX, SenderRow.epoch == epoch)
        # Nothing on SQLite, whose one writer is us.
        if (await connection.execute(held.with_for_update(read=True))).first() is None:
            if epoch == self.epoch:
                self.epoch = None
            raise LeaseLost("another sender has taken over the outbox")

    async def _store(self, connection: AsyncConnection) -> None:
        """The row exists before anybody competes for it."""
        row = {"outbox": OUTBOX, "owner": "", "epoch": 0, "until": LONG_AGO}
        await connection.execute(self._database.insert(SenderRow).on_conflict_do_nothing(), row)

    async def _take(self, connection: AsyncConnection, now: datetime, lasts: timedelta) -> int | None:
        ours = SenderRow.owner == self._owner
        statement = (
            update(SenderRow)
            .where(SenderRow.outbox == OUTBOX, ours | (SenderRow.until <= now))
            .values(
                owner=self._owner,
                until=now + lasts,
                epoch=case((ours, SenderRow.epoch), else_=SenderRow.epoch + 1),
            )
            .returning(SenderRow.epoch)
        )
        return await connection.scalar(statement)
