"""Formulas and bounds of an author: every name usable, the result of the kind that is wanted."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from engine.core.answers import AnswerType
from engine.core.arithmetic import CONSTANTS, Expression, Kind, Literally, NotArithmetic, kind, names, parse
from engine.lang.diagnostics import Diagnostic, Path
from engine.lang.document import FlowDocument
from engine.lang.link_bounds import Kinds, scale_kind
from engine.lang.names import unusable
from engine.lang.near import nearest
from engine.lang.source import Source


@dataclass(frozen=True, slots=True)
class Formula:
    """Where a formula stands: in which flow and file, above which items."""

    flow: FlowDocument
    source: Source
    path: Path
    #: Items before this place may be named.
    position: int
    kinds: Kinds
    #: The item a rule belongs to may name itself.
    own: str | None = None


def unreadable(where: Formula, text: str, type: AnswerType) -> Iterator[Diagnostic]:
    """A bound is a value the type reads, or a formula of the type's kind."""
    if type.bound(text) is not None:
        return
    written = Quoted(text)
    try:
        expression = parse(text)
    except NotArithmetic:
        yield _no_value(where, text, type)
        return
    if isinstance(expression, Literally):
        yield _no_value(where, text, type)
        return
    known = {item.name for item in where.flow.items} | set(CONSTANTS)
    strange = [name.name for name in names(expression) if name.name not in known]
    if any(not name.isascii() or nearest(name, known) is None for name in strange):
        yield _no_value(where, text, type)
        return
    trouble = list(_names(where, written, expression))
    yield from trouble
    if trouble:
        return
    try:
        fits = kind(expression, where.kinds) == scale_kind(type)
    except NotArithmetic:
        fits = False
    if not fits:
        yield _no_value(where, text, type)


def wrong(where: Formula, text: str, wanted: tuple[Kind, ...]) -> Iterator[Diagnostic]:
    """A formula reads, names usable answers and yields what is wanted."""
    written = Quoted(text)
    try:
        expression = parse(text)
    except NotArithmetic as error:
        yield _unread(where, written, error)
        return
    trouble = list(_names(where, written, expression))
    yield from trouble
    if trouble:
        return
    if any(name.name not in where.kinds and name.name not in CONSTANTS for name in names(expression)):
        return
    try:
        found = kind(expression, where.kinds)
    except NotArithmetic as error:
        at = where.source.inside(where.path, written.offset(error.offset), len(error.detail) or 1)
        yield where.source.error("CQ206", where.path, "mixed", at=at, formula=text)
        return
    if found not in wanted:
        variant = "must" if "truth" in wanted else "amount"
        yield where.source.error("CQ206", where.path, variant, formula=text)


class Quoted(str):
    """A formula as written; arithmetic counts from its first letter."""

    __slots__ = ()

    def offset(self, within: int) -> int:
        return within + len(self) - len(self.lstrip())


def _names(where: Formula, text: Quoted, expression: Expression) -> Iterator[Diagnostic]:
    for name in names(expression):
        if name.name in CONSTANTS:
            continue
        at = partial(where.source.inside, where.path, text.offset(name.offset), len(name.name))
        trouble = unusable(where.flow, where.source, where.path, name.name, where.position, at=at, own=where.own)
        item = where.flow.by_id.get(name.name)
        if trouble is not None:
            yield trouble
        elif item is not None and not item.unclear and name.name not in where.kinds:
            yield where.source.error("CQ206", where.path, "not_amount", at=at(), name=name.name)


def _unread(where: Formula, text: Quoted, error: NotArithmetic) -> Diagnostic:
    detail = error.detail or "?"
    at = where.source.inside(where.path, text.offset(error.offset), max(1, len(error.detail)))
    return where.source.error("CQ402", where.path, f"formula_{error.reason.replace('-', '_')}", at=at, part=detail)


def _no_value(where: Formula, text: str, type: AnswerType) -> Diagnostic:
    return where.source.error("CQ103", where.path, f"bound_{type.scale}", value=text)
