"""Everything the emulated Telegram remembers: bots, users, chats, messages, files, waiting updates.

Plain data without sockets or tasks, reachable from one `State`, so that it can be stored and loaded.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from engine.botapi.formatting import NOTHING, Formatted
from engine.botapi.images import Size
from engine.botapi.keyboards import Markup, ReplyKeyboard
from engine.core.values import Json

#: Telegram starts a bot's updates at some large number of its own.
FIRST_UPDATE_ID = 100_000_000


@dataclass(frozen=True, slots=True)
class File:
    """A stored file as one bot knows it; identifiers of one bot mean nothing to another."""

    id: str
    unique_id: str
    #: photo, document or sticker: a file is sent again only as what it is.
    kind: str
    #: Where it is downloaded from, under `/file/bot{token}/`.
    path: str
    content: bytes
    size: Size | None = None
    name: str = ""
    mime: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    body: Formatted


@dataclass(frozen=True, slots=True)
class Photo:
    #: Smallest first. All of them hold the original picture: nothing is scaled here.
    sizes: tuple[File, ...]
    caption: Formatted = NOTHING


@dataclass(frozen=True, slots=True)
class Document:
    file: File
    caption: Formatted = NOTHING


@dataclass(frozen=True, slots=True)
class Contact:
    phone: str
    first_name: str
    last_name: str = ""
    #: None for a person who is not on Telegram, or whom the sender only knows by phone.
    user_id: int | None = None


@dataclass(frozen=True, slots=True)
class Sticker:
    file: File
    emoji: str


type Content = Text | Photo | Document | Contact | Sticker


@dataclass(frozen=True, slots=True)
class Message:
    id: int
    chat_id: int
    from_bot: bool
    date: datetime
    content: Content
    markup: Markup | None = None
    #: When it was last edited.
    edited: datetime | None = None
    album_id: str | None = None
    reply_to: int | None = None
    protected: bool = False

    @property
    def body(self) -> Formatted:
        """Its text, or its caption."""
        match self.content:
            case Text(body):
                return body
            case Photo(caption=caption) | Document(caption=caption):
                return caption
            case Contact() | Sticker():
                return NOTHING


@dataclass(slots=True)
class User:
    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = "ru"
    phone: str = ""


@dataclass(frozen=True, slots=True)
class CallbackAnswer:
    """What the client sees after a tap; nothing when the text is empty."""

    text: str
    alert: bool
    url: str


@dataclass(slots=True)
class CallbackQuery:
    id: str
    chat_id: int
    message_id: int
    data: str
    date: datetime
    answers: list[CallbackAnswer] = field(default_factory=list)


@dataclass(slots=True)
class Chat:
    """The private chat of one user with one bot."""

    #: The user's id is the chat's.
    id: int
    #: What the client sees now, oldest first: edited in place, deleted ones gone.
    messages: dict[int, Message] = field(default_factory=dict)
    #: The reply keyboard in place of the client's own, and whether it is folded after a one-time press.
    keyboard: ReplyKeyboard | None = None
    keyboard_folded: bool = False
    #: A bot writes only to those who wrote to it first.
    opened: bool = False
    blocked: bool = False
    #: Every `sendChatAction` with its moment; a client shows the last one for five seconds.
    actions: list[tuple[str, datetime]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Update:
    id: int
    #: message, edited_message, callback_query or my_chat_member.
    kind: str
    body: Mapping[str, Json]
    #: Updates of one queue are delivered to a webhook one after another.
    queue: str
    #: Kept no longer than this.
    expires: datetime

    def fields(self) -> dict[str, Json]:
        return {"update_id": self.id, self.kind: self.body}


@dataclass(slots=True)
class Webhook:
    url: str
    secret_token: str
    max_connections: int
    ip_address: str
    last_error: tuple[datetime, str] | None = None


@dataclass(slots=True)
class Bot:
    """A bot's account. Until a token comes, the first bot waits without one and may already be written to."""

    id: int = 0
    token: str = ""
    first_name: str = "Emulated bot"
    username: str = ""
    chats: dict[int, Chat] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    #: (scope, language) → (command, description) pairs.
    commands: dict[tuple[str, str], tuple[tuple[str, str], ...]] = field(default_factory=dict)
    #: (name, description or short_description; language) → text.
    about: dict[tuple[str, str], str] = field(default_factory=dict)
    queries: dict[str, CallbackQuery] = field(default_factory=dict)
    pending: dict[int, Update] = field(default_factory=dict)
    #: None stands for the default set.
    allowed_updates: frozenset[str] | None = None
    webhook: Webhook | None = None
    logged_out: datetime | None = None
    last_message_id: int = 0
    last_update_id: int = FIRST_UPDATE_ID

    def chat(self, user_id: int) -> Chat:
        """The chat with a user, empty and not opened if nothing has happened in it."""
        return self.chats.setdefault(user_id, Chat(user_id))


@dataclass(slots=True)
class State:
    bots: dict[int, Bot] = field(default_factory=dict)
    #: The bot written to before any token has come; the first token takes it over.
    nameless: Bot | None = None
    users: dict[int, User] = field(default_factory=dict)
    #: Counts files, albums and callback queries, whose identifiers are made from it.
    serial: int = 0

    def next_serial(self) -> int:
        self.serial += 1
        return self.serial
