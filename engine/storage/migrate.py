"""Bringing a database up to date; several replicas may start together, one of them migrates."""

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from engine.storage.database import Database

#: Any number of our own: PostgreSQL's advisory locks are named by one.
ADVISORY_LOCK = 7_267_001


async def migrate(database: Database) -> None:
    """Apply the missing migrations, all or none; raises TemporaryFailure when the database is away."""
    async with database.write() as connection:
        if not database.sqlite:
            # Held until the transaction ends. SQLite's own write lock does the same.
            await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": ADVISORY_LOCK})
        await connection.run_sync(_upgrade)


def _upgrade(connection: Connection) -> None:
    command.upgrade(configuration(connection), "head")


def configuration(connection: Connection) -> Config:
    """Alembic's settings, in code: migrations/env.py runs on the connection given here."""
    config = Config()
    config.set_main_option("script_location", "engine.storage:migrations")
    config.attributes["connection"] = connection
    return config
