"""Whether a text says what a story expects."""

import re

_ICONS = re.compile(r"^[\W_]+")
_REGEX = re.compile(r"/(.+)/", re.DOTALL)


def plain(text: str) -> str:
    """Runs of spaces and line breaks count as one space."""
    return " ".join(text.split())


def label(text: str) -> str:
    """A button's words without the icons before them; a button of icons only stays what it is."""
    words = plain(text)
    return _ICONS.sub("", words) or words


def says(text: str, expected: str) -> bool:
    """`expected` is a part of the text, or a checked regular expression between slashes."""
    regex = _REGEX.fullmatch(expected.strip())
    return re.search(regex[1], plain(text)) is not None if regex else plain(expected) in plain(text)


def short(text: str, most: int = 160) -> str:
    """A text in a failure's sentence."""
    words = plain(text)
    return words if len(words) <= most else f"{words[:most].rstrip()}…"
