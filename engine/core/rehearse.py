"""Which answers lead to a given item: plausible ones, found by trying, for previews and for walking every path."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from engine.core import conditions, facts
from engine.core.answers.base import Refusal
from engine.core.arithmetic import Expression, evaluate
from engine.core.conditions import HasAll, Not, Test, Within
from engine.core.facts import Facts, survey
from engine.core.model import Compute, Flow, Item, Say, Step, Stop
from engine.core.raw import Attached, Raw, Tapped, Typed
from engine.core.rules import broken
from engine.core.session import REVIEW, Session
from engine.core.values import NONE, OTHER, Moment, Value

#: Sessions tried before a place counts as out of reach.
MOST_TRIES = 4000


def reach(
    flow: Flow, target: str, moment: Moment, id: str = "rehearsal", given: Session | None = None
) -> Session | None:
    """A session standing on `target` (an item or REVIEW), with answers that lead there; None when none was found.

    What `given` has answered before the target is kept, where that leads there at all.
    """
    item = flow.item(target)
    if item is None and target != REVIEW:
        return None
    deciding = _deciding(flow, item)
    empty = Session(id, flow.id, flow.version, step=REVIEW)
    for begun in (_up_to(flow, target, given, empty), empty) if given is not None else (empty,):
        if reached := _search(flow, begun, target, deciding, moment, iter(range(MOST_TRIES))):
            return reached
    return None


def _up_to(flow: Flow, target: str, given: Session, empty: Session) -> Session:
    """The given session without its end: everything from the target on is open again."""
    order = [item.id for item in flow.items]
    before = set(order if target == REVIEW else order[: order.index(target)])
    answers = {id: value for id, value in given.answers.items() if id in before}
    return replace(empty, answers=answers, acknowledged=tuple(id for id in given.acknowledged if id in before))


def _search(
    flow: Flow, session: Session, target: str, deciding: frozenset[str], moment: Moment, tries: Iterator[int]
) -> Session | None:
    if next(tries, None) is None:
        return None
    found = survey(flow, session, moment)
    if found.open == target or (target != REVIEW and _passed_message(flow, target, found)):
        return replace(session, step=found.open)
    item = flow.item(found.open)
    match item:
        case Say():
            seen = replace(session, acknowledged=(*session.acknowledged, item.id))
            return _search(flow, seen, target, deciding, moment, tries)
        case Step():
            candidates: Iterator[Value | None] = candidates_for(item, flow, found)
            for value in candidates:
                tried = replace(session, answers={**session.answers, item.id: value})
                if reached := _search(flow, tried, target, deciding, moment, tries):
                    return reached
                if item.id not in deciding:
                    return None
    return None


def _passed_message(flow: Flow, target: str, found: Facts) -> bool:
    """A message glued above the next screen has no place of its own: standing below it is seeing it."""
    item = flow.item(target)
    if not isinstance(item, Say) or item.button is not None or item not in found.visible:
        return False
    order = [item.id for item in flow.items]
    return found.open == REVIEW or order.index(found.open) > order.index(target)


def candidates_for(step: Step, flow: Flow, found: Facts) -> Iterator[Value | None]:
    """Values this step accepts now, the most ordinary first; None (skipped) last, where it may be skipped."""
    asked = found.asked(step)
    given: list[Value] = []
    for raw in _raws(step, flow, found):
        value = step.type.read(raw, asked)
        if isinstance(value, Refusal) or value == step.type.refusal or value in given:
            continue
        if broken(step, value, found, soft=False) is None:
            given.append(value)
    yield from given
    if step.optional:
        yield None


def _raws(step: Step, flow: Flow, found: Facts) -> Iterator[Raw]:
    if step.type.name in ("photo", "file"):
        yield Attached("photo" if step.type.name == "photo" else "file", "rehearsal", "rehearsal", 1)
    asked = found.asked(step)
    for option in asked.options:
        yield Tapped(option.id)
    for option_id in ("yes", "no", NONE, OTHER):
        yield Tapped(option_id)
    for together in _together(step, flow):
        named = [option.label.plain(found.moment.language) for option in asked.options if option.id in together]
        yield Typed(", ".join(named))
    for sample in step.type.samples:
        yield Typed(sample)
    for amount in sorted(set(_edges(step, flow, found)), key=abs):
        if step.type.scale == "day":
            yield Typed(date.fromordinal(max(1, int(amount))).isoformat())
        elif step.type.scale == "length":
            yield Typed("а" * max(1, min(int(amount), 500)))
        else:
            yield Typed(str(amount))


def _together(step: Step, flow: Flow) -> Iterator[tuple[str, ...]]:
    """Options somebody's condition wants all at once."""
    for item in flow.items:
        for group in item.when:
            test = group.get(step.id)
            while isinstance(test, Not):
                test = test.test
            if isinstance(test, HasAll):
                yield test.values


def _edges(step: Step, flow: Flow, found: Facts) -> Iterator[int | float]:
    """Amounts at and beside every bound somebody has set on this step."""
    bounds: list[Expression | None] = [bound for rule in step.rules for bound in (rule.min, rule.max)]
    for item in flow.items:
        for group in item.when:
            if step.id in group:
                bounds += _bounds(group[step.id])
    for bound in bounds:
        amount = None if bound is None else evaluate(bound, found.scope)
        if amount is not None:
            yield from (amount, amount + 1, amount - 1)


def _bounds(test: Test) -> list[Expression | None]:
    match test:
        case Within(least, most):
            return [least, most]
        case Not(inner):
            return _bounds(inner)
        case _:
            return []


def _deciding(flow: Flow, target: Item | None) -> frozenset[str]:
    """The items whose answers decide whether the target comes: named by it, by what those need, by stops before it."""
    wanted: set[str] = set()
    waiting: list[Item] = [] if target is None else [target]
    for item in flow.items:
        if item is target:
            break
        if isinstance(item, Stop):
            waiting.append(item)
    while waiting:
        item = waiting.pop()
        names = set(conditions.names(item.when)) | (set(facts.inputs(item)) if isinstance(item, Compute) else set())
        for name in names - wanted:
            wanted.add(name)
            if (named := flow.item(name)) is not None:
                waiting.append(named)
    return frozenset(wanted)


def places(flow: Flow) -> Mapping[str, Item]:
    """Everything a client may see, in order: computed values have no screen."""
    return {item.id: item for item in flow.items if not isinstance(item, Compute)}
