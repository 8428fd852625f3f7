"""Asking models in turn, each within its time, until one is sure; nothing of it reaches the client unchecked."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from engine.service.routing.breaker import Breaker
from engine.service.routing.ports import Model, ModelTrouble, Reply, Tier, Trouble
from engine.service.routing.question import Asking
from engine.service.routing.verdict import Ours, Verdict, judged

#: Troubles of the service, as opposed to those of one answer.
_DOWN: frozenset[Trouble] = frozenset(("timeout", "rate_limited", "unavailable", "rejected", "malformed"))
_TIERS: Sequence[Literal["first", "fallback"]] = ("first", "fallback")


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a client waits, in seconds: for one model, for all, and for the log's entry."""

    tier: float = 8.0
    overall: float = 12.0
    log: float = 1.0


@dataclass(frozen=True, slots=True)
class Attempt:
    """One model asked once."""

    model: str
    tier: Tier
    outcome: Trouble | Literal["ok"]
    seconds: float
    verdict: Verdict | None = None
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost: Decimal = Decimal(0)


class Tiers:
    """Two models: the second is asked where the first is unsure, refuses or fails."""

    def __init__(
        self, models: Sequence[Model], clock: Callable[[], float], limits: Limits, breaker: Breaker | None = None
    ) -> None:
        self._models = tuple(models)[: len(_TIERS)]
        self._clock = clock
        self._limits = limits
        self._breaker = breaker or Breaker(clock)

    async def ask(self, asking: Asking, message: str, enough: float, ours: Ours) -> list[Attempt]:
        """Every attempt, the last one's verdict counts; never raises, never longer than the limits."""
        attempts: list[Attempt] = []
        until = self._clock() + self._limits.overall
        for tier, model in zip(_TIERS, self._models, strict=False):
            left = until - self._clock()
            if left <= 0 or self._breaker.open:
                break
            attempts.append(await self._attempt(tier, model, asking, message, min(left, self._limits.tier), ours))
            verdict = attempts[-1].verdict
            if verdict is not None and verdict.confidence >= enough:
                break
        return attempts

    async def _attempt(
        self, tier: Tier, model: Model, asking: Asking, message: str, seconds: float, ours: Ours
    ) -> Attempt:
        began = self._clock()
        reply: Reply | None = None
        try:
            async with asyncio.timeout(seconds):
                reply = await model.ask(asking.about(message))
            verdict = judged(reply, asking, message, ours)
        except TimeoutError:
            return self._failed(tier, model, began, "timeout", None)
        except ModelTrouble as trouble:
            return self._failed(tier, model, began, trouble.kind, trouble.spent or reply)
        self._breaker.succeeded()
        return Attempt(
            model.name,
            tier,
            "ok",
            self._clock() - began,
            verdict,
            reply.prompt_tokens,
            reply.completion_tokens,
            reply.cost,
        )

    def _failed(self, tier: Tier, model: Model, began: float, kind: Trouble, spent: Reply | None) -> Attempt:
        if kind in _DOWN:
            self._breaker.failed()
        spent = spent or Reply("")
        return Attempt(
            model.name,
            tier,
            kind,
            self._clock() - began,
            None,
            spent.prompt_tokens,
            spent.completion_tokens,
            spent.cost,
        )
