"""One author's file: its data, and a place in the text for every key, value and word of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import yaml

from engine.lang.decode import decode
from engine.lang.diagnostics import Diagnostic, Path, Place, Related, Severity, Span
from engine.lang.lexical import clean
from engine.lang.loader import LOADER
from engine.lang.misread import misread
from engine.lang.scalars import Data, Plain
from engine.lang.traps import traps
from engine.lang.tree import Composer, Mapping, Node, Refused, Scalar, Sequence, data

_TOP = Span(1, 1, 1, 1)


@dataclass
class Source:
    """A file as read. `root` is None where it could not be read, and `data` is empty then."""

    file: str
    text: str
    root: Node | None = None
    data: Data = field(default_factory=lambda: Plain(""))
    findings: list[Diagnostic] = field(default_factory=list)

    @cached_property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    def span(self, path: Path) -> Span:
        """The value at a path; a block's is its key or first entry: mark the least."""
        node, key = self._find(path)
        if node is None:
            return self.key(path[:-1]) if path else _TOP
        if isinstance(node, Scalar):
            # A block text is marked by its first line: YAML's marks run to the next key.
            return self._first_line(node.span) if node.span.end_line > node.span.line else node.span
        if node.span.line == node.span.end_line:
            return node.span
        return key.span if key is not None else self._opening(node)

    def key(self, path: Path) -> Span:
        """The key a path ends with; an entry of a list has none, so its first key or its value."""
        node, key = self._find(path)
        if key is not None:
            return key.span
        return self._opening(node) if node is not None else self.span(path)

    def owner(self, path: Path) -> Span:
        """The first key of the mapping at a path: where something missing is reported."""
        node, key = self._find(path)
        if isinstance(node, Mapping) and node.pairs:
            return node.pairs[0][0].span
        return key.span if key is not None else self.span(path)

    def inside(self, path: Path, offset: int, length: int) -> Span:
        """A stretch of a text value; the whole value where quoting or folding hides it."""
        node, _ = self._find(path)
        whole = self.span(path)
        if not isinstance(node, Scalar):
            return whole
        needle = node.value[offset : offset + length]
        if not needle:
            return whole
        nth = node.value[:offset].count(needle)
        for line, column in self._occurrences(node.span, needle):
            if nth == 0:
                return Span(line, column, line, column + length)
            nth -= 1
        return whole

    def has(self, path: Path) -> bool:
        return self._find(path)[0] is not None

    def error(self, code: str, path: Path, variant: str = "", /, *, at: Span | None = None, **args: str) -> Diagnostic:
        return self._diagnostic("error", code, path, variant, at, args)

    def warning(
        self, code: str, path: Path, variant: str = "", /, *, at: Span | None = None, **args: str
    ) -> Diagnostic:
        return self._diagnostic("warning", code, path, variant, at, args)

    def info(self, code: str, path: Path, variant: str = "", /, *, at: Span | None = None, **args: str) -> Diagnostic:
        return self._diagnostic("info", code, path, variant, at, args)

    def related(self, path: Path, key: str, *, at: Span | None = None) -> Related:
        return Related(Place(self.file, at or self.span(path)), key)

    def _diagnostic(
        self, severity: Severity, code: str, path: Path, variant: str, at: Span | None, args: dict[str, str]
    ) -> Diagnostic:
        return Diagnostic(code, severity, Place(self.file, at or self.span(path)), variant, args, path=path)

    def _find(self, path: Path) -> tuple[Node | None, Scalar | None]:
        node, key = self.root, None
        for part in path:
            match node:
                case Mapping(pairs):
                    found = next(((name, value) for name, value in reversed(pairs) if name.value == part), None)
                    key, node = found or (None, None)
                case Sequence(items) if isinstance(part, int) and part < len(items):
                    key, node = None, items[part]
                case _:
                    return None, None
        return node, key

    def _opening(self, node: Node) -> Span:
        match node:
            case Mapping([(key, _), *_]):
                return key.span
            case Sequence([first, *_]):
                return self._opening(first)
            case _:
                return self._first_line(node.span)

    def _first_line(self, span: Span) -> Span:
        if span.end_line == span.line:
            return span
        line = self.lines[span.line - 1]
        return Span(span.line, span.column, span.line, max(span.column + 1, len(line.rstrip()) + 1))

    def _occurrences(self, span: Span, needle: str) -> Iterator[tuple[int, int]]:
        lines = self.lines
        for number in range(span.line, min(span.end_line, len(lines)) + 1):
            line = lines[number - 1]
            start = span.column - 1 if number == span.line else 0
            end = span.end_column - 1 if number == span.end_line else len(line)
            column = line.find(needle, start, end)
            while column >= 0:
                yield number, column + 1
                column = line.find(needle, column + len(needle), end)


def read(file: str, raw: bytes, loader: type = LOADER) -> Source:
    """Bytes → Source; whatever is wrong with the file as a YAML text is in `findings`."""
    text, findings = decode(raw, file)
    source = Source(file, text or "", findings=list(findings))
    if text is None:
        return source
    cleaned = clean(text, file)
    source.findings += cleaned.findings
    composer = Composer(file, cleaned, loader)
    try:
        source.root = composer.compose()
    except yaml.MarkedYAMLError as error:
        # After tabs the indents are a guess: what does not fit then is the tabs' doing.
        if not any(finding.code == "CQ002" for finding in source.findings):
            found = misread(file, cleaned, error)
            # `*Скидка 5%` is no alias either.
            composer.findings = [one for one in composer.findings if one.span.line != found.span.line]
            composer.findings.append(found)
    except Refused:
        pass
    source.findings += composer.findings
    if source.root is None:
        if not source.findings:
            source.findings.append(Diagnostic("CQ003", "error", Place(file, _TOP), "empty"))
        return source
    source.data = data(source.root)
    source.findings += traps(file, source.root, source.lines)
    return source
