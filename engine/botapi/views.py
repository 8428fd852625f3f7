"""What a client shows: messages as they are now, buttons, the docked keyboard, toasts, «typing…»."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.botapi.clock import Clock
from engine.botapi.commands import shown_commands
from engine.botapi.entities import Entity
from engine.botapi.keyboards import InlineButton, InlineKeyboard, ReplyKeyboard
from engine.botapi.state import (
    Bot,
    CallbackAnswer,
    CallbackQuery,
    Chat,
    Content,
    Message,
    User,
)

ACTION_LIFE = timedelta(seconds=5)
#: Letters without a picture, in which aiogram-dialog hides callback data at the end of reply buttons.
HIDDEN = re.compile("[\u00ad\u200c\u200d\u2060-\u2064\U0001d173-\U0001d17a]+$")


def plain_label(text: str) -> str:
    """A button's label as the eye sees it."""
    return HIDDEN.sub("", text)


@dataclass(frozen=True, slots=True)
class MessageView:
    id: int
    from_bot: bool
    #: Text, or the caption of a picture or file.
    text: str
    entities: tuple[Entity, ...]
    buttons: tuple[tuple[InlineButton, ...], ...]
    content: Content
    date: datetime
    edited: bool
    album_id: str | None

    @property
    def labels(self) -> list[str]:
        """The buttons' texts in reading order."""
        return [button.text for row in self.buttons for button in row]

    @property
    def kind(self) -> str:
        """text, photo, document, contact or sticker."""
        return type(self.content).__name__.lower()


@dataclass(frozen=True, slots=True)
class Tap:
    """A callback query on its way; its answer comes later."""

    query: CallbackQuery

    @property
    def answered(self) -> bool:
        return bool(self.query.answers)

    @property
    def answer(self) -> CallbackAnswer | None:
        """What the client was shown: the first answer."""
        return self.query.answers[0] if self.query.answers else None


@dataclass(frozen=True, slots=True)
class Toast:
    """A notice over the chat, or an alert to be closed."""

    query_id: str
    message_id: int
    text: str
    alert: bool
    url: str


@dataclass(frozen=True, slots=True)
class ChatView:
    """Always current: every property reads the state anew."""

    bot: Bot
    user: User
    clock: Clock

    @property
    def _chat(self) -> Chat:
        return self.bot.chat(self.user.id)

    @property
    def messages(self) -> list[MessageView]:
        """Oldest first."""
        return [message_view(message) for message in self._chat.messages.values()]

    @property
    def last(self) -> MessageView:
        """The bot's last message; LookupError when there is none."""
        for message in reversed(self._chat.messages.values()):
            if message.from_bot:
                return message_view(message)
        raise LookupError("the bot has written nothing")

    @property
    def keyboard(self) -> ReplyKeyboard | None:
        """The docked reply keyboard; a one-time one is folded after use."""
        return None if self._chat.keyboard_folded else self._chat.keyboard

    @property
    def taps(self) -> list[Tap]:
        """Every tap so far."""
        return [Tap(query) for query in self.bot.queries.values() if query.chat_id == self.user.id]

    @property
    def toasts(self) -> list[Toast]:
        """What answers to taps have shown so far."""
        shown = ((tap.query, tap.answer) for tap in self.taps)
        return [
            Toast(query.id, query.message_id, answer.text, answer.alert, answer.url)
            for query, answer in shown
            if answer is not None and (answer.text or answer.url)
        ]

    @property
    def action(self) -> str | None:
        """«typing» and its like, while it is shown: five seconds, or until the bot's next message."""
        if not self._chat.actions:
            return None
        action, moment = self._chat.actions[-1]
        written = any(message.from_bot and message.date >= moment for message in self._chat.messages.values())
        return None if written or self.clock() >= moment + ACTION_LIFE else action

    @property
    def actions(self) -> list[str]:
        """Every chat action so far."""
        return [action for action, _ in self._chat.actions]

    @property
    def commands(self) -> tuple[tuple[str, str], ...]:
        """The menu of (command, description)."""
        return shown_commands(self.bot, self.user)

    @property
    def blocked(self) -> bool:
        return self._chat.blocked

    def __str__(self) -> str:
        """The conversation for a person's eyes, as in a failed test."""
        lines: list[str] = []
        for message in self.messages:
            shown = message.text if message.kind == "text" else f"[{message.kind}] {message.text}".rstrip()
            lines.append(f"{'bot' if message.from_bot else 'client'} #{message.id}: {shown}")
            lines += ["    " + " ".join(f"[{button.text}]" for button in row) for row in message.buttons]
        if self.keyboard is not None:
            lines += ["keyboard:", *(_keyboard_line(self.keyboard))]
        return "\n".join(lines)


def message_view(message: Message) -> MessageView:
    rows = message.markup.rows if isinstance(message.markup, InlineKeyboard) else ()
    return MessageView(
        id=message.id,
        from_bot=message.from_bot,
        text=message.body.text,
        entities=message.body.entities,
        buttons=rows,
        content=message.content,
        date=message.date,
        edited=message.edited is not None,
        album_id=message.album_id,
    )


def _keyboard_line(keyboard: ReplyKeyboard) -> list[str]:
    return ["    " + " ".join(f"[{plain_label(button.text)}]" for button in row) for row in keyboard.rows]
