"""`carquery migrate`: the database brought up to date, and nothing else."""

import asyncio

from engine.cli.failure import FAILED, give_up
from engine.cli.settings import read_settings


def migrate() -> None:
    """Apply the missing database migrations."""
    settings = read_settings()
    from engine.core.failures import TemporaryFailure
    from engine.storage.database import Database
    from engine.storage.migrate import migrate

    async def apply() -> None:
        database = Database(settings.database_url)
        try:
            await migrate(database)
        finally:
            await database.close()

    try:
        asyncio.run(apply())
    except TemporaryFailure as failure:
        give_up(f"The database cannot be migrated: {failure}. Check DATABASE_URL.", FAILED)
    print("The database is up to date.")
