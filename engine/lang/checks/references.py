"""Blocks, lists, tables and flows that are named exist and are what they are taken for."""

import re
from collections.abc import Iterable, Iterator
from functools import partial

from engine.lang.checks.scope import Scope
from engine.lang.diagnostics import Diagnostic, Path
from engine.lang.document import BotDocument, FlowDocument, Item, mapping, sequence, several
from engine.lang.names import unusable
from engine.lang.near import nearest
from engine.lang.offered import offered, rows_of
from engine.lang.scalars import Data
from engine.lang.schema import option_list
from engine.lang.source import Source


def unknown_blocks(scope: Scope) -> Iterator[Diagnostic]:
    """`use:` names a block of bot.yaml."""
    for flow in scope.flows if scope.has_bot else ():
        for item in flow.entries:
            name = item.raw.get("use")
            if item.kind == "use" and isinstance(name, str) and name and name not in scope.bot.blocks:
                found = _unknown(item.source, (*item.path, "use"), "block", name, scope.bot.blocks)
                yield _beside(found, scope, "blocks", _used_blocks(scope))


def unused_blocks(scope: Scope) -> Iterator[Diagnostic]:
    """Every block is used somewhere."""
    if not _all_told(scope):
        return
    used = _used_blocks(scope)
    for name in scope.bot.blocks:
        if name not in used and not any(nearest(word, [name]) for word in used - set(scope.bot.blocks)):
            path = ("blocks", name)
            yield scope.bot.source.warning("CQ203", path, "block", at=scope.bot.source.key(path), name=name)


def _used_blocks(scope: Scope) -> set[str]:
    return {str(item.raw["use"]) for flow in scope.flows for item in flow.entries if item.kind == "use"}


def _beside(finding: Diagnostic, scope: Scope, section: str, used: set[str]) -> Diagnostic:
    """With the place of the list or block that was perhaps meant, where nobody uses it under its name."""
    near = finding.args.get("near")
    if near is None or near in used:
        return finding
    path = (section, near)
    there = scope.bot.source.related(path, f"unused_{section[:-1]}", at=scope.bot.source.key(path))
    return finding.beside(there)


def unknown_flows(scope: Scope) -> Iterator[Diagnostic]:
    """The menu and `offer:` name flows that have a file."""
    for name, path in several(scope.bot.raw.get("menu"), ("menu",)):
        if name not in scope.flow_ids:
            yield _unknown(scope.bot.source, path, "flow", name, scope.flow_ids)
    for item in scope.written_items:
        for name, path in several(item.raw.get("offer"), (*item.path, "offer")):
            if name not in scope.flow_ids:
                yield _unknown(item.source, path, "flow", name, scope.flow_ids)


def repeated_menu(scope: Scope) -> Iterator[Diagnostic]:
    """A flow is in the menu once."""
    seen: set[str] = set()
    for name, path in several(scope.bot.raw.get("menu"), ("menu",)):
        if name in seen:
            yield scope.bot.source.error("CQ201", path, "menu", id=name)
        seen.add(name)


def lists(scope: Scope) -> Iterator[Diagnostic]:
    """`choices:` names a list, `choices_by:` an earlier choice and a table."""
    for item in scope.written_items:
        found = item.raw.get("choices")
        if isinstance(found, str) and scope.has_bot:
            yield from _named_list(item, found, (*item.path, "choices"), scope, table=False)
        for table in mapping(item.raw.get("choices_by")).values():
            path = (*item.path, "choices_by", next(iter(mapping(item.raw["choices_by"]))))
            if isinstance(table, str) and scope.has_bot:
                yield from _named_list(item, table, path, scope, table=True)


def _named_list(item: Item, name: str, path: Path, scope: Scope, *, table: bool) -> Iterator[Diagnostic]:
    bot = scope.bot
    if name not in bot.lists and not table and re.search(r"[\s,;/]", name):
        yield option_list(item.source, path, re.split(r"\s*[,;/]\s*", name))
    elif name not in bot.lists:
        right = [other for other in bot.lists if bot.is_table(other) is table]
        found = _unknown(item.source, path, "table" if table else "list", name, right)
        yield _beside(found, scope, "lists", _used_lists(scope))
    elif isinstance(bot.lists[name], dict) and bot.is_table(name) is not table:
        yield item.source.error("CQ202", path, "not_table" if table else "is_table", name=name)


