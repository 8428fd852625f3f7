"""What is wrong with an author's file: data only; words are in the catalogue, looks in the reports."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

#: info: worth knowing, never a reason to fail.
type Severity = Literal["error", "warning", "info"]
#: Keys and list positions from the document's root.
type Path = tuple[str | int, ...]


class Span(NamedTuple):
    """A stretch of a file; lines and columns are 1-based code points, the end is not included."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Place:
    """A span in a file."""

    file: str
    span: Span


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that explains a finding; `key` is its wording in the catalogue."""

    place: Place
    key: str


@dataclass(frozen=True, slots=True)
class Edit:
    """Text to put in a span's stead."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A ready repair: `key` is its title in the catalogue; a safe one may be applied without asking."""

    key: str
    edits: tuple[Edit, ...]
    safe: bool = True


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding. `variant` picks the wording of its code, `args` are put into it."""

    code: str
    severity: Severity
    place: Place
    variant: str = ""
    args: Mapping[str, str] = field(default_factory=dict)
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    #: Where in the document, for suppressing what follows from another mistake.
    path: Path | None = None
    #: What else in the document is not what it seems because of it.
    spoils: tuple[Path, ...] = ()
    #: Answers that show it, in the order of the questions: id and answer, `@word` for a word of the catalogue.
    example: tuple[tuple[str, str], ...] = ()

    @property
    def file(self) -> str:
        return self.place.file

    @property
    def span(self) -> Span:
        return self.place.span

    @property
    def key(self) -> str:
        """The finding's entry in the catalogue."""
        return f"{self.code}.{self.variant}" if self.variant else self.code

    def beside(self, *related: Related) -> "Diagnostic":
        return replace(self, related=(*self.related, *related))

    def shown_by(self, example: tuple[tuple[str, str], ...]) -> "Diagnostic":
        return replace(self, example=example)

    def mended(self, text: str, *, safe: bool = True) -> "Diagnostic":
        """With a repair: this text in the stead of what is marked."""
        return replace(self, fix=Fix("rename", (Edit(self.span, text),), safe))


def order(diagnostic: Diagnostic) -> tuple[str, Span, str]:
    """Reading order: file, place, code."""
    return diagnostic.file, diagnostic.span, diagnostic.code
