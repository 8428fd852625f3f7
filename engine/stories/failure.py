"""Why a story did not come true."""

from dataclasses import dataclass

from engine.lang.diagnostics import Place


@dataclass(frozen=True, slots=True)
class Failure:
    """The line that failed, and in Russian what was there instead."""

    place: Place
    message: str


class Untrue(Exception):
    """What the story says is not so; the message is for its author."""


def listed(texts: object) -> str:
    """Labels or lines in a sentence; «ничего» for none."""
    found = [str(text) for text in texts] if isinstance(texts, list | tuple | set | frozenset) else [str(texts)]
    return ", ".join(found) if found else "ничего"
