"""Several answers changed at once, as when a client tells them in one message."""

from collections.abc import Mapping
from dataclasses import replace

from engine.core.facts import survey
from engine.core.model import Flow, Step
from engine.core.reconcile import fits, settle
from engine.core.session import DONE, REVIEW, Event, Move, Session
from engine.core.values import Moment, Value


def amend(flow: Flow, session: Session, values: Mapping[str, Value], moment: Moment) -> Move:
    """Take each value its step accepts now, in the flow's order, and go on; the rest changes nothing."""
    if session.step == DONE:
        return Move(session)
    amended, taken = session, list[str]()
    for step in flow.steps:
        facts = survey(flow, amended, moment)
        value = values.get(step.id)
        if value is None or step not in facts.visible or not fits(step, value, facts):
            continue
        gathered = {id: kept for id, kept in amended.gathered.items() if id != step.id}
        amended = replace(amended, answers={**amended.answers, step.id: value}, gathered=gathered)
        amended, _ = settle(flow, amended, moment)
        taken.append(step.id)
    if not taken:
        return Move(session)
    place = survey(flow, amended, moment).open
    moved = replace(amended, rev=session.rev + 1, step=place, edit=None if place == REVIEW else amended.edit)
    events = tuple(Event("answered", moved.id, moved.flow, moved.version, step, moment.now) for step in taken)
    return Move(moved, events)


def announced(
    flow: Flow, values: Mapping[str, Value], moment: Moment, session: Session | None = None
) -> tuple[Mapping[str, str], int]:
    """How a form (a new one, or this) would look with these answers: each as people read it, and the questions left."""
    fresh = session or Session("", flow.id, flow.version, step=REVIEW)
    amended = amend(flow, fresh, values, moment).session
    facts = survey(flow, amended, moment)
    shown = {id: facts.shown[id] for id in values if id in facts.present}
    open = [item for item in facts.visible if isinstance(item, Step) and item.id not in amended.answers]
    return shown, sum(step.consent is None for step in open)
