"""An open database of each kind."""

from collections.abc import AsyncIterator

import pytest

from engine.storage.database import Database


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url)
    yield opened
    await opened.close()


@pytest.fixture
async def replica(database_url: str) -> AsyncIterator[Database]:
    """Another process's view of the same database."""
    opened = Database(database_url)
    yield opened
    await opened.close()
