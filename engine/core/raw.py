"""What a client may send to a question, before anybody knows whether it answers it."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Typed:
    """Text the client wrote."""

    text: str


@dataclass(frozen=True, slots=True)
class Tapped:
    """An option's button; in `many` it toggles."""

    option: str


@dataclass(frozen=True, slots=True)
class Finished:
    """«Готово» of a step that gathers (`many`, photo, file), or «Да, верно» under a soft rule's question."""


@dataclass(frozen=True, slots=True)
class SharedContact:
    """The contact button's answer; `own` says Telegram vouches that the number is the sender's."""

    phone: str
    own: bool


@dataclass(frozen=True, slots=True)
class Attached:
    """A photo or a file."""

    kind: Literal["photo", "file"]
    #: Telegram's file_id: reusable by this bot.
    id: str
    #: Telegram's file_unique_id: the same for the same picture, so a redelivery adds nothing.
    unique: str
    #: Message id; photos of an album are put in this order.
    message: int
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something no step takes: a sticker, a voice message."""


type Raw = Typed | Tapped | Finished | SharedContact | Attached | Unreadable
