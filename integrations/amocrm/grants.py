"""AmoCRM's token endpoint: a code or a refresh token in, a pair of tokens out (facts: AMOCRM §1)."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx2
import structlog

from engine.core.failures import AmbiguousFailure, TemporaryFailure
from engine.core.ports import TokenPair
from integrations.amocrm.breaker import Breaker
from integrations.amocrm.client import NOT_SENT, blocked
from integrations.amocrm.refusal import is_page, retry_after

log = structlog.get_logger()

PATH = "/oauth2/access_token"
#: One exchange, connecting included; whoever waits for it waits longer.
EXCHANGE_SECONDS = 20.0


class GrantRefused(Exception):
    """AmoCRM will not give tokens for this; asking again changes nothing."""

    def __init__(self, status: int, hint: str) -> None:
        super().__init__(f"AmoCRM answered {status}: {hint}")
        #: The token or code itself is dead; otherwise the integration's settings are wrong.
        self.dead = status == 401 or any(word in hint for word in ("revoked", "expired", "decrypt"))
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Integration:
    """What the integration's window shows under «Ключи и доступы»."""

    client_id: str
    client_secret: str
    #: To the letter, the last slash included.
    redirect_uri: str


class Grants:
    """Shares connection, pace and breaker with the client of the same account."""

    def __init__(
        self,
        http: httpx2.AsyncClient,
        integration: Integration,
        breaker: Breaker,
        limiter: AbstractAsyncContextManager[None],
        now: Callable[[], datetime],
    ) -> None:
        self._http = http
        self._integration = integration
        self._breaker = breaker
        self._limiter = limiter
        self._now = now

    @property
    def account(self) -> str:
        """The account's address without a slash: also how stored tokens are found."""
        return str(self._http.base_url).rstrip("/")

    async def by_code(self, code: str) -> TokenPair:
        """Raises GrantRefused, TemporaryFailure, or AmbiguousFailure when the code may be spent."""
        return await self._grant({"grant_type": "authorization_code", "code": code})

    async def by_refresh(self, token: str) -> TokenPair:
        """Raises GrantRefused, TemporaryFailure, or AmbiguousFailure when the token may be spent."""
        return await self._grant({"grant_type": "refresh_token", "refresh_token": token})

    async def _grant(self, grant: dict[str, str]) -> TokenPair:
        self._breaker.check()
        keys = {
            "client_id": self._integration.client_id,
            "client_secret": self._integration.client_secret,
            "redirect_uri": self._integration.redirect_uri,
        }
        async with self._limiter:
            try:
                async with asyncio.timeout(EXCHANGE_SECONDS):
                    response = await self._http.post(PATH, json={**keys, **grant})
            except NOT_SENT as error:
                raise TemporaryFailure(f"AmoCRM did not answer {PATH}: {type(error).__name__}") from error
            except (httpx2.RequestError, TimeoutError) as error:
                raise AmbiguousFailure(f"AmoCRM did not answer {PATH}: {type(error).__name__}") from error
        log.info("amocrm_tokens", grant=grant["grant_type"], status=response.status_code)
        return self._read(response)

    def _read(self, response: httpx2.Response) -> TokenPair:
        status = response.status_code
        if status == 429:
            raise TemporaryFailure(f"AmoCRM answered 429 to {PATH}", retry_after=retry_after(response))
        if status == 403 and is_page(response):
            raise blocked(self._breaker)
        if 400 <= status < 500:
            raise GrantRefused(status, _hint(response))
        try:
            given = response.json()
            lasts = timedelta(seconds=int(given["expires_in"]))
            return TokenPair(str(given["access_token"]), str(given["refresh_token"]), self._now() + lasts)
        except (ValueError, KeyError, TypeError) as error:
            raise AmbiguousFailure(f"AmoCRM answered {status} without tokens to {PATH}") from error


def _hint(response: httpx2.Response) -> str:
    try:
        body = response.json()
        return str(body.get("hint") or body.get("detail") or "")
    except (ValueError, AttributeError):
        return ""
