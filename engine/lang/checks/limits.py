"""Bounds of one question against each other: some answer fits all rules, and each rule does something."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from engine.core.arithmetic import NotArithmetic, parse
from engine.lang.checks.rules import rules_of
from engine.lang.checks.scope import Scope
from engine.lang.checks.walks import Walks
from engine.lang.diagnostics import Diagnostic, Path
from engine.lang.document import Item
from engine.lang.paths.places import EVERY_DAY, Places
from engine.lang.paths.ranges import UNKNOWN, Range, enclose
from engine.lang.scalars import Data, resolved

#: A year above which a bound is about today, not about the past.
_RECENT = 2020
_LAST_CENTURY_S_END = 2100


@dataclass(frozen=True, slots=True)
class _Bound:
    """One end of one rule; an amount of None is a formula."""

    side: str
    amount: float | None
    text: str
    path: Path
    soft: bool

    @property
    def rule(self) -> Path:
        return self.path[:-1]

    @property
    def range(self) -> Range | None:
        """What it may be, whatever the day; None for what depends on answers."""
        if self.amount is not None:
            return Range(self.amount, self.amount)
        try:
            found = enclose(parse(self.text), lambda name: EVERY_DAY.get(name, UNKNOWN))
        except NotArithmetic:
            return None
        return found if found is not None and found.sure else None

    def above(self, other: "_Bound") -> bool:
        """Whether it is surely more than the other."""
        return self.range is not None and other.range is not None and self.range.least > other.range.most


def limits(scope: Scope) -> Iterator[Diagnostic]:
    """Bounds that leave no answer, never matter, or will be out of date next year."""
    for item in scope.written_items:
        if item.kind == "ask" and item.type is not None and item.type.scale is not None:
            bounds = list(_bounds(item))
            crossed = list(_crossed(item, [bound for bound in bounds if not bound.soft]))
            yield from crossed
            if not crossed:
                yield from _soft(item, bounds)
                yield from _dated(item, bounds)


def _bounds(item: Item) -> Iterator[_Bound]:
    assert item.type is not None
    for rule, path in rules_of(item):
        for side in ("min", "max"):
            written = rule.get(side)
            if isinstance(written, str):
                amount = item.type.bound(str(written))
                yield _Bound(side, amount, str(written), (*path, side), _is_soft(rule))


def _is_soft(rule: dict[str, Data]) -> bool:
    return resolved(rule.get("soft")) is True


def _crossed(item: Item, bounds: list[_Bound]) -> Iterator[Diagnostic]:
    """The first bound no answer keeps together with those before it."""
    if item.type is not None and item.type.scale in ("length", "count"):
        for bound in bounds:
            if bound.side == "max" and bound.amount is not None and bound.amount < 1:
                yield item.source.error("CQ405", bound.path, "nothing", most=bound.text)
                return
    for index, bound in enumerate(bounds):
        for earlier in bounds[:index]:
            low, high = (earlier, bound) if earlier.side == "min" else (bound, earlier)
            if earlier.side == bound.side or not low.above(high):
                continue
            if earlier.rule == bound.rule:
                yield item.source.error("CQ405", (*bound.rule, "min"), least=low.text, most=high.text)
                return
            finding = item.source.error("CQ405", bound.path, "together", least=low.text, most=high.text)
            yield finding.beside(item.source.related(earlier.path, "also"))
            return


def _soft(item: Item, bounds: list[_Bound]) -> Iterator[Diagnostic]:
    """A soft rule asks about some answers, not about none and not about all."""
    hard = _range([bound for bound in bounds if not bound.soft])
    for rule, path in rules_of(item):
        own = [bound for bound in bounds if bound.rule == path]
        if not _is_soft(rule) or not own or set(rule) & {"must", "pattern"}:
            continue
        asked = _range(own)
        if hard is None or asked is None:
            continue
        if asked.least <= hard.least and hard.most <= asked.most:
            yield item.source.warning("CQ405", own[0].path, "never_asks")
        elif asked.most < hard.least or hard.most < asked.least:
            yield item.source.warning("CQ405", own[0].path, "always_asks")


def _range(bounds: list[_Bound]) -> Range | None:
    """The amounts that keep all bounds; None where a formula is among them."""
    if any(bound.amount is None for bound in bounds):
        return None
    least = max((bound.amount or 0 for bound in bounds if bound.side == "min"), default=-math.inf)
    most = min((bound.amount or 0 for bound in bounds if bound.side == "max"), default=math.inf)
    return Range(least, most)


def _dated(item: Item, bounds: list[_Bound]) -> Iterator[Diagnostic]:
    """A year that is the last one allowed will be a past year."""
    for bound in bounds:
        recent = bound.amount is not None and _RECENT <= bound.amount <= _LAST_CENTURY_S_END
        if item.type_name == "year" and bound.side == "max" and recent:
            yield item.source.warning("CQ408", bound.path, value=bound.text).mended("this_year", safe=False)


def musts(walks: Walks) -> Iterator[Diagnostic]:
    """A `must:` lets some answers through, and not all."""
    told: set[tuple[str, Path]] = set()
    for flow, search in walks.flows:
        for item in flow.items:
            question = search.places.questions.get(item.name)
            for rule, path in rules_of(item) if question is not None and not question.broken else ():
                place = (*path, "must")
                if not isinstance(rule.get("must"), str) or walks.broken(item.source, path):
                    continue
                found = _outcome(str(rule["must"]), search.places)
                variant = None if found is None else "must" if found.most == 0 else "idle" if found.least > 0 else None
                if variant is None or (item.source.file, place) in told:
                    continue
                told.add((item.source.file, place))
                if variant == "must":
                    yield item.source.error("CQ405", place, "must")
                else:
                    yield item.source.warning("CQ405", place, "idle")


def _outcome(formula: str, places: Places) -> Range | None:
    """What the formula yields for every answer the rules of its questions allow; None where one may be absent."""
    try:
        found = enclose(parse(formula), lambda name: _limits(name, places))
    except NotArithmetic:
        return None
    return found if found is not None and found.sure else None


def _limits(name: str, places: Places) -> Range:
    question = places.questions.get(name)
    if question is None or question.broken or question.item.type is None:
        return places.clock.get(name, UNKNOWN)
    return question.limits
