"""A room for each test: once through each door, or in process only."""

from collections.abc import AsyncIterator

import pytest

from tests.botapi.doors import DOORS, Room, in_process


@pytest.fixture(params=DOORS)
async def room(request: pytest.FixtureRequest) -> AsyncIterator[Room]:
    """Every test that takes it runs through both doors."""
    async with DOORS[request.param]() as opened:
        yield opened


@pytest.fixture
async def inside() -> AsyncIterator[Room]:
    async with in_process() as opened:
        yield opened
