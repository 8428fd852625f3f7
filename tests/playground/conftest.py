"""A desk for each test: the shipped flows copied into a folder of their own, a bench over an empty database."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from engine.app.bench import opened
from engine.app.hooks import specs
from engine.storage.database import Database
from engine.storage.migrate import migrate
from tests import shipped
from tests.playground.desk import Desk


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Migrated once; each test copies it."""
    file = tmp_path_factory.mktemp("playground") / "empty.db"

    async def make() -> None:
        database = Database(f"sqlite+aiosqlite:///{file}")
        await migrate(database)
        await database.close()

    asyncio.run(make())
    return file


@pytest.fixture
def flows(tmp_path: Path) -> Path:
    """Without the stories, which nobody plays."""
    folder = tmp_path / "flows"
    folder.mkdir()
    for file in shipped.FLOWS.glob("*.yaml"):
        if not file.name.endswith(".story.yaml"):
            shutil.copy2(file, folder)
    return folder


@pytest.fixture
async def desk(flows: Path, empty_database: Path, tmp_path: Path) -> AsyncIterator[Desk]:
    """With a client who has opened the bot."""
    shutil.copy2(empty_database, tmp_path / "playground.db")
    async with opened(flows, specs(), tmp_path, shipped.compilation()) as bench:
        desk = Desk(bench)
        await desk.open()
        yield desk
        desk.studio.troubles.mend()
