"""Types whose value is a piece of text: text, name, city, email, url."""

import re
from typing import ClassVar

from engine.core.answers.base import AnswerType, Asked, Refusal
from engine.core.values import Value

#: Longer than Telegram's own limit of a message; anything above is not an answer.
MAX_TEXT = 4096
_EMAIL = re.compile(r"[^@\s<>,;:\"()\[\]\\]{1,64}@(?:[\w-]{1,63}\.)+[\w-]{2,63}", re.ASCII)
_URL = re.compile(r"(?:https?://)?(?P<host>(?:[\w-]{1,63}\.)+[^\W\d_]{2,63})(?::\d{1,5})?(?P<path>[/?#]\S*)?")


class TextType(AnswerType):
    """Any text."""

    name = "text"

    def parse(self, text: str, asked: Asked) -> Value | Refusal:
        return text if len(text) <= MAX_TEXT else Refusal.of("too_long", max=str(MAX_TEXT))


class LineType(AnswerType):
    """One short line; line breaks and runs of spaces become one space."""

    most: ClassVar[int] = 120

    def parse(self, text: str, asked: Asked) -> Value | Refusal:
        line = " ".join(text.split())
        if len(line) > self.most:
            return Refusal.of("too_long", max=str(self.most))
        return line if any(letter.isalpha() for letter in line) else self.refuse(asked)


class NameType(LineType):
    """How to address the client."""

    name = "name"
    samples = ("Анна",)
    personal = True
    identifying = True

    def parse(self, text: str, asked: Asked) -> Value | Refusal:
        line = super().parse(text, asked)
        digits = sum(letter.isdigit() for letter in line) if isinstance(line, str) else 0
        return self.refuse(asked) if digits or "@" in text or "://" in text else line


class CityType(LineType):
    """A town or a village."""

    name = "city"
    samples = ("Тула",)


class EmailType(AnswerType):
    """An e-mail address."""

    name = "email"
    samples = ("anna@example.ru",)
    personal = True
    identifying = True

    def parse(self, text: str, asked: Asked) -> Value | Refusal:
        address = text.removeprefix("mailto:").strip()
        return address if len(address) <= 254 and _EMAIL.fullmatch(address) else self.refuse(asked)


class UrlType(AnswerType):
    """A web address; `https://` is added where the client left it out."""

    name = "url"
    samples = ("avito.ru/12345",)

    def parse(self, text: str, asked: Asked) -> Value | Refusal:
        if len(text) > 2000 or not _URL.fullmatch(text):
            return self.refuse(asked)
        return text if "://" in text else f"https://{text}"
