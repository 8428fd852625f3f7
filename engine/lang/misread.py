"""What YAML's complaint about a line means, in the author's terms: which character misled it, and the line to write."""

import re

import yaml

from engine.lang.culprit import Repair, culprit, of_words, open_quote
from engine.lang.diagnostics import Diagnostic, Edit, Fix, Place, Span
from engine.lang.lexical import Cleaned

_PAIR = re.compile(
    r"(?P<indent>\s*(?:- +)*)(?P<key>(?!- )[^\s:#'\"{\[][^:#]*?|\"[^\"]*\"|'[^']*')\s*:(?: +(?P<value>.*?))?\s*$"
)
_ENTRY = re.compile(r"(?P<indent>\s*(?:- +)+)(?P<value>.*?)\s*$")
_AFTER_QUOTE = re.compile(r"(?P<quote>[\"'])(?P<inner>(?:(?!(?P=quote)).)*)(?P=quote)\s*(?P<rest>[^\s#].*)")
_AFTER_BRACE = re.compile(r"(?P<open>[{\[])[^{}\[\]]*[}\]]\s*(?P<rest>[^\s#,}\]].*|[,].*)")


def misread(file: str, cleaned: Cleaned, error: yaml.MarkedYAMLError) -> Diagnostic:
    """The one finding for a text YAML gave up on."""
    problem, context = error.problem or "", error.context or ""
    mark = error.problem_mark or error.context_mark
    lines = cleaned.text.split("\n")
    line, column = (min(mark.line, len(lines) - 1), mark.column) if mark else (0, 0)
    where = _Where(file, cleaned, lines)
    if "escape" in problem:
        return where.finding("escape", line, column, 1)
    opened = open_quote(lines, line)
    if opened is not None:
        return where.repaired(opened)
    if "quoted scalar" in context and error.context_mark is not None:
        return where.finding("quote_open", error.context_mark.line, error.context_mark.column, 1)
    if "':'" in problem and error.context_mark is not None and "simple key" in context:
        line, column = error.context_mark.line, error.context_mark.column
        return where.without_colon(line) or where.finding("no_colon", line, column, len(lines[line].strip()) or 1)
    if re.match(r" +- (id|use|ask):", lines[line]) and not any(other.startswith("steps:") for other in lines):
        return where.finding("no_steps", line, lines[line].index("-"), len(lines[line].strip()))
    repair = culprit(lines, line)
    if repair is not None and repair.line < line and not repair.moves:
        return where.repaired(repair)
    found = where.value_of(line)
    if found is None and column <= len(lines[line]) - len(lines[line].lstrip()) and line:
        # The trouble is noticed at the beginning of the next line.
        found = where.value_of(line - 1)
    if found is not None:
        return found
    if "',' or" in problem:
        start = error.context_mark or mark
        return (
            where.finding("bracket", start.line, start.column, 1) if start else where.finding("other", line, column, 1)
        )
    if "cannot start any token" in problem:
        compares = lines[line][column : column + 1] in (">", "<") and column > 0
        return where.finding("compare" if compares else "letter", line, column, 1)
    if repair is not None:
        return where.repaired(repair)
    indent = len(lines[line]) - len(lines[line].lstrip())
    if any(words in problem for words in ("mapping values", "expected key", "block", "'-' indicator")):
        return where.finding("indent", line, indent, max(1, len(lines[line].strip())))
    return where.finding("other", line, column, 1)


class _Where:
    """Lines of the file being complained about."""

    def __init__(self, file: str, cleaned: Cleaned, lines: list[str]) -> None:
        self._file, self._cleaned, self._lines = file, cleaned, lines

    def value_of(self, line: int) -> Diagnostic | None:
        """The usual culprit: a value that ought to be in quotes."""
        text = self._lines[line]
        found = _PAIR.match(text) or _ENTRY.match(text)
        value = found["value"] if found else None
        if found is None or not value:
            return None
        start = found.start("value")
        if after := _AFTER_QUOTE.match(value):
            return self._quoted("after_quote", line, start + after.start("rest"), len(after["rest"]), start, value)
        if after := _AFTER_BRACE.match(value):
            variant = "text" if after["open"] == "{" else "square"
            return self._quoted(variant, line, start, len(value), start, value, code="CQ012")
        if value[0] in "@`%*&!|>?" or value[:2] == "- ":
            return self._quoted("start", line, start, 1, start, value)
        colon = re.search(r":(?=\s|$)", value)
        if colon and value[0] not in "\"'{[":
            return self._quoted("colon", line, start + colon.start(), 1, start, value)
        return None

    def without_colon(self, line: int) -> Diagnostic | None:
        """The line as it is with its colon and the space after it."""
        meant = (one for one in of_words(line, self._lines[line]) if one.variant in ("space", "no_colon"))
        repair = next(meant, None)
        return self.repaired(repair) if repair is not None else None

    def repaired(self, repair: Repair) -> Diagnostic:
        """A finding whose help is the line as it was meant. Where a line belongs is for the author to say."""
        line, old, new = repair.line, self._lines[repair.line], repair.text
        width = len(new) - len(new.lstrip())
        args = {"line": new.strip(), "width": str(width), "letter": old[repair.column :][:1]}
        edit = Edit(self._span(line, 0, len(old)), new)
        fix = Fix("line", (edit,), safe=not repair.moves and not repair.variant.startswith("no_key"))
        place = Place(self._file, self._span(line, repair.column, repair.length))
        return Diagnostic("CQ003", "error", place, repair.variant, args, fix=fix)

    def finding(self, variant: str, line: int, column: int, length: int) -> Diagnostic:
        args = {"letter": self._lines[line][column : column + 1], "line": "@pair"}
        return Diagnostic("CQ003", "error", Place(self._file, self._span(line, column, length)), variant, args)

    def _quoted(
        self, variant: str, line: int, column: int, length: int, start: int, value: str, code: str = "CQ003"
    ) -> Diagnostic:
        """A finding whose repair is quotes around the whole value; the help shows the repaired line."""
        text, comment = _split_comment(value)
        quotes = quoted(text)
        whole = self._span(line, start, len(text))
        args = {"letter": value[:1], "line": (self._lines[line][:start] + quotes + comment).strip()}
        place = Place(self._file, self._span(line, column, length))
        return Diagnostic(code, "error", place, variant, args, fix=Fix("quote", (Edit(whole, quotes),)))

    def _span(self, line: int, column: int, length: int) -> Span:
        first, last = self._cleaned.column(line, column), self._cleaned.column(line, column + length)
        return Span(line + 1, first + 1, line + 1, last + 1)


def quoted(text: str) -> str:
    """A text in the quotes that need the least escaping."""
    return (
        f"'{text}'" if '"' in text and "'" not in text else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    )


def _split_comment(value: str) -> tuple[str, str]:
    found = re.search(r"\s+#\s.*$", value)
    return (value[: found.start()], value[found.start() :]) if found else (value, "")
