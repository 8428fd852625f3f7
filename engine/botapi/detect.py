"""Entities Telegram finds in a text by itself: commands, mentions, hashtags, addresses.

An approximation of TDLib's `find_entities`: bare domains count for the common top-level domains only; phone
and bank card numbers are not looked for.
"""

import re
from collections.abc import Mapping

from engine.botapi.entities import Entity, units

TOP_LEVEL = (
    "com|net|org|info|biz|io|me|tv|app|dev|ai|gov|edu|xyz|pro|club|site|online|shop|store|tech|"
    "ru|su|рф|by|kz|ua|uz|ge|am|de|fr|it|es|pl|fi|uk|eu|us|cn|jp"
)
HOST = rf"(?:[\w-]+\.)+(?:{TOP_LEVEL})(?![\w-])"

#: What to look for and the letter without which there is no need to. Earlier kinds win where two overlap.
PATTERNS: Mapping[str, tuple[str, re.Pattern[str]]] = {
    "email": ("@", re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]+\.)+[^\W\d_]{2,}(?![\w-])")),
    "url": (
        ".",
        re.compile(
            rf"(?<![\w@./])(?:(?:https?|ftp)://[^\s/?#<>]+\.[^\s<>]+|{HOST}(?::\d+)?(?:[/?#][^\s<>]*)?)",
            re.IGNORECASE,
        ),
    ),
    "bot_command": ("/", re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])")),
    "mention": ("@", re.compile(r"(?<![\w@/])@[A-Za-z0-9_]{4,32}(?![\w@])")),
    "hashtag": ("#", re.compile(r"(?<![\w#/])#(?=\w*[^\W\d])\w{1,256}(?![\w#])")),
}
#: Sentence marks do not belong to the address they follow.
TAIL = ".,;:!?)»\"'…"


def find_entities(text: str) -> list[Entity]:
    taken: list[tuple[int, int]] = []
    found: list[Entity] = []
    for kind, (letter, pattern) in PATTERNS.items():
        if letter not in text:
            continue
        for match in pattern.finditer(text):
            start, end = match.span()
            if kind == "url":
                end = start + len(match[0].rstrip(TAIL))
            if any(start < other_end and other_start < end for other_start, other_end in taken):
                continue
            taken.append((start, end))
            found.append(Entity(kind, units(text[:start]), units(text[start:end])))
    return found
