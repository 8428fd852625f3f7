"""Leads and their deliveries as the staff sees them."""

from collections.abc import AsyncIterator, Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from engine.core.lead import Delivery, Lead, Status
from engine.core.ports import LeadRecord
from engine.storage.database import Database
from engine.storage.outbox import delivery_of
from engine.storage.tables import DeliveryRow, LeadRow

#: Leads read at once while all of them are gone through.
PAGE = 500


class SqlLeads:
    """The port Leads on a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def newest(self, most: int, status: Status | None = None) -> Sequence[LeadRecord]:
        wanted = select(LeadRow.__table__).order_by(LeadRow.created_at.desc(), LeadRow.id).limit(most)
        if status is not None:
            wanted = wanted.where(LeadRow.id.in_(select(DeliveryRow.lead_id).where(DeliveryRow.status == status)))
        return await self._records(wanted)

    async def find(self, beginning: str) -> Sequence[LeadRecord]:
        """A whole id is itself, even where it begins another one."""
        exact = await self._records(select(LeadRow.__table__).where(LeadRow.id == beginning))
        if exact:
            return exact
        return await self._records(
            select(LeadRow.__table__).where(LeadRow.id.startswith(beginning, autoescape=True)).limit(2)
        )

    async def each(self, since: datetime | None = None) -> AsyncIterator[LeadRecord]:
        place = (LeadRow.created_at, LeadRow.id)
        after: ColumnElement[bool] | None = LeadRow.created_at >= since if since is not None else None
        while True:
            page = select(LeadRow.__table__).order_by(*place).limit(PAGE)
            records = await self._records(page if after is None else page.where(after))
            for record in records:
                yield record
            if len(records) < PAGE:
                return
            last = records[-1].lead
            after = tuple_(*place) > tuple_(last.finished_at, last.id)

    async def retry(self, leads: Collection[str] | None, now: datetime) -> int:
        if leads is None:
            wanted = DeliveryRow.status == "needs_review"
        else:
            wanted = DeliveryRow.lead_id.in_(leads) & (DeliveryRow.status != "done")
        again = update(DeliveryRow).where(wanted).values(status="pending", attempts=0, due_at=now)
        async with self._database.write() as connection:
            return len((await connection.execute(again.returning(DeliveryRow.id))).all())

    async def _records(self, wanted: Select[tuple[object, ...]]) -> list[LeadRecord]:
        async with self._database.read() as connection:
            leads = [Lead.from_json(row.payload) for row in await connection.execute(wanted)]
            deliveries = await _deliveries(connection, [lead.id for lead in leads])
        return [LeadRecord(lead, tuple(deliveries.get(lead.id, ()))) for lead in leads]


async def _deliveries(connection: AsyncConnection, leads: Sequence[str]) -> dict[str, list[Delivery]]:
    wanted = select(DeliveryRow.__table__).where(DeliveryRow.lead_id.in_(leads)).order_by(DeliveryRow.position)
    found: dict[str, list[Delivery]] = {}
    for row in await connection.execute(wanted):
        found.setdefault(row.lead_id, []).append(delivery_of(row))
    return found
