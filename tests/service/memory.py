"""An outbox, a phone book and an alarm bell in memory; what they hold survives the worker, as a database would."""

import asyncio
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from engine.core.failures import CarQueryError
from engine.core.lead import Delivery, Lead
from engine.core.ports import Making

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Watch:
    """The time, aware; moved by hand."""

    now: datetime = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def seconds(self) -> float:
        """The same moment as Unix seconds, for an emulator."""
        return self.now.timestamp()

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


class MemoryOutbox:
    """Every call gives the loop a turn before and after it stores: a process may die at either."""

    def __init__(self) -> None:
        self.leads: dict[str, Lead] = {}
        self._rows: dict[str, Delivery] = {}
        #: Ids of each lead's deliveries.
        self._of: dict[str, list[str]] = {}
        #: False while another process sends.
        self.ours = True
        self.left = False
        #: Set to an exception to make every call fail with it.
        self.broken: Exception | None = None
        #: Deliveries another sender has claimed meanwhile.
        self.stolen: set[str] = set()

    @property
    def deliveries(self) -> list[Delivery]:
        return list(self._rows.values())

    async def record(self, lead: Lead, deliveries: Sequence[Delivery]) -> bool:
        if lead.id in self.leads:
            return False
        self.leads[lead.id] = lead
        self._rows |= {delivery.id: delivery for delivery in deliveries}
        self._of[lead.id] = [delivery.id for delivery in deliveries]
        return True

    async def hold(self, now: datetime, lasts: timedelta) -> bool:
        await self._turn()
        return self.ours

    async def leave(self) -> None:
        self.left = True

    async def claim(self, now: datetime, resting: Collection[str] = ()) -> tuple[Delivery, Lead] | None:
        await self._turn()
        due = [row for row in self._rows.values() if self._claimable(row, now) and row.hook not in resting]
        due.sort(key=lambda row: (row.due_at or BEGINNING, row.lead, row.position))
        await self._turn()
        return (due[0], self.leads[due[0].lead]) if due else None

    async def save(self, delivery: Delivery) -> None:
        await self._turn()
        if delivery.id in self.stolen:
            raise CarQueryError(f"delivery {delivery.id} is not ours any more")
        # What is stored must be JSON, as in a database.
        json.dumps(dict(delivery.progress))
        self._rows[delivery.id] = delivery
        await self._turn()

    async def next_due(self) -> datetime | None:
        waiting = [row for row in self._rows.values() if row.status == "pending" and self._is_first(row)]
        return min((row.due_at or BEGINNING for row in waiting), default=None)

    async def in_review(self) -> int:
        return sum(row.status == "needs_review" for row in self._rows.values())

    def _claimable(self, row: Delivery, now: datetime) -> bool:
        return row.status == "pending" and (row.due_at or BEGINNING) <= now and self._is_first(row)

    def _is_first(self, row: Delivery) -> bool:
        others = (self._rows[id] for id in self._of[row.lead])
        return all(one.status != "pending" for one in others if one.position < row.position)

    async def _turn(self) -> None:
        await asyncio.sleep(0)
        if self.broken is not None:
            raise self.broken


class MemoryPhonebook:
    def __init__(self) -> None:
        self.contacts: dict[tuple[str, str], int] = {}
        self.makings: dict[tuple[str, str], Making] = {}

    async def contact(self, account: str, phone: str) -> int | None:
        return self.contacts.get((account, phone))

    async def making(self, account: str, phone: str) -> Making | None:
        return self.makings.get((account, phone))

    async def make(self, account: str, phone: str, making: Making) -> None:
        await asyncio.sleep(0)
        self.makings[account, phone] = making
        await asyncio.sleep(0)

    async def remember(self, account: str, phone: str, contact: int) -> None:
        await asyncio.sleep(0)
        self.contacts[account, phone] = contact
        self.makings.pop((account, phone), None)
        await asyncio.sleep(0)

    async def forget(self, account: str, phone: str) -> None:
        self.contacts.pop((account, phone), None)


class MemoryAlerts:
    def __init__(self) -> None:
        self.told: list[str] = []

    async def tell(self, text: str) -> None:
        self.told.append(text)
