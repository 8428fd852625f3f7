"""What an unquoted YAML scalar is: YAML 1.2's core rules, and its raw text, which wins where text is wanted."""

import re

type Resolved = str | int | float | bool | None

_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_WORDS: dict[str, Resolved] = {
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
    "null": None, "Null": None, "NULL": None, "~": None, "": None,
}  # fmt: skip
#: Longer figures are text: nobody counts that far, and int() of them is slow.
_LONGEST_FIGURE = 30


def resolve(text: str) -> Resolved:
    """The YAML 1.2 core value of an unquoted scalar; `yes`, `012`, `10:30` and dates are text."""
    if text in _WORDS:
        return _WORDS[text]
    if len(text) <= _LONGEST_FIGURE and text[-1] in "0123456789." and text[0] in "+-.0123456789":
        if _INTEGER.fullmatch(text):
            return int(text)
        if _FLOAT.fullmatch(text):
            return float(text)
    return text


class Plain(str):
    """An unquoted scalar: its raw text, which is a str, and what YAML takes it for. The schema decides which counts."""

    __slots__ = ("resolved",)
    resolved: Resolved

    def __new__(cls, text: str) -> "Plain":
        plain = super().__new__(cls, text)
        plain.resolved = resolve(text)
        return plain


#: A document as the checker reads it: a quoted scalar is a str, an unquoted one a Plain.
type Data = str | list[Data] | dict[str, Data]


def is_text(value: object) -> bool:
    """Text is any quoted scalar and any unquoted one that is not empty."""
    return isinstance(value, str) and not (isinstance(value, Plain) and value == "")


def resolved(value: object) -> object:
    """The value where a number, a boolean or null is wanted; quoted text stays text."""
    return value.resolved if isinstance(value, Plain) else value
