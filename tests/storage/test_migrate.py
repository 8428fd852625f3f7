"""Migrations: they make exactly the tables, once, whoever starts together."""

import asyncio

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from engine.storage.database import Database
from engine.storage.migrate import migrate
from engine.storage.tables import Table


async def test_migrations_from_nothing_make_exactly_the_tables(empty_database_url: str) -> None:
    database = Database(empty_database_url)
    await migrate(database)

    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), Table.metadata))

    async with database.read() as connection:
        assert await connection.run_sync(differences) == []
    await database.close()


async def test_migrating_again_changes_nothing(empty_database_url: str) -> None:
    database = Database(empty_database_url)
    await migrate(database)
    async with database.write() as connection:
        await connection.execute(text("INSERT INTO users (id, name, blocked) VALUES (1, 'Анна', false)"))
    await migrate(database)
    async with database.read() as connection:
        assert await connection.scalar(text("SELECT name FROM users")) == "Анна"
    await database.close()


async def test_three_replicas_starting_together_migrate_once(empty_database_url: str) -> None:
    replicas = [Database(empty_database_url) for _ in range(3)]
    await asyncio.gather(*map(migrate, replicas))
    async with replicas[0].read() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM alembic_version")) == 1
    for replica in replicas:
        await replica.close()


async def test_a_failed_migration_leaves_nothing_behind(empty_database_url: str) -> None:
    database = Database(empty_database_url)
    async with database.write() as connection:
        # In the way of the last tables the migration makes.
        await connection.execute(text("CREATE TABLE leads (id INTEGER)"))
    with pytest.raises(DBAPIError, match="leads"):
        await migrate(database)
    async with database.read() as connection:
        tables = await connection.run_sync(lambda connected: inspect(connected).get_table_names())
    assert tables == ["leads"]
    await database.close()
