"""Stores that tell what passes through them: the page shows leads as they arrive, and forms after they were sent."""

from collections.abc import Callable, Sequence

from engine.core.lead import Delivery, Lead
from engine.core.ports import Draft, Drafts
from engine.core.session import Session
from engine.storage.database import Database
from engine.storage.outbox import SqlOutbox


class WatchedOutbox(SqlOutbox):
    """Tells when a delivery has moved on: the page shows leads as they arrive."""

    def __init__(self, database: Database, changed: Callable[[], None]) -> None:
        super().__init__(database)
        self._changed = changed

    async def save(self, delivery: Delivery) -> None:
        await super().save(delivery)
        self._changed()

    async def record(self, lead: Lead, deliveries: Sequence[Delivery]) -> bool:
        recorded = await super().record(lead, deliveries)
        self._changed()
        return recorded


class LastSessions:
    """The port Drafts, which keeps each client's last session in sight after it was sent."""

    def __init__(self, drafts: Drafts) -> None:
        self._drafts = drafts
        self.of: dict[int, Session] = {}

    async def load(self, client: int) -> Draft | None:
        return await self._drafts.load(client)

    async def save(self, drafts: Sequence[Draft]) -> None:
        self.of.update((draft.client, draft.session) for draft in drafts if not draft.finished)
        await self._drafts.save(drafts)

    async def forget(self, client: int) -> None:
        self.of.pop(client, None)
        await self._drafts.forget(client)
