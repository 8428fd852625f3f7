"""What a user does turns into messages of the chat and updates of the bot."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from engine.botapi.changes import Change, Changes, Kind
from engine.botapi.clock import Clock
from engine.botapi.state import Bot, CallbackQuery, Chat, Content, Message, State, Text, User
from engine.botapi.updates import CALLBACK_LIFE, Updates
from engine.botapi.wire import bot_object, chat_object, inaccessible_message, message_object, unix, user_object
from engine.core.values import Json

#: Callback query identifiers begin with the user's, as on Telegram.
QUERY_BITS = 32


@dataclass(frozen=True, slots=True)
class Incoming:
    """One user's way to one bot."""

    state: State
    updates: Updates
    changes: Changes
    clock: Clock
    user: User
    bot: Bot

    @property
    def chat(self) -> Chat:
        return self.bot.chat(self.user.id)

    def message(self, content: Content, album_id: str | None = None) -> Message:
        self.bot.last_message_id += 1
        message = Message(
            id=self.bot.last_message_id,
            chat_id=self.user.id,
            from_bot=False,
            date=self.clock(),
            content=content,
            album_id=album_id,
        )
        self.chat.opened = True
        self.chat.messages[message.id] = message
        self._add("message", self._object(message), f"chat:{self.user.id}")
        self.tell(Kind.SENT, message.id)
        return message

    def edit(self, message: Message, content: Text) -> Message:
        edited = replace(message, content=content, edited=self.clock())
        self.chat.messages[message.id] = edited
        self._add("edited_message", self._object(edited), f"chat:{self.user.id}")
        self.tell(Kind.EDITED, message.id)
        return edited

    def callback(self, message_id: int, data: str) -> CallbackQuery:
        """A tap; the message may be gone by now."""
        number = (self.user.id << QUERY_BITS) + self.state.next_serial()
        query = CallbackQuery(str(number), self.user.id, message_id, data, self.clock())
        self.bot.queries[query.id] = query
        message = self.chat.messages.get(message_id)
        body: Mapping[str, Json] = {
            "id": query.id,
            "from": user_object(self.user),
            "message": inaccessible_message(self.user, message_id) if message is None else self._object(message),
            "chat_instance": str(-self.user.id * 7919),
            "data": data,
        }
        self.updates.add(self.bot, "callback_query", body, queue=f"user:{self.user.id}", life=CALLBACK_LIFE)
        return query

    def member(self, *, blocked: bool) -> None:
        """Block or unblock the bot."""
        self.chat.blocked = blocked
        kicked: dict[str, Json] = {"status": "kicked", "until_date": 0}
        there: dict[str, Json] = {"status": "member"}
        bot: dict[str, Json] = {"user": bot_object(self.bot)}
        body: Mapping[str, Json] = {
            "chat": chat_object(self.user),
            "from": user_object(self.user),
            "date": unix(self.clock()),
            "old_chat_member": bot | (there if blocked else kicked),
            "new_chat_member": bot | (kicked if blocked else there),
        }
        self._add("my_chat_member", body, f"member:{self.user.id}")
        self.tell(Kind.BLOCKED)

    def tell(self, kind: Kind, message_id: int | None = None) -> None:
        self.changes.tell(Change(kind, self.bot.id, self.user.id, message_id))

    def _add(self, kind: str, body: Mapping[str, Json], queue: str) -> None:
        self.updates.add(self.bot, kind, body, queue=queue)

    def _object(self, message: Message) -> dict[str, Json]:
        return message_object(self.state, self.bot, message)
