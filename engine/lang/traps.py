"""Texts YAML read without a complaint, but not as the author meant them."""

import re
from collections.abc import Iterator
from dataclasses import replace

from engine.lang.culprit import open_quote, swallows
from engine.lang.diagnostics import Diagnostic, Edit, Fix, Path, Place, Span
from engine.lang.misread import quoted
from engine.lang.scalars import Plain
from engine.lang.tree import Mapping, Node, Scalar, Sequence
from engine.lang.words import ITEM_KEYS

_CUT_BY_HASH = re.compile(r"\s+#(?!carquery:)[^\s#!]")
_WORD_FIRST = re.compile(r"(?P<key>[a-z_]+)(?P<gap>(?P<mark>:| ?[=;]| [-–—])?\s*)(?P<rest>\S.*)")
#: Keys that stand inside braces.
_INLINE = ITEM_KEYS | {"min", "max", "say", "soft", "pattern", "must", "contact", "price", "tag", "answered", "not"}
_CURLY = {"“": "”", "„": "“”", "‘": "’", "”": "”"}


def traps(file: str, root: Node, lines: list[str]) -> Iterator[Diagnostic]:
    """Everything that was read but hardly meant, in reading order."""
    yield from _walk(file, root, lines, ())


def _walk(file: str, node: Node, lines: list[str], path: Path) -> Iterator[Diagnostic]:
    match node:
        case Scalar():
            yield from _scalar(file, node, lines, path)
        case Sequence(items):
            for index, item in enumerate(items):
                yield from _walk(file, item, lines, (*path, index))
        case Mapping(pairs):
            if node.flow and pairs and all(_nothing(value) for _, value in pairs):
                yield from _braces(file, node, lines, path)
                return
            before: tuple[Scalar, Node] | None = None
            told = False
            for key, value in pairs:
                if node.flow and _nothing(value) and not told:
                    # What follows is pieces of the same.
                    told = True
                    pieces = [name for name, nothing in pairs if _nothing(nothing)]
                    found = _no_colon(file, key, lines, path) or _comma(file, key, pieces[-1], before, lines, path)
                    yield replace(found, spoils=(*found.spoils, *((*path, piece.value) for piece in pieces)))
                yield from _walk(file, value, lines, (*path, key.value))
                before = key, value


def _nothing(value: Node) -> bool:
    """`{a, b}`: a key without even a colon; YAML makes it null."""
    return isinstance(value, Scalar) and isinstance(value.value, Plain) and value.value == ""


def _braces(file: str, node: Mapping, lines: list[str], path: Path) -> Iterator[Diagnostic]:
    """`{name}` where a text was meant, or `{key:value}` without the space."""
    key = node.pairs[0][0]
    tight = re.fullmatch(r"([a-z_][\w.]*):(\S.*)", key.value) if not key.style else None
    if tight:
        colon = key.span.column + len(tight[1]) + 1
        after = Span(key.span.line, colon, key.span.line, colon)
        place = Span(key.span.line, colon - 1, key.span.line, colon)
        yield Diagnostic(
            "CQ003", "error", Place(file, place), "space", fix=Fix("space", (Edit(after, " "),)), path=path
        )
        return
    written = _slice(lines, node.span)
    fix = Fix("quote", (Edit(node.span, quoted(written)),)) if written else None
    yield Diagnostic("CQ012", "error", Place(file, node.span), "braces", {"text": written}, fix=fix, path=path)


def _no_colon(file: str, key: Scalar, lines: list[str], path: Path) -> Diagnostic | None:
    """`{label Да, ai: …}`, `{label:Да, …}`: a word of the language without its colon or the space after it."""
    found = _WORD_FIRST.match(key.value) if not key.style else None
    if found is None or found["key"] not in _INLINE:
        return None
    tight = found["mark"] == ":"
    line, start = key.span.line, key.span.column + (len(found["key"]) if tight else 0)
    place = Span(line, start, line, start + (1 if tight else len(found["key"])))
    gap = Span(line, key.span.column + found.end("key"), line, key.span.column + found.end("gap"))
    args = {"line": f"{found['key']}: {found['rest']}…"}
    fix = Fix("line", (Edit(gap, ": "),))
    return Diagnostic("CQ003", "error", Place(file, place), "space" if tight else "no_colon", args, fix=fix, path=path)


