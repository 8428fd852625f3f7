"""Finding the button a user means."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.botapi.keyboards import InlineButton, ReplyButton
from engine.botapi.views import ChatView, MessageView, plain_label


class ClientRefuses(Exception):
    """Something a Telegram client would not let its user do."""


class NoSuchButton(ClientRefuses):
    def __init__(self, wanted: str, there: Sequence[str]) -> None:
        super().__init__(f"no button {wanted!r}; there are: {', '.join(map(repr, there)) or 'none'}")
        #: The labels that could have been meant.
        self.there = tuple(there)


@dataclass(frozen=True, slots=True)
class Place:
    message_id: int
    button: InlineButton


def by_label(chat: ChatView, label: str, message_id: int | None = None) -> Place | ReplyButton:
    """The bot's last message first, then the docked keyboard, then older messages, newest first."""
    newest_first = list(_with_buttons(chat, message_id))
    last = [message for message in newest_first[:1] if message_id is not None or message.id == chat.last.id]
    for message in last:
        if found := _in(message, label):
            return found
    if message_id is None and (pressed := docked(chat, label)):
        return pressed
    for message in newest_first:
        if found := _in(message, label):
            return found
    there = [text for message in newest_first[:1] for text in message.labels]
    keyboard = chat.keyboard
    there += [plain_label(button.text) for button in keyboard.buttons] if keyboard else []
    raise NoSuchButton(label, there)


def docked(chat: ChatView, label: str) -> ReplyButton | None:
    keyboard = chat.keyboard
    buttons = keyboard.buttons if keyboard else ()
    return next((button for button in buttons if label in (button.text, plain_label(button.text))), None)


def at_place(chat: ChatView, message_id: int | None, row: int, column: int) -> Place:
    """A button by its place in a message, by default the newest one with buttons."""
    message = next(_with_buttons(chat, message_id), None)
    if message is None or row >= len(message.buttons) or column >= len(message.buttons[row]):
        raise NoSuchButton(f"row {row}, column {column}", message.labels if message else [])
    return Place(message.id, message.buttons[row][column])


def by_data(chat: ChatView, data: str, message_id: int | None = None) -> int:
    """The message whose button carries the data; for forged data the newest message with buttons, or the last."""
    if message_id is not None:
        return message_id
    with_buttons = list(_with_buttons(chat, None))
    for message in with_buttons:
        if any(button.data == data for row in message.buttons for button in row):
            return message.id
    if with_buttons:
        return with_buttons[0].id
    try:
        return chat.last.id
    except LookupError as nothing:
        raise ClientRefuses(str(nothing)) from None


def _with_buttons(chat: ChatView, message_id: int | None) -> Iterator[MessageView]:
    """Newest first."""
    for message in reversed(chat.messages):
        if message.buttons and message_id in (None, message.id):
            yield message


def _in(message: MessageView, label: str) -> Place | None:
    for row in message.buttons:
        for button in row:
            if button.text == label:
                return Place(message.id, button)
    return None
