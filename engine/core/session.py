"""Where one user is in one flow, what they have answered so far, and what a move of theirs leads to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, cast

from engine.core.values import Json, Value

#: Places of a session that are not items; no item id can contain `@`.
REVIEW = "@review"
DONE = "@done"


@dataclass(frozen=True, slots=True)
class Session:
    """Where one user is in one flow, and what they have answered so far."""

    #: Chosen at the start; the lead inherits it, so finishing twice records once.
    id: str
    flow: str
    #: The flow's version this session was last reconciled with.
    version: str
    #: An item's id, REVIEW or DONE.
    step: str
    #: Grows with every change; the newest wins.
    rev: int = 0
    #: Accepted answers by step id; None means skipped.
    answers: Mapping[str, Value | None] = field(default_factory=dict)
    #: Answers that do not fit the flow as it is now, by step id, the latest first; the first that fits returns.
    parked: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    #: Messages with a button of their own that were read.
    acknowledged: tuple[str, ...] = ()
    #: Given but not yet accepted, by step id: ticks of `many`, photos so far, a bare `other` awaiting its text; or
    #: the one value a soft rule has asked about, which for a step that gathers is the whole list.
    gathered: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    #: The step being changed from the review; Back returns there.
    edit: str | None = None

    def to_json(self) -> dict[str, Json]:
        return {
            "id": self.id,
            "rev": self.rev,
            "flow": self.flow,
            "version": self.version,
            "step": self.step,
            "answers": dict(self.answers),
            "parked": {step: list(values) for step, values in self.parked.items()},
            "acknowledged": list(self.acknowledged),
            "gathered": {step: list(values) for step, values in self.gathered.items()},
            "edit": self.edit,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Json]) -> "Session":
        parked = cast(Mapping[str, list[Value]], data.get("parked") or {})
        gathered = cast(Mapping[str, list[Value]], data.get("gathered") or {})
        return cls(
            id=cast(str, data["id"]),
            rev=cast(int, data["rev"]),
            flow=cast(str, data["flow"]),
            version=cast(str, data["version"]),
            step=cast(str, data["step"]),
            answers=cast(Mapping[str, Value | None], data["answers"]),
            parked={step: tuple(values) for step, values in parked.items()},
            acknowledged=tuple(cast(list[str], data.get("acknowledged") or ())),
            gathered={step: tuple(values) for step, values in gathered.items()},
            edit=cast(str | None, data.get("edit")),
        )


type EventKind = Literal[
    "started",
    "answered",
    "invalid",
    "questioned",
    "skipped",
    "back",
    "edited",
    "reviewed",
    "stopped",
    "submitted",
]


@dataclass(frozen=True, slots=True)
class Event:
    """One move in the funnel; holds no answers."""

    kind: EventKind
    session: str
    flow: str
    version: str
    #: The item it happened at, None for the whole flow.
    step: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why an answer was not taken, in the client's language: what is expected instead. Returned, never raised."""

    text: str
    events: tuple[Event, ...] = ()
    #: The text was an answer to this very question, only not one the rules allow.
    attempt: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """An accepted step of the conversation: the next session and what to count."""

    session: Session
    events: tuple[Event, ...] = ()
