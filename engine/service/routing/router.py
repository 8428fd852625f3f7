"""The use case: a client's free text → what the bot understood, always, within the time a client waits."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from decimal import Decimal

import structlog

from engine.core import interpreter
from engine.core.failures import CarQueryError
from engine.core.lead import Client
from engine.core.model import Flow, Project
from engine.core.values import Moment
from engine.service.routing.extract import covered
from engine.service.routing.learned import Learned
from engine.service.routing.masking import Masked, mask
from engine.service.routing.ports import AiCall, AiLog, Model
from engine.service.routing.tiers import Attempt, Limits, Tiers
from engine.service.routing.understanding import OFFLINE, Told, Understanding
from engine.service.routing.verdict import Verdict

log = structlog.get_logger(__name__)

#: Nobody describes a request in more characters; the rest is not read.
MOST_TEXT = 1000


@dataclass(frozen=True, slots=True)
class Budget:
    """Tokens a day: of one client, and of all."""

    client: int = 40_000
    everybody: int = 2_000_000


class Router:
    """Asks models where there are any, reads without them where not. Holds what it learnt behind one reference."""

    def __init__(
        self,
        project: Project,
        models: Sequence[Model] = (),
        *,
        clock: Callable[[], float],
        log: AiLog | None = None,
        limits: Limits | None = None,
        budget: Budget | None = None,
        tiers: Tiers | None = None,
        learned: Learned | None = None,
    ) -> None:
        """`learned`: what was made of this project before."""
        self._project = project
        self._learned = learned
        self._clock = clock
        self._log = log
        self._limits = limits or Limits()
        self._budget = budget or Budget()
        self._tiers = tiers or (Tiers(models, clock, self._limits) if models else None)

    def learn(self) -> Learned:
        """Takes a fraction of a second, once: at start, or by the first text that needs it."""
        learned = self._learned
        if learned is None:
            project = self._project
            learned = Learned.of(project)
            # In a thread: the project may be another one by now.
            self._learned = learned if project is self._project else None
        return learned

    def swap(self, project: Project) -> None:
        """After a reload: the new texts are learnt when they are needed, so that saving a file stays quick."""
        self._project, self._learned = project, None

    async def understand(self, text: str, moment: Moment, client: Client | None = None) -> Understanding:
        """Never raises for a model's or the log's sake; what is not sure is `flow=None`."""
        learned = self._learned
        if learned is None:
            learned = await asyncio.to_thread(self.learn)
        text = text.strip()[:MOST_TEXT]
        masked = mask(text, (client.name, client.username or "") if client else ())
        attempts = await self._asked(learned, masked, moment, client)
        # A second model that failed does not undo what the first one said.
        attempts.sort(key=lambda attempt: attempt.verdict is not None)
        decisive = attempts[-1] if attempts else None
        if decisive is not None and decisive.verdict is not None:
            understood = _believed(learned, text, masked, decisive.verdict, moment)
            understood = replace(understood, model=decisive.model, escalated=len(attempts) > 1)
        else:
            read_at = self._clock()
            understood = replace(learned.reader(moment).understand(text, moment), escalated=len(attempts) > 1)
            attempts.append(Attempt(OFFLINE, "offline", "ok", self._clock() - read_at))
        return replace(understood, call=await self._noted(understood, attempts, masked, moment, client))

    def told(self, flow: str, text: str, moment: Moment) -> Told:
        """What the text says about this flow, without a model."""
        reader = self.learn().reader(moment)
        if flow not in reader.project.flows:
            return Told({}, {}, 0.0)
        text = text[:MOST_TEXT]
        reading = reader.read(text)
        found = reader.extract(flow, reading, moment)
        return Told(found.values, found.quotes, covered(reader.project.flows[flow], reading, found, moment.language))

    async def judged(self, call: int | None, accepted: bool) -> None:
        """The client took the proposal, or chose something else."""
        if self._log is None or call is None:
            return
        try:
            async with asyncio.timeout(self._limits.log):
                await self._log.judge(call, accepted)
        except (CarQueryError, TimeoutError) as failure:
            log.warning("ai_log_unavailable", reason=str(failure))

    async def _asked(self, learned: Learned, masked: Masked, moment: Moment, client: Client | None) -> list[Attempt]:
        if self._tiers is None or not any(letter.isalpha() for letter in masked.text):
            return []
        if not await self._affordable(moment, client):
            return []

        def ours(flow: Flow, quote: str) -> Mapping[str, str]:
            return reader.extract(flow.id, reader.read(quote), moment).raw

        reader, enough = learned.reader(moment), learned.project.bot.ai.escalate_below
        attempts = await self._tiers.ask(learned.question(moment), masked.text, enough, ours)
        for attempt in attempts:
            log.info("model_asked", model=attempt.model, tier=attempt.tier, outcome=attempt.outcome)
        return attempts

    async def _affordable(self, moment: Moment, client: Client | None) -> bool:
        """Whether today's tokens are not used up; a log that cannot say does not silence the models."""
        if self._log is None:
            return True
        midnight = datetime.combine(moment.now.date(), time(), moment.now.tzinfo)
        try:
            async with asyncio.timeout(self._limits.log):
                mine, all_of_us = await self._log.spent(midnight, client.id if client else None)
        except (CarQueryError, TimeoutError) as failure:
            log.warning("ai_log_unavailable", reason=str(failure))
            return True
        affordable = mine < self._budget.client and all_of_us < self._budget.everybody
        if not affordable:
            log.warning("ai_budget_spent", client=mine, everybody=all_of_us)
        return affordable

    async def _noted(
        self,
        understood: Understanding,
        attempts: Sequence[Attempt],
        masked: Masked,
        moment: Moment,
        client: Client | None,
    ) -> int | None:
        """One entry per attempt; the last is the one the client judges."""
        if self._log is None:
            return None
        call: int | None = None
        try:
            async with asyncio.timeout(self._limits.log):
                for attempt in attempts:
                    proposed = understood.flow if attempt is attempts[-1] else None
                    call = await self._log.add(_entry(attempt, proposed, understood, masked, moment, client))
        except (CarQueryError, TimeoutError) as failure:
            log.warning("ai_log_unavailable", reason=str(failure))
            return None
        return call


