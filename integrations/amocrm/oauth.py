"""OAuth tokens: refreshed by one process at a time and stored before they are used (facts: AMOCRM §1.4)."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog

from engine.core.failures import TemporaryFailure
from engine.core.ports import TokenPair, Tokens
from integrations.amocrm.grants import GrantRefused, Grants

log = structlog.get_logger()

#: A token is refreshed while it still works, so that nobody meets a dead one.
EARLY = timedelta(minutes=5)
#: After that a refresh that was begun is taken for dead, and another process tries.
LOCK = timedelta(seconds=30)
#: Between looks at what another process makes of its refresh.
PAUSE_SECONDS = 0.2

ADVICE = (
    "Подключите интеграцию заново: возьмите в её окне новый код (он живёт 20 минут) "
    "и выполните carquery amocrm auth КОД."
)


class OAuth:
    """The port Access over tokens in the database."""

    advice = ADVICE

    def __init__(
        self,
        grants: Grants,
        tokens: Tokens,
        *,
        now: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._grants = grants
        self._tokens = tokens
        self._now = now
        self._sleep = sleep
        self._pair: TokenPair | None = None
        #: Of several requests that meet a dead token, one asks for a new one.
        self._turn = asyncio.Lock()
        #: A refresh token AmoCRM refused for the settings' sake, and what to tell about it.
        self._refused: tuple[str, TemporaryFailure] | None = None
        #: A new pair the database would not take yet, and the refresh token it came from.
        self._unsaved: tuple[str, TokenPair] | None = None

    async def token(self) -> str:
        """Raises TemporaryFailure with advice when only a person can help."""
        pair = self._pair
        if pair is None or not self._lasts(pair):
            pair = await self._fresh("")
        return pair.access

    async def renewed(self, refused: str) -> str | None:
        return (await self._fresh(refused)).access

    async def _fresh(self, refused: str) -> TokenPair:
        """A pair that lasts and whose access token is not the refused one."""
        async with self._turn:
            self._pair = None
            if self._unsaved is not None:
                await self._save(*self._unsaved)
            while True:
                pair = await self._tokens.load(self._grants.account)
                if pair is None or pair.lost:
                    raise TemporaryFailure("AmoCRM is not connected", advice=f"AmoCRM не подключена. {ADVICE}")
                if pair.access != refused and self._lasts(pair):
                    self._pair = pair
                    return pair
                locked = await self._tokens.lock(self._grants.account, self._now(), LOCK)
                if locked is None:
                    await self._sleep(PAUSE_SECONDS)
                elif locked == pair:
                    # Whoever stops waiting must not cut it short: the old token is spent already.
                    await asyncio.shield(asyncio.ensure_future(self._refresh(pair)))
                else:
                    # Another process has refreshed between our look and our lock.
                    await self._tokens.unlock(self._grants.account)

    async def _refresh(self, pair: TokenPair) -> None:
        """Exchange the pair for a new one and store it; the caller reads it from there."""
        account = self._grants.account
        try:
            if self._refused is not None and self._refused[0] == pair.refresh:
                raise self._refused[1]
            fresh = await self._grants.by_refresh(pair.refresh)
        except GrantRefused as refusal:
            log.error("amocrm_tokens_refused", reason=str(refusal))
            if refusal.dead:
                await self._tokens.lose(account, pair.refresh, self._now())
                return
            await self._tokens.unlock(account)
            failure = _misconfigured(refusal)
            self._refused = (pair.refresh, failure)
            raise failure from refusal
        except TemporaryFailure:
            # If the exchange took place all the same, the next one is refused, and that is told.
            await self._tokens.unlock(account)
            raise
        self._unsaved = (pair.refresh, fresh)
        await self._save(*self._unsaved)

    async def _save(self, spent: str, fresh: TokenPair) -> None:
        """Store a pair before anybody uses it. A pair authorised meanwhile is newer than ours."""
        await self._tokens.replace(self._grants.account, spent, fresh, self._now())
        self._unsaved = None

    def _lasts(self, pair: TokenPair) -> bool:
        return pair.expires_at - self._now() > EARLY


def _misconfigured(refusal: GrantRefused) -> TemporaryFailure:
    advice = (
        f"AmoCRM не обновляет токен ({refusal.hint}). Проверьте AMOCRM_CLIENT_ID, AMOCRM_CLIENT_SECRET и "
        "AMOCRM_REDIRECT_URI, потом перезапустите бота."
    )
    return TemporaryFailure(str(refusal), advice=advice)
