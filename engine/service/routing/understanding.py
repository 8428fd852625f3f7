"""What the bot makes of a free text: the branch to propose and the answers found, with the client's own words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from engine.core.lead import Client
from engine.core.model import Project
from engine.core.values import Moment, Value

#: The name of the reading without a model.
OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class Understanding:
    text: str
    #: The flow to propose; None: show the menu.
    flow: str | None = None
    #: How sure that is, 0…1.
    confidence: float = 0.0
    #: Accepted values by step id, in the flow's order.
    answers: Mapping[str, Value] = field(default_factory=dict)
    #: The words of the text each answer was read from.
    quotes: Mapping[str, str] = field(default_factory=dict)
    #: Who read it: a model's name, or OFFLINE.
    model: str = OFFLINE
    #: Whether the second model had to be asked.
    escalated: bool = False
    #: The entry of the log that learns whether the client took the proposal.
    call: int | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What a text says about one flow, read here and at once."""

    values: Mapping[str, Value]
    quotes: Mapping[str, str]
    #: The share of the text, small words aside, that is answers and the names of their questions.
    covered: float


class Understander(Protocol):
    """Whoever reads clients' texts."""

    async def understand(self, text: str, moment: Moment, client: Client | None = None) -> Understanding:
        """May take seconds; never raises for the world's sake."""
        ...

    def told(self, flow: str, text: str, moment: Moment) -> Told:
        """What the text says about this flow, without a model: milliseconds."""
        ...

    async def judged(self, call: int | None, accepted: bool) -> None:
        """The client took the proposal of that entry of the log, or chose something else."""
        ...

    def swap(self, project: Project) -> None:
        """After a reload."""
        ...
