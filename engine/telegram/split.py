"""A text too long for one message comes in pieces: the first is judged, the others are no answers to what follows."""

from dataclasses import replace

from aiogram.types import Message

from engine.telegram.html import units
from engine.telegram.turn import Turn

#: Telegram's clients cut a long text at a space or a line's end in the second half of its 4096 units.
LEAST_UNITS = 2048
#: The pieces are sent at once; nobody types an answer meanwhile.
WITHIN_SECONDS = 2


def continues(message: Message, turn: Turn) -> bool:
    """Whether this is a further piece of the text before it; notes whether more may follow."""
    began, now = turn.view.long, int(message.date.timestamp())
    long = message.text is not None and units(message.text) >= LEAST_UNITS
    turn.view = replace(turn.view, long=now if long else None)
    return message.text is not None and began is not None and now - began <= WITHIN_SECONDS