def _comma(
    file: str, key: Scalar, last: Scalar, before: tuple[Scalar, Node] | None, lines: list[str], path: Path
) -> Diagnostic:
    """`{label: Да, конечно}`: the comma ended the text before; both pieces are not what they seem."""
    fix = None
    args = {"text": str(key.value), "whole": f'"…, {key.value}"'}
    cut = before[1] if before is not None else None
    if isinstance(cut, Scalar) and not cut.style:
        whole = Span(cut.span.line, cut.span.column, last.span.end_line, last.span.end_column)
        written = _slice(lines, whole)
        if written and ":" not in written:
            args["whole"] = quoted(written)
            fix = Fix("quote", (Edit(whole, quoted(written)),))
    spoils = ((*path, before[0].value),) if before is not None else ()
    place = Place(file, key.span)
    return Diagnostic("CQ011", "error", place, "", args, fix=fix, path=(*path, key.value), spoils=spoils)


def _scalar(file: str, node: Scalar, lines: list[str], path: Path) -> Iterator[Diagnostic]:
    if node.style in ("'", '"') and node.span.end_line > node.span.line:
        yield from _unclosed(file, node, lines, path)
    if node.style:
        return
    if node.span.line != node.span.end_line:
        yield from _glued(file, node, lines, path)
        return
    value = node.value
    if len(value) > 1 and value[0] in _CURLY and value[-1] in _CURLY[value[0]]:
        edits = (Edit(node.span, quoted(value[1:-1])),)
        yield Diagnostic("CQ005", "warning", Place(file, node.span), fix=Fix("quote", edits), path=path)
    line = lines[node.span.line - 1]
    cut = _CUT_BY_HASH.match(line, node.span.end_column - 1)
    if cut and value:
        start = cut.end() - 1
        place = Span(node.span.line, start, node.span.line, len(line.rstrip()) + 1)
        edit = Edit(Span(node.span.line, node.span.column, *place[2:]), quoted(line[node.span.column - 1 :].rstrip()))
        args = {"text": line[start - 1 :].rstrip(), "whole": edit.text}
        yield Diagnostic(
            "CQ008", "warning", Place(file, place), "", args, fix=Fix("quote", (edit,), safe=False), path=path
        )


def _glued(file: str, node: Scalar, lines: list[str], path: Path) -> Iterator[Diagnostic]:
    """A list that lost the key above it: its lines went on the text before."""
    for number in range(node.span.line + 1, min(node.span.end_line, len(lines)) + 1):
        line = lines[number - 1]
        start = len(line) - len(line.lstrip())
        if line[start : start + 2] == "- ":
            before = lines[node.span.line - 1]
            if not before[: node.span.column - 1].strip() and start == node.span.column - 1:
                # The first entry of a list lacks its dash.
                first = node.span.line
                place = Span(first, node.span.column, first, len(before.rstrip()) + 1)
                gap = Span(first, node.span.column, first, node.span.column)
                args, fix = {"line": f"- {before.strip()}"}, Fix("line", (Edit(gap, "- "),))
                yield Diagnostic("CQ003", "error", Place(file, place), "no_dash", args, fix=fix, path=path)
                return
            place = Span(number, start + 1, number, start + 2)
            yield Diagnostic("CQ013", "error", Place(file, place), path=path)
            return


def _unclosed(file: str, node: Scalar, lines: list[str], path: Path) -> Iterator[Diagnostic]:
    """A quote that was closed by another one's beginning, lines further down."""
    first, last = node.span.line - 1, node.span.end_line - 1
    repair = open_quote(lines[: last + 1], first)
    if repair is not None and repair.line == first and swallows(lines, first, last):
        place = Span(first + 1, repair.column + 1, first + 1, repair.column + 2)
        yield Diagnostic("CQ003", "error", Place(file, place), "unclosed", {"line": repair.text.strip()}, path=path)


def _slice(lines: list[str], span: Span) -> str:
    """The text of a span on one line, else nothing."""
    return lines[span.line - 1][span.column - 1 : span.end_column - 1] if span.line == span.end_line else ""
