"""An account entered by OAuth, and refreshes that are killed at every await."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from integrations.amocrm.grants import PATH
from integrations.amocrm.oauth import LOCK
from tests.chaos.nursery import Death
from tests.chaos.town import Town, town

#: A token's life and more.
A_DAY = timedelta(days=1)


class Office:
    def __init__(self, opened: Town) -> None:
        self.town = opened
        row = opened.emulator.state.get("integration", 0) or {}
        self._way = {
            "database_url": opened.database_url,
            "base_url": opened.base_url,
            "integration": {key: row[key] for key in ("client_id", "client_secret", "redirect_uri")},
        }

    async def authorise(self) -> None:
        code = self.town.emulator.new_code()
        await self.town.lives.live("authorise", code=code, at=self.town.now.isoformat(), **self._way)

    async def refresh(self, kill_at: int | None = None) -> Death:
        return await self.town.lives.live("refresh", kill_at, at=self.town.now.isoformat(), **self._way)

    async def refresh_together(self, times: int) -> list[Death]:
        return await self.town.lives.live_together("refresh", times, at=self.town.now.isoformat(), **self._way)


@asynccontextmanager
async def in_office(database_url: str) -> AsyncIterator[Office]:
    async with town(database_url) as opened:
        office = Office(opened)
        await office.authorise()
        yield office


def statuses_of_exchanges(opened: Town) -> list[int]:
    return [one["status"] for one in opened.emulator.requests if one["path"] == PATH]


async def crash_at_every_refresh(office: Office, *, step: int = 1) -> tuple[int, int]:
    """How many refreshes died, and after how many of them a person had to authorise anew.

    Raises AssertionError for an end that is neither a working token nor an advice that works.
    """
    deaths = lost = 0
    for at in range(1, 10_000, step):
        office.town.pass_time(A_DAY)
        death = await office.refresh(kill_at=at)
        if not death.killed:
            assert death.result == {"account": "Автосалон"}
            return deaths, lost
        deaths += 1
        office.town.pass_time(LOCK + timedelta(seconds=1))
        survivor = await office.refresh()
        if survivor.result == {"account": "Автосалон"}:
            continue
        lost += 1
        assert "carquery amocrm auth" in survivor.result["advice"], f"killed at await {at}: {survivor.result}"
        # Nobody asks AmoCRM again before a person has helped.
        office.town.emulator.requests.clear()
        assert "carquery amocrm auth" in (await office.refresh()).result["advice"]
        assert statuses_of_exchanges(office.town) == []
        await office.authorise()
        assert (await office.refresh()).result == {"account": "Автосалон"}, f"killed at await {at}"
    raise AssertionError("the refresh never ended")
