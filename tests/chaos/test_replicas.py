"""Three replicas in real time: one sends; when it dies or stands still another takes over, and nothing is doubled."""

import asyncio
import os
import signal
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from itertools import groupby

import httpx2
import pytest

from tests.chaos.town import WITHOUT_FILES, Town, town

#: What DESIGN promises, in seconds.
TAKEOVER = 15.0


async def until(happened: Callable[[], bool], seconds: float = 60.0) -> float:
    """How long it took, in seconds."""
    begun = time.monotonic()
    while not happened():
        assert time.monotonic() - begun < seconds, "it did not happen"
        await asyncio.sleep(0.02)
    return time.monotonic() - begun


async def freeze(opened: Town, replica: int) -> None:
    """Stop a process, but not in the middle of a write to SQLite's file, whose lock nobody takes from a living one."""
    os.kill(replica, signal.SIGSTOP)
    while opened.file is not None and _locked(opened.file):
        os.kill(replica, signal.SIGCONT)
        await asyncio.sleep(0.05)
        os.kill(replica, signal.SIGSTOP)


def _locked(file: str) -> bool:
    with closing(sqlite3.connect(file, timeout=0.5, isolation_level=None)) as database:
        try:
            database.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
        return False


def askers(opened: Town) -> list[str]:
    """Who asked the account, in order, each mentioned once per turn."""
    return [name for name, _ in groupby(agent for agent, _ in opened.emulator.askers)]


def leads(opened: Town) -> int:
    return sum(1 for _ in opened.emulator.state.rows("leads"))


@pytest.mark.timeout(300)
async def test_a_dead_sender_and_one_that_stood_still_are_replaced_within_fifteen_seconds(database_url: str) -> None:
    async with town(database_url, real_time=True, index_lag_s=2) as opened:
        deliveries = [await opened.record(number, files=False) for number in range(60)]
        replicas = await opened.lives.begin("send", 3, **opened.address)
        await until(lambda: leads(opened) >= 8)
        first = await opened.sender()
        assert first in replicas
        assert askers(opened) == [f"replica {first}"]

        os.kill(first, signal.SIGKILL)
        assert await until(lambda: askers(opened)[-1] != f"replica {first}") <= TAKEOVER
        await until(lambda: leads(opened) >= 20)
        second = await opened.sender()
        assert second in replicas

        await freeze(opened, second)
        assert await until(lambda: askers(opened)[-1] != f"replica {second}") <= TAKEOVER
        os.kill(second, signal.SIGCONT)
        await until(lambda: leads(opened) >= 60)
        third = await opened.sender()

        await opened.settled()
        assert {first, second, third} == set(replicas)
        for delivery in deliveries:
            assert opened.found(delivery) == WITHOUT_FILES, delivery
        assert {one["status"] for one in opened.emulator.requests} <= {200, 204}
        # The one that stood still may have ended a request it had begun; nobody sent side by side.
        turns = [name for name in askers(opened) if name]
        assert turns[:2] == [f"replica {first}", f"replica {second}"]
        assert len(turns) <= 5


@pytest.mark.timeout(300)
async def test_fifty_leads_drain_at_the_allowed_rate_after_an_outage(database_url: str) -> None:
    async with town(database_url, real_time=True) as opened:
        deliveries = [await opened.record(number, files=False) for number in range(50)]
        down = {"kind": "status", "status": 503, "times": None}
        await _control(opened, "POST", down)
        [replica] = await opened.lives.begin("send", 1, **opened.address)
        await until(lambda: len(opened.emulator.requests) >= 3)
        await _control(opened, "DELETE")
        opened.emulator.requests.clear()
        await until(lambda: leads(opened) >= 50, 120)
        await opened.settled()
        requests = [one for one in opened.emulator.requests if one["status"] != 503]
        took = requests[-1]["at"] - requests[0]["at"]
        assert (len(requests) - 1) / took >= 0.9 * 5
        assert {one["status"] for one in requests} <= {200, 204}
        # Four for each new contact, one for the custom fields.
        assert len(requests) == 50 * 4 + 1
        for delivery in deliveries:
            assert opened.found(delivery) == WITHOUT_FILES, delivery
        os.kill(replica, signal.SIGKILL)


async def _control(opened: Town, method: str, body: object = None) -> None:
    async with httpx2.AsyncClient(base_url=opened.base_url, trust_env=False) as client:
        await client.request(method, "/__emulator__/faults", json=body)
