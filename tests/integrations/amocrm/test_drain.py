"""A thousand leads that waited out an outage leave at the allowed rate, and AmoCRM never asks us to slow down."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from random import Random

import httpx2

from engine.core.lead import Client, Delivery, Lead
from engine.core.values import Json
from engine.service.delivery import DeliveryWorker
from integrations.amocrm.access import LongLivedToken
from integrations.amocrm.api import AmoApi
from integrations.amocrm.breaker import Breaker
from integrations.amocrm.client import AmoClient, even_pace, open_http
from integrations.amocrm.emulator.core import Emulator
from integrations.amocrm.emulator.faults import Fault
from integrations.amocrm.emulator.fields import add_field
from integrations.amocrm.emulator.transport import EmulatorTransport
from integrations.amocrm.hook import AmoLead
from integrations.amocrm.mapping import Defaults
from tests.integrations.amocrm.world import BRAND, MOSCOW, NAME, URL, answer
from tests.scaled import ScaledLoop
from tests.service.memory import MemoryAlerts, MemoryOutbox, MemoryPhonebook

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LEADS = 1000
#: Half of the clients write twice.
CLIENTS = LEADS // 2
#: What an answer of the account takes.
LATENCY = 0.15
#: Requests a second that we allow ourselves.
ALLOWED = 5.0


class Far(httpx2.AsyncBaseTransport):
    """The account at the other end of a line."""

    def __init__(self, inner: httpx2.AsyncBaseTransport) -> None:
        self._inner = inner

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        await asyncio.sleep(LATENCY)
        return await self._inner.handle_async_request(request)


class Company:
    def __init__(self, loop: ScaledLoop) -> None:
        self._loop = loop
        self.outbox, self.alerts = MemoryOutbox(), MemoryAlerts()
        # With its real limit of seven requests a second.
        self.emulator = Emulator(clock=lambda: self.now().timestamp(), random=Random(1))
        add_field(self.emulator.state, "leads", "Марка", None, "text")
        client = AmoClient(
            open_http(URL, Far(EmulatorTransport(self.emulator))),
            LongLivedToken(self.emulator.new_long_lived_token()),
            Breaker(self.now),
            even_pace(),
        )
        hook = AmoLead(AmoApi(client), MemoryPhonebook(), self.alerts, Defaults(), now=self.now, zone=MOSCOW)
        hooks = {"amocrm.lead": hook}
        self.worker = DeliveryWorker(self.outbox, hooks, self.alerts, now=self.now, random=Random(1))

    def now(self) -> datetime:
        return NOON + timedelta(seconds=self._loop.time())

    async def record(self, number: int) -> None:
        client = number % CLIENTS
        phone = answer("phone", "phone", "Телефон", str(client), crm_value=f"+7916{client:07}")
        lead = Lead(f"s{number:04}", "sell", "Продать", "v1", Client(client), (BRAND, NAME, phone), self.now())
        params: Mapping[str, Json] = {"name": "Выкуп"}
        await self.outbox.record(lead, [Delivery(f"{lead.id}.0", lead.id, 0, "amocrm.lead", params, due_at=self.now())])

    @property
    def waiting(self) -> int:
        return sum(delivery.status != "done" for delivery in self.outbox.deliveries)


async def _drained() -> None:
    loop = asyncio.get_running_loop()
    assert isinstance(loop, ScaledLoop)
    company = Company(loop)
    company.emulator.faults.add(Fault("drop_before", times=None))
    running = asyncio.create_task(company.worker.run())
    for number in range(LEADS):
        await company.record(number)
        await asyncio.sleep(3.6)
    # An hour has passed.
    assert company.waiting == LEADS
    company.emulator.faults.clear()
    company.emulator.requests.clear()
    back = loop.time()
    while company.waiting:
        await asyncio.sleep(10)
        assert loop.time() - back < 3600
    await company.worker.stop()
    await running

    requests = list(company.emulator.requests)
    assert {one["status"] for one in requests} <= {200, 204}
    # 90 % of the allowed rate, from the first request to the last.
    assert (len(requests) - 1) / (requests[-1]["at"] - requests[0]["at"]) >= 0.9 * ALLOWED
    # The first goes out half a minute after the account is back.
    assert requests[0]["at"] - (NOON.timestamp() + back) <= 31
    # Four for a new contact, three for a known one, and the account's custom fields now and then.
    fields = sum("custom_fields" in one["path"] for one in requests)
    assert fields <= 3
    assert len(requests) - fields == CLIENTS * 4 + (LEADS - CLIENTS) * 3
    rows = company.emulator.state.rows
    assert sum(1 for _ in rows("contacts")) == CLIENTS
    assert Counter(row["name"] for row in rows("leads")).most_common(1)[0][1] == 1
    assert sum(1 for _ in rows("leads")) == sum(1 for _ in rows("notes")) == LEADS
    # That it went down, and that it is back.
    assert len(company.alerts.told) == 2


def test_a_thousand_leads_leave_at_the_allowed_rate_after_an_outage() -> None:
    with asyncio.Runner(loop_factory=ScaledLoop) as runner:
        runner.run(_drained())
