"""Source lines with the places of a finding underlined, aligned as a terminal shows them."""

import unicodedata
from collections.abc import Iterator, Sequence

from engine.lang.diagnostics import Span

#: A longer line is shown around the place only.
WIDEST = 140
_BEFORE = 60


def width(text: str) -> int:
    """Columns a terminal gives a text: emoji and CJK take two, joiners and selectors none."""
    return sum(_columns(letter) for letter in text)


def _columns(letter: str) -> int:
    if unicodedata.combining(letter) or letter in "\u200b\u200c\u200d\u2060\ufe0e\ufe0f\ufeff":
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def underlined(lines: Sequence[str], span: Span, mark: str) -> tuple[str, str]:
    """The span's first line and its underline, made of `mark`, no longer than the line."""
    line = lines[span.line - 1] if span.line <= len(lines) else ""
    start, last = span.column - 1, span.end_column - 1 if span.end_line == span.line else len(line)
    line, start, last = _window(line, start, max(last, start + 1))
    return line, " " * width(line[:start]) + mark * max(1, width(line[start:last]))


def _visible(line: str) -> str:
    """Tabs and control characters as one column each, so that the underline stays below its place."""
    return "".join(
        " " if letter == "\t" or (not letter.isprintable() and _columns(letter)) else letter for letter in line
    )


def _window(line: str, start: int, last: int) -> tuple[str, int, int]:
    if len(line) <= WIDEST:
        return _visible(line).rstrip(), start, last
    first = max(0, start - _BEFORE)
    shown = _visible(line[first : first + WIDEST])
    before, after = "…" if first else "", "…" if first + WIDEST < len(line) else ""
    shift = len(before) - first
    return before + shown.rstrip() + after, start + shift, min(last + shift, len(before + shown))


def gutter(numbers: Iterator[int]) -> int:
    """How wide the column of line numbers is."""
    return max((len(str(number)) for number in numbers), default=1)
