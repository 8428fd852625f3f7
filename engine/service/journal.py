"""A delivery's durable notes, kept in the outbox."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from engine.core.lead import Delivery
from engine.core.ports import Outbox
from engine.core.values import Json


class OutboxJournal:
    """The port Journal over one claimed delivery; every note is stored before the call returns."""

    def __init__(self, outbox: Outbox, delivery: Delivery, now: Callable[[], datetime]) -> None:
        #: The delivery as it is stored now.
        self.delivery = delivery
        self._outbox = outbox
        self._now = now

    @property
    def key(self) -> str:
        return self.delivery.id

    @property
    def progress(self) -> Mapping[str, Json]:
        return self.delivery.progress

    @property
    def attempted_at(self) -> datetime | None:
        return self.delivery.attempted_at

    async def attempting(self, what: str) -> None:
        """Store that `what` is about to be written; `progress["attempting"]` names it for whoever looks."""
        progress = {**self.delivery.progress, "attempting": what}
        await self._store(replace(self.delivery, progress=progress, attempted_at=self._now()))

    async def reached(self, **progress: Json) -> None:
        known = {name: value for name, value in self.delivery.progress.items() if name != "attempting"}
        if not progress and self.delivery.attempted_at is None:
            return
        await self._store(replace(self.delivery, progress={**known, **progress}, attempted_at=None))

    async def _store(self, delivery: Delivery) -> None:
        await self._outbox.save(delivery)
        self.delivery = delivery
