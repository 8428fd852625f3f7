"""A sample of the crash enumerations (`make chaos` runs them whole): real processes, SIGKILL, both databases."""

from datetime import timedelta

import pytest

from tests.chaos.crashes import crash_at_every
from tests.chaos.refreshes import crash_at_every_refresh, in_office, statuses_of_exchanges
from tests.chaos.town import AMBIGUOUS, town


@pytest.mark.parametrize("index_lag_s", [0, 2])
@pytest.mark.parametrize("faults", [(), AMBIGUOUS], ids=["answered", "ambiguous"])
async def test_a_death_at_any_await_loses_nothing_and_doubles_nothing(
    database_url: str, faults: tuple[object, ...], index_lag_s: int
) -> None:
    async with town(database_url, index_lag_s=index_lag_s) as opened:
        # Another sample in each of the variants; together they come close to every part of a delivery.
        step, first = (110, 7 + 50 * index_lag_s) if faults else (45, 3 + 11 * index_lag_s)
        assert await crash_at_every(opened, faults, step=step, first=first) >= 5  # type: ignore[arg-type]  # pytest's parameters
        assert set(await opened.statuses()) == {"done"}


async def test_a_refresh_killed_at_any_await_ends_in_a_token_or_an_alert(sqlite_url: str) -> None:
    async with in_office(sqlite_url) as office:
        deaths, _ = await crash_at_every_refresh(office, step=5)
        assert deaths >= 10


async def test_eight_processes_at_the_end_of_a_token_make_one_refresh(database_url: str) -> None:
    async with in_office(database_url) as office:
        office.town.pass_time(timedelta(days=1))
        office.town.emulator.requests.clear()
        ends = await office.refresh_together(8)
        assert [end.result for end in ends] == [{"account": "Автосалон"}] * 8
        assert statuses_of_exchanges(office.town) == [200]
