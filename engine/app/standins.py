"""What stands on a story's stage in place of the world: time, other packages' hooks, a witness of the drafts."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from engine.core.lead import Lead
from engine.core.ports import Draft, Drafts, HookSpec, Journal
from engine.core.values import Json


class Silent:
    """Stands in for another package's hook: a story reaches nobody outside."""

    def __init__(self, spec: HookSpec) -> None:
        self._spec = spec

    @property
    def spec(self) -> HookSpec:
        return self._spec

    async def deliver(self, lead: Lead, params: Mapping[str, Json], journal: Journal) -> None:
        await journal.reached(silent=True)


class Noted:
    """The port Drafts, which remembers every session that passes: each was on somebody's screen."""

    def __init__(self, drafts: Drafts) -> None:
        self._drafts = drafts
        self.passed: list[Draft] = []

    async def load(self, client: int) -> Draft | None:
        return await self._drafts.load(client)

    async def save(self, drafts: Sequence[Draft]) -> None:
        self.passed.extend(drafts)
        await self._drafts.save(drafts)

    async def forget(self, client: int) -> None:
        await self._drafts.forget(client)


class Clock:
    """Stands still until told."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment

    def seconds(self) -> float:
        return self.moment.timestamp()
