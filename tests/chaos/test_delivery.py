"""Crash enumeration, whole: SIGKILL at every await of a delivery, on both databases, however the account behaves."""

from random import Random

import pytest

from tests.chaos.crashes import check, crash_at_every
from tests.chaos.town import AMBIGUOUS, town


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("index_lag_s", [0, 2])
@pytest.mark.parametrize("faults", [(), AMBIGUOUS], ids=["answered", "ambiguous"])
async def test_a_death_at_any_await_loses_nothing_and_doubles_nothing(
    database_url: str, faults: tuple[object, ...], index_lag_s: int
) -> None:
    async with town(database_url, index_lag_s=index_lag_s) as opened:
        deaths = await crash_at_every(opened, faults)  # type: ignore[arg-type]  # pytest's parameters
        # Fewer would mean that the enumeration lost sight of the delivery.
        assert deaths >= (500 if faults else 200)
        assert set(await opened.statuses()) == {"done"}


@pytest.mark.timeout(1800)
async def test_forty_leads_survive_deaths_in_a_row_at_any_moment(database_url: str) -> None:
    random = Random(5)
    async with town(database_url, index_lag_s=2) as opened:
        deliveries = [await opened.record(number) for number in range(40)]
        deaths = 0
        while True:
            for fault in random.sample(AMBIGUOUS, 2):
                opened.emulator.faults.add(fault)
            life = await opened.deliver(kill_at=random.randint(1, 2500))
            opened.pass_time()
            if not life.killed:
                break
            deaths += 1
        for delivery in deliveries:
            check(opened, delivery, life.result, "by chance")
        assert deaths >= 5