def _believed(learned: Learned, text: str, masked: Masked, verdict: Verdict, moment: Moment) -> Understanding:
    """The verdict through the flow's own validation, joined by what never left us: phones, VINs, plates."""
    flow = learned.project.flow(verdict.flow) if verdict.flow else None
    if flow is None or verdict.confidence < learned.project.bot.ai.propose_from:
        return Understanding(text, confidence=verdict.confidence)
    reader = learned.reader(moment)
    local = reader.extract(flow.id, reader.read(text), moment)
    ours = {step.id for step in flow.steps if step.private or step.type.personal}
    raw = {id: masked.restored(said) for id, said in verdict.raw.items()}
    raw.update({id: said for id, said in local.raw.items() if id in ours or local.implied.get(id) in ours})
    values = interpreter.prefill(flow, raw, moment)
    quotes = {**local.quotes, **{id: masked.restored(quote) for id, quote in verdict.quotes.items()}}
    return Understanding(text, flow.id, verdict.confidence, values, {id: quotes[id] for id in values if id in quotes})


def _entry(
    attempt: Attempt,
    proposed: str | None,
    understood: Understanding,
    masked: Masked,
    moment: Moment,
    client: Client | None,
) -> AiCall:
    sure = attempt.verdict.confidence if attempt.verdict else None
    return AiCall(
        at=moment.now,
        client=client.id if client else None,
        model=attempt.model,
        tier=attempt.tier,
        masked_text=masked.text,
        prompt_tokens=attempt.prompt_tokens,
        completion_tokens=attempt.completion_tokens,
        cost=attempt.cost or Decimal(0),
        latency_ms=round(attempt.seconds * 1000),
        flow=proposed,
        confidence=understood.confidence if attempt.tier == "offline" else sure,
        outcome=attempt.outcome,
    )
