"""The whole navigation, pure: a session and what the client did → the next session, or why not."""

from collections.abc import Mapping
from dataclasses import replace
from html import escape

from engine.core.answers.base import Refusal
from engine.core.answers.choices import ManyType
from engine.core.answers.media import MediaType
from engine.core.facts import Facts, survey
from engine.core.model import Flow, Say, Step, Stop
from engine.core.phrases import phrase
from engine.core.reconcile import reconcile, settle
from engine.core.rules import broken, complaint, most
from engine.core.screen import previous, screen
from engine.core.session import (
    DONE,
    REVIEW,
    Event,
    EventKind,
    Finished,
    Move,
    Raw,
    Rejection,
    Session,
    Tapped,
    Typed,
)
from engine.core.values import OTHER, Moment, Value, option_id

__all__ = [
    "acknowledge", "answer", "back", "clear", "edit", "keep", "prefill", "reconcile", "screen", "skip", "start",
    "submit",
]  # fmt: skip


def start(flow: Flow, id: str, moment: Moment, given: Mapping[str, Value] | None = None) -> Move:
    """Begin the flow; `given` are values already accepted elsewhere (consent, pre-fill) and are checked again."""
    fresh = Session(id, flow.id, flow.version, step=REVIEW, parked=dict(given or {}))
    session = settle(flow, fresh, moment)
    moved = _forward(flow, replace(session, parked={}), moment)
    return Move(moved.session, (_event("started", moved.session, None, moment), *moved.events))


def prefill(flow: Flow, raw: Mapping[str, str], moment: Moment) -> dict[str, Value]:
    """Texts by step id → the values its own validation accepts, in the flow's order; the rest is dropped."""
    session = Session("", flow.id, flow.version, step=REVIEW)
    for step in flow.steps:
        facts = survey(flow, session, moment)
        text = raw.get(step.id)
        if text is None or step not in facts.visible:
            continue
        value = step.type.read(Typed(text), facts.asked(step))
        if not isinstance(value, Refusal) and value != step.type.refusal and not broken(step, value, facts, soft=False):
            session = replace(session, answers={**session.answers, step.id: value})
    return {id: value for id, value in session.answers.items() if value is not None}


def answer(flow: Flow, session: Session, raw: Raw, moment: Moment) -> Move | Rejection:
    """Accept what the client sent to the current step and move on, or say what is expected."""
    step = flow.step(session.step)
    if step is None:
        return Rejection("")
    facts = survey(flow, session, moment)
    gathered = session.gathered.get(step.id, ())
    match raw, step.type:
        case Tapped(option="other"), _ if step.choices and step.choices.other:
            return _gathered(session, step, _toggle_other(gathered))
        case Tapped(option), ManyType() as many:
            picked = many.pick(option, facts.asked(step))
            if isinstance(picked, Refusal):
                return _reject(picked, step, session, facts)
            return _within(session, step, facts, many.toggled(gathered, option, facts.asked(step)))
        case Finished(), type if type.gathers:
            accepted = tuple(value for value in gathered if value != OTHER)
            if not accepted:
                return (
                    skip(flow, session, moment)
                    if step.optional
                    else _reject(type.refuse(facts.asked(step)), step, session, facts)
                )
            return _take(flow, session, step, accepted, facts)
        case Finished(), _ if gathered and gathered != (OTHER,):
            return _accept(flow, session, step, gathered[0], moment)
    value = step.type.read(raw, facts.asked(step))
    if isinstance(value, Refusal):
        return _reject(value, step, session, facts)
    match step.type:
        case MediaType() as media:
            return _within(session, step, facts, media.merged(gathered, value))
        case ManyType() as many if isinstance(value, tuple | list):
            kept = [old for old in gathered if old != OTHER]
            return _within(session, step, facts, many.ordered([*kept, *value], facts.asked(step)))
    return _take(flow, session, step, value, facts)


def _take(flow: Flow, session: Session, step: Step, value: Value, facts: Facts) -> Move | Rejection:
    """The one validation path's second half: a value → accepted, questioned or refused."""
    if value == step.type.refusal:
        stopped = replace(session, rev=session.rev + 1, answers={**session.answers, step.id: value})
        return Move(stopped, (_event("stopped", stopped, step.id, facts.moment),))
    if rule := broken(step, value, facts, soft=False):
        return Rejection(complaint(rule, step, value, facts), (_event("invalid", session, step.id, facts.moment),))
    if broken(step, value, facts, soft=True) and not step.type.gathers and session.gathered.get(step.id) != (value,):
        asked = _gathered(session, step, (value,))
        return replace(asked, events=(_event("questioned", session, step.id, facts.moment),))
    return _accept(flow, session, step, value, facts.moment)


def _accept(flow: Flow, session: Session, step: Step, value: Value, moment: Moment) -> Move:
    answers = {**session.answers, step.id: value}
    taken = replace(_without_gathered(session, step.id), answers=answers)
    return _forward(flow, settle(flow, taken, moment), moment, _event("answered", session, step.id, moment))


def _gathered(session: Session, step: Step, values: tuple[Value, ...]) -> Move:
    gathered = {**session.gathered, step.id: values}
    return Move(replace(session, rev=session.rev + 1, gathered=gathered))


def _within(session: Session, step: Step, facts: Facts, values: tuple[Value, ...]) -> Move | Rejection:
    """Gather, up to the step's own maximum."""
    limit = most(step, facts)
    if limit is None or len(values) <= limit:
        return _gathered(session, step, values)
    text = escape(phrase("max.count", facts.moment.language, bound=str(limit)))
    return Rejection(text, (_event("invalid", session, step.id, facts.moment),))


