"""What the client attaches: photo, file."""

from collections.abc import Mapping, Sequence
from typing import ClassVar, Literal

from engine.core.answers.base import AnswerType, Asked, Refusal
from engine.core.phrases import plural
from engine.core.raw import Attached, Raw
from engine.core.values import Value


class MediaType(AnswerType):
    """Attachments gathered one by one, in the order of their messages."""

    kind: ClassVar[Literal["photo", "file"]]
    scale = "count"
    gathers = True

    def read(self, raw: Raw, asked: Asked) -> Value | Refusal:
        if isinstance(raw, Attached) and raw.kind == self.kind:
            named: Mapping[str, Value] = {"name": raw.name} if raw.name else {}
            return [{"id": raw.id, "unique": raw.unique, "message": raw.message, **named}]
        return self.refuse(asked)

    def merged(self, gathered: Sequence[Value], more: Value) -> tuple[Value, ...]:
        """What is gathered after one more attachment: each once, by message id."""
        added = more if isinstance(more, Sequence) and not isinstance(more, str) else ()
        unique = {_field(item, "unique"): item for item in (*added, *gathered)}
        return tuple(sorted(unique.values(), key=lambda item: _place(item) or 0))

    def fits(self, value: Value, asked: Asked) -> bool:
        return (
            isinstance(value, Sequence)
            and not isinstance(value, str)
            and bool(value)
            and all(_field(item, "id") and _place(item) is not None for item in value)
        )

    def measure(self, value: Value) -> float | None:
        return len(value) if isinstance(value, Sequence) and not isinstance(value, str) else None

    def show(self, value: Value, asked: Asked) -> str:
        count = len(value) if isinstance(value, Sequence) else 0
        return plural(f"count.{self.kind}", count, asked.language)


def _field(item: Value, name: str) -> str:
    found = item.get(name) if isinstance(item, Mapping) else None
    return str(found) if found else ""


def _place(item: Value) -> int | None:
    found = item.get("message") if isinstance(item, Mapping) else None
    return found if isinstance(found, int) else None


class PhotoType(MediaType):
    """Photos sent as photos; albums arrive as separate messages."""

    name = "photo"
    kind = "photo"


class FileType(MediaType):
    """Documents of any kind."""

    name = "file"
    kind = "file"

    def read(self, raw: Raw, asked: Asked) -> Value | Refusal:
        # A scan sent as a photo is still the document asked for.
        as_file = Attached("file", raw.id, raw.unique, raw.message, raw.name) if isinstance(raw, Attached) else raw
        return super().read(as_file, asked)
