"""What every answer type can do; a new type overrides what differs from plain text."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from engine.core.options import Option
from engine.core.phrases import phrase
from engine.core.raw import Attached, Finished, Raw, SharedContact, Tapped, Typed, Unreadable
from engine.core.values import Json, Moment, Value

if TYPE_CHECKING:
    from engine.core.model import Step

#: What `min` and `max` mean for a type: its amount, its day, its length in characters, its count; None: nothing.
type Scale = Literal["amount", "day", "length", "count"] | None

#: Telegram's own limit of a message; anything above is not an answer.
MAX_TEXT = 4096
#: Control characters, halves of surrogate pairs, marks that turn the direction of text, and blanks that pass for
#: letters: no client means them, and databases, CRMs and readers stumble over them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u115f\u1160\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\u2800\u3164"
    "\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff]"
)
_LINE_END = re.compile("\r\n?|[\u2028\u2029]")


def cleaned(text: str) -> str:
    """What a reader would see of a typed text; empty where that is nothing."""
    seen = _UNSEEN.sub("", _LINE_END.sub("\n", text)).strip()
    return seen if any(unicodedata.category(letter)[0] not in "CMZ" for letter in seen) else ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a text is not a value: a phrase's key and what to put into it."""

    key: str
    details: Mapping[str, str]
    #: The sentence itself by language, of a type from outside: the engine's phrases do not know it.
    words: Mapping[str, str] | None = None

    @classmethod
    def of(cls, key: str, **details: str) -> "Refusal":
        return cls(key, details)

    def text(self, language: str) -> str:
        if self.words is not None:
            return self.words.get(language, next(iter(self.words.values()))).format_map(self.details)
        return phrase(self.key, language, **self.details)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it stands before one client: the step, the present answers, when and in which language."""

    step: "Step"
    answers: Mapping[str, Value]
    moment: Moment

    @property
    def options(self) -> tuple[Option, ...]:
        return self.step.choices.offered(self.answers) if self.step.choices else ()

    @property
    def language(self) -> str:
        return self.moment.language


class AnswerType:
    """Plain text, and the defaults of every other type. Types hold no state."""

    name: ClassVar[str]
    #: Names, phones and the like: never sent to the AI.
    personal: ClassVar[bool] = False
    #: Tells who the client is: asked only after consent (CQ805).
    identifying: ClassVar[bool] = False
    scale: ClassVar[Scale] = "length"
    #: Several taps or messages make one answer, ended by «Готово».
    gathers: ClassVar[bool] = False
    #: The value that ends the flow without a lead.
    refusal: ClassVar[str | None] = None
    #: Longer texts are refused, in characters.
    most: ClassVar[int] = MAX_TEXT
    #: Texts the type takes, the most ordinary first: for previews and rehearsals.
    samples: ClassVar[tuple[str, ...]] = ("Пример ответа",)

    def read(self, raw: Raw, asked: Asked) -> Value | Refusal:
        """The one validation path's first half: whatever the client sent → a value, or why not."""
        match raw:
            case Typed(text):
                text = cleaned(text)
                if len(text) > self.most:
                    return Refusal.of("too_long", max=str(self.most))
                return self.parse(text, asked) if text else self.refuse(asked)
            case Tapped(option):
                return self.pick(option, asked)
            case SharedContact() | Attached() | Unreadable() | Finished():
                return self.refuse(asked)

    def parse(self, text: str, asked: Asked) -> Value | Refusal:
        """Typed text (cleaned, not empty, at most `most` long) → a value."""
        return text

    def pick(self, option: str, asked: Asked) -> Value | Refusal:
        """A tapped option → a value."""
        return self.refuse(asked)

    def refuse(self, asked: Asked) -> Refusal:
        """What this type expects, in one sentence with an example."""
        return Refusal.of(f"expects.{self.name}")

    def fits(self, value: Value, asked: Asked) -> bool:
        """Whether a stored value is one this type would store (after an edit of the flow).

        By default a text that `parse` leaves as it is; a type with values of another shape says so itself.
        """
        return isinstance(value, str) and value != "" and self.parse(value, asked) == value

    def measure(self, value: Value) -> float | None:
        """The value on the type's scale, for bounds, conditions and formulas."""
        return len(value) if isinstance(value, str) else None

    def bound(self, text: str) -> float | None:
        """An author's bound, read as this type reads answers; None if it cannot be read."""
        return int(text) if text.isascii() and text.isdigit() else None

    def show_bound(self, bound: float, asked: Asked) -> str:
        """A bound in a message to the client."""
        return f"{bound:.0f}"

    def show(self, value: Value, asked: Asked) -> str:
        """The value as people read it, without HTML; the unit is the caller's."""
        return str(value)

    def crm(self, value: Value, asked: Asked) -> Json:
        """The value as the CRM wants it; by default what people read."""
        return self.show(value, asked)
