"""Where the client's bearer token comes from."""

from typing import Protocol


class Access(Protocol):
    async def token(self) -> str:
        """The token to send now."""
        ...

    async def renewed(self, refused: str) -> str | None:
        """Another token after AmoCRM refused this one; None when only a person can help."""
        ...


class LongLivedToken:
    """A token of a private integration: one day to five years, no refresh (facts: AMOCRM §0)."""

    def __init__(self, token: str) -> None:
        self._token = token

    async def token(self) -> str:
        return self._token

    async def renewed(self, refused: str) -> str | None:
        return None
