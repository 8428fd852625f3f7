"""What a forked process does until it ends or is killed: the bot's own parts over a real database and HTTP."""

import os
from collections.abc import Awaitable, Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import httpx2

from engine.core.failures import TemporaryFailure
from engine.service.delivery import DeliveryWorker
from engine.storage.database import Database
from engine.storage.outbox import SqlOutbox
from engine.storage.phonebook import SqlPhonebook
from engine.storage.tokens import SqlTokens
from integrations.amocrm.access import Access, LongLivedToken
from integrations.amocrm.api import AmoApi
from integrations.amocrm.breaker import Breaker
from integrations.amocrm.client import AmoClient, even_pace, open_http
from integrations.amocrm.drive import Drive
from integrations.amocrm.files import Files
from integrations.amocrm.grants import Grants, Integration
from integrations.amocrm.hook import AmoLead
from integrations.amocrm.mapping import Defaults
from integrations.amocrm.oauth import OAuth
from tests.integrations.amocrm.world import MOSCOW, Telegram
from tests.service.memory import MemoryAlerts, Watch

type Life = Callable[..., Awaitable[Any]]


@dataclass(slots=True)
class Parts:
    """What every life is made of."""

    now: Callable[[], datetime]
    database: Database
    client: AmoClient
    worker: DeliveryWorker
    outbox: SqlOutbox
    alerts: MemoryAlerts = field(default_factory=MemoryAlerts)


def over_http(base_url: str) -> httpx2.AsyncClient:
    """The bot's client without certificates, whose loading would be most of a short life."""
    return open_http(base_url, httpx2.AsyncHTTPTransport(verify=False))


def parts(
    database_url: str, base_url: str, token: str, now: Callable[[], datetime], pace: Any, agent: str = ""
) -> Parts:
    database, alerts = Database(database_url), MemoryAlerts()
    outbox = SqlOutbox(database)
    http = over_http(base_url)
    http.headers["User-Agent"] = agent
    client = AmoClient(http, LongLivedToken(token), Breaker(now), pace)
    api = AmoApi(client)
    files = Files(api, Drive(client), Telegram(), alerts, now)
    hook = AmoLead(api, SqlPhonebook(database), alerts, Defaults(), now=now, zone=MOSCOW, files=files)
    worker = DeliveryWorker(outbox, {"amocrm.lead": hook}, alerts, now=now, random=Random(1))
    return Parts(now, database, client, worker, outbox, alerts)


async def deliver(database_url: str, base_url: str, token: str, at: str) -> Mapping[str, Any]:
    """Send everything that waits, in scaled time: instead of waiting, our clock and the account's go forward."""
    watch = Watch(datetime.fromisoformat(at))
    given = parts(database_url, base_url, token, watch, nullcontext())
    async with over_http(base_url) as control:
        for _ in range(1000):
            await given.worker.drain()
            due = await given.outbox.next_due()
            if due is None:
                break
            later = max(watch.now + timedelta(seconds=1), due)
            await control.post("/__emulator__/clock", json={"advance_s": (later - watch.now).total_seconds()})
            watch.now = later
    await given.database.close()
    return {"alerts": given.alerts.told, "left": due is not None}


async def send(database_url: str, base_url: str, token: str) -> None:
    """A replica of the bot: works in real time, at the real pace, until it is killed."""
    given = parts(database_url, base_url, token, lambda: datetime.now(UTC), even_pace(), f"replica {os.getpid()}")
    await given.worker.run()


async def refresh(database_url: str, base_url: str, integration: Mapping[str, str], at: str) -> Mapping[str, str]:
    """Ask the account something, with a token that may have to be refreshed first; how that ended."""
    watch = Watch(datetime.fromisoformat(at))
    database, breaker, pace = Database(database_url), Breaker(watch), nullcontext()
    http = over_http(base_url)
    grants = Grants(http, Integration(**integration), breaker, pace, watch)
    access: Access = OAuth(grants, SqlTokens(database), now=watch)
    try:
        found = await AmoClient(http, access, breaker, pace).get("/api/v4/account")
        return {"account": str(found["name"])}
    except TemporaryFailure as failure:
        return {"advice": failure.advice, "reason": str(failure)}
    finally:
        await database.close()


async def authorise(database_url: str, base_url: str, integration: Mapping[str, str], code: str, at: str) -> None:
    """What `carquery amocrm auth CODE` does."""
    watch = Watch(datetime.fromisoformat(at))
    database = Database(database_url)
    grants = Grants(over_http(base_url), Integration(**integration), Breaker(watch), nullcontext(), watch)
    await SqlTokens(database).put(grants.account, await grants.by_code(code), watch.now)
    await database.close()


LIVES: Mapping[str, Life] = {"deliver": deliver, "send": send, "refresh": refresh, "authorise": authorise}
