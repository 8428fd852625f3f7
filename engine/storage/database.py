"""One database, SQLite or PostgreSQL: how it is opened, read and written."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

import aiosqlite
from sqlalchemy import Connection, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, InterfaceError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from engine.core.failures import DatabaseAway
from engine.storage.tables import Table

#: How long a SQLite writer waits for another process's write.
BUSY_SECONDS = 10

#: What SQLite reports when the disk or another process is in the way; anything else is our own mistake.
_SQLITE_WORLD = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_READONLY,
}

#: Classes of PostgreSQL's error codes: connection, rollback (deadlock), resources, operator, system.
_POSTGRES_WORLD = {"08", "40", "53", "57", "58"}

#: A process that vanishes or stands still in the middle of a transaction keeps its locks this long: not so long that
#: nobody could take over the sending of leads within fifteen seconds.
FROZEN_SECONDS = 10


class Database:
    """Connections of one process.

    `read()` and `write()` give one transaction each; trouble with the server becomes DatabaseAway.
    """

    def __init__(self, url: str) -> None:
        """`url` names an async driver: sqlite+aiosqlite:///file or postgresql+asyncpg://…"""
        parsed = make_url(url)
        self.sqlite = parsed.get_backend_name() == "sqlite"
        # SQLite has one writer anyway; queueing here is fairer and faster than its polling.
        self._turn: AbstractAsyncContextManager[None] = asyncio.Lock() if self.sqlite else nullcontext()
        if self.sqlite:
            Path(parsed.database or "").parent.mkdir(parents=True, exist_ok=True)
            self.engine = create_async_engine(parsed, connect_args={"timeout": BUSY_SECONDS})
            event.listen(self.engine.sync_engine, "connect", _open_sqlite)
            event.listen(self.engine.sync_engine, "begin", _begin_sqlite)
        else:
            settings = {"idle_in_transaction_session_timeout": f"{FROZEN_SECONDS}s"}
            connect = {"timeout": 10, "server_settings": settings}
            self.engine = create_async_engine(parsed, pool_pre_ping=True, connect_args=connect)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that changes nothing."""
        with _translated():
            async with self.engine.connect() as connection:
                await connection.execution_options(reading=True)
                yield connection

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """A transaction, committed at the end of the block."""
        with _translated():
            async with self._turn, self.engine.begin() as connection:
                yield connection

    def insert(self, table: type[Table]) -> Any:
        """INSERT with this database's ON CONFLICT; both dialects spell it alike but share no type."""
        return sqlite.insert(table) if self.sqlite else postgresql.insert(table)

    async def close(self) -> None:
        await self.engine.dispose()


def _open_sqlite(connection: Any, _: ConnectionPoolEntry) -> None:
    connection.run_async(_prepare_sqlite)


async def _prepare_sqlite(connection: aiosqlite.Connection) -> None:
    # Transactions begin where we say (below), not where Python's driver guesses.
    connection.isolation_level = None
    await _use_wal(connection)
    await connection.execute("PRAGMA synchronous=FULL")
    await connection.execute("PRAGMA foreign_keys=ON")


async def _use_wal(connection: aiosqlite.Connection) -> None:
    """Nobody writes before the file is in WAL mode: of two that switch it at once, one is refused and asks again."""
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            await connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode not in _SQLITE_WORLD or time.monotonic() > deadline:
                raise
        await asyncio.sleep(0.01)


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes its lock at once: one that began by reading could not wait for it later."""
    reading = connection.get_execution_options().get("reading")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


@contextmanager
def _translated() -> Iterator[None]:
    """Turn the server's failures into ours; mistakes in SQL stay what they are."""
    try:
        yield
    except (OSError, PoolTimeoutError, sqlite3.OperationalError) as error:
        raise DatabaseAway(f"the database does not answer: {error}") from error
    except DBAPIError as error:
        if _of_the_world(error):
            raise DatabaseAway(f"the database does not answer: {error.orig}") from error
        raise


def _of_the_world(error: DBAPIError) -> bool:
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        # The low byte is the primary code.
        return code & 0xFF in _SQLITE_WORLD
    if error.connection_invalidated or isinstance(error, InterfaceError):
        return True
    return str(getattr(error.orig, "sqlstate", None))[:2] in _POSTGRES_WORLD
