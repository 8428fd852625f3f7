"""Texts with places for answers, in every language of the bot."""

import re
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass

#: Answers as shown to people, by item id; an absent answer has no entry.
type Shown = Mapping[str, str]

#: A place, or a doubled brace, which stands for one.
PLACE = re.compile(r"\{\{|\}\}|\{(?P<name>[^{}|]*)(?:\|(?P<default>[^{}]*))?\}")


@dataclass(frozen=True, slots=True)
class Place:
    """`{name}` or `{name|default}` in a text, with its offset in characters for diagnostics."""

    name: str
    default: str | None
    offset: int


@dataclass(frozen=True, slots=True)
class Template:
    """A text parsed once: literal pieces and places, in order."""

    parts: tuple[str | Place, ...]

    @classmethod
    def parse(cls, text: str) -> "Template":
        """Read `{name}` and `{name|default}`; `{{` and `}}` are braces; a lone brace stays itself."""
        if "{" not in text and "}" not in text:
            return cls((text,) if text else ())
        parts: list[str | Place] = []
        end = 0
        for found in PLACE.finditer(text):
            parts.append(text[end : found.start()])
            end = found.end()
            if found["name"] is None:
                parts.append(found[0][0])
            else:
                parts.append(Place(found["name"].strip(), found["default"], found.start()))
        parts.append(text[end:])
        return cls(tuple(part for part in parts if part != ""))

    @property
    def places(self) -> tuple[Place, ...]:
        return tuple(part for part in self.parts if isinstance(part, Place))

    def complete(self, present: Container[str]) -> bool:
        """Whether every place has an answer or a default."""
        return all(place.default is not None or place.name in present for place in self.places)

    def render(self, shown: Shown, escape: Callable[[str], str] = str) -> str:
        """The text with answers put in; `escape` is applied to answers, never to the author's words."""
        return "".join(
            part if isinstance(part, str) else escape(shown[part.name]) if part.name in shown else part.default or ""
            for part in self.parts
        )


@dataclass(frozen=True, slots=True)
class Text:
    """The author's words, by language; the first language stands in for a missing one."""

    by_language: Mapping[str, Template]

    @classmethod
    def of(cls, text: str, language: str = "ru") -> "Text":
        return cls({language: Template.parse(text)})

    def template(self, language: str) -> Template:
        found = self.by_language.get(language)
        return found if found is not None else next(iter(self.by_language.values()))

    def render(self, language: str, shown: Shown, escape: Callable[[str], str] = str) -> str:
        return self.template(language).render(shown, escape)

    def plain(self, language: str) -> str:
        """The text where no answers are known: titles, labels, button words."""
        return self.template(language).render({})
