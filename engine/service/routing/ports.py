"""What the router needs from the world: models to ask, and a log of what was asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal, Protocol

from engine.core.failures import CarQueryError
from engine.core.values import Json

#: Why a model's answer cannot be used.
type Trouble = Literal["timeout", "rate_limited", "unavailable", "rejected", "refused", "malformed"]
#: Which of the tiers answered; offline is ours.
type Tier = Literal["first", "fallback", "offline"]


@dataclass(frozen=True, slots=True)
class Question:
    """What a model is asked. The message is data: it is sent apart from the instructions."""

    instructions: str
    #: JSON Schema in the strict subset: closed objects, everything required.
    schema: Mapping[str, Json]
    #: The client's text, masked.
    message: str


@dataclass(frozen=True, slots=True)
class Reply:
    """A model's answer, not yet believed."""

    #: The text that should be JSON of the schema.
    text: str
    prompt_tokens: int = 0
    completion_tokens: int = 0
    #: US dollars.
    cost: Decimal = Decimal(0)


class ModelTrouble(CarQueryError):
    """The model gave no answer, or one that cannot be used."""

    def __init__(self, kind: Trouble, message: str = "", spent: Reply | None = None) -> None:
        super().__init__(message or kind)
        self.kind: Trouble = kind
        #: What the failed answer cost, where that is known.
        self.spent = spent


class Model(Protocol):
    """A language model behind a service."""

    @property
    def name(self) -> str: ...

    async def ask(self, question: Question) -> Reply:
        """One request, never repeated; raises ModelTrouble. The caller limits the time."""
        ...


@dataclass(frozen=True, slots=True)
class AiCall:
    """One reading of a text: what it cost and what came of it."""

    at: datetime
    client: int | None
    model: str
    tier: Tier
    masked_text: str
    prompt_tokens: int
    completion_tokens: int
    cost: Decimal
    latency_ms: int
    #: The branch proposed, None when the menu was shown.
    flow: str | None
    confidence: float | None
    #: "ok", or a Trouble.
    outcome: str


@dataclass(frozen=True, slots=True)
class Usage:
    """Readings and leads since a moment."""

    #: Texts read: attempts of one text count once.
    texts: int
    proposed: int
    accepted: int
    rejected: int
    #: Texts read without a model.
    offline: int
    #: Requests to models that failed.
    failed: int
    tokens: int
    #: US dollars.
    cost: Decimal
    leads: int


class AiLog(Protocol):
    """Durable record of the readings."""

    async def add(self, call: AiCall) -> int:
        """Store it; the id by which the client's verdict is added."""
        ...

    async def judge(self, call: int, accepted: bool) -> None:
        """The client took the proposal, or chose something else."""
        ...

    async def spent(self, since: datetime, client: int | None) -> tuple[int, int]:
        """Tokens used since then: by this client, and by all."""
        ...
