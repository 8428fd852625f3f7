"""What the bot knows about its clients."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from engine.core.lead import Client
from engine.storage.database import Database
from engine.storage.tables import UserRow


class SqlUsers:
    """The port Users on a database; whoever is not known yet is added."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def seen(self, client: Client, now: datetime) -> None:
        """Whoever writes to the bot has not blocked it."""
        seen = {"name": client.name, "username": client.username, "language": client.language, "seen_at": now}
        await self._set(client.id, {**seen, "blocked": False}, new={"created_at": now})

    async def consent(self, client: int) -> str | None:
        return await self._get(client, UserRow.consent_version)

    async def consented(self, client: int, version: str, now: datetime) -> None:
        await self._set(client, {"consent_version": version, "consented_at": now})

    async def language(self, client: int) -> str | None:
        return await self._get(client, UserRow.chosen_language)

    async def choose_language(self, client: int, language: str) -> None:
        await self._set(client, {"chosen_language": language})

    async def block(self, client: int, blocked: bool) -> None:
        await self._set(client, {"blocked": blocked})

    async def _get(self, client: int, column: InstrumentedAttribute[str | None]) -> str | None:
        async with self._database.read() as connection:
            return await connection.scalar(select(column).where(UserRow.id == client))

    async def _set(self, client: int, values: dict[str, Any], new: dict[str, Any] | None = None) -> None:
        """Change the client's row; `new` holds what only a first row gets."""
        insert = self._database.insert(UserRow).values(id=client, **values, **(new or {}))
        async with self._database.write() as connection:
            await connection.execute(insert.on_conflict_do_update(index_elements=[UserRow.id], set_=values))
