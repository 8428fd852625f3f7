"""`carquery amocrm emulator` as others meet it: an unmodified client of another author does its whole work there."""

import asyncio

import httpx2
import pytest
from aioamocrm import (
    AmoCRMClient,
    Contact,
    Embedded,
    Lead,
    MemoryTokenStorage,
    Note,
    OAuth2,
    RateLimitError,
    RetryPolicy,
)

from tests.cli.test_commands import listening


async def test_aioamocrm_does_its_whole_work_against_the_command() -> None:
    with listening("amocrm", "emulator", "--port", "0") as line:
        storage = MemoryTokenStorage()
        auth = OAuth2(line["client_id"], line["client_secret"], line["redirect_uri"], storage)
        once = RetryPolicy(max_attempts=1)
        async with (
            AmoCRMClient(base_url=line["base_url"], auth=auth, rate_limit=None, retry=once) as amo,
            httpx2.AsyncClient(base_url=line["base_url"], trust_env=False) as control,
        ):
            first = await amo.exchange_code(line["code"])
            assert (await amo.account.get()).subdomain == "dealer"

            assert (await amo.contacts.get_page(query="9161234567")).items == []
            person = Contact(name="Иван Петров")
            person.set_field("PHONE", "+79161234567", enum_code="MOB")
            [contact] = await amo.contacts.create([person])
            assert contact.id is not None
            [found] = (await amo.contacts.get_page(query="9161234567")).items
            assert found.id == contact.id

            await control.post("/__emulator__/switches", json={"rate_limit": 0})
            main = Embedded(contacts=[Contact(id=contact.id, is_main=True)])
            [lead] = await amo.leads.create([Lead(name="Выкуп", price=1_250_000, embedded=main)])
            assert lead.id is not None
            await amo.leads.notes.create([Note.common(lead.id, "Анкета")])
            assert [one.name async for one in amo.leads.iterate()] == ["Выкуп"]

            await control.post("/__emulator__/faults", json={"kind": "status", "status": 401, "route": "GET /api/v4/*"})
            await amo.account.get()
            renewed = await storage.load()
            assert renewed is not None
            assert renewed.refresh_token != first.refresh_token

            await control.post("/__emulator__/switches", json={"rate_limit": 1})
            with pytest.raises(RateLimitError):
                await asyncio.gather(*(amo.account.get() for _ in range(5)))

            state = (await control.get("/__emulator__/state")).json()
            assert [note["params"]["text"] for note in state["notes"]] == ["Анкета"]
