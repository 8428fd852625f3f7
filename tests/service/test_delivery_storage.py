"""The delivery worker over the real outbox: what one attempt stored, the next one finds."""

from collections.abc import Mapping
from random import Random

from engine.core.failures import AmbiguousFailure
from engine.core.hookspec import HookSpec
from engine.core.lead import Lead
from engine.core.ports import Journal
from engine.core.values import Json
from engine.service.delivery import LEASE, DeliveryWorker
from engine.storage.database import Database
from engine.storage.outbox import SqlOutbox
from tests.service.memory import MemoryAlerts, Watch
from tests.storage.made import NOON, delivery, lead


class TwoSteps:
    """A hook whose second step gets lost the first time."""

    spec = HookSpec("amocrm.lead", {})

    def __init__(self) -> None:
        self.found: list[tuple[Mapping[str, Json], bool]] = []

    async def deliver(self, lead: Lead, params: Mapping[str, Json], journal: Journal) -> None:
        self.found.append((dict(journal.progress), journal.attempted_at is not None))
        if "contact" not in journal.progress:
            await journal.attempting("contact")
            await journal.reached(contact=5001)
            await journal.attempting("lead")
            raise AmbiguousFailure("timeout")
        await journal.reached(lead=6001)


async def test_progress_and_an_unknown_outcome_are_in_the_database(database_url: str) -> None:
    database, watch, hook = Database(database_url), Watch(NOON), TwoSteps()
    try:
        await SqlOutbox(database).record(lead(), [delivery()])
        for _ in range(2):
            # A new worker each time: a new process would know no more than this.
            worker = DeliveryWorker(
                SqlOutbox(database), {"amocrm.lead": hook}, MemoryAlerts(), now=watch, random=Random(1)
            )
            assert await worker.drain() == 1
            watch.forward(minutes=10)
        # Each worker's lease had run out when the next one came.
        assert hook.found == [({}, False), ({"contact": 5001, "attempting": "lead"}, True)]
        assert await SqlOutbox(database).next_due() is None
    finally:
        await database.close()


async def test_another_process_sends_when_the_lease_of_a_dead_one_ends(database_url: str) -> None:
    database, watch, hook = Database(database_url), Watch(NOON), TwoSteps()
    try:
        dead = SqlOutbox(database)
        await dead.record(lead(), [delivery(progress={"contact": 5001})])
        assert await dead.hold(watch.now, LEASE)
        assert await dead.claim(watch.now)
        worker = DeliveryWorker(SqlOutbox(database), {"amocrm.lead": hook}, MemoryAlerts(), now=watch, random=Random(1))
        assert await worker.drain() == 0
        watch.now += LEASE
        assert await worker.drain() == 1
    finally:
        await database.close()
