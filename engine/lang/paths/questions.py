"""A question as paths see it: the answers it takes, told apart as far as conditions do."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from engine.core.answers.dates import shown_day
from engine.core.arithmetic import Expression
from engine.core.clauses import Rule
from engine.core.values import OTHER, Value
from engine.lang.document import BotDocument, Item, mapping
from engine.lang.offered import offered, rows_of
from engine.lang.paths import cells
from engine.lang.paths.cells import UNTOLD, Cell, Mentions
from engine.lang.paths.ranges import Range, enclose, fails
from engine.lang.paths.verdict import Clock, Known, amount_of
from engine.lang.scalars import resolved

#: What an answer of each scale may be at all.
_SCALES: Mapping[str, tuple[float, float]] = {
    "amount": (-1e15, 1e15),
    "day": (date(1000, 1, 1).toordinal(), date.max.toordinal()),
    "length": (1, 4096),
    "count": (1, 100),
}
_YEARS = (1000.0, 9999.0)
#: What people answer most.
_ORDINARY: Mapping[str, Sequence[float]] = {
    "amount": (100, 10_000, 500_000, 1_500_000, 2018, 1),
    "day": (date(2026, 7, 1).toordinal(), date(2026, 7, 2).toordinal(), date(1990, 3, 15).toordinal()),
    "length": (13,),
    "count": (1, 3),
}
_LONGEST_SHOWN = 12


@dataclass
class Question:
    """One asked item. `broken` says it has a mistake that leaves its answers open."""

    item: Item
    bot: BotDocument
    rules: tuple[Rule, ...]
    mentions: Mentions
    clock: Clock
    broken: bool
    #: Questions whose options depend on this one's answer.
    children: Sequence["Question"] = field(default_factory=list)

    @property
    def skippable(self) -> bool:
        return self.broken or self.item.skippable

    @property
    def parent(self) -> str | None:
        """The question its options depend on."""
        by = mapping(self.item.raw.get("choices_by"))
        return str(next(iter(by))) if len(by) == 1 and not self.broken else None

    def cells(self, known: Known) -> tuple[Cell, ...]:
        """Every answer there is, told apart as far as conditions do."""
        if self.parent is None:
            return self._cells
        answer = known.get(self.parent)
        if answer is None:
            return (UNTOLD,)
        chosen = next(iter(answer.names or ()), "") if isinstance(answer, Cell) else ""
        if chosen not in self._by_parent:
            self._by_parent[chosen] = self._of_row(chosen)
        return self._by_parent[chosen]

    def examples(self, cell: Cell, *, several: bool) -> Iterator[Cell]:
        """The cell made one answer; `several` where a formula counts with it."""
        if cell.range is None or cell.names is None or self.item.type_name == "many":
            yield cell
            return
        for index, (amount, value, shown) in enumerate(self._exemplified(cell.range)):
            if index and not several:
                return
            yield Cell(cell.names, Range(amount, amount), value, shown, cell.apart or several)

    def refused(self, cell: Cell, known: Known, clock: Clock) -> bool | None:
        """Whether a hard rule refuses the answer; None where it cannot be told."""
        own = {**known, self.item.name: cell}
        verdicts = [_breaks(rule, cell, lambda name: amount_of(name, own, clock)) for rule in self.rules]
        return True if True in verdicts else None if None in verdicts else False

    @cached_property
    def options(self) -> tuple[str, ...] | None:
        found = offered(self.item, self.bot)
        return None if found is None else found.ids

    @cached_property
    def limits(self) -> Range:
        """The scale within the hard rules, whatever the day."""
        scale = str(self.item.type.scale) if self.item.type is not None else ""
        least, most = _YEARS if self.item.type_name == "year" else _SCALES.get(scale, (-math.inf, math.inf))
        for rule in self.rules:
            low, high = (_limit(bound, self.clock) if bound is not None else None for bound in (rule.min, rule.max))
            least, most = max(least, low.least if low else least), min(most, high.most if high else most)
        return Range(least, most) if least <= most else Range(-math.inf, math.inf)

    @cached_property
    def _by_parent(self) -> dict[str, tuple[Cell, ...]]:
        return {}

    @cached_property
    def _cells(self) -> tuple[Cell, ...]:
        type = self.item.type
        if self.broken or type is None:
            return (UNTOLD,)
        if type.name in {"choice", "yes_no", "many"}:
            return (UNTOLD,) if self.options is None else self._of_options(self.options)
        if type.scale is None:
            return cells.of_texts(self.mentions, (Cell(frozenset(), None, _text(7), "", bool(self.mentions.values)),))
        found = cells.of_amounts(self.limits, self.mentions, whole=self._whole, exemplify=self._exemplified)
        if len(found) == 1 and not self.mentions.values:
            found = tuple(replace(one, apart=False) for one in found)
        return found if type.scale in {"amount", "day"} else cells.of_texts(self.mentions, found)

    def _of_options(self, ids: Sequence[str]) -> tuple[Cell, ...]:
        if self.item.type_name == "many":
            return cells.of_many(ids, self.mentions, self.limits)
        return cells.of_options(ids, self.mentions, self._alike)

    def _of_row(self, chosen: str) -> tuple[Cell, ...]:
        """What is offered after one answer of the parent; without a row, own words."""
        row = self.row(chosen)
        if row is None:
            return (UNTOLD,)
        own = [OTHER] if OTHER in self.item.raw or not row else []
        extra = ["none"] if "none" in self.item.raw else []
        return self._of_options([*row, *own, *extra])

    def row(self, chosen: str) -> tuple[str, ...] | None:
        """The options after one answer of the parent, none where it has no row; None where that cannot be told."""
        if self._rows is None:
            return None
        return self._rows.get(chosen, ())

    @cached_property
    def _rows(self) -> Mapping[str, tuple[str, ...]] | None:
        found = rows_of(self.item, self.bot)
        return None if found is None else {key: tuple(row) for _, _, key, row in found}

    def _alike(self, id: str) -> tuple[object, ...] | None:
        """Options after which the questions that depend on this one offer the same, as far as anybody looks."""
        found: list[object] = [id == OTHER]
        for child in self.children:
            row = child.row(id)
            if row is None or child.children:
                return None
            named = frozenset(row) & frozenset(child.mentions.values)
            found.append((bool(row), named, len(named) < len(row)))
        return tuple(found)

    @property
    def _whole(self) -> bool:
        type = self.item.type
        decimals = resolved(self.item.raw.get("decimals"))
        return type is None or type.scale != "amount" or not (isinstance(decimals, int) and decimals > 0)

    def _exemplified(self, stretch: Range) -> Iterable[tuple[float, Value, str]]:
        """Examples of a stretch: ordinary answers first, then its ends."""
        scale = str(self.item.type.scale) if self.item.type is not None else ""
        ends = [end for end in (stretch.least, stretch.most) if not math.isinf(end)]
        # Where the scale itself ends nobody answers.
        ends.sort(key=lambda end: end in (self.limits.least, self.limits.most))
        amounts = [one for one in (*_ORDINARY.get(scale, ()), *ends) if stretch.least <= one <= stretch.most]
        for amount in dict.fromkeys(float(one) for one in amounts or [0.0]):
            yield amount, *_written(scale, amount)


def _written(scale: str, amount: float) -> tuple[Value, str]:
    whole = int(amount)
    match scale:
        case "day":
            return date.fromordinal(min(max(whole, 1), date.max.toordinal())).isoformat(), shown_day(amount)
        case "length":
            return _text(whole), _text(min(whole, _LONGEST_SHOWN)) + ("…" if whole > _LONGEST_SHOWN else "")
        case "count":
            return [{"id": f"f{n}", "unique": f"u{n}", "message": n} for n in range(1, whole + 1)], str(whole)
        case _:
            return (whole, str(whole)) if amount == whole else (amount, f"{amount:g}")


def _text(length: int) -> str:
    return "а" * length


def _limit(bound: Expression, clock: Clock) -> Range | None:
    """Where a bound that names no answer lies."""
    found = enclose(bound, clock.get)
    return found if found is not None and found.sure else None


def _breaks(rule: Rule, cell: Cell, of: Callable[[str], Range | None]) -> bool | None:
    verdicts: list[bool | None] = []
    if cell.range is not None:
        for bound, low in ((rule.min, True), (rule.max, False)):
            limit = enclose(bound, of) if bound is not None else None
            if limit is None:
                continue
            beyond = cell.range.most < limit.least if low else cell.range.least > limit.most
            within = cell.range.least >= limit.most if low else cell.range.most <= limit.least
            verdicts.append(True if beyond and limit.sure else False if within else None)
    if rule.must is not None:
        verdicts.append(fails(rule.must, of))
    return True if True in verdicts else None if None in verdicts else False
