"""OAuth: one refresh whoever asks, nothing used before it is stored, and a dead token is told instead of retried."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from engine.core.failures import AmbiguousFailure, TemporaryFailure
from engine.core.lead import Client, Delivery, Lead
from engine.service.delivery import DeliveryWorker
from engine.storage.database import Database
from engine.storage.tokens import SqlTokens
from integrations.amocrm.api import AmoApi
from integrations.amocrm.breaker import Breaker
from integrations.amocrm.client import AmoClient, open_http
from integrations.amocrm.emulator.core import Emulator
from integrations.amocrm.emulator.faults import Fault
from integrations.amocrm.emulator.oauth import ACCESS_LIFE_S
from integrations.amocrm.emulator.transport import EmulatorTransport
from integrations.amocrm.grants import PATH, GrantRefused, Grants, Integration
from integrations.amocrm.hook import AmoLead
from integrations.amocrm.mapping import Defaults
from integrations.amocrm.oauth import EARLY, LOCK, OAuth
from tests.integrations.amocrm.world import MOSCOW, NAME, PHONE, UNLIMITED, URL, Pausing
from tests.service.memory import MemoryAlerts, MemoryOutbox, MemoryPhonebook, Watch

ACCOUNT = "/api/v4/account"


class Office:
    """An emulated account, a database, and processes that share nothing else."""

    def __init__(self, url: str) -> None:
        self.watch = Watch()
        #: While it is set, whoever waits waits in real time only: polls of many must not add up to a dead refresh.
        self.still = False
        self.emulator = Emulator(switches=UNLIMITED, clock=self.watch.seconds)
        self._url = url
        self.databases: list[Database] = []

    def integration(self) -> Integration:
        row = self.emulator.state.get("integration", 0) or {}
        return Integration(row["client_id"], row["client_secret"], row["redirect_uri"])

    def database(self) -> Database:
        self.databases.append(Database(self._url))
        return self.databases[-1]

    def process(self, integration: Integration | None = None) -> "Process":
        return Process(self, integration or self.integration())

    async def connect(self) -> None:
        """What `carquery amocrm auth CODE` does."""
        process = self.process()
        pair = await process.grants.by_code(self.emulator.new_code())
        await process.tokens.put(URL, pair, self.watch.now)
        self.emulator.requests.clear()

    @property
    def refreshes(self) -> list[int]:
        """Statuses of the exchanges so far."""
        return [one["status"] for one in self.emulator.requests if one["path"] == PATH]


class Process:
    def __init__(self, office: Office, integration: Integration) -> None:
        self._office = office
        breaker, pace = Breaker(office.watch), nullcontext()
        http = open_http(URL, Pausing(EmulatorTransport(office.emulator, self._sleep)))
        self.tokens = SqlTokens(office.database())
        self.grants = Grants(http, integration, breaker, pace, office.watch)
        self.access = OAuth(self.grants, self.tokens, now=office.watch, sleep=self._sleep)
        self.client = AmoClient(http, self.access, breaker, pace)

    async def ask(self) -> object:
        return await self.client.get(ACCOUNT)

    async def _sleep(self, seconds: float) -> None:
        if not self._office.still:
            self._office.watch.forward(seconds=seconds)
        await asyncio.sleep(0)


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[Office]:
    opened = Office(database_url)
    await opened.connect()
    yield opened
    for database in opened.databases:
        await database.close()


async def test_a_stored_token_is_used_without_asking_for_another(office: Office) -> None:
    process = office.process()
    assert await process.ask()
    assert await process.ask()
    assert office.refreshes == []


async def test_a_token_is_refreshed_five_minutes_before_it_dies(office: Office) -> None:
    process = office.process()
    await process.ask()
    office.watch.forward(seconds=ACCESS_LIFE_S - EARLY.total_seconds() - 1)
    await process.ask()
    assert office.refreshes == []
    office.watch.forward(seconds=2)
    await process.ask()
    assert office.refreshes == [200]
    assert {one["status"] for one in office.emulator.requests} == {200}


async def test_eight_processes_at_the_end_of_a_token_refresh_it_once(office: Office) -> None:
    processes = [office.process() for _ in range(8)]
    for process in processes:
        await process.ask()
    office.watch.forward(seconds=ACCESS_LIFE_S)
    office.still = True
    answers = await asyncio.gather(*(process.ask() for process in processes for _ in range(3)))
    assert all(answers)
    assert office.refreshes == [200]


async def test_a_refused_token_is_renewed_once_and_the_request_repeated(office: Office) -> None:
    process = office.process()
    await process.ask()
    office.emulator.faults.add(Fault("status", route=f"GET {ACCOUNT}", status=401))
    assert await process.ask()
    assert office.refreshes == [200]


async def test_a_token_another_process_renewed_is_taken_over_without_a_refresh(office: Office) -> None:
    first, second = office.process(), office.process()
    await first.ask()
    await second.ask()
    refused = await first.access.token()
    await first.access.renewed(refused)
    assert await second.ask()
    assert office.refreshes == [200]


async def test_a_lost_rotation_is_told_and_asked_for_no_more_until_somebody_authorises_anew(office: Office) -> None:
    spent = await office.process().tokens.load(URL)
    assert spent is not None
    # Another process exchanged the token and died before it stored the new one.
    await office.process().grants.by_refresh(spent.refresh)
    office.emulator.requests.clear()
    office.watch.forward(seconds=ACCESS_LIFE_S)
    processes = [office.process() for _ in range(3)]
    for process in processes * 3:
        with pytest.raises(TemporaryFailure) as failure:
            await process.ask()
        assert "carquery amocrm auth" in failure.value.advice
    assert office.refreshes == [401]
    await office.connect()
    for process in processes:
        assert await process.ask()


async def test_with_a_lost_token_leads_queue_the_admin_hears_and_they_go_out_after_a_new_code(office: Office) -> None:
    process, outbox, alerts = office.process(), MemoryOutbox(), MemoryAlerts()
    hook = AmoLead(AmoApi(process.client), MemoryPhonebook(), alerts, Defaults(), now=office.watch, zone=MOSCOW)
    worker = DeliveryWorker(outbox, {"amocrm.lead": hook}, alerts, now=office.watch, random=Random(1))
    for id in ("s1", "s2"):
        lead = Lead(id, "sell", "Продать", "v1", Client(7, "Анна"), (NAME, PHONE), office.watch.now)
        await outbox.record(lead, [Delivery(f"{id}.0", id, 0, "amocrm.lead", {"name": "Выкуп"})])
    spent = await process.tokens.load(URL)
    assert spent is not None
    await office.process().grants.by_refresh(spent.refresh)
    office.emulator.requests.clear()
    office.watch.forward(seconds=ACCESS_LIFE_S)

    for _ in range(120):
        await worker.drain()
        office.watch.forward(seconds=30)
    assert [delivery.status for delivery in outbox.deliveries] == ["pending", "pending"]
    [told] = alerts.told
    assert "carquery amocrm auth" in told
    assert office.refreshes == [401]

    await office.connect()
    for _ in range(2):
        await worker.drain()
        office.watch.forward(seconds=30)
    assert [delivery.status for delivery in outbox.deliveries] == ["done", "done"]
    assert "снова работает" in alerts.told[1]


async def test_an_account_nobody_authorised_says_what_to_do(database_url: str) -> None:
    office = Office(database_url)
    with pytest.raises(TemporaryFailure) as failure:
        await office.process().ask()
    assert "carquery amocrm auth" in failure.value.advice
    assert list(office.emulator.requests) == []
    await office.databases[0].close()


async def test_a_wrong_secret_is_told_once_and_costs_no_token(office: Office) -> None:
    office.watch.forward(seconds=ACCESS_LIFE_S)
    wrong = office.process(replace(office.integration(), client_secret="x"))
    for _ in range(3):
        with pytest.raises(TemporaryFailure) as failure:
            await wrong.ask()
        assert "AMOCRM_CLIENT_SECRET" in failure.value.advice
    assert office.refreshes == [400]
    assert await office.process().ask()


@pytest.mark.parametrize(
    "fault",
    [Fault("drop_before"), Fault("status", status=500), Fault("status", status=429), Fault("garbage")],
    ids=lambda fault: fault.kind,
)
async def test_an_exchange_that_failed_is_tried_again_with_the_same_token(office: Office, fault: Fault) -> None:
    office.watch.forward(seconds=ACCESS_LIFE_S)
    process = office.process()
    office.emulator.faults.add(replace(fault, route=f"POST {PATH}"))
    with pytest.raises(TemporaryFailure):
        await process.ask()
    if fault.kind == "garbage":
        # The exchange took place: the token is spent, and that is told.
        with pytest.raises(TemporaryFailure, match="not connected"):
            await process.ask()
    else:
        assert await process.ask()


async def test_a_new_pair_the_database_would_not_take_is_stored_as_soon_as_it_does(office: Office) -> None:
    class Away(SqlTokens):
        away = True

        async def replace(self, *given: object) -> bool:
            if self.away:
                raise TemporaryFailure("the database does not answer")
            return await super().replace(*given)  # type: ignore[arg-type]  # passed on as they came

    office.watch.forward(seconds=ACCESS_LIFE_S)
    process = office.process()
    tokens = Away(office.database())
    access = OAuth(process.grants, tokens, now=office.watch)
    for _ in range(2):
        with pytest.raises(TemporaryFailure):
            await access.token()
    tokens.away = False
    token = await access.token()
    stored = await tokens.load(URL)
    assert stored is not None
    assert stored.access == token
    assert office.refreshes == [200]


async def test_a_cancelled_request_does_not_cut_a_refresh_short(office: Office) -> None:
    office.watch.forward(seconds=ACCESS_LIFE_S)
    process = office.process()
    asking = asyncio.ensure_future(process.ask())
    while not office.refreshes:  # noqa: ASYNC110  # the emulator has no event for it
        await asyncio.sleep(0)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    office.still = True
    assert await office.process().ask()
    assert office.refreshes == [200]


async def test_a_refresh_that_died_is_repeated_after_half_a_minute(office: Office) -> None:
    office.watch.forward(seconds=ACCESS_LIFE_S)
    assert await SqlTokens(office.database()).lock(URL, office.watch.now, LOCK)
    begun = office.watch.now
    assert await office.process().ask()
    assert timedelta() < office.watch.now - begun <= LOCK + timedelta(seconds=1)


async def test_a_blocked_address_is_a_block_here_too(office: Office) -> None:
    office.watch.forward(seconds=ACCESS_LIFE_S)
    office.emulator.faults.add(Fault("status", status=403, html=True))
    process = office.process()
    for _ in range(2):
        with pytest.raises(TemporaryFailure) as failure:
            await process.ask()
        assert "поддержку" in failure.value.advice
    assert office.refreshes == [403]


async def test_a_code_works_once_and_a_wrong_one_is_named(office: Office) -> None:
    grants = office.process().grants
    code = office.emulator.new_code()
    await grants.by_code(code)
    with pytest.raises(GrantRefused) as again:
        await grants.by_code(code)
    assert again.value.dead
    office.emulator.faults.add(Fault("drop_after"))
    with pytest.raises(AmbiguousFailure):
        await grants.by_code(office.emulator.new_code())
