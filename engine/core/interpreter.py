"""The whole navigation, pure: a session and what the client did → the next session, or why not."""

from collections.abc import Mapping
from dataclasses import replace
from html import escape

from engine.core.answers.base import Refusal
from engine.core.answers.choices import ManyType
from engine.core.answers.media import MediaType
from engine.core.backward import revisit, step_back, without_gathered
from engine.core.facts import Facts, survey
from engine.core.model import Flow, Say, Step, Stop
from engine.core.phrases import phrase
from engine.core.raw import Finished, Raw, Tapped, Typed
from engine.core.reconcile import reconcile, settle
from engine.core.rules import broken, complaint, most, overfull
from engine.core.screen import screen
from engine.core.session import DONE, REVIEW, Event, EventKind, Move, Rejection, Session
from engine.core.values import NONE, OTHER, Moment, Value, option_id

#: Before the first step.
NOWHERE = "@start"

__all__ = [
    "acknowledge", "answer", "back", "clear", "edit", "keep", "prefill", "reconcile", "screen", "skip", "start",
    "submit",
]  # fmt: skip


def start(flow: Flow, id: str, moment: Moment, given: Mapping[str, Value] | None = None) -> Move:
    """Begin the flow; `given` are values already accepted elsewhere (consent, pre-fill) and are checked again."""
    fresh = Session(
        id, flow.id, flow.version, step=NOWHERE, parked={step: (value,) for step, value in (given or {}).items()}
    )
    session, facts = settle(flow, fresh, moment)
    moved = _forward(flow, replace(session, parked={}), facts)
    return Move(moved.session, (_event("started", moved.session, None, moment), *moved.events))


def prefill(flow: Flow, raw: Mapping[str, str], moment: Moment) -> dict[str, Value]:
    """Texts by step id → the values its own validation accepts, in the flow's order; the rest is dropped.

    Dropped as well: consent, which only the client can give; what a soft rule would ask about; and the answer to a
    question whose options depend on an answer still to come.
    """
    session = Session("", flow.id, flow.version, step=NOWHERE)
    for step in flow.steps:
        text = raw.get(step.id)
        if text is None or step.type.refusal is not None:
            continue
        facts = survey(flow, session, moment)
        if step not in facts.visible or _awaits_parent(step, flow, facts):
            continue
        value = step.type.read(Typed(text), facts.asked(step))
        if isinstance(value, Refusal) or any(broken(step, value, facts, soft=soft) for soft in (False, True)):
            continue
        session = replace(session, answers={**session.answers, step.id: value})
    return {id: value for id, value in session.answers.items() if value is not None}


def _awaits_parent(step: Step, flow: Flow, facts: Facts) -> bool:
    parent = step.choices.parent if step.choices else None
    return parent is not None and parent not in facts.present and flow.step(parent) in facts.visible


def answer(flow: Flow, session: Session, raw: Raw, moment: Moment) -> Move | Rejection:
    """Accept what the client sent to the current step and move on, or say what is expected."""
    step = flow.step(session.step)
    if step is None:
        return Rejection("")
    facts = survey(flow, session, moment)
    asked, gathered = facts.asked(step), facts.gathered(step, session)
    match raw, step.type:
        case Tapped(option="other"), _ if step.choices and step.choices.other:
            return _gathered(session, step, _toggle_other(step, gathered))
        case Tapped(option), ManyType() as many:
            picked = many.pick(option, asked)
            if isinstance(picked, Refusal):
                return _reject(picked, step, session, facts)
            return _within(session, step, facts, many.toggled(gathered, option, asked))
        case Finished(), type if type.gathers:
            whole = [value for value in gathered if value != OTHER]
            if whole:
                return _take(flow, session, step, whole, facts)
            if step.optional:
                return skip(flow, session, moment)
        case Finished(), _ if (doubted := facts.doubted(step, session)) is not None:
            return _take(flow, session, step, doubted, facts)
    value = step.type.read(raw, asked)
    if isinstance(value, Refusal):
        return _reject(value, step, session, facts)
    match step.type:
        case MediaType() as media:
            return _within(session, step, facts, media.merged(gathered, value))
        case ManyType() as many if isinstance(value, tuple | list):
            return _within(session, step, facts, many.joined(gathered, value, asked))
    return _take(flow, session, step, value, facts)


def _take(flow: Flow, session: Session, step: Step, value: Value, facts: Facts) -> Move | Rejection:
    """The one validation path's second half: a value → accepted, questioned or refused."""
    if value == step.type.refusal:
        stopped = replace(session, rev=session.rev + 1, answers={**session.answers, step.id: value})
        return Move(stopped, (_event("stopped", stopped, step.id, facts.moment),))
    if rule := broken(step, value, facts, soft=False):
        invalid = _event("invalid", session, step.id, facts.moment)
        return Rejection(complaint(rule, step, value, facts), (invalid,), attempt=True)
    if broken(step, value, facts, soft=True) and facts.doubted(step, session) != value:
        asked = _gathered(session, step, (value,))
        return replace(asked, events=(_event("questioned", session, step.id, facts.moment),))
    return _accept(flow, session, step, value, facts.moment)


