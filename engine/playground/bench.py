"""What the playground needs of the bot it plays with; the composition root provides it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from engine.botapi.emulator import Emulator
from engine.core.model import Project
from engine.core.session import Session
from engine.core.values import Json, Moment
from engine.lang.compile import Compilation


@dataclass(frozen=True, slots=True)
class CrmLead:
    """A lead as the sales manager meets it in the emulated CRM."""

    id: int
    name: str
    price: int | None
    #: (name, phone) of the main contact.
    contact: tuple[str, str] | None
    #: Custom fields by their Russian names, in the account's order.
    fields: Mapping[str, str]
    tags: Sequence[str]
    note: str


@dataclass(frozen=True, slots=True)
class CrmCall:
    """One request the CRM would get."""

    method: str
    path: str
    body: Json


@dataclass(frozen=True, slots=True)
class CrmPreview:
    """What would become of a session if it were sent now."""

    #: None where the session does not even make a lead yet.
    lead: CrmLead | None = None
    calls: Sequence[CrmCall] = ()


class Bench(Protocol):
    """The whole bot over emulated Telegram and CRM: nothing in it can reach the real ones."""

    @property
    def emulator(self) -> Emulator: ...

    @property
    def compiled(self) -> Compilation:
        """The files as they were read last."""
        ...

    @property
    def project(self) -> Project:
        """The last good version, which is the running one."""
        ...

    @property
    def busy(self) -> bool:
        """Whether the bot handles something, or waits to show a screen again."""
        ...

    def compile(self) -> Compilation:
        """Read and check the files again; raises OSError."""
        ...

    async def swap(self, project: Project) -> None:
        """Run this version from now on; conversations go on."""
        ...

    def moment(self) -> Moment:
        """Now on the bench's clock, in the dealer's time zone and main language."""
        ...

    def advance(self, by: timedelta) -> None:
        """Let time pass: sessions expire, deliveries fall due."""
        ...

    async def session(self, client: int) -> Session | None:
        """Where the client is in the running version, finished or not; None before their first flow."""
        ...

    async def stand(self, client: int, session: Session) -> None:
        """Put the client into this session and show its screen."""
        ...

    async def redraw(self, client: int) -> None:
        """Show the client's open form as the running version has it."""
        ...

    async def restart(self) -> None:
        """Stop the bot and start it again over the same stores."""
        ...

    async def settled(self) -> None:
        """Wait until the bot has nothing more to do about what it was given."""
        ...

    async def leads(self) -> Sequence[CrmLead]:
        """Everything in the emulated CRM, newest first."""
        ...

    async def preview(self, session: Session, client: int) -> CrmPreview:
        """What this client's session would cause if it were sent now."""
        ...

    def listen(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Call `changed` when leads or deliveries change; the returned function ends that."""
        ...
