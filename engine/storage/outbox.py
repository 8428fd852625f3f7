"""Finished leads and their deliveries: recorded once by anybody, sent by one process at a time."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, Row, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import aliased

from engine.core.lead import Delivery, Lead
from engine.storage.database import Database
from engine.storage.drafts import bury
from engine.storage.lease import LeaseLost, SqlLease
from engine.storage.tables import DeliveryRow, LeadRow, UserRow

#: Due before everything that has a time of its own.
AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)


class SqlOutbox:
    """The port Outbox on a database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lease = SqlLease(database)
        #: The epoch of the last claim. A sender that lost and regained the lease may not end what it had begun.
        self._claimed_in: int | None = None

    async def record(self, lead: Lead, deliveries: Sequence[Delivery]) -> bool:
        async with self._database.write() as connection:
            await self._know(connection, lead)
            insert = self._database.insert(LeadRow).on_conflict_do_nothing().returning(LeadRow.id)
            added = await connection.execute(
                insert,
                {
                    "id": lead.id,
                    "flow": lead.flow,
                    "version": lead.version,
                    "user_id": lead.client.id,
                    "payload": lead.to_json(),
                    "created_at": lead.finished_at,
                },
            )
            if added.first() is None:
                return False
            if deliveries:
                rows = [{**_state(delivery, lead.finished_at), **_identity(delivery)} for delivery in deliveries]
                await connection.execute(self._database.insert(DeliveryRow), rows)
            await bury(self._database, connection, lead)
        return True

    async def hold(self, now: datetime, lasts: timedelta) -> bool:
        return await self._lease.hold(now, lasts)

    async def leave(self) -> None:
        await self._lease.leave()

    async def claim(self, now: datetime, resting: Collection[str] = ()) -> tuple[Delivery, Lead] | None:
        """Raises LeaseLost when another sender has taken over, or when the outbox was never held."""
        epoch = self._lease.epoch
        if epoch is None:
            raise LeaseLost("the outbox must be held before anything is claimed")
        due = (
            select(DeliveryRow.__table__, LeadRow.payload.label("lead"))
            .join(LeadRow, LeadRow.id == DeliveryRow.lead_id)
            .where(_claimable(), DeliveryRow.due_at <= now, DeliveryRow.hook.not_in(resting))
            .order_by(DeliveryRow.due_at, LeadRow.created_at, DeliveryRow.lead_id, DeliveryRow.position)
            .limit(1)
        )
        # A write, although nothing is written: what is read here must not be somebody else's meanwhile.
        async with self._database.write() as connection:
            await self._lease.guard(connection, epoch)
            row = (await connection.execute(due)).first()
        self._claimed_in = epoch
        return None if row is None else (delivery_of(row), Lead.from_json(row.lead))

    async def save(self, delivery: Delivery) -> None:
        """Store the new state; raises LeaseLost when another sender has taken over since the claim."""
        if self._claimed_in is None:
            raise LeaseLost("nothing was claimed")
        state = update(DeliveryRow).where(DeliveryRow.id == delivery.id).values(_state(delivery, AT_ONCE))
        async with self._database.write() as connection:
            await self._lease.guard(connection, self._claimed_in)
            await connection.execute(state)

    async def next_due(self) -> datetime | None:
        async with self._database.read() as connection:
            due: datetime | None = await connection.scalar(select(func.min(DeliveryRow.due_at)).where(_claimable()))
        return due

    async def in_review(self) -> int:
        count = select(func.count()).where(DeliveryRow.status == "needs_review")
        async with self._database.read() as connection:
            return await connection.scalar(count) or 0

    async def _know(self, connection: AsyncConnection, lead: Lead) -> None:
        """A lead refers to its user; nothing else may have told us about them yet."""
        client = lead.client
        insert = self._database.insert(UserRow).on_conflict_do_nothing()
        values = {"id": client.id, "name": client.name, "username": client.username}
        await connection.execute(insert, {**values, "language": client.language, "created_at": lead.finished_at})


def _claimable() -> ColumnElement[bool]:
    """Pending, and every earlier delivery of the lead is settled: done, or in a person's hands."""
    earlier = aliased(DeliveryRow)
    waits = select(earlier.id).where(
        earlier.lead_id == DeliveryRow.lead_id,
        earlier.position < DeliveryRow.position,
        earlier.status == "pending",
    )
    return (DeliveryRow.status == "pending") & ~waits.exists()


def _identity(delivery: Delivery) -> dict[str, object]:
    return {
        "id": delivery.id,
        "lead_id": delivery.lead,
        "position": delivery.position,
        "hook": delivery.hook,
        "params": delivery.params,
    }


def _state(delivery: Delivery, at_once: datetime) -> dict[str, object]:
    return {
        "status": delivery.status,
        "attempts": delivery.attempts,
        "due_at": delivery.due_at or at_once,
        "attempted_at": delivery.attempted_at,
        "progress": delivery.progress,
        "error": delivery.error,
        "mock": delivery.mock,
    }


def delivery_of(row: Row[*tuple[object, ...]]) -> Delivery:
    """A row of `deliveries` as the core knows it."""
    return Delivery(
        id=row.id,
        lead=row.lead_id,
        position=row.position,
        hook=row.hook,
        params=row.params,
        status=row.status,
        attempts=row.attempts,
        due_at=row.due_at,
        attempted_at=row.attempted_at,
        progress=row.progress,
        error=row.error,
        mock=row.mock,
    )
