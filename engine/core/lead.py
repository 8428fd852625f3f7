"""The finished, immutable result of a session, and one tracked run of a hook for it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Literal, cast

from engine.core.clauses import NOTE, CrmKind, CrmTarget
from engine.core.values import Json, Value


@dataclass(frozen=True, slots=True)
class Client:
    """Who filled the form: a Telegram user."""

    id: int
    name: str = ""
    username: str | None = None
    language: str = "ru"

    @property
    def address(self) -> str:
        """How to find them in Telegram: `@ivan`, or `id 42`."""
        return f"@{self.username}" if self.username else f"id {self.id}"


@dataclass(frozen=True, slots=True)
class LeadAnswer:
    """One answer (or computed value), as the review showed it and as the CRM wants it."""

    id: str
    #: Name of the answer type; "compute" for a computed value.
    type: str
    label: str
    value: Value
    #: As shown to people, unit included.
    shown: str
    crm: CrmTarget = NOTE
    #: For the CRM: option names of its list, a number, an E.164 phone, an ISO date; else the shown text.
    crm_value: Json = None


@dataclass(frozen=True, slots=True)
class Lead:
    """A finished form. Its id is the session's, so finishing twice records once."""

    id: str
    flow: str
    #: The flow's title in the dealer's language, e.g. «🚗 Продать авто».
    title: str
    version: str
    client: Client
    answers: tuple[LeadAnswer, ...]
    #: Aware.
    finished_at: datetime

    def answer(self, id: str) -> LeadAnswer | None:
        return next((answer for answer in self.answers if answer.id == id), None)

    def first(self, type: str) -> LeadAnswer | None:
        """The first answer of a type: the phone, the name, the e-mail of the contact."""
        return next((answer for answer in self.answers if answer.type == type), None)

    def to_json(self) -> dict[str, Json]:
        return {**asdict(self), "finished_at": self.finished_at.isoformat()}

    @classmethod
    def from_json(cls, data: Mapping[str, Json]) -> "Lead":
        fields = dict(data)
        client = cast(Mapping[str, Json], fields.pop("client"))
        answers = cast(Sequence[Mapping[str, Json]], fields.pop("answers"))
        finished_at = datetime.fromisoformat(cast(str, fields.pop("finished_at")))
        return cls(
            **cast(dict[str, str], fields),
            client=Client(**cast(dict[str, str], dict(client))),  # type: ignore[arg-type]  # JSON holds the fields' own types
            answers=tuple(_answer(answer) for answer in answers),
            finished_at=finished_at,
        )


def _answer(data: Mapping[str, Json]) -> LeadAnswer:
    fields = dict(data)
    crm = cast(Mapping[str, Json], fields.pop("crm"))
    target = CrmTarget(cast(CrmKind, crm["kind"]), cast(str | None, crm["name"]))
    return LeadAnswer(**cast(dict[str, str], fields), crm=target)


type Status = Literal["pending", "done", "needs_review"]


@dataclass(frozen=True, slots=True)
class Delivery:
    """One tracked run of a hook for a lead."""

    id: str
    lead: str
    #: Deliveries of one lead run in this order.
    position: int
    hook: str
    #: Rendered: every template already filled with the lead's answers.
    params: Mapping[str, Json]
    status: Status = "pending"
    attempts: int = 0
    due_at: datetime | None = None
    #: Set before a write whose outcome may stay unknown; None once it is known.
    attempted_at: datetime | None = None
    #: Remote ids stored before the next remote call, e.g. {"contact": 5001, "lead": 6001}.
    progress: Mapping[str, Json] = field(default_factory=dict)
    error: str | None = None
    #: Delivered into an emulator, not into the world.
    mock: bool = False
