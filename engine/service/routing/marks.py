"""Places of a text that are not words: addresses, phones, and the numbers stamped on documents."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from engine.core.answers.cars import CYRILLIC
from engine.core.answers.contacts import parse_phone

type MarkKind = Literal["url", "email", "phone", "vin", "plate"]


@dataclass(frozen=True, slots=True)
class Mark:
    kind: MarkKind
    start: int
    end: int
    text: str


def _is_phone(text: str) -> bool:
    return parse_phone(text) is not None


def _is_vin(text: str) -> bool:
    return sum(map(str.isdigit, text)) >= 4 and not text.isdigit()


def _always(text: str) -> bool:
    return True


PLATE_LETTER = f"[АВЕКМНОРСТУХ{''.join(chr(letter) for letter in CYRILLIC)}]"
#: In this order: an address may hold what looks like a phone, a VIN what looks like a plate.
_KINDS: Sequence[tuple[MarkKind, re.Pattern[str], Callable[[str], bool]]] = (
    ("email", re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@(?:[\w-]{1,63}\.)+[^\W\d_]{2,63}"), _always),
    ("url", re.compile(r"https?://[^\s<>«»]{1,2000}|(?<![\w.@])(?:[a-z0-9-]{1,63}\.)+(?:ru|com|рф|su|org|net|io|me|app)(?:/[^\s<>«»]{0,2000})?(?![\w.-])",
                       re.IGNORECASE), _always),
    # Letters the standard leaves out are typed all the same.
    ("vin", re.compile(r"(?<!\w)[A-HJ-NPR-ZОАВЕКМНРСТУХIOQ0-9]{17}(?!\w)", re.IGNORECASE), _is_vin),
    ("phone", re.compile(r"(?<![\w+])\+?\d(?:[\s().‑–-]{0,3}\d){9,14}(?!\w)"), _is_phone),
    ("plate", re.compile(rf"(?<!\w)(?:{PLATE_LETTER}\s?\d{{3}}\s?{PLATE_LETTER}{{2}}\s?\d{{2,3}}|"
                         rf"\d{{4}}\s?{PLATE_LETTER}{{2}}\s?\d{{2,3}}|{PLATE_LETTER}{{2}}\s?\d{{3}}\s?\d{{2,3}})(?!\w)",
                         re.IGNORECASE), _always),
)  # fmt: skip


def marks(text: str) -> tuple[Mark, ...]:
    """In the text's order, none overlapping."""
    found = list(_found(text))
    return tuple(sorted(found, key=lambda mark: mark.start))


def _found(text: str) -> Iterator[Mark]:
    for kind, pattern, right in _KINDS:
        for match in pattern.finditer(text):
            if right(match[0]):
                yield Mark(kind, match.start(), match.end(), match[0])
        text = pattern.sub(lambda match, right=right: _blank(match[0]) if right(match[0]) else match[0], text)  # type: ignore[misc]  # a lambda's default


def hidden(text: str, found: Sequence[Mark]) -> str:
    """The text with blanks in these places: every other place stays where it was."""
    for mark in found:
        text = text[: mark.start] + _blank(mark.text) + text[mark.end :]
    return text


def _blank(text: str) -> str:
    return " " * len(text)
