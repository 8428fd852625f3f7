"""What follows from a session's answers: what is visible, what is absent, what is open."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import assert_never

from engine.core import arithmetic, conditions
from engine.core.answers.amounts import grouped
from engine.core.answers.base import Asked
from engine.core.answers.dates import shown_day
from engine.core.arithmetic import Scope
from engine.core.clauses import Table
from engine.core.model import Compute, Flow, Item, Say, Step, Stop
from engine.core.session import REVIEW, Session
from engine.core.texts import Shown
from engine.core.values import OTHER, Moment, Value, option_id


@dataclass(frozen=True, slots=True)
class Facts:
    """One walk over a flow with one client's answers."""

    moment: Moment
    #: Items whose conditions hold, in order; nothing stands behind a reached stop. A message that lacks an answer it
    #: mentions is not there.
    visible: tuple[Item, ...]
    #: Answers and computed values that are present: not hidden, not skipped.
    present: Mapping[str, Value]
    #: The same on their scales, with `today` and `this_year`.
    scope: Scope
    #: The first visible item still open, else REVIEW.
    open: str
    #: Whether no question still to come depends on an answer still to come.
    settled: bool

    def asked(self, step: Step) -> Asked:
        return Asked(step, self.present, self.moment)

    def gathered(self, step: Step, session: Session) -> tuple[Value, ...]:
        """What the step has been given so far, without what it does not offer any more."""
        asked, kept = self.asked(step), session.gathered.get(step.id, ())
        if step.type.gathers and len(kept) == 1 and isinstance(kept[0], list | tuple):
            kept = tuple(kept[0])
        own = step.choices is not None and step.choices.other is not None
        return tuple(
            value
            for value in kept
            if (own if value == OTHER else step.type.fits([value] if step.type.gathers else value, asked))
        )

    def doubted(self, step: Step, session: Session) -> Value | None:
        """The value a soft rule has asked about, which «Да, всё верно» would accept."""
        kept = session.gathered.get(step.id, ())
        whole = len(kept) == 1 and kept[0] != OTHER and isinstance(kept[0], list | tuple) is step.type.gathers
        return kept[0] if whole and step.type.fits(kept[0], self.asked(step)) else None

    def show(self, item: Step | Compute) -> str:
        """A present answer as people read it, unit included."""
        value = self.present[item.id]
        if isinstance(item, Step):
            text = item.type.show(value, self.asked(item))
        else:
            amount = value if isinstance(value, int | float) else 0
            text = shown_day(amount) if item.day else grouped(amount, item.decimals)
        return f"{text}\u00a0{item.unit.plain(self.moment.language)}" if item.unit else text

    @property
    def shown(self) -> "AnswersInWords":
        """Every present answer as people read it; made when a text asks for it, so take it once and pass it on."""
        return AnswersInWords(self)


class AnswersInWords(Mapping[str, str]):
    """What a text's places are filled with; each answer is put into words at most once."""

    def __init__(self, facts: Facts, given: Shown | None = None) -> None:
        self._facts = facts
        self._words = dict(given or {})

    def __getitem__(self, id: str) -> str:
        if id not in self._words:
            item = next((item for item in self._facts.visible if item.id == id), None)
            if not isinstance(item, Step | Compute) or id not in self._facts.present:
                raise KeyError(id)
            self._words[id] = self._facts.show(item)
        return self._words[id]

    def __iter__(self) -> Iterator[str]:
        return iter({**self._facts.present, **self._words})

    def __len__(self) -> int:
        return len({*self._facts.present, *self._words})

    def __contains__(self, id: object) -> bool:
        return id in self._words or id in self._facts.present

    def __or__(self, given: Shown) -> "AnswersInWords":
        return AnswersInWords(self._facts, {**self._words, **given})


def survey(flow: Flow, session: Session, moment: Moment) -> Facts:
    """Walk the flow once: order and conditions decide everything."""
    visible: list[Item] = []
    present: dict[str, Value] = {}
    scope: dict[str, int | float] = dict(clock(moment))
    unsettled: set[str] = set()
    open_item: str | None = None
    settled = True
    for item in flow.items:
        if item.when and not unsettled.isdisjoint(conditions.names(item.when)):
            unsettled.add(item.id)
            settled = settled and not isinstance(item, Step)
        if not conditions.holds(item.when, present, scope):
            continue
        match item:
            case Compute():
                value = computed(item, present, scope)
                if value is not None:
                    present[item.id] = scope[item.id] = value
                if not unsettled.isdisjoint(inputs(item)):
                    unsettled.add(item.id)
            case Step():
                answer = session.answers.get(item.id)
                if item.id not in session.answers:
                    unsettled.add(item.id)
                if item.id not in session.answers or (answer is not None and answer == item.type.refusal):
                    open_item = open_item or item.id
                if answer is not None:
                    present[item.id] = answer
                    if (measure := item.type.measure(answer)) is not None:
                        scope[item.id] = measure
            case Say():
                if not item.say.template(moment.language).complete(present):
                    continue
                if item.button is not None and item.id not in session.acknowledged:
                    open_item = open_item or item.id
            case Stop():
                if open_item is None:
                    visible.append(item)
                    open_item = item.id
                    break
                continue
            case _:
                assert_never(item)
        visible.append(item)
    return Facts(moment, tuple(visible), present, scope, open_item or REVIEW, settled)


def clock(moment: Moment) -> Scope:
    """The names every formula knows."""
    return {arithmetic.THIS_YEAR: moment.now.year, arithmetic.TODAY: moment.now.date().toordinal()}


def computed(item: Compute, present: Mapping[str, Value], scope: Scope) -> int | float | None:
    """A computed value, None while something it needs is absent."""
    match item.formula:
        case Table(parent, rows):
            chosen = option_id(present[parent]) if parent in present else None
            return None if chosen is None else rows.get(chosen, rows.get("other"))
        case formula:
            value = arithmetic.evaluate(formula, scope)
            if value is None or isinstance(value, bool):
                return None
            rounded = round(value, item.decimals) if item.decimals else round(value)
            return None if item.day and not 1 <= rounded <= date.max.toordinal() else rounded


def inputs(item: Compute) -> Iterator[str]:
    """The items a computed value is made of."""
    if isinstance(item.formula, Table):
        yield item.formula.parent
    else:
        yield from (name.name for name in arithmetic.names(item.formula))
