"""A YAML file as nodes with places: no anchors, aliases, tags or second documents, no bottomless depth."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, cast

import yaml

from engine.lang.diagnostics import Diagnostic, Path, Place, Related, Span
from engine.lang.lexical import Cleaned
from engine.lang.loader import LOADER, Event, events
from engine.lang.scalars import Data, Plain

MAX_DEPTH = 20
#: Keys, values and collections of one file; the largest of ours has 1,500.
MAX_NODES = 20_000
#: What is refused more often is hopeless.
MOST_TOLD = 20
#: What "\\u…" in double quotes may smuggle into a text.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(slots=True)
class Scalar:
    """A text as written; `style` is the quote or `|`, `>`, "" for an unquoted one."""

    value: str
    span: Span
    style: str


@dataclass(slots=True)
class Sequence:
    items: list["Node"]
    span: Span
    #: In `[]`, not as dashes.
    flow: bool


@dataclass(slots=True)
class Mapping:
    pairs: list[tuple[Scalar, "Node"]]
    span: Span
    #: In `{}`, not as lines.
    flow: bool


type Node = Scalar | Sequence | Mapping


class Refused(Exception):
    """The file cannot be read any further; the finding is the composer's last."""


@dataclass(slots=True)
class Composer:
    """Builds the tree of one file and collects what it refuses."""

    file: str
    cleaned: Cleaned
    loader: type = LOADER
    findings: list[Diagnostic] = field(default_factory=list)
    nodes: int = 0

    def compose(self) -> Node | None:
        """The root, None for an empty file; raise Refused or yaml.MarkedYAMLError."""
        stream = iter(events(self.cleaned.text, self.loader))
        root: Node | None = None
        for event in stream:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    self._refuse("CQ003", event, "documents")
                root = self._node(next(stream), stream, ())
        if any(finding.code == "CQ007" for finding in self.findings):
            raise Refused
        return root

    def _node(self, event: Event, stream: Iterator[Event], path: Path) -> Node:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self._refuse("CQ010", event, "nodes", limit=str(MAX_NODES))
        if len(path) > MAX_DEPTH:
            self._refuse("CQ010", event, "depth", limit=str(MAX_DEPTH))
        if isinstance(event, yaml.AliasEvent):
            self._report("CQ007", event, "alias", name=str(event.anchor))
            return Scalar("", self._span(event), "*")
        opening = cast(Any, event)
        if opening.anchor is not None or opening.tag is not None:
            variant = "tag" if opening.anchor is None else "anchor"
            self._report("CQ007", event, variant, name=opening.anchor or opening.tag)
        match event:
            case yaml.ScalarEvent():
                style = event.style or ""
                plain = not style and event.implicit[0]
                if style == '"' and _UNPRINTABLE.search(event.value):
                    self._report("CQ009", event, "escaped")
                return Scalar(Plain(event.value) if plain else event.value, self._span(event), style)
            case yaml.SequenceStartEvent():
                return self._sequence(event, stream, path)
            case yaml.MappingStartEvent():
                return self._mapping(event, stream, path)
            case _:
                raise AssertionError(f"an event that opens no node: {event}")

    def _sequence(self, start: Any, stream: Iterator[Event], path: Path) -> Sequence:
        items: list[Node] = []
        for event in stream:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self._node(event, stream, (*path, len(items))))
        span = self._closed(start, event) if start.flow_style else self._around(start, items)
        return Sequence(items, span, bool(start.flow_style))

    def _mapping(self, start: Any, stream: Iterator[Event], path: Path) -> Mapping:
        pairs: list[tuple[Scalar, Node]] = []
        seen: dict[str, Scalar] = {}
        twice: list[Scalar] = []
        for event in stream:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._node(event, stream, (*path, ""))
            below = (*path, key.value) if isinstance(key, Scalar) else path
            value = self._node(next(stream), stream, below)
            if not isinstance(key, Scalar):
                variant = "brace_key" if isinstance(key, Mapping) and key.flow else "key"
                self.findings.append(Diagnostic("CQ003", "error", Place(self.file, key.span), variant))
                continue
            if key.value == "<<" and not key.style:
                self._report("CQ007", event, "merge", name="<<")
            if key.value in seen:
                twice.append(key)
            seen.setdefault(key.value, key)
            pairs.append((key, value))
        if twice and len(self.findings) < MOST_TOLD:
            self.findings.append(self._repeated(twice, seen, path))
        ends: list[Node] = [value for _, value in pairs]
        span = self._closed(start, event) if start.flow_style else self._around(start, ends)
        return Mapping(pairs, span, bool(start.flow_style))

    def _repeated(self, twice: list[Scalar], seen: dict[str, Scalar], path: Path) -> Diagnostic:
        """A key written twice; several in one mapping are two items run into one."""
        key = twice[0]
        first = Related(Place(self.file, seen[key.value].span), "first")
        names = list(dict.fromkeys(str(one.value) for one in twice))
        args = {"key": str(key.value), "keys": ", ".join(f"`{name}`" for name in names[:4])}
        variant = "several" if len(names) > 1 else ""
        return Diagnostic("CQ004", "error", Place(self.file, key.span), variant, args, (first,), path=path)

    def _around(self, start: Any, inner: list[Node]) -> Span:
        """Block collections end with their last entry: the loaders disagree on where they close."""
        opening = self._span(start)
        return Span(opening.line, opening.column, *(inner[-1].span[2:] if inner else opening[2:]))

    def _closed(self, start: Any, end: Any) -> Span:
        return Span(*self._span(start)[:2], *self._span(end)[2:])

    def _span(self, event: Any) -> Span:
        start, end = event.start_mark, event.end_mark
        if start.index == end.index:
            return self._gap(start)
        column, end_column = self.cleaned.column(start.line, start.column), self.cleaned.column(end.line, end.column)
        return Span(start.line + 1, column + 1, end.line + 1, end_column + 1)

    def _gap(self, mark: Any) -> Span:
        """The place of nothing: right behind what stands before it; the loaders disagree where nothing is."""
        lines = self.cleaned.lines
        line, before = mark.line, lines[mark.line][: mark.column] if mark.line < len(lines) else ""
        while line and not before.strip():
            line -= 1
            before = lines[line]
        column = self.cleaned.column(line, len(before.rstrip()))
        return Span(line + 1, column + 1, line + 1, column + 1)

    def _report(self, code: str, event: Any, variant: str, **args: str) -> None:
        if len(self.findings) > MOST_TOLD:
            raise Refused
        span = self._span(event)
        on_one_line = Span(
            span.line, span.column, span.line, span.end_column if span.end_line == span.line else span.column
        )
        self.findings.append(Diagnostic(code, "error", Place(self.file, on_one_line), variant, args))

    def _refuse(self, code: str, event: Any, variant: str, **args: str) -> None:
        self._report(code, event, variant, **args)
        raise Refused


def data(node: Node | None) -> Data:
    """The plain data of a tree: what the schema is held against. Of equal keys the last counts."""
    match node:
        case None:
            return Plain("")
        case Scalar(value):
            return value
        case Sequence(items):
            return [data(item) for item in items]
        case Mapping(pairs):
            return {key.value: data(value) for key, value in pairs}
