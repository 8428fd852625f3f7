"""Fixtures every suite may use: a fresh database and a fresh Redis for each test, on real servers."""

import asyncio
import gc
import os
import shutil
import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest
import redis as redis_client
import structlog
from hypothesis import HealthCheck, settings

from engine.telegram import on_demand
from tests import servers
from tests.drawn import TIMES


def pytest_configure() -> None:
    """No example is held to a time, however busy the machine, and none is drawn that the last run did not draw.

    structlog's own default draws every local variable of a traceback, which takes it seconds.
    """
    # aiogram as the bot loads it: half a minute of a machine's time over all the processes of a run.
    on_demand.load()
    # A shell's background has Ctrl+C ignored, and the commands under test, which are ended with it, would inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    unhurried = [*settings.default.suppress_health_check, HealthCheck.too_slow]
    settings.register_profile(
        "steady",
        parent=settings.default,
        deadline=None,
        derandomize=TIMES == 1,
        suppress_health_check=unhurried,
    )
    settings.load_profile("steady")
    plain = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[structlog.processors.add_log_level, plain])


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: some tests wait for the processes they have started."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_finish() -> None:
    """What is loaded by now stays: the collector need not walk it over and over, a quarter of the time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def worker_number() -> int:
    """0, 1, 2 … of pytest-xdist's worker; 0 without it."""
    return int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Address of the maintenance database; the server starts with the first test that wants it."""
    with servers.postgres() as url:
        yield url


@pytest.fixture(scope="session")
def redis_server() -> Iterator[str]:
    with servers.redis() as url:
        yield url


@pytest.fixture
def redis_url(redis_server: str, worker_number: int) -> str:
    """An empty database; each worker has a number of its own, so a shared server serves them all."""
    url = f"{redis_server}/{worker_number}"
    with redis_client.Redis.from_url(url) as client:
        client.flushdb()
    return url


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> Iterator[str]:
    """Name of a migrated database that tests clone."""

    async def make() -> str:
        async with _Databases(postgres_server) as databases:
            template = await databases.create()
            await _migrate(databases.url(template))
            return template

    async def drop(template: str) -> None:
        async with _Databases(postgres_server) as databases:
            await databases.drop(template)

    template = asyncio.run(make())
    yield template
    asyncio.run(drop(template))


@pytest.fixture
async def empty_postgres_url(postgres_server: str) -> AsyncIterator[str]:
    """A database without tables."""
    async with _Databases(postgres_server) as databases:
        name = await databases.create()
        yield databases.url(name)
        await databases.drop(name)


@pytest.fixture
async def postgres_url(postgres_server: str, postgres_template: str) -> AsyncIterator[str]:
    """A migrated database of one's own."""
    async with _Databases(postgres_server) as databases:
        name = await databases.create(postgres_template)
        yield databases.url(name)
        await databases.drop(name)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    asyncio.run(_migrate(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture
def empty_sqlite_url(tmp_path: Path) -> str:
    return f"sqlite+aiosqlite:///{tmp_path}/empty.db"


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A migrated database file of one's own."""
    shutil.copy2(sqlite_template, tmp_path / "carquery.db")
    return f"sqlite+aiosqlite:///{tmp_path}/carquery.db"


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh migrated database, of each kind in turn."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(params=["sqlite", "postgres"])
def empty_database_url(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue(f"empty_{request.param}_url")
    return url


async def _migrate(url: str) -> None:
    # Here, so that suites without a database do not load it.
    from engine.storage.database import Database
    from engine.storage.migrate import migrate

    database = Database(url)
    await migrate(database)
    await database.close()


class _Databases:
    """Makes and drops databases of one PostgreSQL server."""

    def __init__(self, server: str) -> None:
        self._server = server

    async def __aenter__(self) -> "_Databases":
        self._connection = await asyncpg.connect(self._server)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._connection.close()

    def url(self, name: str) -> str:
        path, _, query = self._server.partition("?")
        base = path.rpartition("/")[0].replace("postgresql://", "postgresql+asyncpg://")
        return f"{base}/{name}" + (f"?{query}" if query else "")

    async def create(self, template: str = "template0") -> str:
        name = f"carquery_test_{uuid4().hex}"
        # A copy of the files costs a checkpoint; of a small database the log is faster.
        await self._connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY wal_log")
        return name

    async def drop(self, name: str) -> None:
        await self._connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
