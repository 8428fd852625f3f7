"""Types whose value is a piece of text: text, name, city, email, url."""

import re

from engine.core.answers.base import AnswerType, Asked, Refusal
from engine.core.values import Value

_EMAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@(?:[a-z\d-]{1,63}\.)+[a-z][a-z\d-]{1,62}", re.ASCII | re.IGNORECASE)
_URL = re.compile(
    r"(?P<scheme>https?://)?(?P<host>(?:[\w-]{1,63}\.)+[^\W\d_]{2,63})(?P<rest>(?::\d{1,5})?(?:[/?#]\S*)?)",
    re.IGNORECASE,
)
#: «Меня зовут Анна»: the sentence around a name.
_INTRODUCED = re.compile(r".*(?:меня зовут|мо[её] имя)[ :—–-]+", re.IGNORECASE)
_ADDRESS = re.compile(r"[@\d]|://|[^\W_]{2,}\.[^\W\d_]{2,}")


class TextType(AnswerType):
    """Any text with a word or a number in it: whoever reads the lead can do nothing with «👍»."""

    name = "text"
    # What is longer may come from Telegram in pieces.
    most = 2000

    def parse(self, text: str, asked: Asked) -> Value | Refusal:
        return text if any(letter.isalnum() for letter in text) else self.refuse(asked)


class LineType(AnswerType):
    """One short line; line breaks and runs of spaces become one space."""

    most = 120

    def parse(self, text: str, asked: Asked) -> Value | Refusal:
        line = " ".join(text.split())
        return line if any(letter.isalpha() for letter in line) else self.refuse(asked)


class NameType(LineType):
    """How to address the client."""

    name = "name"
    samples = ("Анна",)
    personal = True
    identifying = True

    def parse(self, text: str, asked: Asked) -> Value | Refusal:
        if _ADDRESS.search(text):
            return self.refuse(asked)
        return super().parse(_INTRODUCED.sub("", " ".join(text.split())).rstrip(" .,!"), asked)


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
        words = (word.removeprefix("mailto:").strip(".,;:<>()«»\"'") for word in text.split())
        addresses = [word for word in words if "@" in word]
        if len(addresses) != 1 or len(addresses[0]) > 254 or not _EMAIL.fullmatch(addresses[0]):
            return self.refuse(asked)
        return addresses[0]


class UrlType(AnswerType):
    """A web address; `https://` is added where the client left it out."""

    name = "url"
    samples = ("avito.ru/12345",)

    def parse(self, text: str, asked: Asked) -> Value | Refusal:
        # «Поделиться» of a classifieds app sends the title and then the link.
        links = re.findall(r"(?<!\S)https?://\S+", text, re.IGNORECASE)
        found = _URL.fullmatch(links[0] if len(links) == 1 else text)
        if found is None or len(found[0]) > 2000:
            return self.refuse(asked)
        return f"{(found['scheme'] or 'https://').lower()}{found['host']}{found['rest']}"
