"""One mark on a text: what it is and where, in UTF-16 units as the Bot API counts."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.core.values import Json


@dataclass(frozen=True, slots=True)
class Entity:
    """`MessageEntity` of the Bot API."""

    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None
    custom_emoji_id: str | None = None
    #: Of a text_mention.
    user_id: int | None = None

    @property
    def end(self) -> int:
        return self.offset + self.length

    def meets(self, other: "Entity") -> bool:
        return self.offset < other.end and other.offset < self.end

    def fields(self) -> dict[str, Json]:
        """The JSON object without a mentioned user, whom only the state knows."""
        fields: dict[str, Json] = {"offset": self.offset, "length": self.length, "type": self.type}
        extra: Mapping[str, Json] = {
            "url": self.url,
            "language": self.language,
            "custom_emoji_id": self.custom_emoji_id,
        }
        return fields | {name: value for name, value in extra.items() if value is not None}


#: Who stands outside when entities cover the same span.
ORDER = (
    "blockquote", "expandable_blockquote", "text_link", "text_mention", "url", "email", "mention", "hashtag",
    "cashtag", "bot_command", "phone_number", "bold", "italic", "underline", "strikethrough", "spoiler",
    "pre", "code", "custom_emoji",
)  # fmt: skip


def sort_key(entity: Entity) -> tuple[int, int, int]:
    return entity.offset, -entity.length, ORDER.index(entity.type)


def units(text: str) -> int:
    """Length in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def unit_slice(text: str, start: int, end: int) -> str:
    """The part of a text between two UTF-16 places."""
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")
