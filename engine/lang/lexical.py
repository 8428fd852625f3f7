"""Letters that mislead before YAML is even read: tabs, invisible and look-alike spaces."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from engine.lang.diagnostics import Diagnostic, Edit, Fix, Place, Severity, Span

#: How wide a tab in an indent may be, the usual first; the one that fits the lines around is taken.
TABS = (2, 4, 8)
#: A file full of rubbish is told about so many times.
MOST_TOLD = 100
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_BIDI = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_ZERO = re.compile("[\u200b\u200c\u2060\ufeff\u00ad]")
_SPACES = "\u00a0\u2000-\u200a\u202f\u205f\u3000"
#: Foreign spaces where the structure is: in the indent, after a dash, after a key's colon.
_STRUCTURE = re.compile(
    rf"^[ ]*(?:- *)*([{_SPACES}][ {_SPACES}]*)|(?:^[ \t-]*|[{{,][ ]*)[A-Za-z_][\w.]*\s*:([{_SPACES}][ {_SPACES}]*)"
)
_ODD = re.compile(
    f"[\t{_SPACES}\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufffe\uffff\u00ad]"
)
_BLOCK = re.compile(r"^([ -]*)[^#]*?(?::|-|^)[ ]+[|>][-+0-9]*[ ]*(?:#.*)?$")


@dataclass
class Cleaned:
    """The text YAML gets, what was odd in it, and where its columns stood before."""

    text: str
    findings: list[Diagnostic] = field(default_factory=list)
    #: 0-based line → original 0-based column of each of its characters and of its end.
    columns: Mapping[int, list[int]] = field(default_factory=dict)

    @cached_property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    def column(self, line: int, column: int) -> int:
        """The original column of a 0-based place of the cleaned text."""
        found = self.columns.get(line)
        return column if found is None else found[min(column, len(found) - 1)]


def clean(text: str, file: str) -> Cleaned:
    """Replace what YAML would stumble over, with a finding for each kind on each line."""
    if not _ODD.search(text):
        return Cleaned(text)
    lines = text.split("\n")
    findings: list[Diagnostic] = []
    columns: dict[int, list[int]] = {}
    inside = block_lines(lines)
    tab = " " * _tab_width(lines)
    told = 0
    for number, line in enumerate(lines):
        if not _ODD.search(line):
            continue
        changes: dict[int, str] = {}
        for start, end, code, severity, variant, instead in _oddities(line, number in inside, tab):
            # In the indent every one counts.
            each = code == "CQ002" or (variant == "space" and not line[:start].strip())
            changes |= {index: instead if index == start or each else "" for index in range(start, end)}
            if code is not None and told < MOST_TOLD:
                told += 1
                span = Span(number + 1, start + 1, number + 1, end + 1)
                args = {"code": f"U+{ord(line[start]):04X}"}
                fix = Fix("replace" if instead else "remove", (Edit(span, instead * (end - start if each else 1)),))
                findings.append(Diagnostic(code, severity, Place(file, span), variant, args, fix=fix))
        lines[number] = "".join(changes.get(index, letter) for index, letter in enumerate(line))
        columns[number] = [index for index, letter in enumerate(line) for _ in changes.get(index, letter)] + [len(line)]
    return Cleaned("\n".join(lines), findings, columns)


type _Oddity = tuple[int, int, str | None, Severity, str, str]


def _oddities(line: str, in_text: bool, tab: str) -> Iterator[_Oddity]:
    """Start, end, code (None: replace silently), severity, variant, what to read instead of each stretch."""
    indent = re.match(r"[ \t]*", line)
    tabs = list(re.finditer(r"\t+", indent[0])) if indent and line.strip() else []
    for found in tabs:
        yield found.start(), found.end(), "CQ002", "error", "", tab
    for found in re.finditer(r"\t", line):
        if not any(tab.start() <= found.start() < tab.end() for tab in tabs):
            yield found.start(), found.end(), None, "error", "", " "
    for found in _CONTROL.finditer(line):
        yield found.start(), found.end(), "CQ009", "error", "control", " "
    for found in _BIDI.finditer(line):
        yield found.start(), found.end(), "CQ009", "error", "bidi", ""
    for found in _ZERO.finditer(line):
        yield found.start(), found.end(), "CQ009", "warning", "zero", ""
    for structure in () if in_text else _STRUCTURE.finditer(line):
        group = 1 if structure[1] else 2
        yield structure.start(group), structure.end(group), "CQ009", "error", "space", " "


def _tab_width(lines: list[str]) -> int:
    """How many spaces a tab stands for: as many as bring most lines in line with a neighbour."""
    written = [line for line in lines if line.strip()]
    tabbed = [index for index, line in enumerate(written) if "\t" in _indent(line)]

    def fitting(width: int) -> int:
        depths = [len(_indent(line).replace("\t", " " * width)) for line in written]
        return sum(
            depths[index] in (*depths[max(0, index - 1) : index], *depths[index + 1 : index + 2]) for index in tabbed
        )

    return max(TABS, key=fitting)


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" \t"))]


def block_lines(lines: list[str]) -> set[int]:
    """Numbers of the lines that belong to a block text (`|` or `>`): there every space is the author's."""
    inside: set[int] = set()
    indent: int | None = None
    for number, line in enumerate(lines):
        depth = len(line) - len(line.lstrip(" "))
        if indent is not None and (not line.strip() or depth > indent):
            inside.add(number)
            continue
        opened = _BLOCK.match(line)
        indent = len(opened[1].rstrip(" ")) if opened and "-" in opened[1] else depth if opened else None
    return inside
