"""What the bot makes of a free text: the branch to propose and the answers found, with the client's own words."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.core.values import Value

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
