"""An emulated account over HTTP, a database, and lives that are lived and ended between the two."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import make_url, text

from engine.core.lead import Client, Delivery, Lead
from engine.service.delivery import LEASE
from engine.storage.database import Database
from engine.storage.outbox import SqlOutbox
from integrations.amocrm.emulator.call import Switches
from integrations.amocrm.emulator.core import Emulator, Reply
from integrations.amocrm.emulator.faults import Fault
from integrations.amocrm.emulator.fields import add_field
from integrations.amocrm.emulator.message import Request
from integrations.amocrm.emulator.server import EmulatorServer
from integrations.amocrm.mapping import KEY_FIELD
from tests.chaos.nursery import Death, Nursery, nursery
from tests.integrations.amocrm.world import BRAND, NAME, PARAMS, PHONE, PHOTOS

#: Two photos, each in two parts of the drive.
FILES = replace(PHOTOS, value=list(PHOTOS.value)[:2], shown="2 фото")
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class Watched(Emulator):
    """An account that remembers who asked."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        #: User-Agent of every request, and when it came by the machine's clock.
        self.askers: list[tuple[str, float]] = []

    def respond(self, request: Request) -> Reply:
        if not request.path.startswith("/__"):
            self.askers.append((request.headers.get("user-agent", ""), time.monotonic()))
        return super().respond(request)


class Town:
    def __init__(self, database_url: str, emulator: Watched, base_url: str, lives: Nursery) -> None:
        self.emulator = emulator
        self.lives = lives
        self.base_url = base_url
        self.database_url = database_url
        self._database = Database(database_url)
        self._outbox = SqlOutbox(self._database)
        self._token = emulator.new_long_lived_token()

    @property
    def address(self) -> dict[str, str]:
        return {"database_url": self.database_url, "base_url": self.base_url, "token": self._token}

    @property
    def file(self) -> str | None:
        """SQLite's; None on a server."""
        return make_url(self.database_url).database if "sqlite" in self.database_url else None

    @property
    def now(self) -> datetime:
        """The moment on the account's clock, which every life begins with."""
        return datetime.fromtimestamp(self.emulator.now, UTC)

    async def record(self, number: int, files: bool = True) -> str:
        """A lead of a client of its own; returns the delivery's id."""
        id = f"s{number:06}"
        phone = replace(PHONE, crm_value=f"+7916{number:07}", shown=f"+7 916 {number:07}")
        answers = (BRAND, *((FILES,) if files else ()), NAME, phone)
        lead = Lead(id, "sell", "🚗 Продать авто", "v1", Client(number, "Иван"), answers, self.now)
        await self._outbox.record(lead, [Delivery(f"{id}.0", id, 0, "amocrm.lead", PARAMS)])
        return f"{id}.0"

    async def deliver(self, kill_at: int | None = None) -> Death:
        return await self.lives.live("deliver", kill_at, **self.address, at=self.now.isoformat())

    def pass_time(self, time: timedelta = LEASE + timedelta(seconds=1)) -> None:
        """By default until a dead sender's lease has ended."""
        self.emulator.ahead_s += time.total_seconds()

    def found(self, delivery: str) -> dict[str, int]:
        """How often each part of this lead is in the account."""
        state = self.emulator.state
        key = next(str(row["id"]) for row in state.rows("lead_fields") if row["code"] == KEY_FIELD)
        leads = [row for row in state.rows("leads") if (row["values"].get(key) or [{}])[0].get("value") == delivery]
        ids = {row["id"] for row in leads}
        notes = [row for row in state.rows("notes") if row["entity_id"] in ids]
        phone = f"+7916{int(delivery[1:7]):07}"
        contacts = [row for row in state.rows("contacts") if phone in str(row["values"])]
        return {
            "contacts": len(contacts),
            "leads": len(leads),
            "notes": sum(note["note_type"] == "common" for note in notes),
            "shown": sum(note["note_type"] == "attachment" for note in notes),
            "listed": sum(len(row.get("files", [])) for row in leads),
        }

    async def statuses(self) -> list[str]:
        async with self._database.read() as connection:
            return list((await connection.execute(text("SELECT status FROM deliveries"))).scalars())

    async def settled(self) -> None:
        """Until every delivery is done; polled, because it is another process that does them."""
        while True:
            if set(await self.statuses()) == {"done"}:
                return
            await asyncio.sleep(0.05)

    async def sender(self) -> int | None:
        """The number of the process that sends."""
        async with self._database.read() as connection:
            owner = await connection.scalar(text("SELECT owner FROM senders"))
        return int(owner.split(":")[1]) if owner else None

    async def close(self) -> None:
        await self._database.close()


#: What each part of a lead must be found as often as.
WHOLE: Mapping[str, int] = {"contacts": 1, "leads": 1, "notes": 1, "shown": 2, "listed": 2}
WITHOUT_FILES: Mapping[str, int] = {**WHOLE, "shown": 0, "listed": 0}

#: Every write is carried out, and its answer is lost.
AMBIGUOUS = (
    Fault("drop_after", route="POST /api/v4/contacts"),
    Fault("drop_after", route="POST /api/v4/leads"),
    Fault("drop_after", route="POST /api/v4/leads/*/notes", times=2),
    Fault("drop_after", route="PUT /api/v4/leads/*/files"),
    Fault("drop_after", route="POST /v1.0/sessions/upload/*"),
)


@asynccontextmanager
async def town(database_url: str, real_time: bool = False, **switches: Any) -> AsyncIterator[Town]:
    """In scaled time the account's clock stands still unless somebody moves it, and nothing limits the pace."""
    ordinary = Switches() if real_time else Switches(rate_limit=0)
    settings = replace(ordinary, max_part_size=600, **switches)
    if real_time:
        emulator = Watched(switches=settings, random=Random(1))
    else:
        emulator = Watched(switches=settings, clock=NOON.timestamp, random=Random(1))
    add_field(emulator.state, "leads", "ID заявки", KEY_FIELD, "text")
    add_field(emulator.state, "leads", "Марка", None, "select", ["Kia", "Toyota"])
    emulator.state.commit()
    async with EmulatorServer(emulator) as server, nursery() as lives:
        opened = Town(database_url, emulator, server.base_url, lives)
        try:
            yield opened
        finally:
            await opened.close()
