"""Where the client's bearer token comes from."""

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

from engine.core.ports import Alerts

#: A token that ends sooner is worth a word ...
SOON = timedelta(days=30)
#: ... and another one after that.
REMIND_AFTER = timedelta(days=7)


class Access(Protocol):
    @property
    def advice(self) -> str:
        """What the admin must do when AmoCRM accepts none of our tokens, in Russian."""
        ...

    async def token(self) -> str:
        """The token to send now."""
        ...

    async def renewed(self, refused: str) -> str | None:
        """Another token after AmoCRM refused this one; None when only a person can help."""
        ...


class LongLivedToken:
    """A token of a private integration: one day to five years, no refresh (facts: AMOCRM §0)."""

    advice = "Создайте новый долгосрочный токен в интеграции и замените им AMOCRM_LONG_LIVED_TOKEN."

    def __init__(self, token: str) -> None:
        self._token = token

    async def token(self) -> str:
        return self._token

    async def renewed(self, refused: str) -> str | None:
        return None


class WatchedToken(LongLivedToken):
    """A long-lived token whose end the admin hears of in time."""

    def __init__(self, token: str, alerts: Alerts, now: Callable[[], datetime]) -> None:
        super().__init__(token)
        self._ends = expiry(token)
        self._alerts = alerts
        self._now = now
        self._told_at: datetime | None = None

    async def token(self) -> str:
        now = self._now()
        told_lately = self._told_at is not None and now - self._told_at < REMIND_AFTER
        if self._ends is not None and self._ends - now < SOON and not told_lately:
            self._told_at = now
            when = f"{self._ends.astimezone(now.tzinfo):%d.%m.%Y}"
            await self._alerts.tell(f"Токен AmoCRM перестанет работать {when}. {self.advice}")
        return await super().token()


def expiry(token: str) -> datetime | None:
    """When a token dies, as it says itself; None for one that says nothing."""
    try:
        claims = token.split(".")[1]
        said = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
        return datetime.fromtimestamp(int(said["exp"]), UTC)
    except (IndexError, KeyError, TypeError, ValueError, OverflowError, OSError):
        return None
