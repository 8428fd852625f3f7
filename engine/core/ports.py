"""What the core's users need from the world, as small protocols; the edges implement them."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from engine.core.hookspec import HookSpec
from engine.core.lead import Client, Delivery, Lead, Status
from engine.core.session import Event, Session
from engine.core.values import Json


class Journal(Protocol):
    """Durable notes of one delivery, written before the step they make repeatable."""

    @property
    def key(self) -> str:
        """The delivery's id: the same for all its attempts, another for every other delivery."""
        ...

    @property
    def progress(self) -> Mapping[str, Json]:
        """What earlier attempts stored."""
        ...

    @property
    def attempted_at(self) -> datetime | None:
        """When an earlier attempt began a write whose outcome is unknown."""
        ...

    async def attempting(self, what: str) -> None:
        """Store, durably, that the write `what` is about to be sent."""
        ...

    async def reached(self, **progress: Json) -> None:
        """Store remote ids or steps, durably, and clear `attempted_at`."""
        ...


class Hook(Protocol):
    """One thing that happens to a finished lead."""

    @property
    def spec(self) -> HookSpec: ...

    async def deliver(self, lead: Lead, params: Mapping[str, Json], journal: Journal) -> None:
        """Carry the lead out; raise TemporaryFailure, AmbiguousFailure or PermanentFailure."""
        ...


class Outbox(Protocol):
    """Finished leads and their deliveries; the only place where a lead can be lost, so it must not be."""

    async def record(self, lead: Lead, deliveries: Sequence[Delivery]) -> bool:
        """Store lead, deliveries and the draft's tombstone in one transaction; False if it was there already."""
        ...

    async def hold(self, now: datetime, lasts: timedelta) -> bool:
        """Become the one who sends, or stay it for another `lasts`; False while another process is."""
        ...

    async def leave(self) -> None:
        """Stop being the one who sends: another process may take over at once."""
        ...

    async def claim(self, now: datetime, resting: Collection[str] = ()) -> tuple[Delivery, Lead] | None:
        """The next due delivery whose predecessors of the same lead are settled; only while held.

        Deliveries of `resting` hooks are passed over: their service is known to be down.
        """
        ...

    async def save(self, delivery: Delivery) -> None:
        """Store a claimed delivery's new state: status, attempts, due_at, attempted_at, progress, error, mock."""
        ...

    async def next_due(self) -> datetime | None:
        """When the earliest pending delivery is due, None when nothing is pending."""
        ...

    async def in_review(self) -> int:
        """How many deliveries wait for a person."""
        ...


@dataclass(frozen=True, slots=True)
class LeadRecord:
    """A stored lead and what became of it."""

    lead: Lead
    #: In the order they run.
    deliveries: tuple[Delivery, ...]


class Leads(Protocol):
    """The outbox as the staff sees it; nothing is sent from here."""

    async def newest(self, most: int, status: Status | None = None) -> Sequence[LeadRecord]:
        """At most so many, newest first; with `status` those of which a delivery has it."""
        ...

    async def find(self, beginning: str) -> Sequence[LeadRecord]:
        """Leads whose id begins so, at most two: enough to see that it is not unique."""
        ...

    def each(self, since: datetime | None = None) -> AsyncIterator[LeadRecord]:
        """All of them, oldest first, from the moment `since` on."""
        ...

    async def retry(self, leads: Collection[str] | None, now: datetime) -> int:
        """Make deliveries due at once; how many. Those of these leads that are not done, or all in need of review."""
        ...


@dataclass(frozen=True, slots=True)
class Draft:
    """A stored session of one client; `finished` marks the tombstone of a sent one."""

    client: int
    session: Session
    updated_at: datetime
    finished: bool = False


class Drafts(Protocol):
    """Where unfinished sessions outlive Redis, restarts and the phone's battery."""

    async def load(self, client: int) -> Draft | None: ...

    async def save(self, drafts: Sequence[Draft]) -> None:
        """Keep each draft unless a newer `rev` of the same session, or its tombstone, is there."""
        ...

    async def forget(self, client: int) -> None: ...


class Users(Protocol):
    """What the bot knows about its clients."""

    async def seen(self, client: Client, now: datetime) -> None: ...

    async def consent(self, client: int) -> str | None:
        """The version of the consent text the client agreed to last."""
        ...

    async def consented(self, client: int, version: str, now: datetime) -> None: ...

    async def language(self, client: int) -> str | None:
        """The language the client chose in the menu, None while Telegram's decides."""
        ...

    async def choose_language(self, client: int, language: str) -> None: ...

    async def block(self, client: int, blocked: bool) -> None: ...


class Funnel(Protocol):
    """Counts of what happens on the way to a lead; never holds answers."""

    async def add(self, events: Sequence[Event]) -> None: ...


@dataclass(frozen=True, slots=True)
class Making:
    """A delivery that makes a contact, or was at it when its process died."""

    delivery: str
    since: datetime


class Phonebook(Protocol):
    """Our own map of phones to CRM contacts: the CRM's search lags behind its writes by seconds."""

    async def contact(self, account: str, phone: str) -> int | None: ...

    async def making(self, account: str, phone: str) -> Making | None:
        """Who makes this contact, while it is not known yet."""
        ...

    async def make(self, account: str, phone: str, making: Making) -> None:
        """Note, before it is made, that nobody else may make this contact for a while."""
        ...

    async def remember(self, account: str, phone: str, contact: int) -> None: ...

    async def forget(self, account: str, phone: str) -> None: ...


@dataclass(frozen=True, slots=True)
class TokenPair:
    """OAuth tokens of one CRM account."""

    access: str
    #: Works once: the refresh gives a new pair, and this one dies.
    refresh: str
    #: Of the access token.
    expires_at: datetime
    #: The CRM does not know the refresh token any more: a person must authorise anew.
    lost: bool = False


class Tokens(Protocol):
    """The tokens all processes share; of them one at a time refreshes."""

    async def load(self, account: str) -> TokenPair | None: ...

    async def put(self, account: str, pair: TokenPair, now: datetime) -> None:
        """Keep a pair a person has just authorised, whatever was there."""
        ...

    async def lock(self, account: str, now: datetime, lasts: timedelta) -> TokenPair | None:
        """The pair as it is stored, for the caller to refresh within `lasts`; None while another process does."""
        ...

    async def unlock(self, account: str) -> None:
        """Nothing came of the refresh: another process may try."""
        ...

    async def replace(self, account: str, spent: str, pair: TokenPair, now: datetime) -> bool:
        """Keep the pair that the refresh token `spent` was exchanged for, and unlock; False when that one is gone."""
        ...

    async def lose(self, account: str, refresh: str, now: datetime) -> None:
        """Note that the CRM does not know this refresh token, and unlock."""
        ...


class Alerts(Protocol):
    """How the administrator hears about trouble."""

    async def tell(self, text: str) -> None:
        """Never raises: what cannot be told is logged, and the work it is about goes on."""
        ...
