"""How a session meets a flow that has changed: nothing is deleted, what does not fit is parked."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import assert_never

from engine.core.facts import Facts, survey
from engine.core.model import Compute, Flow, Item, Say, Step, Stop
from engine.core.options import Choices
from engine.core.rules import broken
from engine.core.session import DONE, REVIEW, Session
from engine.core.values import UNDER, Moment, Value

#: Answers remembered for one step; the oldest give way.
MOST_PARKED = 10


def reconcile(flow: Flow, session: Session, moment: Moment) -> Session:
    """The session as this version of the flow sees it; the client keeps standing where they stood, if that exists."""
    if session.step == DONE:
        return session
    before = session
    session, facts = settle(flow, renamed(flow, session), moment)
    places = {item.id for item in facts.visible if _has_screen(item)}
    step = session.step
    if (step == REVIEW and facts.open != REVIEW) or (step != REVIEW and step not in places):
        step = facts.open
    edit = session.edit if session.edit in places and step != REVIEW else None
    session = replace(session, flow=flow.id, version=flow.version, step=step, edit=edit)
    return session if session == before else replace(session, rev=before.rev + 1)


def _has_screen(item: Item) -> bool:
    match item:
        case Step() | Stop():
            return True
        case Say():
            return item.button is not None
        case Compute():
            return False
        case _:
            assert_never(item)


def renamed(flow: Flow, session: Session) -> Session:
    """Carry answers over `was:` of steps and options."""
    steps = {old: step.id for step in flow.steps for old in step.was if flow.item(old) is None}
    answers, parked, gathered = dict(session.answers), dict(session.parked), dict(session.gathered)
    for old, new in steps.items():
        if old in parked:
            parked[new] = _remembered(*parked.get(new, ()), *parked.pop(old))
        if old in answers and new in answers:
            # Both were asked once, and only one question is left: its own answer stands.
            spare = answers.pop(old)
            if spare is not None:
                parked[new] = _remembered(spare, *parked.get(new, ()))
        for kept in (answers, gathered):
            if old in kept and new not in kept:
                kept[new] = kept.pop(old)  # type: ignore[assignment]  # the same map's own value
    new_ids: dict[str, Mapping[str, str]] = {}
    for step in flow.steps:
        if step.choices is None:
            continue
        # Parents come first, so their own answers are renamed by now.
        ids = _new_ids(step.choices, {id: value for id, value in answers.items() if value is not None})
        parents = new_ids.get(step.choices.parent, {}) if step.choices.parent else {}
        new_ids[step.id] = ids
        for kept in (answers, parked, gathered) if ids or parents else ():
            value = kept.get(step.id)
            if value is not None:
                kept[step.id] = _with_new_ids(value, ids, parents)  # type: ignore[assignment]  # the same shape
    return replace(
        session,
        answers=answers,
        parked=parked,
        gathered=gathered,
        step=steps.get(session.step, session.step),
        edit=steps.get(session.edit, session.edit) if session.edit else None,
    )


def _new_ids(choices: Choices, answers: Mapping[str, Value]) -> Mapping[str, str]:
    """Old option ids → new ones; an id that is offered now is nobody's old one, and the row of now comes first."""
    every = [option for row in choices.rows.values() for option in row]
    taken = {option.id for option in every}
    offered = choices.offered(answers)
    taken_now = {option.id for option in offered}
    return {old: option.id for option in every for old in option.was if old not in taken} | {
        old: option.id for option in offered for old in option.was if old not in taken_now
    }


def _with_new_ids(value: Value, ids: Mapping[str, str], parents: Mapping[str, str]) -> Value:
    match value:
        case str():
            return ids.get(value, value)
        case Mapping():
            under = value.get(UNDER)
            return {**value, UNDER: parents.get(under, under)} if isinstance(under, str) else value
        case Sequence():
            renamed = [_with_new_ids(item, ids, parents) for item in value]
            return tuple(renamed) if isinstance(value, tuple) else renamed
        case _:
            return value


def settle(flow: Flow, session: Session, moment: Moment) -> tuple[Session, Facts]:
    """Park what no longer fits, bring back what fits again: after every accepted answer and every reload."""
    orphans = [id for id in session.answers if flow.step(id) is None]
    if orphans:
        session = _without(session, orphans)
    facts = survey(flow, session, moment)
    # Each round mends the earliest misfit, and a mended step stays mended: order is the only dependency.
    for _ in range(2 * len(flow.items) + 1):
        mended = next((new for item in facts.visible if (new := _mend(item, session, facts)) is not session), None)
        if mended is None:
            break
        session = mended
        facts = survey(flow, session, moment)
    return session, facts


def _mend(item: Item, session: Session, facts: Facts) -> Session:
    if not isinstance(item, Step):
        return session
    if item.id in session.answers:
        value = session.answers[item.id]
        if item.optional if value is None else fits(item, value, facts):
            return session
        session = _without(session, [item.id])
    spare = next((value for value in session.parked.get(item.id, ()) if fits(item, value, facts)), None)
    return session if spare is None else _restored(session, item.id, spare)


def fits(step: Step, value: Value, facts: Facts) -> bool:
    """Whether a stored value is still an answer to this step."""
    return step.type.fits(value, facts.asked(step)) and (
        value == step.type.refusal or broken(step, value, facts, soft=False) is None
    )


def _restored(session: Session, step: str, value: Value) -> Session:
    left = {**session.parked, step: tuple(kept for kept in session.parked[step] if kept != value)}
    parked = {id: kept for id, kept in left.items() if kept}
    return replace(session, answers={**session.answers, step: value}, parked=parked)


def _without(session: Session, steps: Collection[str]) -> Session:
    """The session with these answers parked; a skip leaves nothing to park."""
    answers = {id: value for id, value in session.answers.items() if id not in steps}
    parked = dict(session.parked)
    for step in steps:
        value = session.answers[step]
        if value is not None:
            parked[step] = _remembered(value, *parked.get(step, ()))
    return replace(session, answers=answers, parked=parked)


def _remembered(*values: Value) -> tuple[Value, ...]:
    """The latest answers first, each once; values may be lists, so no set can tell."""
    different: list[Value] = []
    for value in values:
        if value not in different:
            different.append(value)
    return tuple(different[:MOST_PARKED])
