"""What a story is played on; `engine.app` builds it, because only it knows the bot and the CRM."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from engine.botapi.emulator import Emulator
from engine.core.model import Project
from engine.core.ports import Draft


@dataclass(frozen=True, slots=True)
class CrmLead:
    """A lead with its contact, as a manager would read them off the CRM's page."""

    name: str
    price: int
    tags: tuple[str, ...]
    notes: tuple[str, ...]
    contact: str
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    #: Custom fields of the lead and its contact that have a value: numbers without spaces, dates as 25.11.2026.
    fields: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Heard:
    """What the story has the AI make of the next text."""

    #: None: it is about nothing the bot does.
    flow: str | None
    confidence: float
    #: Texts by step id, to go through the steps' own validation.
    answers: Mapping[str, str]


class Stage(Protocol):
    """One bot, one emulated Telegram, one emulated CRM, one clock."""

    @property
    def project(self) -> Project: ...

    @property
    def telegram(self) -> Emulator: ...

    @property
    def drafts(self) -> Sequence[Draft]:
        """Every session the bot has saved so far: each is a screen somebody saw."""
        ...

    def now(self) -> datetime:
        """Aware, in the dealer's time zone."""
        ...

    async def settle(self) -> None:
        """Let the bot finish with everything the client did, and deliver what is due."""
        ...

    async def advance(self, to: datetime) -> None:
        """Move the clock; whatever is due on the way happens at its time."""
        ...

    def crm_fails(self, fails: bool) -> None: ...

    def understood(self, heard: Heard) -> None:
        """The client's next text in their own words will be understood so."""
        ...

    def leads(self) -> Sequence[CrmLead]:
        """Oldest first."""
        ...

    def notices(self) -> Sequence[str]:
        """Messages to the staff so far, oldest first."""
        ...


#: Opens a stage whose clock begins at the given moment, None: now.
type OpenStage = Callable[[datetime | None], AbstractAsyncContextManager[Stage]]
