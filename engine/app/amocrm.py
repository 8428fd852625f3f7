"""The CRM as the settings describe it: the dealer's account, or the emulated one in mock mode."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Self

import httpx2

from engine.core.ports import Alerts, Phonebook, Tokens
from engine.settings import Settings, SettingsError
from integrations.amocrm.access import Access, LongLivedToken, WatchedToken
from integrations.amocrm.api import AmoApi
from integrations.amocrm.breaker import Breaker
from integrations.amocrm.client import AmoClient, even_pace, open_http
from integrations.amocrm.drive import Drive
from integrations.amocrm.emulator.core import Emulator
from integrations.amocrm.emulator.transport import EmulatorTransport
from integrations.amocrm.files import Files, FileSource
from integrations.amocrm.grants import Grants, Integration
from integrations.amocrm.hook import AmoLead
from integrations.amocrm.mapping import Defaults
from integrations.amocrm.oauth import OAuth

#: How the emulated account is addressed; nothing listens there.
MOCK_URL = "https://mock.amocrm.invalid"


@dataclass(frozen=True, slots=True)
class Account:
    """Where leads go, and how we come in: by a long-lived token, or as an integration whose tokens are stored."""

    url: str
    token: str | None = None
    #: None: over the network.
    transport: httpx2.AsyncBaseTransport | None = None
    integration: Integration | None = None

    @classmethod
    def real(cls, settings: Settings) -> Self:
        """The dealer's account; raises SettingsError."""
        url, token = settings.amocrm_url, settings.amocrm_long_lived_token
        if url is None:
            raise SettingsError("AMOCRM_SUBDOMAIN is missing: name the account.")
        if token is not None:
            return cls(url, token.get_secret_value())
        return cls(url, integration=integration(settings))

    @classmethod
    def emulated(cls, emulator: Emulator) -> Self:
        return cls(MOCK_URL, emulator.new_long_lived_token(), EmulatorTransport(emulator))


def integration(settings: Settings) -> Integration:
    """The three settings of OAuth; raises SettingsError."""
    id, secret, redirect = (
        settings.amocrm_client_id,
        settings.amocrm_client_secret,
        settings.amocrm_redirect_uri,
    )
    if id is None or secret is None or redirect is None:
        raise SettingsError(
            "AMOCRM_LONG_LIVED_TOKEN is missing: make one in the integration's settings,"
            " or fill AMOCRM_CLIENT_ID, AMOCRM_CLIENT_SECRET and AMOCRM_REDIRECT_URI for OAuth."
        )
    return Integration(id, secret.get_secret_value(), redirect)


class Connection:
    """The way to one account: everything that asks it shares one pace; `close` at the end."""

    def __init__(
        self, account: Account, tokens: Tokens | None, now: Callable[[], datetime], alerts: Alerts | None = None
    ) -> None:
        """`tokens` is needed where the account is entered as an integration; `alerts` hear of a token's end."""
        self._http = open_http(account.url, account.transport)
        # The emulated account in our own process needs no manners.
        pace: AbstractAsyncContextManager[None] = nullcontext() if account.transport else even_pace()
        breaker = Breaker(now)
        #: None with a long-lived token.
        self.grants: Grants | None = None
        if account.integration is not None:
            self.grants = Grants(self._http, account.integration, breaker, pace, now)
        access: Access
        if self.grants is not None and tokens is not None:
            access = OAuth(self.grants, tokens, now=now)
        elif alerts is not None:
            access = WatchedToken(account.token or "", alerts, now)
        else:
            access = LongLivedToken(account.token or "")
        self.client = AmoClient(self._http, access, breaker, pace)
        self.api = AmoApi(self.client)

    async def close(self) -> None:
        await self._http.aclose()


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
        tokens: Tokens | None = None,
        files: FileSource | None = None,
    ) -> None:
        """Without `files` photos and documents are only counted: for rehearsals."""
        self._connection = Connection(account, tokens, now, alerts)
        api = self._connection.api
        carried = Files(api, Drive(self._connection.client), files, alerts, now) if files is not None else None
        self.hook = AmoLead(api, phonebook, alerts, defaults, now=now, zone=zone, files=carried)

    async def close(self) -> None:
        await self._connection.close()


def defaults(settings: Settings) -> Defaults:
    return Defaults(
        pipeline=settings.amocrm_pipeline_id,
        status=settings.amocrm_status_id,
        responsible=settings.amocrm_responsible_user_id,
        field_ids=settings.amocrm_fields,
    )
