"""The CRM as the settings describe it: the dealer's account, or the emulated one in mock mode."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Self

import httpx2

from engine.core.ports import Alerts, Phonebook
from engine.settings import Settings, SettingsError
from integrations.amocrm.access import LongLivedToken
from integrations.amocrm.api import AmoApi
from integrations.amocrm.breaker import Breaker
from integrations.amocrm.client import AmoClient, even_pace, open_http
from integrations.amocrm.emulator.core import Emulator
from integrations.amocrm.emulator.transport import EmulatorTransport
from integrations.amocrm.hook import AmoLead
from integrations.amocrm.mapping import Defaults

#: How the emulated account is addressed; nothing listens there.
MOCK_URL = "https://mock.amocrm.invalid"


@dataclass(frozen=True, slots=True)
class Account:
    """Where leads go, and how we come in."""

    url: str
    token: str
    #: None: over the network.
    transport: httpx2.AsyncBaseTransport | None = None

    @classmethod
    def real(cls, settings: Settings) -> Self:
        """The dealer's account; raises SettingsError."""
        url, token = settings.amocrm_url, settings.amocrm_long_lived_token
        if url is None or token is None:
            raise SettingsError(
                "AMOCRM_LONG_LIVED_TOKEN is missing: leads are sent with a long-lived token only."
            )
        return cls(url, token.get_secret_value())

    @classmethod
    def emulated(cls, emulator: Emulator) -> Self:
        return cls(MOCK_URL, emulator.new_long_lived_token(), EmulatorTransport(emulator))


class Crm:
    """The hook `amocrm.lead` with its connection; `close` when the bot stops."""

    def __init__(
        self,
        account: Account,
        defaults: Defaults,
        phonebook: Phonebook,
        alerts: Alerts,
        *,
        now: Callable[[], datetime],
        zone: tzinfo,
    ) -> None:
        self._http = open_http(account.url, account.transport)
        # The emulated account in our own process needs no manners.
        pace: AbstractAsyncContextManager[None] = nullcontext() if account.transport else even_pace()
        client = AmoClient(self._http, LongLivedToken(account.token), Breaker(now), pace)
        self.hook = AmoLead(AmoApi(client), phonebook, alerts, defaults, now=now, zone=zone)

    async def close(self) -> None:
        await self._http.aclose()


def defaults(settings: Settings) -> Defaults:
    return Defaults(
        pipeline=settings.amocrm_pipeline_id,
        status=settings.amocrm_status_id,
        responsible=settings.amocrm_responsible_user_id,
        field_ids=settings.amocrm_fields,
    )
