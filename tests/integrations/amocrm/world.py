"""What the tests of the CRM share: a clock for the emulator, and a small dealership around the hook."""

import asyncio
import base64
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import httpx2

from engine.core.clauses import CrmTarget
from engine.core.lead import Client, Delivery, Lead, LeadAnswer
from engine.core.values import Json
from engine.service.delivery import DeliveryWorker
from integrations.amocrm.access import LongLivedToken
from integrations.amocrm.api import AmoApi
from integrations.amocrm.breaker import Breaker
from integrations.amocrm.client import AmoClient, open_http
from integrations.amocrm.drive import Drive
from integrations.amocrm.emulator.call import Switches
from integrations.amocrm.emulator.core import Emulator
from integrations.amocrm.emulator.faults import Fault
from integrations.amocrm.emulator.fields import add_field
from integrations.amocrm.emulator.transport import EmulatorTransport
from integrations.amocrm.files import Files
from integrations.amocrm.hook import AmoLead
from integrations.amocrm.mapping import KEY_FIELD, Defaults
from tests.service.memory import MemoryAlerts, MemoryOutbox, MemoryPhonebook, Watch

MOSCOW = ZoneInfo("Europe/Moscow")
URL = "https://dealer.amocrm.ru"
#: The clock of a test stands still, so every request falls into one second.
UNLIMITED = Switches(rate_limit=0, max_part_size=400)


@dataclass(slots=True)
class Clock:
    """Unix seconds; the emulator, the client and the worker of one test share it."""

    now: float = 1_790_000_000.0

    def __call__(self) -> float:
        return self.now


def answer(
    id: str,
    type: str,
    label: str,
    shown: str,
    crm: str | CrmTarget | None = None,
    value: Json = None,
    crm_value: Json = None,
) -> LeadAnswer:
    """An answer as the core makes it; `crm` as text is a lead's field."""
    target = crm if isinstance(crm, CrmTarget) else CrmTarget("field", crm) if crm else CrmTarget()
    value = shown if value is None else value
    return LeadAnswer(id, type, label, value, shown, target, shown if crm_value is None else crm_value)


PHONE = answer("phone", "phone", "Телефон", "+7 916 123-45-67", crm_value="+79161234567")
NAME = answer("name", "name", "Имя", "Иван Петров")
CONSENT = answer("consent", "consent", "Согласие", "Согласен", value="2026-11-01")
BRAND = answer("brand", "choice", "Марка", "Toyota", "Марка", value="toyota", crm_value="Toyota")
MILEAGE = answer("mileage", "number", "Пробег", "120 000 км", "Пробег", value=120000, crm_value=120000)
PRICE = answer("price", "money", "Желаемая цена", "1 500 000 ₽", CrmTarget("price"), 1500000, 1500000)
PHOTOS = answer(
    "photos",
    "photo",
    "Фото",
    "3 фото",
    value=[{"id": f"file-{name}", "unique": name, "message": place} for place, name in enumerate("abc")],
)
FORM = (BRAND, MILEAGE, PRICE, PHOTOS, CONSENT, NAME, PHONE)
PARAMS: Mapping[str, Json] = {"name": "Выкуп Toyota", "tags": ["telegram", "выкуп"]}


class Pausing(httpx2.AsyncBaseTransport):
    """Gives the loop a turn before and after each request: our process may die at either."""

    def __init__(self, inner: httpx2.AsyncBaseTransport) -> None:
        self._inner = inner

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        await asyncio.sleep(0)
        response = await self._inner.handle_async_request(request)
        await asyncio.sleep(0)
        return response


class Telegram:
    """The port FileSource over a dict: what is an exception is raised."""

    def __init__(self) -> None:
        #: Longer than a part of the drive, no two alike.
        self.files: dict[str, bytes | Exception] = {
            f"file-{name}": name.encode() * 300 + Random(name).randbytes(700) for name in "abcde"
        }
        self.fetched: list[str] = []

    async def fetch(self, id: str) -> bytes:
        await asyncio.sleep(0)
        self.fetched.append(id)
        found = self.files[id]
        if isinstance(found, Exception):
            raise found
        return found


