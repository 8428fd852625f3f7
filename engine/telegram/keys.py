"""Buttons before Telegram sees them, and how they are laid out in rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.core.screen import Screen
from engine.telegram.words import Words

#: Above this many options a list is shown by pages.
PAGE_SIZE = 8
#: The widest label, in characters, that still fits so many columns on a phone.
_WIDTHS = ((3, 8), (2, 17))


@dataclass(frozen=True, slots=True)
class Button:
    label: str
    #: `item:option` answers; `item.verb` or `item.verb:detail` does something else.
    data: str = ""
    #: Asks Telegram for the client's own number.
    contact: bool = False


type Rows = list[list[Button]]


@dataclass(frozen=True, slots=True)
class Frame:
    """What a keyboard is drawn from."""

    screen: Screen
    words: Words
    #: The page the client turned to, None before they did.
    page: int | None = None
    #: A form waits to be continued.
    unfinished: bool = False


def columns(labels: Sequence[str]) -> int:
    """How many buttons fit a row: two or three short labels, one long one."""
    widest = max(map(len, labels), default=0)
    return next((count for count, width in _WIDTHS if widest <= width), 1)


def rows(buttons: Sequence[Button], count: int | None = None) -> Rows:
    """The buttons in rows of `count`, by default as many as fit."""
    size = count or columns([button.label for button in buttons])
    return [list(buttons[start : start + size]) for start in range(0, len(buttons), size)]


def paged(place: str, buttons: Sequence[Button], frame: Frame, count: int | None, chosen: int = 0) -> Rows:
    """The open page and its arrows; before the client turned a page, the one with the `chosen` button."""
    if len(buttons) <= PAGE_SIZE:
        return rows(buttons, count)
    last = (len(buttons) - 1) // PAGE_SIZE
    page = min(max(chosen // PAGE_SIZE if frame.page is None else frame.page, 0), last)
    size = count or columns([button.label for button in buttons])
    arrows = []
    if page > 0:
        arrows.append(Button(frame.words.button("previous_page"), f"{place}.page:{page - 1}"))
    if page < last:
        arrows.append(Button(frame.words.button("next_page"), f"{place}.page:{page + 1}"))
    return [*rows(buttons[page * PAGE_SIZE : (page + 1) * PAGE_SIZE], size), arrows]
