"""One request of a bot: the method, its parameters as text, the files that came with it."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.botapi.errors import bad_request

#: td::to_integer reads digits as far as they go; anything else is 0.
LEADING_INTEGER = re.compile(r"\s*(-?\d+)")
TRUE_WORDS = frozenset({"true", "yes", "1"})
INT32 = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Upload:
    """A file sent in a request's body."""

    name: str
    content: bytes
    mime: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """Parameters are text, as in a form; nested objects are their JSON. Unknown parameters are ignored."""

    method: str
    params: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        return self.params.get(name, "")

    def required(self, name: str) -> str:
        value = self.text(name)
        if not value:
            raise bad_request(f'Parameter "{name}" is required')
        return value

    def integer(self, name: str, default: int = 0, low: int = -INT32, high: int = INT32) -> int:
        value = self.text(name)
        number = to_integer(value) if value else default
        return min(max(number, low), high)

    def flag(self, name: str) -> bool:
        return self.text(name).strip().lower() in TRUE_WORDS

    def message_id(self, name: str = "message_id") -> int:
        """0 stands for no such message."""
        return max(self.integer(name), 0)


def form_texts(fields: Mapping[str, object]) -> dict[str, str]:
    """Parameters of a JSON body as a form would carry them."""
    texts = {name: value if isinstance(value, str) else json.dumps(value) for name, value in fields.items()}
    return {name: text for name, text in texts.items() if text != "null"}


def to_integer(text: str) -> int:
    found = LEADING_INTEGER.match(text)
    return int(found[1]) if found else 0
