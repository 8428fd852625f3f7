"""Text as Telegram keeps it: cleaned, trimmed, with entities measured in UTF-16 units instead of markup.

The rules are those of TDLib's `fix_formatted_text`. One simplification: where entities would cross, TDLib cuts
every style at every edge; here only what crosses is cut, which looks the same.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from engine.botapi.detect import find_entities
from engine.botapi.entities import Entity, sort_key, units
from engine.botapi.errors import bad_request

#: Control characters become spaces; carriage returns, line and direction marks and vertical lines vanish.
BLANKS = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f]")
VANISHING = re.compile("[\r\u2028-\u202e\u0333\u033f\u030a]")
#: Runs of direction marks keep only the last one (TDLib `replace_offending_characters`).
MARKS = re.compile("[\u200e\u200f]+(?=[\u200e\u200f])")
#: Letters that show nothing: a text of these alone is empty (TDLib `strip_empty_characters`).
UNSEEN = re.compile(
    "[ \n\u1680\u180e\u2000-\u200f\u202e\u202f\u205f\u2800\u3000\ufffc\ufeff\xa0\U000e0000-\U000e007f]*"
)

CONTINUOUS = frozenset({
    "mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number",
    "code", "pre", "text_link", "text_mention", "custom_emoji",
})  # fmt: skip
PLAIN = frozenset({"code", "pre"})
QUOTES = frozenset({"blockquote", "expandable_blockquote"})
STYLES = ("bold", "italic", "underline", "strikethrough", "spoiler")
LIMIT = 1_000_000


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text and its entities, sorted; styles of one kind never overlap or touch."""

    text: str = ""
    entities: tuple[Entity, ...] = ()

    @property
    def units(self) -> int:
        return units(self.text)


NOTHING = Formatted()


def formatted(text: str, entities: Iterable[Entity] = (), *, allow_empty: bool = False) -> Formatted:
    """What Telegram stores of a text; `Bad Request: text must be non-empty` when nothing visible remains."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise bad_request("Strings must be encoded in UTF-8") from None
    marked = sorted((entity for entity in entities if entity.length > 0), key=sort_key)
    _check(marked)
    text, marked = _cleaned(text, marked)
    text, marked = _trimmed(text, marked)
    if not text or UNSEEN.fullmatch(text):
        if allow_empty and not text:
            return NOTHING
        if not allow_empty:
            raise bad_request("Text must be non-empty")
    return Formatted(text, _arranged(text, marked))


def _check(entities: Sequence[Entity]) -> None:
    for entity in entities:
        if not 0 <= entity.offset <= LIMIT:
            raise bad_request(f"Receive an entity with incorrect offset {entity.offset}")
        if not 0 <= entity.length <= LIMIT:
            raise bad_request(f"Receive an entity with incorrect length {entity.length}")


def _cleaned(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    size = units(text)
    for entity in entities:
        if entity.offset >= size:
            raise bad_request(f"Entity begins after the end of the text at UTF-16 offset {entity.offset}")
        if entity.end > size:
            raise bad_request(
                f"Entity beginning at UTF-16 offset {entity.offset} ends after the end of the text "
                f"at UTF-16 offset {entity.end}"
            )
    text = BLANKS.sub(" ", text)
    if VANISHING.search(text):
        entities = _without_vanishing(text, entities)
        text = VANISHING.sub("", text)
    return MARKS.sub(lambda marks: "\u200c" * len(marks[0]), text), entities


def _without_vanishing(text: str, entities: list[Entity]) -> list[Entity]:
    """Entities over the text once its vanishing letters (one unit each) are gone."""
    lost = [units(text[: found.start()]) for found in VANISHING.finditer(text)]

    def moved(place: int) -> int:
        return place - sum(1 for one in lost if one < place)

    shifted = (replace(e, offset=moved(e.offset), length=moved(e.end) - moved(e.offset)) for e in entities)
    return [entity for entity in shifted if entity.length > 0]


def _trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    text = text.rstrip(" \n")
    end = units(text)
    entities = [replace(e, length=min(e.end, end) - e.offset) for e in entities if e.offset < end]
    # What an entity covers is not trimmed on the left.
    kept = len(text) - len(text.lstrip(" \n"))
    kept = min([kept, *(entity.offset for entity in entities)])
    return text[kept:], [replace(entity, offset=entity.offset - kept) for entity in entities]


def _arranged(text: str, entities: Sequence[Entity]) -> tuple[Entity, ...]:
    """Entities as Telegram nests them, the ones it finds in the text by itself included."""
    found = find_entities(text)
    if not entities and not found:
        return ()
    continuous = _apart([e for e in entities if e.type in CONTINUOUS])
    quotes = _apart([e for e in entities if e.type in QUOTES])
    continuous += [e for e in found if not any(e.meets(other) for other in continuous)]
    plain = [(e.offset, e.end) for e in continuous if e.type in PLAIN]
    styles = [
        Entity(style, start, end - start)
        for style in STYLES
        for start, end in _minus(_joined((e.offset, e.end) for e in entities if e.type == style), plain)
    ]
    return tuple(_nested([*continuous, *quotes], styles))


def _nested(firm: Sequence[Entity], styles: Sequence[Entity]) -> list[Entity]:
    """All entities in order; a style that would cross another entity is cut in two there."""
    nested = sorted(firm, key=sort_key)
    left = sorted(styles, key=sort_key, reverse=True)
    while left:
        style = left.pop()
        cut = next((place for other in (*nested, *left) if (place := _crossing(style, other))), None)
        if cut is None:
            nested.append(style)
        else:
            left.append(replace(style, offset=cut, length=style.end - cut))
            left.append(replace(style, length=cut - style.offset))
    return sorted(nested, key=sort_key)


def _crossing(style: Entity, other: Entity) -> int | None:
    """Where to cut the style so that it lies within the other entity or without it."""
    if style.offset < other.offset < style.end < other.end:
        return other.offset
    if other.offset < style.offset < other.end < style.end:
        return other.end
    return None


def _apart(entities: Sequence[Entity]) -> list[Entity]:
    kept: list[Entity] = []
    for entity in sorted(entities, key=sort_key):
        if not kept or entity.offset >= kept[-1].end:
            kept.append(entity)
    return kept


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _minus(spans: Iterable[tuple[int, int]], holes: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    left = list(spans)
    for hole_start, hole_end in holes:
        pieces = [[(start, min(end, hole_start)), (max(start, hole_end), end)] for start, end in left]
        left = [(start, end) for pair in pieces for start, end in pair if start < end]
    return left
