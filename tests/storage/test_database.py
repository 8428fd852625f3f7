"""A database that is away is a temporary failure; a mistake in SQL stays a mistake."""

import asyncio
import socket
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from engine.core.failures import DatabaseAway
from engine.service.delivery import LEASE, STANDBY
from engine.storage.database import FROZEN_SECONDS, Database


async def test_a_server_that_refuses_is_a_temporary_failure() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        database = Database(f"postgresql+asyncpg://nobody@127.0.0.1:{silent.getsockname()[1]}/none")
        with pytest.raises(DatabaseAway):
            async with database.read():
                pass
        await database.close()


async def test_a_file_that_cannot_be_opened_is_a_temporary_failure(tmp_path: Path) -> None:
    (tmp_path / "folder.db").mkdir()
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/folder.db")
    with pytest.raises(DatabaseAway):
        async with database.write():
            pass
    await database.close()
    # aiosqlite's thread of the failed connection still speaks to the loop, which ends with this test.
    for thread in set(threading.enumerate()) - {threading.current_thread()}:
        if "_connection_worker_thread" in thread.name:
            await asyncio.to_thread(thread.join)


async def test_connections_cut_by_the_server_are_replaced(postgres_url: str) -> None:
    database, other = Database(postgres_url), Database(postgres_url)
    async with database.read() as connection:
        mine = await connection.scalar(text("SELECT pg_backend_pid()"))
    async with other.read() as connection:
        await connection.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": mine})
    async with database.read() as connection:
        assert await connection.scalar(text("SELECT pg_backend_pid()")) != mine
    await database.close()
    await other.close()


async def test_a_connection_cut_in_a_transaction_is_a_temporary_failure(postgres_url: str) -> None:
    database, other = Database(postgres_url), Database(postgres_url)

    async def cut() -> None:
        async with database.write() as connection:
            mine = await connection.scalar(text("SELECT pg_backend_pid()"))
            async with other.read() as killer:
                await killer.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": mine})
            await connection.execute(text("SELECT 1"))

    with pytest.raises(DatabaseAway):
        await cut()
    await database.close()
    await other.close()


async def test_a_deadlock_is_a_temporary_failure_of_one_side(postgres_url: str) -> None:
    databases = Database(postgres_url), Database(postgres_url)
    both_hold_one = asyncio.Barrier(2)

    async def lock(database: Database, order: tuple[int, int]) -> None:
        async with database.write() as connection:
            for number in order:
                await connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})
                if number == order[0]:
                    await both_hold_one.wait()

    ends = await asyncio.gather(lock(databases[0], (1, 2)), lock(databases[1], (2, 1)), return_exceptions=True)
    assert sorted(map(type, ends), key=str) == [type(None), DatabaseAway]
    for database in databases:
        await database.close()


async def test_a_mistake_in_sql_is_not_the_worlds_fault(database: Database) -> None:
    with pytest.raises(DBAPIError):
        async with database.read() as connection:
            await connection.execute(text("SELECT nothing FROM nowhere"))


async def test_a_failed_block_writes_nothing(database: Database) -> None:
    async def fail() -> None:
        async with database.write() as connection:
            await connection.execute(text("INSERT INTO users (id, name, blocked) VALUES (1, '', false)"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with database.read() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM users")) == 0


async def test_sqlite_keeps_foreign_keys_and_its_log(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    async with database.read() as connection:
        assert await connection.scalar(text("PRAGMA foreign_keys")) == 1
        assert await connection.scalar(text("PRAGMA journal_mode")) == "wal"
        assert await connection.scalar(text("PRAGMA busy_timeout")) == 10_000
    await database.close()


async def test_a_relative_file_gets_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    database = Database("sqlite+aiosqlite:///data/carquery.db")
    async with database.write():
        pass
    await database.close()
    assert (tmp_path / "data" / "carquery.db").exists()


async def test_postgres_frees_the_locks_of_a_process_that_vanished_in_a_transaction(postgres_url: str) -> None:
    database = Database(postgres_url)
    async with database.read() as connection:
        assert await connection.scalar(text("SHOW idle_in_transaction_session_timeout")) == f"{FROZEN_SECONDS}s"
    await database.close()
    assert max(LEASE, timedelta(seconds=FROZEN_SECONDS)) + 2 * STANDBY <= timedelta(seconds=15)


async def test_whoever_stood_still_in_a_transaction_finds_the_database_away(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.storage.database.FROZEN_SECONDS", 1)
    frozen, witness = Database(postgres_url), Database(postgres_url)

    async def stand_still() -> None:
        async with frozen.write() as connection:
            mine = {"pid": await connection.scalar(text("SELECT pg_backend_pid()"))}
            alive = 1
            while alive:
                async with witness.read() as watching:
                    count = text("SELECT count(*) FROM pg_stat_activity WHERE pid = :pid")
                    alive = await watching.scalar(count, mine)
            await connection.execute(text("SELECT 1"))

    with pytest.raises(DatabaseAway):
        await stand_still()
    for database in (frozen, witness):
        await database.close()
