"""The aiogram-dialog widgets every window is made of: its text, its keyboard, its input, its picture."""

from collections.abc import Callable
from pathlib import Path

from aiogram.enums import ContentType
from aiogram.types import (
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
)
from aiogram_dialog import DialogManager, DialogProtocol
from aiogram_dialog.api.entities import MarkupVariant, MediaAttachment
from aiogram_dialog.api.internal import RawKeyboard
from aiogram_dialog.api.internal.widgets import MarkupFactory
from aiogram_dialog.utils import add_intent_id
from aiogram_dialog.widgets.input.base import BaseInput
from aiogram_dialog.widgets.kbd import Keyboard
from aiogram_dialog.widgets.media import Media
from aiogram_dialog.widgets.text import Text

from engine.core.raw import Tapped
from engine.telegram.acts import Acts
from engine.telegram.drawing import page
from engine.telegram.html import MOST_CAPTION, MOST_TEXT, length
from engine.telegram.presses import Do, read_press
from engine.telegram.receive import Receiver
from engine.telegram.turn import TURN_KEY, Turn

#: Draws a screen: (what stands above, the core).
type Draw = Callable[[Turn], tuple[list[str], str]]


def turn_of(manager: DialogManager) -> Turn:
    """The turn in hand; whoever lets a window work has loaded it."""
    turn: Turn = manager.middleware_data[TURN_KEY]
    return turn


class ScreenText(Text):
    """The screen as Telegram HTML."""

    def __init__(self, draw: Draw) -> None:
        super().__init__()
        self._draw = draw

    async def _render_text(self, data: dict[str, object], manager: DialogManager) -> str:
        return self.drawn(turn_of(manager))

    def drawn(self, turn: Turn, most: int = MOST_TEXT) -> str:
        above, core = self._draw(turn)
        # Telegram refuses an empty message; an author's empty text must not stop a conversation.
        return page(above, core, most) or "…"


class ScreenKeys(Keyboard):
    """The screen's buttons; a tap on one that is not there now changes nothing."""

    def __init__(self, acts: Acts) -> None:
        super().__init__()
        self._acts = acts

    async def _render_keyboard(self, data: dict[str, object], manager: DialogManager) -> RawKeyboard:
        rows = turn_of(manager).rows()
        if any(button.contact for row in rows for button in row):
            return [
                [KeyboardButton(text=button.label, request_contact=button.contact or None) for button in row]
                for row in rows
            ]
        return [[InlineKeyboardButton(text=button.label, callback_data=button.data) for button in row] for row in rows]

    async def process_callback(self, callback: CallbackQuery, dialog: DialogProtocol, manager: DialogManager) -> bool:
        turn = turn_of(manager)
        data = callback.data or ""
        press = read_press(data)
        visible = any(button.data == data for row in turn.rows() for button in row)
        # An option on another page of the same list is as good as a visible one.
        listed = isinstance(press, Do) and isinstance(press.action, Tapped) and data.startswith(f"{turn.name}:")
        if press is None or not (visible or listed):
            return False
        await self._acts.press(press, turn)
        return True


class ScreenInput(BaseInput):
    """Takes whatever the client sends."""

    def __init__(self, receiver: Receiver) -> None:
        super().__init__()
        self._receiver = receiver

    async def process_message(self, message: Message, dialog: DialogProtocol, manager: DialogManager) -> bool:
        await self._receiver.receive(message, turn_of(manager))
        return True


class ScreenMarkup(MarkupFactory):
    """Inline buttons carry the dialog's id; a keyboard with the contact button is a reply keyboard of plain words."""

    async def render_markup(
        self, data: dict[str, object], manager: DialogManager, keyboard: RawKeyboard
    ) -> MarkupVariant:
        plain = [[button for button in row if isinstance(button, KeyboardButton)] for row in keyboard]
        if any(plain):
            return ReplyKeyboardMarkup(keyboard=plain, resize_keyboard=True, is_persistent=True)
        inline = [[button for button in row if isinstance(button, InlineKeyboardButton)] for row in keyboard]
        add_intent_id(keyboard, manager.current_context().id)
        return InlineKeyboardMarkup(inline_keyboard=inline)


class StepPhoto(Media):
    """The picture of a question: an address, or a file beside the flow; left out where the text would not fit."""

    def __init__(self, photo: str, folder: Path, text: ScreenText) -> None:
        super().__init__()
        self._text = text
        if photo.startswith(("http://", "https://")):
            self._attachment = MediaAttachment(ContentType.PHOTO, url=photo)
        else:
            self._attachment = MediaAttachment(ContentType.PHOTO, path=folder / photo)

    async def _render_media(self, data: dict[str, object], manager: DialogManager) -> MediaAttachment | None:
        fits = length(self._text.drawn(turn_of(manager))) <= MOST_CAPTION
        return self._attachment if fits else None
