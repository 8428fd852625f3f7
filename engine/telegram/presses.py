"""What a button means: `item:option` is an answer, `item.verb` or `item.verb:detail` is everything else."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.core.raw import Finished, Tapped
from engine.service.conversation import Acknowledge, Action, Back, Change, Clear, Keep, Skip


@dataclass(frozen=True, slots=True)
class Do:
    """An action on the session."""

    action: Action


@dataclass(frozen=True, slots=True)
class OpenPage:
    """Another page of a long list."""

    page: int


@dataclass(frozen=True, slots=True)
class Begin:
    """Open a flow from the menu, a stop or the last screen."""

    flow: str


@dataclass(frozen=True, slots=True)
class Speak:
    language: str


@dataclass(frozen=True, slots=True)
class Home:
    """The menu; the session waits."""


@dataclass(frozen=True, slots=True)
class Why:
    """Why this is asked."""


@dataclass(frozen=True, slots=True)
class Fields:
    """Choose what to change on the review."""


@dataclass(frozen=True, slots=True)
class Close:
    """Back to where the session stands."""


@dataclass(frozen=True, slots=True)
class Submit:
    pass


@dataclass(frozen=True, slots=True)
class Again:
    """Fill the same form once more."""


@dataclass(frozen=True, slots=True)
class Resume:
    """Go on with the unfinished form."""


@dataclass(frozen=True, slots=True)
class Restart:
    """Throw the unfinished form away and begin it anew."""


@dataclass(frozen=True, slots=True)
class Languages:
    """Choose the language."""


@dataclass(frozen=True, slots=True)
class Accept:
    """Take what was understood."""


@dataclass(frozen=True, slots=True)
class Pencil:
    """Take it but for this step, which is asked."""

    step: str


@dataclass(frozen=True, slots=True)
class Reject:
    """It was not meant."""


type Press = (
    Do | OpenPage | Begin | Speak | Home | Why | Fields | Close | Submit | Again | Resume | Restart | Languages
    | Accept | Pencil | Reject
)  # fmt: skip

_VERBS: Mapping[str, Callable[[str], Press]] = {
    "back": lambda _: Do(Back()),
    "skip": lambda _: Do(Skip()),
    "next": lambda _: Do(Keep()),
    "done": lambda _: Do(Finished()),
    "keep": lambda _: Do(Finished()),
    "change": lambda _: Do(Clear()),
    "clear": lambda _: Do(Clear()),
    "read": lambda _: Do(Acknowledge()),
    "field": lambda step: Do(Change(step)),
    "page": lambda number: OpenPage(int(number) if number.isdecimal() else 0),
    "open": Begin,
    "speak": Speak,
    "home": lambda _: Home(),
    "why": lambda _: Why(),
    "fields": lambda _: Fields(),
    "close": lambda _: Close(),
    "submit": lambda _: Submit(),
    "again": lambda _: Again(),
    "resume": lambda _: Resume(),
    "restart": lambda _: Restart(),
    "languages": lambda _: Languages(),
    "accept": lambda _: Accept(),
    "pencil": Pencil,
    "reject": lambda _: Reject(),
}


def read_press(data: str) -> Press | None:
    """What this callback data asks for; None when it asks for nothing we know."""
    head, _, detail = data.partition(":")
    _, dot, verb = head.partition(".")
    if not dot:
        return Do(Tapped(detail)) if detail else None
    known = _VERBS.get(verb)
    return known(detail) if known else None
