"""Telegram's HTML: which tags it knows, and how long a text is without them."""

import re
from dataclasses import dataclass
from html import unescape

#: Bot API, "HTML style": everything else is refused with "can't parse entities".
TAGS = frozenset({
    "b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "span", "tg-spoiler", "a", "tg-emoji", "code", "pre",
    "blockquote",
})  # fmt: skip
#: A message is refused above this many UTF-16 units, counted without markup.
MAX_MESSAGE = 4096
#: The same for the text under a picture.
MAX_CAPTION = 1024
_TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)(?P<rest>(?:\s[^<>]*)?)/?>")
_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)?")


@dataclass(frozen=True, slots=True)
class Broken:
    """What Telegram would refuse: `reason` is a catalogue word, the place counts characters of the text."""

    reason: str
    offset: int
    length: int
    tag: str = ""


def broken(text: str) -> Broken | None:
    """The first thing Telegram would refuse in a text sent as HTML."""
    opened: list[tuple[str, int, int]] = []
    position = 0
    while (position := text.find("<", position)) >= 0:
        found = _TAG.match(text, position)
        if found is None:
            shape = _NAME.match(text, position)
            name = shape[1] if shape and shape[1] else ""
            return Broken("unfinished" if name.lower() in TAGS else "angle", position, max(1, len(name) + 1), name)
        name = found["name"].lower()
        if name not in TAGS:
            return Broken("tag", position, len(found[0]), name)
        if found["close"]:
            if not opened or opened[-1][0] != name:
                return Broken("unopened", position, len(found[0]), name)
            opened.pop()
        else:
            opened.append((name, position, len(found[0])))
        position = found.end()
    if opened:
        name, offset, length = opened[-1]
        return Broken("unclosed", offset, length, name)
    return None


def stripped(text: str) -> str:
    """What a reader sees of a text: its letters without the markup."""
    return unescape(_TAG.sub("", text))


def units(text: str) -> int:
    """Length as Telegram counts it: UTF-16 units of what is left when the markup is gone."""
    return len(stripped(text).encode("utf-16-le", errors="replace")) // 2
