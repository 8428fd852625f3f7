"""Where the client's bearer token comes from."""

import base64
import json
from datetime import UTC, datetime
from typing import Protocol


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


def expiry(token: str) -> datetime | None:
    """When a token dies, as it says itself; None for one that says nothing."""
    try:
        claims = token.split(".")[1]
        said = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
        return datetime.fromtimestamp(int(said["exp"]), UTC)
    except (IndexError, KeyError, TypeError, ValueError, OverflowError, OSError):
        return None
