"""What a log must never show: phones, e-mail addresses, tokens and passwords."""

import re
from collections.abc import Callable, Mapping, MutableMapping
from typing import Any

type Redact = Callable[[str], str]

#: In this order: an address with a password or a token may hold what looks like a phone.
_PATTERNS = (
    # A bot's token, also inside `/bot123456:ABC/getMe`.
    (re.compile(r"\d{5,12}:[A-Za-z0-9_-]{30,}"), "<token>"),
    # A JSON Web Token: AmoCRM's access and long-lived tokens.
    (re.compile(r"eyJ[\w-]{8,}\.[\w-]+\.[\w-]*"), "<token>"),
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{8,}"), r"\1 <token>"),
    (re.compile(r"\bsk-[\w-]{16,}"), "<token>"),
    # The password of `postgresql://user:password@host`.
    (re.compile(r"(://[^\s:/@]*):[^\s/@]+@"), r"\1:<password>@"),
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "<email>"),
    # With a plus any country's, without one a Russian mobile's or a number that begins with 7 or 8.
    (re.compile(r"(?<![\w+])\+\d(?:[\s()-]{0,2}\d){8,13}(?!\d)"), "<phone>"),
    (re.compile(r"(?<![\w.])[78]?[\s(-]{0,2}9\d\d[\s)-]{0,2}\d{3}[\s-]?\d\d[\s-]?\d\d(?!\w)"), "<phone>"),
    (re.compile(r"(?<![\w.])[78][\s(-]{1,2}\d{3}[\s)-]{1,2}\d{3}[\s-]?\d\d[\s-]?\d\d(?!\w)"), "<phone>"),
)  # fmt: skip


def redacting(*secrets: str) -> Redact:
    """A function from a text to the same text without personal data and without the given secrets."""
    known = [secret for secret in sorted(secrets, key=len, reverse=True) if len(secret) >= 6]

    def redact(text: str) -> str:
        for secret in known:
            text = text.replace(secret, "<secret>")
        for pattern, instead in _PATTERNS:
            text = pattern.sub(instead, text)
        return text

    return redact


def cleaned(value: object, redact: Redact) -> object:
    """Any loggable value with every text in it redacted."""
    match value:
        case str():
            return redact(value)
        case bool() | int() | float() | None:
            return value
        case Mapping():
            return {str(key): cleaned(inner, redact) for key, inner in value.items()}
        case list() | tuple() | set() | frozenset():
            return [cleaned(inner, redact) for inner in value]
        case _:
            return redact(str(value))


class Redaction:
    """A structlog processor."""

    def __init__(self, redact: Redact) -> None:
        self._redact = redact

    def __call__(self, logger: object, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        for key, value in event.items():
            # structlog's own fields are taken away by a later processor.
            if not key.startswith("_"):
                event[key] = cleaned(value, self._redact)
        return event
