"""The tables; migrations/ makes them, and a test proves that the two agree."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, MetaData, Numeric, Text, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from engine.core.values import Json
from engine.storage.instant import Instant

#: Grows by itself; SQLite only does that for INTEGER.
Serial = BigInteger().with_variant(Integer(), "sqlite")

_PENDING = text("status = 'pending'")


class Table(DeclarativeBase):
    """JSON stays JSON, not JSONB: it comes back as it was given, keys in order."""

    metadata = MetaData(
        naming_convention={
            "ix": "%(table_name)s_%(column_0_N_name)s",
            "uq": "%(table_name)s_%(column_0_N_name)s_unique",
            "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
            "pk": "%(table_name)s_pkey",
        }
    )
    type_annotation_map = {  # noqa: RUF012  # SQLAlchemy reads it off the class
        str: Text(),
        datetime: Instant(),
        Mapping[str, Json]: JSON(),
    }


class UserRow(Table):
    """A client as Telegram shows them, and what they agreed to."""

    __tablename__ = "users"

    #: Telegram's.
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(default="")
    username: Mapped[str | None]
    #: Telegram's idea of it.
    language: Mapped[str | None]
    #: Chosen in the menu; wins over Telegram's.
    chosen_language: Mapped[str | None]
    consent_version: Mapped[str | None]
    consented_at: Mapped[datetime | None]
    #: The client stopped the bot: writing to them is refused.
    blocked: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]


class DraftRow(Table):
    """The latest session of a client; a tombstone once its form was sent."""

    __tablename__ = "drafts"

    client: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    session_id: Mapped[str]
    rev: Mapped[int]
    flow: Mapped[str]
    payload: Mapped[Mapping[str, Json]]
    updated_at: Mapped[datetime]
    finished: Mapped[bool] = mapped_column(default=False)


class LeadRow(Table):
    """A finished form. Its id is the session's."""

    __tablename__ = "leads"

    id: Mapped[str] = mapped_column(primary_key=True)
    flow: Mapped[str]
    version: Mapped[str]
    user_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("users.id"), index=True)
    #: The whole lead, answers and all.
    payload: Mapped[Mapping[str, Json]]
    created_at: Mapped[datetime] = mapped_column(index=True)


class DeliveryRow(Table):
    """One tracked run of a hook for a lead."""

    __tablename__ = "deliveries"

    id: Mapped[str] = mapped_column(primary_key=True)
    lead_id: Mapped[str] = mapped_column(ForeignKey("leads.id"))
    position: Mapped[int]
    hook: Mapped[str]
    params: Mapped[Mapping[str, Json]]
    #: pending, done or needs_review.
    status: Mapped[str]
    attempts: Mapped[int] = mapped_column(default=0)
    #: When a pending one may be claimed.
    due_at: Mapped[datetime]
    attempted_at: Mapped[datetime | None]
    progress: Mapped[Mapping[str, Json]]
    error: Mapped[str | None]
    mock: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        UniqueConstraint("lead_id", "position"),
        Index("deliveries_due", "due_at", postgresql_where=_PENDING, sqlite_where=_PENDING),
    )


class SenderRow(Table):
    """Who sends what an outbox holds, one at a time."""

    __tablename__ = "senders"

    outbox: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str]
    #: Grows with every change of hands: the fence before every write of a sender.
    epoch: Mapped[int] = mapped_column(BigInteger)
    #: The next one may take over after that.
    until: Mapped[datetime]


class EventRow(Table):
    """One move in the funnel; holds no answers."""

    __tablename__ = "events"

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    kind: Mapped[str]
    session_id: Mapped[str]
    flow: Mapped[str]
    version: Mapped[str]
    step: Mapped[str | None]
    at: Mapped[datetime]

    __table_args__ = (Index(None, "flow", "at"),)


class ContactRow(Table):
    """Which CRM contact has a phone, as we know it ourselves."""

    __tablename__ = "crm_contacts"

    account: Mapped[str] = mapped_column(primary_key=True)
    #: E.164.
    phone: Mapped[str] = mapped_column(primary_key=True)
    #: None while it is being made.
    contact_id: Mapped[int | None] = mapped_column(BigInteger)
    #: Which delivery is making it, since when.
    making: Mapped[str | None]
    making_since: Mapped[datetime | None]


class TokenRow(Table):
    """The OAuth tokens of a CRM account; the refresh token works once."""

    __tablename__ = "crm_tokens"

    account: Mapped[str] = mapped_column(primary_key=True)
    access_token: Mapped[str]
    refresh_token: Mapped[str]
    expires_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    #: Whose refresh is under way, and until when others wait for it.
    refreshing: Mapped[str | None]
    refreshing_until: Mapped[datetime | None]
    #: AmoCRM knows the refresh token no more: a person must authorise anew.
    lost_at: Mapped[datetime | None]


class AiCallRow(Table):
    """One call of a model: what it cost and what came of it; the text is masked."""

    __tablename__ = "ai_log"

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    client: Mapped[int | None] = mapped_column(BigInteger)
    model: Mapped[str]
    #: first, fallback or offline.
    tier: Mapped[str]
    masked_text: Mapped[str]
    prompt_tokens: Mapped[int]
    completion_tokens: Mapped[int]
    #: US dollars.
    cost: Mapped[Decimal] = mapped_column(Numeric(12, 6))
    latency_ms: Mapped[int]
    #: The branch proposed, None when the menu was shown.
    flow: Mapped[str | None]
    confidence: Mapped[float | None]
    #: ok, timeout, refused, malformed ...
    outcome: Mapped[str]
    #: Whether the client took the proposal; None until they did anything.
    accepted: Mapped[bool | None]
