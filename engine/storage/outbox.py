"""Finished leads and their deliveries: recorded once, claimed by one sender at a time."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, Row, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import aliased

from engine.core.lead import Delivery, Lead
from engine.core.ports import CarQueryError
from engine.storage.database import Database
from engine.storage.drafts import bury
from engine.storage.tables import DeliveryRow, LeadRow, UserRow

#: Due before everything that has a time of its own.
AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)


class LeaseLost(CarQueryError):
    """The lease ran out and another sender has claimed the delivery: this one must not write any more."""


class SqlOutbox:
    """The port Outbox on a database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        #: What we hold, by delivery id: the number of our claim, which is the fence, and the lease's end.
        self._held: dict[str, tuple[int, datetime]] = {}

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

    async def claim(
        self, now: datetime, lease: timedelta, resting: Collection[str] = ()
    ) -> tuple[Delivery, Lead] | None:
        async with self._database.write() as connection:
            due = (
                select(DeliveryRow.__table__, LeadRow.payload.label("lead"))
                .join(LeadRow, LeadRow.id == DeliveryRow.lead_id)
                .where(_claimable(), DeliveryRow.due_at <= now, DeliveryRow.hook.not_in(resting))
                .order_by(DeliveryRow.due_at, LeadRow.created_at, DeliveryRow.lead_id, DeliveryRow.position)
                .limit(1)
                # Nothing on SQLite, whose one writer is us.
                .with_for_update(of=DeliveryRow, skip_locked=True)
            )
            row = (await connection.execute(due)).first()
            if row is None:
                return None
            claims = row.claims + 1
            await connection.execute(
                update(DeliveryRow).where(DeliveryRow.id == row.id).values(claims=claims, due_at=now + lease)
            )
        self._held[row.id] = claims, now + lease
        return _delivery(row, due_at=now + lease), Lead.from_json(row.lead)

    async def save(self, delivery: Delivery) -> None:
        """Store the new state; another `status` or `due_at` than the claim gave ends the lease.

        Raises LeaseLost when another sender has claimed the delivery since.
        """
        held = self._held.get(delivery.id)
        statement = update(DeliveryRow).where(DeliveryRow.id == delivery.id)
        if held is not None:
            statement = statement.where(DeliveryRow.claims == held[0])
        async with self._database.write() as connection:
            changed = await connection.execute(statement.values(_state(delivery, AT_ONCE)))
        if changed.rowcount == 0:
            raise LeaseLost(f"delivery {delivery.id} is not ours any more")
        if held is not None and (delivery.status != "pending" or delivery.due_at != held[1]):
            del self._held[delivery.id]

    async def next_due(self) -> datetime | None:
        async with self._database.read() as connection:
            due: datetime | None = await connection.scalar(select(func.min(DeliveryRow.due_at)).where(_claimable()))
        return due

    async def _know(self, connection: AsyncConnection, lead: Lead) -> None:
        """A lead refers to its user; nothing else may have told us about them yet."""
        client = lead.client
        insert = self._database.insert(UserRow).on_conflict_do_nothing()
        values = {"id": client.id, "name": client.name, "username": client.username}
        await connection.execute(insert, {**values, "language": client.language, "created_at": lead.finished_at})


def _claimable() -> ColumnElement[bool]:
    """Pending, and every earlier delivery of the lead is done."""
    earlier = aliased(DeliveryRow)
    waits = select(earlier.id).where(
        earlier.lead_id == DeliveryRow.lead_id,
        earlier.position < DeliveryRow.position,
        earlier.status != "done",
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


def _delivery(row: Row[*tuple[object, ...]], due_at: datetime) -> Delivery:
    return Delivery(
        id=row.id,
        lead=row.lead_id,
        position=row.position,
        hook=row.hook,
        params=row.params,
        status=row.status,
        attempts=row.attempts,
        due_at=due_at,
        attempted_at=row.attempted_at,
        progress=row.progress,
        error=row.error,
        mock=row.mock,
    )
