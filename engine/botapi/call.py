"""What a method works with: the bot that calls, its parameters, the state, the moment."""

from dataclasses import dataclass
from datetime import datetime

from engine.botapi.changes import Change, Changes, Kind
from engine.botapi.errors import bad_request, refuse
from engine.botapi.query import Query, to_integer
from engine.botapi.state import Bot, Chat, Message, State
from engine.botapi.updates import Updates
from engine.botapi.webhooks import Webhooks
from engine.botapi.wire import message_object
from engine.core.values import Json


@dataclass(frozen=True, slots=True)
class Call:
    state: State
    bot: Bot
    query: Query
    now: datetime
    #: The monotonic clock, in seconds.
    ticks: float
    changes: Changes
    updates: Updates
    webhooks: Webhooks

    def known_chat(self) -> Chat:
        """The chat of `chat_id`, readable even for a bot that may not write there."""
        source = self.query.text("chat_id")
        if not source:
            raise bad_request("chat_id is empty")
        user_id = to_integer(source)
        if source.startswith("@") or user_id not in self.state.users:
            raise bad_request("chat not found")
        return self.bot.chat(user_id)

    def writable_chat(self) -> Chat:
        """The chat of `chat_id` for sending: its user has written to the bot and has not blocked it."""
        chat = self.known_chat()
        if chat.blocked:
            raise refuse(403, "bot was blocked by the user")
        if not chat.opened:
            raise refuse(403, "bot can't initiate conversation with a user")
        return chat

    def tell(self, kind: Kind, chat: Chat | None = None, message_id: int | None = None) -> None:
        self.changes.tell(Change(kind, self.bot.id, None if chat is None else chat.id, message_id))

    def message(self, message: Message) -> dict[str, Json]:
        return message_object(self.state, self.bot, message)
