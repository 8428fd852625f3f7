"""`compute:` reads, is made of amounts, and its table has a row for what exists."""

from collections.abc import Iterator
from functools import partial

from engine.lang.checks.conditions import beside
from engine.lang.checks.scope import Scope
from engine.lang.diagnostics import Diagnostic, Path
from engine.lang.document import FlowDocument, Item, mapping
from engine.lang.formulas import Formula, wrong
from engine.lang.kinds import all_kinds
from engine.lang.names import unusable
from engine.lang.near import nearest
from engine.lang.offered import Offered, offered


def computed(scope: Scope) -> Iterator[Diagnostic]:
    """A computed value is an amount or a day made of earlier answers."""
    for flow in scope.flows:
        kinds = all_kinds(flow)
        for position, item in flow.placed:
            if item.kind != "compute":
                continue
            path, formula = (*item.path, "compute"), item.raw["compute"]
            if isinstance(formula, str):
                yield from wrong(Formula(flow, item.source, path, position, kinds), formula, ("number", "day"))
            else:
                yield from _table(flow, item, path, position)


def _table(flow: FlowDocument, item: Item, path: Path, position: int) -> Iterator[Diagnostic]:
    for name, rows in mapping(item.raw["compute"]).items():
        place = (*path, name)
        at = partial(item.source.key, place)
        trouble = unusable(flow, item.source, place, name, position, at=at)
        parent = flow.by_id.get(name)
        if trouble is not None:
            yield trouble
        if trouble is not None or parent is None or parent.unclear:
            continue
        if parent.type_name not in {"choice", "yes_no"}:
            yield item.source.error("CQ206", place, "parent", at=at(), name=name)
            continue
        options = offered(parent, flow.bot)
        for option in mapping(rows) if options is not None else ():
            if options is not None and option not in options.ids and option != "other":
                yield _stray(item, (*place, option), option, name, options)


def _stray(item: Item, path: Path, option: str, name: str, options: Offered) -> Diagnostic:
    ids = options.ids
    near, at = nearest(option, ids), item.source.key(path)
    args = {"value": option, "name": name, "near": near or "", "known": ", ".join(ids[:12])}
    finding = item.source.error("CQ204", path, "near" if near else "", at=at, **args)
    return beside(finding, options, near)
