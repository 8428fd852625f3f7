"""What stands on a story's stage in place of the world: time, models, other packages' hooks, the drafts' witness."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from engine.core import interpreter
from engine.core.hookspec import HookSpec
from engine.core.lead import Client, Lead
from engine.core.model import Project
from engine.core.ports import Draft, Drafts, Journal
from engine.core.values import Json, Moment
from engine.service.routing.router import Router
from engine.service.routing.understanding import Told, Understanding
from engine.stories.stage import Heard


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


class Prompted:
    """An Understander that is told what to make of the next text, and otherwise reads without a model."""

    def __init__(self, project: Project, reader: Router) -> None:
        self._project = project
        self._reader = reader
        self._heard: Heard | None = None

    def hear(self, heard: Heard) -> None:
        self._heard = heard

    async def understand(self, text: str, moment: Moment, client: Client | None = None) -> Understanding:
        heard, self._heard = self._heard, None
        if heard is None:
            return await self._reader.understand(text, moment, client)
        flow = self._project.flow(heard.flow) if heard.flow else None
        if flow is None or heard.confidence < self._project.bot.ai.propose_from:
            return Understanding(text, confidence=heard.confidence)
        return Understanding(text, flow.id, heard.confidence, interpreter.prefill(flow, heard.answers, moment))

    def told(self, flow: str, text: str, moment: Moment) -> Told:
        """Inside a form its own answers are found here; another branch is left to `understand`."""
        if self._heard is None:
            return self._reader.told(flow, text, moment)
        if self._heard.flow != flow:
            return Told({}, {}, 0.0)
        heard, self._heard = self._heard, None
        return Told(interpreter.prefill(self._project.flows[flow], heard.answers, moment), {}, 1.0)

    async def judged(self, call: int | None, accepted: bool) -> None:
        """A story keeps no log."""

    def swap(self, project: Project) -> None:
        self._project = project
        self._reader.swap(project)
