"""`validate:` rules can be read and can be kept."""

from collections.abc import Iterator

import re2

from engine.lang.checks.scope import Scope
from engine.lang.diagnostics import Diagnostic, Path
from engine.lang.document import Item
from engine.lang.formulas import Formula, unreadable, wrong
from engine.lang.kinds import all_kinds
from engine.lang.scalars import Data
from engine.lang.source import Source

_SIDES = ("min", "max")
#: What RE2 says → our wording; RE2's sentence begins with one of these.
_COMPLAINTS = {
    "invalid perl operator": "perl", "missing )": "bracket", "unexpected )": "bracket", "missing ]": "square",
    "no argument for repetition": "repeat", "bad repetition": "repeat", "invalid repetition": "size",
    "invalid escape": "escape", "trailing \\": "escape", "invalid character class": "range",
    "invalid named capture": "group",
}  # fmt: skip


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
        if side not in rule or not isinstance(rule[side], str):
            continue
        place = (*path, side)
        if type.scale is None:
            yield source.error("CQ104", place, "bounds", at=source.key(place), key=side, type=str(item.type_name))
        else:
            bound = Formula(where.flow, source, place, where.position, where.kinds)
            yield from unreadable(bound, str(rule[side]), type)
    yield from _crossed(item, rule, source, path)
    if isinstance(rule.get("must"), str):
        must = Formula(where.flow, source, (*path, "must"), where.position, where.kinds, where.own)
        yield from wrong(must, str(rule["must"]), ("truth",))
    if isinstance(rule.get("pattern"), str):
        yield from _pattern(item, str(rule["pattern"]), source, (*path, "pattern"))


def _crossed(item: Item, rule: dict[str, Data], source: Source, path: Path) -> Iterator[Diagnostic]:
    type = item.type
    if type is None or type.scale is None or not all(isinstance(rule.get(side), str) for side in _SIDES):
        return
    least, most = type.bound(str(rule["min"])), type.bound(str(rule["max"]))
    if least is not None and most is not None and least > most:
        yield source.error("CQ405", (*path, "min"), least=str(rule["min"]), most=str(rule["max"]))


def _pattern(item: Item, pattern: str, source: Source, path: Path) -> Iterator[Diagnostic]:
    if item.type is None or item.type.scale != "length":
        yield source.error("CQ104", path, "pattern", at=source.key(path), type=str(item.type_name))
        return
    options = re2.Options()
    options.log_errors = False
    try:
        re2.compile(pattern, options)
    except re2.error as error:
        said = error.args[0].decode(errors="replace") if error.args and isinstance(error.args[0], bytes) else ""
        word = next((word for start, word in _COMPLAINTS.items() if said.startswith(start)), "other")
        part = said.partition(": ")[2]
        at = source.inside(path, pattern.find(part), len(part)) if part and part in pattern else None
        yield source.error("CQ402", path, f"re_{word}", at=at, part=part)
