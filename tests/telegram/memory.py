"""Drafts, users and a funnel in memory; the outbox is the delivery tests' own, with tombstones."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from engine.core.lead import Client, Delivery, Lead
from engine.core.ports import Draft
from engine.core.session import Event
from tests.service.memory import MemoryOutbox


class MemoryDrafts:
    def __init__(self) -> None:
        self.kept: dict[int, Draft] = {}

    async def load(self, client: int) -> Draft | None:
        return self.kept.get(client)

    async def save(self, drafts: Sequence[Draft]) -> None:
        for draft in drafts:
            old = self.kept.get(draft.client)
            same = old is not None and old.session.id == draft.session.id
            if old is None or not same or (not old.finished and old.session.rev < draft.session.rev):
                self.kept[draft.client] = draft

    async def forget(self, client: int) -> None:
        self.kept.pop(client, None)

    def bury(self, client: int) -> None:
        self.kept[client] = replace(self.kept[client], finished=True)


class BuryingOutbox(MemoryOutbox):
    """Records a lead together with the draft's tombstone."""

    def __init__(self, drafts: MemoryDrafts) -> None:
        super().__init__()
        self._drafts = drafts
        #: How often `record` was called, whether it stored or not.
        self.asked = 0

    async def record(self, lead: Lead, deliveries: Sequence[Delivery]) -> bool:
        self.asked += 1
        if self.broken is not None:
            raise self.broken
        recorded = await super().record(lead, deliveries)
        self._drafts.bury(lead.client.id)
        return recorded


@dataclass(slots=True)
class Known:
    client: Client | None = None
    consent: str | None = None
    language: str | None = None
    blocked: bool = False


class MemoryUsers:
    def __init__(self) -> None:
        self.known: dict[int, Known] = {}

    def __getitem__(self, client: int) -> Known:
        return self.known.setdefault(client, Known())

    async def seen(self, client: Client, now: datetime) -> None:
        self[client.id].client = client

    async def consent(self, client: int) -> str | None:
        return self[client].consent

    async def consented(self, client: int, version: str, now: datetime) -> None:
        self[client].consent = version

    async def language(self, client: int) -> str | None:
        return self[client].language

    async def choose_language(self, client: int, language: str) -> None:
        self[client].language = language

    async def block(self, client: int, blocked: bool) -> None:
        self[client].blocked = blocked


class MemoryFunnel:
    def __init__(self) -> None:
        self.events: list[Event] = []

    async def add(self, events: Sequence[Event]) -> None:
        self.events.extend(events)

    @property
    def kinds(self) -> list[str]:
        return [event.kind for event in self.events]