class Dealership:
    """A worker with the hook over an emulated account; everything but the worker survives `restart`."""

    def __init__(self, fields: bool = True) -> None:
        """`fields`: whether the account has those the forms below write to."""
        self.telegram = Telegram()
        self.watch = Watch()
        self.outbox, self.alerts, self.phonebook = MemoryOutbox(), MemoryAlerts(), MemoryPhonebook()
        self.emulator = Emulator(switches=UNLIMITED, clock=self.watch.seconds, random=Random(1))
        self.defaults = Defaults()
        self._token = self.emulator.new_long_lived_token()
        if fields:
            for name, code, type, enums in (
                ("Марка", "BRAND", "select", ["Kia", "Toyota"]),
                ("Пробег", None, "numeric", None),
                ("ID заявки", KEY_FIELD, "text", None),
            ):
                add_field(self.emulator.state, "leads", name, code, type, enums)
            add_field(self.emulator.state, "contacts", "Город", None, "text")
            self.emulator.state.commit()
        self.worker = self.start()

    def start(self) -> DeliveryWorker:
        """A fresh process: nothing in memory, everything else as it was left."""
        http = open_http(URL, Pausing(EmulatorTransport(self.emulator, self._sleep)))
        client = AmoClient(http, LongLivedToken(self._token), Breaker(self.watch), nullcontext())
        self.api = api = AmoApi(client)
        files = Files(api, Drive(client), self.telegram, self.alerts, self.watch)
        hook = AmoLead(api, self.phonebook, self.alerts, self.defaults, now=self.watch, zone=MOSCOW, files=files)
        self.worker = DeliveryWorker(self.outbox, {"amocrm.lead": hook}, self.alerts, now=self.watch, random=Random(1))
        return self.worker

    async def record(self, id: str = "s1", answers: tuple[LeadAnswer, ...] = FORM, **params: Json) -> None:
        lead = Lead(id, "sell", "🚗 Продать авто", "v1", Client(42, "Иван", "ivan"), answers, self.watch.now)
        delivery = Delivery(f"{id}.0", id, 0, "amocrm.lead", {**PARAMS, **params})
        await self.outbox.record(lead, [delivery])

    async def deliver(self, id: str = "s1", answers: tuple[LeadAnswer, ...] = FORM, **params: Json) -> None:
        await self.record(id, answers, **params)
        await self.until_quiet()

    async def until_quiet(self) -> None:
        """Work and let the time pass until nothing is pending."""
        for _ in range(2000):
            await self.worker.drain()
            due = await self.outbox.next_due()
            if due is None:
                return
            self.watch.now = max(self.watch.now + timedelta(seconds=1), due)
        raise AssertionError(f"still pending: {self.outbox.deliveries}")

    def break_(self, kind: Any, route: str, **fault: Any) -> None:
        self.emulator.faults.add(Fault(kind, route=route, **fault))

    def switch(self, **switches: Any) -> None:
        self.emulator.switches = replace(self.emulator.switches, **switches)

    def rows(self, table: str) -> list[dict[str, Any]]:
        return list(self.emulator.state.rows(table))

    @property
    def lead(self) -> dict[str, Any]:
        """The only lead in the account."""
        [lead] = self.rows("leads")
        return lead

    @property
    def notes(self) -> list[str]:
        return [note["params"]["text"] for note in self.rows("notes") if note["note_type"] == "common"]

    @property
    def shown_files(self) -> list[tuple[str, bytes]]:
        """Name and content of every file in the only lead's feed, in order."""
        files = {file["uuid"]: base64.b64decode(file["data"]) for file in self.rows("files")}
        shown = [note["params"] for note in self.rows("notes") if note["note_type"] == "attachment"]
        return [(params["file_name"], files[params["file_uuid"]]) for params in shown]

    @property
    def listed_files(self) -> list[bytes]:
        """Content of every file in the only lead's tab «Файлы»."""
        files = {file["uuid"]: base64.b64decode(file["data"]) for file in self.rows("files")}
        return [files[uuid] for uuid in self.lead.get("files", [])]

    def values(self, table: str, row: Mapping[str, Any]) -> dict[str, Any]:
        """Field name → value, as stored."""
        names = {str(field["id"]): field["name"] for field in self.rows(table)}
        return {names[id]: values[0]["value"] for id, values in row["values"].items()}

    @property
    def requests(self) -> list[str]:
        """What was asked of the account; directories and files left out."""
        asked = [f"{one['method']} {one['path']}" for one in self.emulator.requests]
        other = ("custom_fields", "pipelines", "/v1.0/", "/files", "/account")
        return [one for one in asked if not any(word in one for word in other)]

    async def _sleep(self, seconds: float) -> None:
        self.watch.forward(seconds=seconds)
        await asyncio.sleep(0)
