"""PostgreSQL's connections cut at any moment of a delivery: the process lives on, and so must every lead, once."""

import asyncio
import os
import signal
from dataclasses import replace
from random import Random

import asyncpg
import pytest

from tests.chaos.town import WHOLE, town

CUT = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@pytest.mark.timeout(900)
async def test_connections_cut_at_any_moment_lose_nothing_and_double_nothing(postgres_url: str) -> None:
    random, cuts = Random(5), 0
    async with town(postgres_url, real_time=True, index_lag_s=2) as opened:
        opened.emulator.switches = replace(opened.emulator.switches, rate_limit=0)
        deliveries = [await opened.record(number) for number in range(10)]
        knife = await asyncpg.connect(postgres_url.replace("+asyncpg", ""))
        [sender] = await opened.lives.begin("send", 1, **opened.address)
        # Each cut costs the sender a rest of some seconds.
        while await knife.fetchval("SELECT count(*) FROM deliveries WHERE status <> 'done'") and cuts < 25:
            await asyncio.sleep(random.uniform(0.1, 1.0))
            cuts += len(await knife.fetch(CUT))
        await knife.close()
        await opened.settled()
        os.kill(sender, signal.SIGKILL)
        assert cuts >= 15
        for delivery in deliveries:
            assert opened.found(delivery) == WHOLE, delivery
