"""Buttons as a phone shows them: labels that fit their columns, titles that differ."""

from collections.abc import Iterator, Mapping

from engine.lang.checks.scope import Scope
from engine.lang.diagnostics import Diagnostic
from engine.lang.document import Item, sequence
from engine.lang.fields import Field, versions
from engine.lang.offered import offered
from engine.lang.scalars import resolved
from engine.lang.source import Source

#: Columns → the longest label a phone of usual width shows whole.
WIDTHS: Mapping[int, int] = {1: 40, 2: 20, 3: 12, 4: 8, 5: 6, 6: 5, 7: 4, 8: 4}


def columns(scope: Scope) -> Iterator[Diagnostic]:
    """`columns:` leaves room for the labels."""
    for item in scope.written_items:
        count = resolved(item.raw.get("columns"))
        if isinstance(count, int) and not isinstance(count, bool) and 1 < count <= max(WIDTHS):
            longest = max(_labels(item, scope), key=len, default="")
            if len(longest) > WIDTHS[count]:
                path, limit = (*item.path, "columns"), str(WIDTHS[count])
                yield item.source.warning("CQ506", path, "columns", label=longest, columns=str(count), limit=limit)


def _labels(item: Item, scope: Scope) -> Iterator[str]:
    found = offered(item, scope.bot)
    options = [option for _, _, listed in found.lists for option in listed.values()] if found else []
    for option in (*options, *(item.raw[key] for key in ("other", "none") if key in item.raw)):
        label = option["label"] if isinstance(option, dict) and "label" in option else option
        yield from (text for _, text in versions(Field(item.source, (), label, "button")))


def titles(scope: Scope) -> Iterator[Diagnostic]:
    """No two flows have one title: the menu's buttons could not be told apart."""
    first: dict[str, Source] = {}
    menu = {str(name) for name in sequence(scope.bot.raw.get("menu"))}
    for flow in (flow for flow in scope.flows if flow.id in menu):
        for path, title in versions(Field(flow.source, ("title",), flow.raw.get("title", ""), "button")):
            words = " ".join(title.casefold().split())
            if words and words in first and first[words] is not flow.source:
                there = first[words].related(("title",), "first")
                yield flow.source.warning("CQ902", path, title=title).beside(there)
            first.setdefault(words, flow.source)
