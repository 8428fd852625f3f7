"""What the CRM would be sent: the real hook run against a throw-away copy of the emulated account."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo
from random import Random

import httpx2

from engine.app.amocrm import Account, Crm
from engine.app.mock_crm import add_missing_fields, crm_leads
from engine.core.failures import CarQueryError
from engine.core.finish import deliveries, lead_from_session
from engine.core.lead import Client
from engine.core.model import Flow, Project
from engine.core.ports import Making, Phonebook
from engine.core.session import Session
from engine.core.values import Json, Moment
from engine.playground.bench import CrmCall, CrmLead, CrmPreview
from integrations.amocrm.emulator.call import Switches
from integrations.amocrm.emulator.core import Emulator
from integrations.amocrm.emulator.state import State
from integrations.amocrm.emulator.transport import EmulatorTransport
from integrations.amocrm.mapping import Defaults


class Recording(httpx2.AsyncBaseTransport):
    """Passes requests on and remembers those that write."""

    def __init__(self, transport: httpx2.AsyncBaseTransport) -> None:
        self._transport = transport
        self.calls: list[CrmCall] = []

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        if request.method != "GET":
            body = await request.aread()
            self.calls.append(CrmCall(request.method, request.url.path, json.loads(body or b"null")))
        return await self._transport.handle_async_request(request)


class ReadOnlyPhonebook:
    """The port Phonebook as it is, of which a rehearsal changes nothing."""

    def __init__(self, phonebook: Phonebook) -> None:
        self._phonebook = phonebook

    async def contact(self, account: str, phone: str) -> int | None:
        return await self._phonebook.contact(account, phone)

    async def making(self, account: str, phone: str) -> Making | None:
        return None

    async def make(self, account: str, phone: str, making: Making) -> None: ...

    async def remember(self, account: str, phone: str, contact: int) -> None: ...

    async def forget(self, account: str, phone: str) -> None: ...


class NoAlerts:
    """The port Alerts where nothing is at stake."""

    async def tell(self, text: str) -> None: ...


class Scratch:
    """The port Journal of a delivery nobody repeats."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.progress: Mapping[str, Json] = {}
        self.attempted_at: datetime | None = None

    async def attempting(self, what: str) -> None: ...

    async def reached(self, **progress: Json) -> None:
        self.progress = {**self.progress, **progress}


async def rehearsed(
    project: Project,
    flow: Flow,
    session: Session,
    client: Client,
    moment: Moment,
    now: Callable[[], datetime],
    state: State,
    phonebook: Phonebook,
) -> CrmPreview:
    """What this session's `amocrm.lead` writes, in order, and makes; as much as an unfinished one allows.

    `state` and `phonebook` are the account's own: a client it knows already gets no second contact.
    """
    lead = lead_from_session(flow, session, client, moment)
    account = Emulator(state.copy(), Switches(rate_limit=0), clock=lambda: now().timestamp(), random=Random(1))
    last = max((int(row["id"]) for row in account.state.rows("leads")), default=0)
    add_missing_fields(account, project)
    emulated = Account.emulated(account)
    recording = Recording(EmulatorTransport(account))
    zone: tzinfo | None = moment.now.tzinfo
    assert zone is not None, "moments are aware"
    crm = Crm(
        Account(emulated.url, emulated.token, recording),
        Defaults(),
        ReadOnlyPhonebook(phonebook),
        NoAlerts(),
        now=now,
        zone=zone,
    )
    try:
        for delivery in deliveries(flow, session, moment, awaited="…"):
            if delivery.hook == crm.hook.spec.name:
                await crm.hook.deliver(lead, delivery.params, Scratch(delivery.id))
    except CarQueryError:
        # Without a phone there is no contact yet: what came before is shown.
        pass
    finally:
        await crm.close()
    made = crm_view(account, zone, after=last)
    return CrmPreview(made[0] if made else None, recording.calls)


def crm_view(account: Emulator, zone: tzinfo, after: int = 0) -> list[CrmLead]:
    """The account's leads as the page shows them, newest first; those with ids above `after`."""
    ids = [id for row in account.state.rows("leads") if (id := int(row["id"])) > after]
    return [
        CrmLead(
            id=id,
            name=lead.name,
            price=lead.price,
            contact=(lead.contact, ", ".join((*lead.phones, *lead.emails))) if lead.contact or lead.phones else None,
            fields={name: ", ".join(values) for name, values in lead.fields.items()},
            tags=lead.tags,
            note="\n\n".join(lead.notes),
        )
        for id, lead in zip(ids, crm_leads(account.state, zone, after), strict=True)
    ][::-1]
