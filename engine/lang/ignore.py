"""`# carquery: ignore CQ506 reason`: warnings an author has considered and keeps; errors cannot be kept."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.lang.catalogue import CATALOGUE
from engine.lang.diagnostics import Diagnostic, Edit, Fix, Place, Span, order
from engine.lang.lexical import block_lines
from engine.lang.source import Source
from engine.lang.tree import Mapping as MappingNode
from engine.lang.tree import Node, Scalar
from engine.lang.tree import Sequence as SequenceNode

_COMMENT = re.compile(r"(?:^|(?<=\s))#\s*carquery:\s*ignore\b[ \t]*(?P<codes>(?:CQ\w*[,\s]*)*)(?P<reason>.*?)\s*$")
_CODES = frozenset(key.partition(".")[0] for key in CATALOGUE)


@dataclass(frozen=True, slots=True)
class Ignore:
    """One comment: which codes it silences on which line."""

    file: str
    #: The line whose findings are meant.
    line: int
    #: Codes as written, with their places.
    codes: tuple[tuple[str, Span], ...]
    reason: str
    #: The comment.
    span: Span
    #: Whether nothing else stands on its line.
    alone: bool


def considered(found: Sequence[Diagnostic], sources: Mapping[str, Source]) -> tuple[Diagnostic, ...]:
    """Findings without those an author has silenced, and with what is wrong about the silencing."""
    comments = [comment for source in sources.values() for comment in ignores(source)]
    if not comments:
        return tuple(found)
    silenced = {(one.file, one.line, code) for one in comments for code, _ in one.codes}
    kept = [one for one in found if one.severity == "error" or (one.file, one.span.line, one.code) not in silenced]
    # Where something is broken, other checks may have kept silent: a comment may still be needed.
    whole = not any(one.severity == "error" for one in found)
    kept += [trouble for comment in comments for trouble in _troubles(comment, found, whole=whole)]
    return tuple(sorted(kept, key=order))


def _troubles(comment: Ignore, found: Sequence[Diagnostic], *, whole: bool) -> Iterator[Diagnostic]:
    meant = [one for one in found if (one.file, one.span.line) == (comment.file, comment.line)]
    if not comment.codes:
        yield Diagnostic("CQ015", "warning", Place(comment.file, comment.span), "code")
        return
    if not comment.reason:
        yield Diagnostic("CQ015", "warning", Place(comment.file, comment.span), "reason")
    for code, span in comment.codes:
        place, args = Place(comment.file, span), {"code": code}
        if code not in _CODES:
            yield Diagnostic("CQ015", "warning", place, "unknown", args)
        elif any(one.code == code and one.severity == "error" for one in meant):
            yield Diagnostic("CQ014", "error", place, "", args)
        elif whole and not any(one.code == code for one in meant):
            fix = _removed(comment) if len(comment.codes) == 1 else None
            yield Diagnostic("CQ015", "warning", place, "", args, fix=fix)


def _removed(comment: Ignore) -> Fix:
    span = comment.span
    if comment.alone:
        span = Span(span.line, 1, span.line + 1, 1)
    return Fix("uncomment", (Edit(span, ""),))


def ignores(source: Source) -> Iterator[Ignore]:
    """The comments of a file, in order."""
    if "carquery:" not in source.text:
        return
    lines = source.lines
    texts = block_lines(lines)
    quoted = list(_quoted(source.root)) if source.root is not None else []
    for number, line in enumerate(lines):
        found = None if number in texts else _COMMENT.search(line)
        if found is None or any(_covers(span, number + 1, found.start() + 1) for span in quoted):
            continue
        before = line[: found.start()]
        alone = not before.strip()
        start = found.start() if alone else len(before.rstrip())
        yield Ignore(
            source.file,
            _next(lines, number) if alone else number + 1,
            tuple(_codes(found, number + 1)),
            found["reason"].strip(),
            Span(number + 1, start + 1, number + 1, len(line.rstrip()) + 1),
            alone,
        )


def _codes(comment: re.Match[str], line: int) -> Iterator[tuple[str, Span]]:
    start = comment.start("codes")
    for code in re.finditer(r"CQ\w*", comment["codes"]):
        yield code[0], Span(line, start + code.start() + 1, line, start + code.end() + 1)


def _next(lines: Sequence[str], number: int) -> int:
    """The line a comment on a line of its own speaks of: the next that is no comment."""
    following = (
        later for later in range(number + 1, len(lines)) if lines[later].strip() and lines[later].lstrip()[0] != "#"
    )
    return next(following, number) + 1


def _quoted(node: Node) -> Iterator[Span]:
    match node:
        case Scalar(_, span, style):
            if style in ("'", '"'):
                yield span
        case SequenceNode(items):
            for item in items:
                yield from _quoted(item)
        case MappingNode(pairs):
            for key, value in pairs:
                yield from _quoted(key)
                yield from _quoted(value)


def _covers(span: Span, line: int, column: int) -> bool:
    return (span.line, span.column) <= (line, column) < (span.end_line, span.end_column)