def parents(scope: Scope) -> Iterator[Diagnostic]:
    """The parent of `choices_by:` is an earlier single choice."""
    for flow in scope.flows:
        for position, item in flow.placed:
            for name in mapping(item.raw.get("choices_by")):
                path = (*item.path, "choices_by", name)
                at = partial(item.source.key, path)
                trouble = unusable(flow, item.source, path, name, position, at=at)
                if trouble is not None:
                    yield trouble
                parent = flow.by_id.get(name)
                if (
                    parent is not None
                    and parent.answers
                    and not parent.unclear
                    and parent.type_name not in {"choice", "yes_no"}
                ):
                    yield item.source.error("CQ206", path, "parent", at=at(), name=name)


def rows(scope: Scope) -> Iterator[Diagnostic]:
    """A table's rows are named after options of the question it depends on."""
    tables: dict[tuple[str, Path], tuple[Source, Path, dict[str, Path], set[str] | None]] = {}
    for flow in scope.flows:
        for item in flow.items:
            found = rows_of(item, scope.bot) if "choices_by" in item.raw else None
            if not found:
                continue
            source, path = found[0][0], found[0][1][:-1]
            options = _options_of_parent(flow, item, scope.bot)
            _, _, _, known = tables.get((source.file, path), (source, path, {}, set()))
            # A table may serve several flows: a row is stray where no parent has the option.
            merged = None if known is None or options is None else known | options
            tables[source.file, path] = (source, path, {key: row for _, row, key, _ in found}, merged)
    for source, _, written, known in tables.values():
        for key, row in written.items() if known is not None else ():
            if key not in (known or ()):
                yield _stray(source, row, key, known or set())


def mixed_tables(scope: Scope) -> Iterator[Diagnostic]:
    """Every entry of a table is a list, and of a list an option."""
    for name, entries in scope.bot.lists.items():
        if scope.bot.is_table(name):
            for key, value in mapping(entries).items():
                if not isinstance(value, dict):
                    path = ("lists", name, key)
                    yield scope.bot.source.error("CQ103", path, "row", name=name)
        else:
            yield from (
                _no_option(scope.bot, ("lists", name, key), value)
                for key, value in mapping(entries).items()
                if scope.bot.is_row(value)
            )


def _no_option(bot: BotDocument, path: Path, value: Data) -> Diagnostic:
    """A map among labels: an option whose `label` is misspelt, or no option at all."""
    for key in mapping(value):
        if nearest(key, ("label",)):
            place = (*path, key)
            at = bot.source.key(place)
            return bot.source.error("CQ100", place, "near", at=at, key=key, near="label").mended("label")
    return bot.source.error("CQ103", path, want="@option", got="@got.map")


def _options_of_parent(flow: FlowDocument, item: Item, bot: BotDocument) -> set[str] | None:
    parent = flow.by_id.get(next(iter(mapping(item.raw["choices_by"]))))
    options = offered(parent, bot) if parent is not None else None
    return None if options is None else set(options.ids)


def _stray(source: Source, path: Path, key: str, known: Iterable[str]) -> Diagnostic:
    at, near = source.key(path), nearest(key, known)
    finding = source.error("CQ204", path, "row_near" if near else "row", at=at, value=key, near=near or "")
    return finding.mended(near) if near else finding


def _unknown(source: Source, path: Path, what: str, name: str, known: Iterable[str]) -> Diagnostic:
    near = nearest(name, known)
    if near is not None:
        return source.error("CQ202", path, f"{what}_near", name=name, near=near).mended(near)
    return source.error("CQ202", path, what, name=name, known=", ".join(sorted(known)) or "—")


def repeated_offers(scope: Scope) -> Iterator[Diagnostic]:
    """`offer:` is a list of flows, each once."""
    for item in scope.written_items:
        names = [str(name) for name in sequence(item.raw.get("offer"))]
        for index, name in enumerate(names):
            if name in names[:index]:
                yield item.source.error("CQ201", (*item.path, "offer", index), "menu", id=name)


def _all_told(scope: Scope) -> bool:
    """Whether every flow file could be read and has its steps; else what they use is not known."""
    return len(scope.flows) == len(scope.flow_ids) and all(flow.entries for flow in scope.flows)


def unused_lists(scope: Scope) -> Iterator[Diagnostic]:
    """Every list is offered somewhere."""
    if not _all_told(scope) or any(item.unclear for item in scope.written_items):
        return
    used = _used_lists(scope)
    for name in scope.bot.lists:
        if name not in used and not any(nearest(word, [name]) for word in used - set(scope.bot.lists)):
            path = ("lists", name)
            yield scope.bot.source.warning("CQ203", path, "list", at=scope.bot.source.key(path), name=name)


def _used_lists(scope: Scope) -> set[str]:
    offering = [item.raw.get("choices") for item in scope.written_items]
    offering += [table for item in scope.written_items for table in mapping(item.raw.get("choices_by")).values()]
    return {str(name) for name in offering if isinstance(name, str)}
