"""An independent client (aioamocrm from PyPI, unmodified) works against the emulator over HTTP."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from aioamocrm import (
    AmoCRMClient,
    Auth,
    AuthError,
    Contact,
    Embedded,
    Lead,
    LongLivedToken,
    MemoryTokenStorage,
    NetworkError,
    Note,
    NotFoundError,
    OAuth2,
    RateLimitError,
    RetryPolicy,
    Tag,
    Task,
    TokenSet,
    ValidationError,
)

from integrations.amocrm.emulator.core import Emulator
from integrations.amocrm.emulator.faults import Fault
from integrations.amocrm.emulator.fields import add_field
from integrations.amocrm.emulator.server import EmulatorServer, credentials
from tests.integrations.amocrm.world import Clock

ONCE = RetryPolicy(max_attempts=1)


@pytest.fixture
async def server(emulator: Emulator) -> AsyncIterator[EmulatorServer]:
    # The clock stands still, so every request falls into the same second.
    emulator.switches = replace(emulator.switches, rate_limit=0)
    async with EmulatorServer(emulator) as server:
        yield server


def client(server: EmulatorServer, auth: Auth | None = None) -> AmoCRMClient:
    auth = auth or LongLivedToken(credentials(server.emulator, server.base_url)["long_lived_token"])
    return AmoCRMClient(base_url=server.base_url, auth=auth, rate_limit=None, retry=ONCE)


async def test_it_reads_the_account_and_its_directories(server: EmulatorServer) -> None:
    add_field(server.emulator.state, "leads", "Марка", "BRAND", "select", ["Kia", "Toyota"])
    server.emulator.state.commit()
    async with client(server) as amo:
        assert (await amo.account.get()).subdomain == "dealer"
        [field] = (await amo.leads.custom_fields.get_page()).items
        assert [enum.value for enum in field.enums or []] == ["Kia", "Toyota"]
        [pipeline] = await amo.pipelines.list()
        assert pipeline.is_main
        assert [user.name for user in (await amo.users.get_page()).items] == [
            "Анна Администратор",
            "Максим Менеджер",
        ]


async def test_it_finds_or_creates_a_contact_a_lead_and_a_note(server: EmulatorServer) -> None:
    add_field(server.emulator.state, "leads", "Марка", "BRAND", "select", ["Kia", "Toyota"])
    server.emulator.state.commit()
    async with client(server) as amo:
        assert (await amo.contacts.get_page(query="9161234567")).items == []
        contact = Contact(name="Иван Петров")
        contact.set_field("PHONE", "+79161234567", enum_code="MOB")
        [made] = await amo.contacts.create([contact])
        lead = Lead(name="Выкуп", price=1_250_000, embedded=Embedded(contacts=[Contact(id=made.id, is_main=True)]))
        lead.set_field("BRAND", "Kia")
        lead.embedded.tags.append(Tag(name="telegram"))
        [lead_made] = await amo.leads.create([lead])
        assert made.id is not None
        assert lead_made.id is not None
        [note] = await amo.leads.notes.create([Note.common(lead_made.id, "Анкета")])
        assert note.id is not None
        read = await amo.leads.notes.get(note.id, entity_id=lead_made.id)
        assert read.text == "Анкета"
        [found] = (await amo.contacts.get_page(query="9161234567", with_=["leads"])).items
        assert found.field_value("PHONE") == "+79161234567"
        listed = [lead async for lead in amo.leads.iterate(with_=["contacts"], limit=1)]
        assert [one.field_value("BRAND") for one in listed] == ["Kia"]
        assert [one.embedded.contacts[0].id for one in listed] == [made.id]
        await amo.leads.update([Lead(id=lead_made.id, status_id=142)])
        assert (await amo.leads.get(lead_made.id)).closed_at is not None
        await amo.tasks.create([Task(text="Перезвонить", complete_till=1_790_003_600)])


async def test_it_creates_a_lead_with_its_contact_at_once(server: EmulatorServer) -> None:
    async with client(server) as amo:
        contact = Contact(name="Иван")
        contact.set_field("PHONE", "+79161234567")
        [made] = await amo.leads.create_complex([Lead(name="Выкуп", embedded=Embedded(contacts=[contact]))])
        assert made.contact_id is not None
        assert made.merged is False


async def test_it_walks_every_page(server: EmulatorServer) -> None:
    async with client(server) as amo:
        await amo.contacts.create([Contact(name=f"Клиент {number}") for number in range(23)])
        names = [contact.name async for contact in amo.contacts.iterate(limit=10, order={"id": "asc"})]
        assert names == [f"Клиент {number}" for number in range(23)]


async def test_it_learns_what_was_wrong(server: EmulatorServer) -> None:
    async with client(server) as amo:
        with pytest.raises(ValidationError) as refused:
            await amo.leads.create([Lead(name="x", status_id=9)])
        assert [(issue.code, issue.path) for issue in refused.value.errors] == [("NotSupportedChoice", "status_id")]
        with pytest.raises(NotFoundError):
            await amo.leads.get(999)


async def test_it_trades_a_code_and_refreshes_after_a_401(
    server: EmulatorServer, emulator: Emulator, clock: Clock
) -> None:
    found = credentials(emulator, server.base_url)
    storage = MemoryTokenStorage()
    auth = OAuth2(
        found["client_id"], found["client_secret"], found["redirect_uri"], storage, clock=lambda: 1_790_000_000.0
    )
    async with client(server, auth) as amo:
        first = await amo.exchange_code(found["code"])
        await amo.account.get()
        emulator.faults.add(Fault("status", status=401, route="GET /api/v4/account"))
        await amo.account.get()
        renewed = await storage.load()
        assert renewed is not None
        assert renewed.refresh_token != first.refresh_token
        with pytest.raises(AuthError):
            await amo.exchange_code(found["code"])
    stale = MemoryTokenStorage(TokenSet(first.access_token, first.refresh_token, expires_at=0))
    spent = OAuth2(found["client_id"], found["client_secret"], found["redirect_uri"], stale)
    async with client(server, spent) as amo:
        with pytest.raises(AuthError, match="Token has been revoked"):
            await amo.account.get()


async def test_it_understands_being_too_fast_and_a_cut_line(
    server: EmulatorServer, emulator: Emulator, clock: Clock
) -> None:
    emulator.switches = replace(emulator.switches, rate_limit=7)
    async with client(server) as amo:
        for _ in range(7):
            await amo.account.get()
        with pytest.raises(RateLimitError):
            await amo.account.get()
        clock.now += 1.1
        emulator.faults.add(Fault("drop_after"))
        with pytest.raises(NetworkError):
            await amo.contacts.create([Contact(name="Иван")])
