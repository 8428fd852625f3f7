"""A model that answers what it is told to, a log in memory, a clock moved by hand."""

import asyncio
import json
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from engine.core.failures import TemporaryFailure
from engine.service.routing.ports import AiCall, ModelTrouble, Question, Reply, Trouble


def answer(flow: str = "sell", confidence: float = 0.9, **lists: Any) -> str:
    return json.dumps({"flow": flow, "confidence": confidence, "choices": [], "amounts": [], "texts": []} | lists)


class FakeModel:
    """Answers in turn; the last answer repeats. A Trouble's name is raised, `...` hangs."""

    def __init__(self, name: str, *answers: str) -> None:
        self._name = name
        self._answers = list(answers)
        self.asked: list[Question] = []

    @property
    def name(self) -> str:
        return self._name

    async def ask(self, question: Question) -> Reply:
        self.asked.append(question)
        said = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if said == "...":
            await asyncio.Event().wait()
        if said.isalpha() or ("_" in said and not said.startswith("{")):
            raise ModelTrouble(_trouble(said))
        return Reply(said, 1000, 50, Decimal("0.001"))


def _trouble(name: str) -> Trouble:
    kinds: Sequence[Trouble] = ("timeout", "rate_limited", "unavailable", "rejected", "refused", "malformed")
    return next(kind for kind in kinds if kind == name)


class MemoryLog:
    """The port AiLog in a list."""

    def __init__(self) -> None:
        self.calls: list[AiCall] = []
        self.verdicts: dict[int, bool] = {}
        self.tokens = (0, 0)
        self.down = False

    async def add(self, call: AiCall) -> int:
        self._check()
        self.calls.append(call)
        return len(self.calls)

    async def judge(self, call: int, accepted: bool) -> None:
        self._check()
        self.verdicts[call] = accepted

    async def spent(self, since: datetime, client: int | None) -> tuple[int, int]:
        self._check()
        return self.tokens

    def _check(self) -> None:
        if self.down:
            raise TemporaryFailure("the database is away")


class Clock:
    """Seconds, moved by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now