def _toggle_other(gathered: tuple[Value, ...]) -> tuple[Value, ...]:
    without = tuple(value for value in gathered if option_id(value) != OTHER)
    return without if len(without) < len(gathered) else (*without, OTHER)


def _reject(refusal: Refusal, step: Step, session: Session, facts: Facts) -> Rejection:
    """The author's `retry:` replaces the type's general sentence, never its special ones."""
    language = facts.moment.language
    general = refusal.key.startswith("expects.")
    text = (
        step.retry.render(language, facts.shown, escape).strip()
        if step.retry and general
        else escape(refusal.text(language))
    )
    return Rejection(text, (_event("invalid", session, step.id, facts.moment),))


def skip(flow: Flow, session: Session, moment: Moment) -> Move | Rejection:
    """Leave an optional question without an answer."""
    step = flow.step(session.step)
    if step is None or not step.optional:
        return Rejection("")
    skipped = replace(_without_gathered(session, step.id), answers={**session.answers, step.id: None})
    return _forward(flow, settle(flow, skipped, moment), moment, _event("skipped", session, step.id, moment))


def acknowledge(flow: Flow, session: Session, moment: Moment) -> Move:
    """The button of a message that is a screen of its own."""
    if not isinstance(flow.item(session.step), Say):
        return Move(session)
    seen = dict.fromkeys((*session.acknowledged, session.step))
    return _forward(flow, replace(session, acknowledged=tuple(seen)), moment)


def keep(flow: Flow, session: Session, moment: Moment) -> Move:
    """Go on from a step visited again, its answer unchanged."""
    if session.step not in session.answers:
        return Move(session)
    return _forward(flow, _without_gathered(session, session.step), moment)


def clear(flow: Flow, session: Session, moment: Moment) -> Move:
    """Throw away what the current step has gathered."""
    return Move(replace(_without_gathered(session, session.step), rev=session.rev + 1))


def back(flow: Flow, session: Session, moment: Moment) -> Move:
    """One screen back; nothing answered is lost, a change begun in the review is dropped."""
    if session.step == DONE:
        return Move(session)
    step = flow.step(session.step)
    event = _event("back", session, session.step, moment)
    moved = replace(session, rev=session.rev + 1)
    if step is not None and step.type.refusal is not None and session.answers.get(step.id) == step.type.refusal:
        answers = {id: value for id, value in session.answers.items() if id != step.id}
        return Move(replace(moved, answers=answers), (event,))
    if step is not None and (undone := _undone(step, session)) is not None:
        remaining = _without_gathered(moved, step.id)
        gathered = {**remaining.gathered, step.id: undone} if undone else remaining.gathered
        return Move(replace(remaining, gathered=gathered), (event,))
    facts = survey(flow, session, moment)
    if session.edit is not None:
        return Move(replace(_without_gathered(moved, session.step), step=facts.open, edit=None), (event,))
    before = previous(session, facts)
    return Move(session) if before is None else Move(_revisit(flow, moved, before), (event,))


def _undone(step: Step, session: Session) -> tuple[Value, ...] | None:
    """What remains gathered when Back takes back a question within the question; None when there is none."""
    gathered = session.gathered.get(step.id, ())
    if OTHER in gathered:
        return tuple(value for value in gathered if value != OTHER)
    return () if gathered and not step.type.gathers else None


def edit(flow: Flow, session: Session, step: str, moment: Moment) -> Move:
    """Change one answer from the review."""
    facts = survey(flow, session, moment)
    if session.step != REVIEW or flow.step(step) not in facts.visible:
        return Move(session)
    changed = _revisit(flow, replace(session, rev=session.rev + 1, edit=step), step)
    return Move(changed, (_event("edited", session, step, moment),))


def _revisit(flow: Flow, session: Session, place: str) -> Session:
    """Stand on an earlier place; what a gathering step has already accepted can be added to."""
    step, value = flow.step(place), session.answers.get(place)
    if step is None or not step.type.gathers or place in session.gathered or not isinstance(value, tuple | list):
        return replace(session, step=place)
    return replace(session, step=place, gathered={**session.gathered, place: tuple(value)})


def submit(flow: Flow, session: Session, moment: Moment) -> Move:
    """Finish from the review; anywhere else, or with a question open again, this leads to the open place."""
    settled = settle(flow, session, moment)
    if session.step != REVIEW or survey(flow, settled, moment).open != REVIEW:
        return Move(session) if session.step != REVIEW else _forward(flow, settled, moment)
    done = replace(settled, rev=session.rev + 1, step=DONE, edit=None)
    return Move(done, (_event("submitted", session, None, moment),))


def _forward(flow: Flow, session: Session, moment: Moment, *events: Event) -> Move:
    """The one rule: the first visible item still open, else the review."""
    place = survey(flow, session, moment).open
    moved = replace(session, rev=session.rev + 1, step=place, edit=None if place == REVIEW else session.edit)
    if place == REVIEW and session.step != REVIEW:
        events = (*events, _event("reviewed", moved, None, moment))
    elif isinstance(flow.item(place), Stop):
        events = (*events, _event("stopped", moved, place, moment))
    return Move(moved, events)


def _without_gathered(session: Session, step: str) -> Session:
    return replace(session, gathered={id: kept for id, kept in session.gathered.items() if id != step})


def _event(kind: EventKind, session: Session, step: str | None, moment: Moment) -> Event:
    return Event(kind, session.id, session.flow, session.version, step, moment.now)
