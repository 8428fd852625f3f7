"""`validate:` rules can be read and can be kept."""

from collections.abc import Iterator

from engine.lang.checks.scope import Scope
from engine.lang.diagnostics import Diagnostic, Path
from engine.lang.document import Item
from engine.lang.formulas import Formula, unreadable, wrong
from engine.lang.kinds import all_kinds
from engine.lang.scalars import Data

_SIDES = ("min", "max")


def rules(scope: Scope) -> Iterator[Diagnostic]:
    """Every rule of every question."""
    for flow in scope.flows:
        kinds = all_kinds(flow)
        for position, item in flow.placed:
            if item.kind == "ask" and item.type is not None:
                for rule, path in rules_of(item):
                    where = Formula(flow, item.source, path, position, kinds, item.id)
                    yield from _rule(item, rule, where)


def rules_of(item: Item) -> Iterator[tuple[dict[str, Data], Path]]:
    """The rules of a question with their places."""
    found, path = item.raw.get("validate"), (*item.path, "validate")
    entries = (
        [(rule, (*path, index)) for index, rule in enumerate(found)] if isinstance(found, list) else [(found, path)]
    )
    for rule, place in entries:
        if isinstance(rule, dict):
            yield rule, place


def _rule(item: Item, rule: dict[str, Data], where: Formula) -> Iterator[Diagnostic]:
    source, path, type = where.source, where.path, item.type
    assert type is not None
    if set(rule) <= {"say", "soft"}:
        yield source.error("CQ101", path, "rule", at=source.owner(path))
    for side in _SIDES:
        if side not in rule or not isinstance(rule[side], str) or rule[side] == "":
            continue
        place = (*path, side)
        if type.scale is None:
            yield source.error("CQ104", place, "bounds", at=source.key(place), key=side, type=str(item.type_name))
        else:
            bound = Formula(where.flow, source, place, where.position, where.kinds)
            yield from unreadable(bound, str(rule[side]), type)
    if isinstance(rule.get("must"), str):
        must = Formula(where.flow, source, (*path, "must"), where.position, where.kinds, where.own)
        yield from wrong(must, str(rule["must"]), ("truth",))