def _accept(flow: Flow, session: Session, step: Step, value: Value, moment: Moment) -> Move:
    answers = {**session.answers, step.id: value}
    taken = replace(without_gathered(session, step.id), answers=answers)
    return _forward(flow, *settle(flow, taken, moment), _event("answered", session, step.id, moment))


def _gathered(session: Session, step: Step, values: tuple[Value, ...]) -> Move:
    gathered = {**session.gathered, step.id: values}
    return Move(replace(session, rev=session.rev + 1, gathered=gathered))


def _within(session: Session, step: Step, facts: Facts, values: tuple[Value, ...]) -> Move | Rejection:
    """Gather, up to the step's own maximum; taking away is always possible."""
    rule = overfull(step, len(values), facts)
    if rule is None or len(values) < len(facts.gathered(step, session)):
        return _gathered(session, step, values)
    if rule.say is not None:
        text = complaint(rule, step, values, facts)
    else:
        text = escape(phrase("max.count", facts.moment.language, bound=str(most(step, facts))))
    return Rejection(text, (_event("invalid", session, step.id, facts.moment),))


def _toggle_other(step: Step, gathered: tuple[Value, ...]) -> tuple[Value, ...]:
    if not step.type.gathers:
        return () if OTHER in gathered else (OTHER,)
    without = tuple(value for value in gathered if option_id(value) != OTHER)
    return without if len(without) < len(gathered) else (*(value for value in without if value != NONE), OTHER)


def _reject(refusal: Refusal, step: Step, session: Session, facts: Facts) -> Rejection:
    """The author's `retry:` replaces the type's general sentence, never its special ones."""
    language = facts.moment.language
    general = refusal.key.startswith("expects.")
    text = (
        step.retry.render(language, facts.shown, escape).strip()
        if step.retry and general
        else escape(refusal.text(language))
    )
    attempt = not general and refusal.key != "too_long"
    return Rejection(text, (_event("invalid", session, step.id, facts.moment),), attempt)


def skip(flow: Flow, session: Session, moment: Moment) -> Move | Rejection:
    """Leave an optional question without an answer."""
    step = flow.step(session.step)
    if step is None or not step.optional:
        return Rejection("")
    skipped = replace(without_gathered(session, step.id), answers={**session.answers, step.id: None})
    return _forward(flow, *settle(flow, skipped, moment), _event("skipped", session, step.id, moment))


def acknowledge(flow: Flow, session: Session, moment: Moment) -> Move:
    """The button of a message that is a screen of its own."""
    if not isinstance(flow.item(session.step), Say):
        return Move(session)
    seen = dict.fromkeys((*session.acknowledged, session.step))
    read = replace(session, acknowledged=tuple(seen))
    return _forward(flow, read, survey(flow, read, moment))


def keep(flow: Flow, session: Session, moment: Moment) -> Move:
    """Go on from a step visited again, its answer unchanged."""
    if session.step not in session.answers:
        return Move(session)
    return _forward(flow, without_gathered(session, session.step), survey(flow, session, moment))


def clear(flow: Flow, session: Session, moment: Moment) -> Move:
    """Throw away what the current step has gathered; under a soft rule's question, answer anew."""
    step = flow.step(session.step)
    if step is None or step.id not in session.gathered:
        return Move(session)
    facts = survey(flow, session, moment)
    if step.type.gathers and facts.doubted(step, session) is not None:
        return _gathered(session, step, facts.gathered(step, session))
    return Move(replace(without_gathered(session, step.id), rev=session.rev + 1))


def back(flow: Flow, session: Session, moment: Moment) -> Move:
    """One screen back; nothing answered is lost, a change begun in the review is dropped."""
    moved = step_back(flow, session, survey(flow, session, moment))
    if moved == session:
        return Move(session)
    return Move(replace(moved, rev=session.rev + 1), (_event("back", session, session.step, moment),))


def edit(flow: Flow, session: Session, step: str, moment: Moment) -> Move:
    """Change one answer from the review."""
    facts = survey(flow, session, moment)
    if session.step != REVIEW or flow.step(step) not in facts.visible:
        return Move(session)
    changed = revisit(flow, replace(session, rev=session.rev + 1, edit=step), step)
    return Move(changed, (_event("edited", session, step, moment),))


def submit(flow: Flow, session: Session, moment: Moment) -> Move:
    """Finish from the review; with a question open again this leads there, and anywhere else it does nothing."""
    if session.step != REVIEW:
        return Move(session)
    settled, facts = settle(flow, session, moment)
    if facts.open != REVIEW:
        return _forward(flow, settled, facts)
    done = replace(settled, rev=session.rev + 1, step=DONE, edit=None)
    return Move(done, (_event("submitted", session, None, moment),))


def _forward(flow: Flow, session: Session, facts: Facts, *events: Event) -> Move:
    """The one rule: the first visible item still open, else the review."""
    place, moment = facts.open, facts.moment
    moved = replace(session, rev=session.rev + 1, step=place, edit=None if place == REVIEW else session.edit)
    if place == REVIEW and session.step != REVIEW:
        events = (*events, _event("reviewed", moved, None, moment))
    elif isinstance(flow.item(place), Stop):
        events = (*events, _event("stopped", moved, place, moment))
    return Move(moved, events)


def _event(kind: EventKind, session: Session, step: str | None, moment: Moment) -> Event:
    return Event(kind, session.id, session.flow, session.version, step, moment.now)
