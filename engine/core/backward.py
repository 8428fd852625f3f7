"""Where Back leads."""

from dataclasses import replace

from engine.core.facts import Facts
from engine.core.model import Flow, Say, Step
from engine.core.session import DONE, REVIEW, Session
from engine.core.values import OTHER


def step_back(flow: Flow, session: Session, facts: Facts) -> Session:
    """One screen back, with nothing answered lost; the same session where there is nothing behind."""
    step = flow.step(session.step)
    if session.step == DONE:
        return session
    if step is not None and refused(step, session):
        # The refusal is taken back: the question stands open again.
        return replace(session, answers={id: value for id, value in session.answers.items() if id != step.id})
    if step is not None and questioned(step, session, facts):
        return _unquestioned(step, session, facts)
    place = behind(session, facts)
    if place is None:
        return session
    if session.edit is not None:
        session = without_gathered(session, session.step)
    return revisit(flow, replace(session, edit=session.edit if place == session.edit else None), place)


def can_back(session: Session, facts: Facts) -> bool:
    """Whether Back has somewhere to lead from here."""
    if session.step == DONE:
        return False
    step = next((item for item in facts.visible if item.id == session.step and isinstance(item, Step)), None)
    within = isinstance(step, Step) and (refused(step, session) or questioned(step, session, facts))
    return within or behind(session, facts) is not None


def refused(step: Step, session: Session) -> bool:
    """Whether the client refused what the flow cannot go on without."""
    return step.type.refusal is not None and session.answers.get(step.id) == step.type.refusal


def questioned(step: Step, session: Session, facts: Facts) -> bool:
    """Whether a question within the question is open: own words are awaited, or a soft rule has asked."""
    return OTHER in facts.gathered(step, session) or facts.doubted(step, session) is not None


def behind(session: Session, facts: Facts) -> str | None:
    """Out of a change begun in the review, back to the change from what it opened, else one screen back."""
    if session.edit is not None:
        if facts.open == REVIEW:
            return REVIEW
        if session.edit != session.step and any(item.id == session.edit for item in facts.visible):
            return session.edit
    return previous(session, facts)


def previous(session: Session, facts: Facts) -> str | None:
    """The screen before this one, None at the very beginning."""
    before: str | None = None
    for item in facts.visible:
        if item.id == session.step:
            return before
        if isinstance(item, Step) or (isinstance(item, Say) and item.button is not None):
            before = item.id
    return before


def revisit(flow: Flow, session: Session, place: str) -> Session:
    """Stand on an earlier place; what a gathering step has already accepted can be added to."""
    step, value = flow.step(place), session.answers.get(place)
    if step is None or not step.type.gathers or place in session.gathered or not isinstance(value, tuple | list):
        return replace(session, step=place)
    return replace(session, step=place, gathered={**session.gathered, place: tuple(value)})


def without_gathered(session: Session, step: str) -> Session:
    return replace(session, gathered={id: kept for id, kept in session.gathered.items() if id != step})


def _unquestioned(step: Step, session: Session, facts: Facts) -> Session:
    """The question itself again: of a step that gathers, with what it had."""
    left = without_gathered(session, step.id)
    kept = tuple(value for value in facts.gathered(step, session) if value != OTHER) if step.type.gathers else ()
    return replace(left, gathered={**left.gathered, step.id: kept}) if kept else left
