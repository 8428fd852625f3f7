"""Names: unique, usable in formulas, the flow's own like its file's."""

import keyword
from collections.abc import Iterator, Mapping

from engine.core.answers.choices import folded
from engine.core.arithmetic import CONSTANTS, FUNCTIONS
from engine.core.values import NONE, OTHER
from engine.lang.checks.scope import Scope
from engine.lang.diagnostics import Diagnostic, Path
from engine.lang.document import FlowDocument, Item, mapping, several
from engine.lang.offered import offered, rows_of
from engine.lang.scalars import Data
from engine.lang.source import Source

#: A formula could not use an answer of this name.
_RESERVED = frozenset({*keyword.kwlist, *CONSTANTS, *FUNCTIONS})


def repeated_ids(scope: Scope) -> Iterator[Diagnostic]:
    """Two items of a flow do not share an id."""
    for flow in scope.flows:
        for item in flow.items:
            first = flow.by_id.get(item.name)
            if first is not None and first is not item:
                yield _twice(flow, item, first)


def _twice(flow: FlowDocument, item: Item, first: Item) -> Diagnostic:
    path = (*item.path, "id")
    variant = "block" if first.source is not item.source or item.used or first.used else ""
    finding = item.source.error("CQ201", path, variant, id=item.name, flow=flow.id)
    return finding.beside(first.source.related((*first.path, "id"), "first"))


def reserved_ids(scope: Scope) -> Iterator[Diagnostic]:
    """An id is a word a formula can use."""
    for item in scope.written_items:
        if item.id in _RESERVED:
            yield item.source.error("CQ105", (*item.path, "id"), "reserved", id=item.name)


def reserved_options(scope: Scope) -> Iterator[Diagnostic]:
    """`other` and `none` are the buttons of those keys, not options of the list."""
    for item in scope.written_items:
        options = offered(item, scope.bot)
        for source, path, listed in options.lists if options else ():
            for reserved in (OTHER, NONE):
                if reserved in item.raw and reserved in listed:
                    place = (*path, reserved)
                    yield source.error("CQ201", place, "reserved", at=source.key(place), id=reserved)


def repeated_labels(scope: Scope) -> Iterator[Diagnostic]:
    """Buttons of one list differ: an answer typed in words must find one of them."""
    for source, path, listed in _written_lists(scope):
        first: dict[str, str] = {}
        for id, option in listed.items():
            label = option["label"] if isinstance(option, dict) and "label" in option else option
            words = folded(label) if isinstance(label, str) else ""
            if words and words in first:
                place = (*path, id, "label") if isinstance(option, dict) else (*path, id)
                yield source.warning("CQ211", place, label=str(label), other=first[words])
            first.setdefault(words, str(id))


def _written_lists(scope: Scope) -> Iterator[tuple[Source, Path, Mapping[str, Data]]]:
    """Every list of options once, wherever it is written."""
    for item in scope.written_items:
        if isinstance(found := item.raw.get("choices"), dict):
            yield item.source, (*item.path, "choices"), found
        for source, path, _, row in rows_of(item, scope.bot) or ():
            if source is item.source:
                yield source, path, row
    for name, entries in scope.bot.lists.items():
        rows: dict[Path, Data] = {("lists", name): entries}
        if scope.bot.is_table(name):
            rows = {("lists", name, key): row for key, row in mapping(entries).items()}
        for path, listed in rows.items():
            if isinstance(listed, dict):
                yield scope.bot.source, path, listed


def renamed(scope: Scope) -> Iterator[Diagnostic]:
    """A former id is nobody's id now, and nobody else's former one."""
    for flow in scope.flows:
        taken: dict[str, tuple[Source, Path]] = {
            name: (item.source, (*item.path, "id")) for name, item in flow.by_id.items()
        }
        for item in flow.items:
            yield from _former(item.source, several(item.raw.get("was"), (*item.path, "was")), taken)
    former: dict[str, tuple[Source, Path]] = {flow.id: (flow.source, ("flow",)) for flow in scope.flows}
    for flow in scope.flows:
        yield from _former(flow.source, several(flow.raw.get("was"), ("was",)), former)


def _former(
    source: Source, names: list[tuple[str, Path]], taken: dict[str, tuple[Source, Path]]
) -> Iterator[Diagnostic]:
    for name, path in names:
        if name in taken:
            other, there = taken[name]
            yield source.error("CQ201", path, "was", id=name).beside(other.related(there, "here"))
        else:
            taken[name] = (source, path)


def flow_names(scope: Scope) -> Iterator[Diagnostic]:
    """A flow is called like its file, and no two flows share a name."""
    seen: dict[str, FlowDocument] = {}
    for flow in scope.flows:
        said = flow.raw.get("flow")
        if isinstance(said, str) and said and said != flow.id:
            yield flow.source.error("CQ901", ("flow",), id=str(said), name=flow.id).mended(flow.id)
        if flow.id in seen:
            there = seen[flow.id].source.related(("flow",), "first")
            yield flow.source.error("CQ901", ("flow",), "taken", id=flow.id).beside(there)
        seen.setdefault(flow.id, flow)
