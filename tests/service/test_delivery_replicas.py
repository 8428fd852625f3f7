"""Three replicas on one database, their time moved by hand: one sends, and when it dies another does."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from random import Random

import pytest

from engine.core.hookspec import HookSpec
from engine.core.lead import Lead
from engine.core.ports import Journal
from engine.core.values import Json
from engine.service.delivery import LEASE, DeliveryWorker
from engine.storage.database import Database
from engine.storage.outbox import SqlOutbox
from tests.service.memory import MemoryAlerts, Watch
from tests.storage.made import NOON, delivery, lead

#: What DESIGN promises, in seconds.
TAKEOVER = 15


class Crm:
    """The world outside: what arrived there, and from whom. Looks before it repeats, as a hook must."""

    spec = HookSpec("amocrm.lead", {})

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self.arrived: list[tuple[str, str]] = []

    def hook(self, replica: str) -> "Sending":
        return Sending(self, replica)


class Sending:
    spec = Crm.spec

    def __init__(self, crm: Crm, replica: str) -> None:
        self._crm = crm
        self._replica = replica
        #: Set to stop right after the lead has arrived and before anybody has noted it.
        self.dies = False
        self.died = asyncio.Event()

    async def deliver(self, lead: Lead, params: Mapping[str, Json], journal: Journal) -> None:
        if journal.attempted_at is not None and lead.id in dict(self._crm.arrived):
            await journal.reached(lead=1)
            return
        await journal.attempting("lead")
        self._crm.arrived.append((lead.id, self._replica))
        if self.dies:
            self.died.set()
            await asyncio.Event().wait()
        await journal.reached(lead=1)


class Replica:
    def __init__(self, name: str, database_url: str, crm: Crm, watch: Watch) -> None:
        self.name = name
        self.database = Database(database_url)
        self.hook = crm.hook(name)
        self.outbox = SqlOutbox(self.database)
        hooks = {"amocrm.lead": self.hook}
        self.worker = DeliveryWorker(self.outbox, hooks, MemoryAlerts(), now=watch, random=Random(1))

    async def look(self) -> bool:
        """What `run` does between its pauses; whether it did anything."""
        return await self.worker.work()


class Company:
    def __init__(self, database_url: str) -> None:
        self.watch = Watch(NOON)
        self.crm = Crm(self.watch)
        self.replicas = [Replica(name, database_url, self.crm, self.watch) for name in "abc"]

    async def record(self, *numbers: int) -> None:
        for number in numbers:
            id = f"s{number:02}"
            await self.replicas[0].outbox.record(lead(id), [delivery(lead=id, due_at=NOON)])

    async def second(self) -> None:
        """A second passes; every replica looks once or twice, side by side."""
        self.watch.forward(seconds=1)
        for _ in range(2):
            await asyncio.gather(*(replica.look() for replica in self.replicas))

    def senders(self) -> set[str]:
        return {name for _, name in self.crm.arrived}


@pytest.fixture
async def company(database_url: str) -> AsyncIterator[Company]:
    opened = Company(database_url)
    databases = [replica.database for replica in opened.replicas]
    yield opened
    for database in databases:
        await database.close()


async def test_of_three_replicas_exactly_one_sends(company: Company) -> None:
    await company.record(*range(20))
    for _ in range(20):
        await company.second()
    assert len(company.senders()) == 1
    assert len(company.crm.arrived) == 20


async def test_a_replica_that_died_in_the_middle_is_replaced_within_fifteen_seconds(company: Company) -> None:
    await company.record(*range(12))
    await company.second()
    [name] = company.senders()
    dead = next(replica for replica in company.replicas if replica.name == name)
    dead.hook.dies = True
    dying = asyncio.create_task(dead.worker.drain())
    await dead.hook.died.wait()
    company.replicas.remove(dead)
    before = len(company.crm.arrived)
    # As good as dead: nothing of it will ever run again.
    dying.cancel()
    with pytest.raises(asyncio.CancelledError):
        await dying

    seconds = 0
    while company.senders() == {name}:
        await company.second()
        seconds += 1
        assert seconds <= TAKEOVER
    assert seconds >= LEASE.total_seconds() - 1
    for _ in range(10):
        await company.second()
    assert len(company.senders()) == 2
    assert Counter(id for id, _ in company.crm.arrived) == Counter(f"s{number:02}" for number in range(12))
    assert before < 12


async def test_a_replica_that_only_stood_still_does_not_send_beside_its_successor(company: Company) -> None:
    await company.record(*range(12))
    await company.second()
    [name] = company.senders()
    still = next(replica for replica in company.replicas if replica.name == name)
    company.replicas.remove(still)
    for _ in range(TAKEOVER):
        await company.second()
    assert len(company.senders()) == 2
    company.replicas.append(still)
    await company.record(*range(12, 24))
    for _ in range(20):
        await company.second()
    late = {who for id, who in company.crm.arrived if id >= "s12"}
    assert late == company.senders() - {name}
    assert Counter(id for id, _ in company.crm.arrived) == Counter(f"s{number:02}" for number in range(24))


async def test_a_replica_that_stops_cleanly_is_replaced_at_once(company: Company) -> None:
    await company.record(*range(4))
    await company.second()
    [name] = company.senders()
    leaving = next(replica for replica in company.replicas if replica.name == name)
    company.replicas.remove(leaving)
    await leaving.outbox.leave()
    await company.second()
    assert len(company.senders()) == 2
