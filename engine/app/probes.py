"""Short questions to the servers the bot cannot do without."""

from collections.abc import Awaitable
from typing import cast

from redis.asyncio import Redis
from sqlalchemy import text

from engine.storage.database import Database


async def database_answers(database: Database) -> None:
    """Raise what the database raises."""
    async with database.read() as connection:
        await connection.execute(text("SELECT 1"))


async def redis_answers(client: Redis) -> None:
    """Raise what Redis raises."""
    await cast(Awaitable[object], client.ping())
