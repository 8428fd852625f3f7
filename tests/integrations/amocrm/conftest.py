"""An emulated account, a clock that stands still until told, and a client through either door."""

from collections.abc import AsyncIterator
from random import Random

import httpx2
import pytest

from integrations.amocrm.emulator.core import Emulator
from integrations.amocrm.emulator.server import EmulatorServer
from integrations.amocrm.emulator.transport import EmulatorTransport
from tests.integrations.amocrm.world import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def emulator(clock: Clock) -> Emulator:
    return Emulator(clock=clock, random=Random(1))


@pytest.fixture(params=["transport", "http"])
async def crm(request: pytest.FixtureRequest, emulator: Emulator) -> AsyncIterator[httpx2.AsyncClient]:
    """A plain HTTP client with the administrator's token, through each door in turn."""
    headers = {"Authorization": f"Bearer {emulator.new_long_lived_token()}"}
    if request.param == "transport":
        transport = EmulatorTransport(emulator)
        async with httpx2.AsyncClient(
            transport=transport, base_url="https://dealer.amocrm.ru", headers=headers
        ) as client:
            yield client
    else:
        async with (
            EmulatorServer(emulator) as server,
            httpx2.AsyncClient(base_url=server.base_url, headers=headers, trust_env=False) as client,
        ):
            yield client
