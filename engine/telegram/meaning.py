"""What a text written inside a form means: the answer, one in other words, several at once, or a correction."""

from collections.abc import Mapping
from dataclasses import replace

from engine.core import interpreter
from engine.core.amend import amend
from engine.core.answers.amounts import NumberType
from engine.core.answers.choices import ManyType
from engine.core.model import Flow, Step
from engine.core.raw import Raw, Tapped, Typed
from engine.core.session import DONE, REVIEW, Move, Rejection, Session
from engine.core.values import Moment, Value, own_text
from engine.service.routing.understanding import Understander
from engine.telegram.proposal import Proposal
from engine.telegram.turn import Turn

#: Own words give way to what was understood of them from this share of them on.
COVERED = 0.5
#: A refused answer shorter than this is a slip, not a wish: no model is asked.
LEAST_WORDS = 3


def meant(understander: Understander, text: str, turn: Turn, pending: Proposal | None = None) -> Raw | Proposal | None:
    """What a text inside a form means where it is not plainly an answer to the open question.

    An answer to that question in other words; several answers at once, or to another question: a correction to
    be confirmed, together with the one that is `pending`. None: take the text as it is.
    """
    flow, session = turn.flow, turn.session
    if flow is None or session is None or session.step == DONE:
        return None
    step = flow.step(session.step)
    taken = interpreter.answer(flow, session, Typed(text), turn.moment) if step is not None else None
    own = step is not None and isinstance(taken, Move) and _own_words(taken.session, step)
    plain = isinstance(taken, Move) and not own
    if (plain and step is not None and step.choices is None) or (isinstance(taken, Rejection) and taken.attempt):
        return None
    told = understander.told(flow.id, text, turn.moment)
    values = _news(flow, session, told.values)
    if plain and not _another_parents(flow, session.step, taken, values):
        return None
    if pending is not None and pending.flow != flow.id:
        elsewhere, more = turn.proposed, understander.told(pending.flow, text, turn.moment)
        if elsewhere is not None and more.values and more.covered >= COVERED:
            return pending.joined(more.values, elsewhere)
        pending = None
    if pending is not None and own and not values:
        values = _next(text, pending, flow, session, turn.moment)
        if not values and (any(letter.isdigit() for letter in text) or len(text.split()) >= LEAST_WORDS):
            # No name to replace what is proposed: «80 тыс», «нужен юрист по дтп».
            return pending
    # A text without an answer to the question is one in own words unless it is nothing but other answers.
    enough = COVERED if step is not None and step.id in values else 1
    if not values or (own and pending is None and told.covered < enough):
        return None
    if step is not None and list(values) == [step.id]:
        return _as_answer(step, values[step.id])
    words = text if isinstance(taken, Move) else None
    if pending is not None:
        return replace(pending.joined(values, flow), words=pending.words or words)
    return Proposal(flow.id, values, inside=True, correction=True, words=words)


def still_proposed(pending: Proposal | None, answered: str, turn: Turn) -> Proposal | None:
    """What of a proposal stands after a message that went to the open question: all of it where that was no answer."""
    if pending is None or turn.notice:
        return pending
    if not pending.correction or turn.flow is None or turn.session is None:
        return None
    return pending.left(answered, turn.flow, turn.session, turn.moment)


def taken_as_own_words(turn: Turn, place: str) -> bool:
    """Whether the step of that place has just taken a text for «Другое» and the form went on."""
    session, step = turn.session, turn.flow.step(place) if turn.flow is not None else None
    if session is None or step is None or session.step in (place, REVIEW):
        return False
    return _own_words(session, step)


def _next(text: str, pending: Proposal, flow: Flow, session: Session, moment: Moment) -> dict[str, Value]:
    """The text as the answer to the question that follows once the proposal is taken: «80 тыс» after make and year."""
    taken = amend(flow, session, pending.values, moment).session
    step = flow.step(taken.step)
    if step is None or not (step.choices or isinstance(step.type, NumberType)):
        return {}
    moved = interpreter.answer(flow, taken, Typed(text), moment)
    if not isinstance(moved, Move) or _own_words(moved.session, step):
        return {}
    return {id: value for id, value in moved.session.answers.items() if id == step.id and value is not None}


def _another_parents(flow: Flow, id: str, taken: Move | Rejection | None, values: Mapping[str, Value]) -> bool:
    """«Солярис» is a make of its own, and a model of another one that clients mean far more often: ask which."""
    named = isinstance(taken, Move) and id in values and taken.session.answers.get(id) != values[id]
    children = [step for step in flow.steps if step.choices is not None and step.choices.parent == id]
    return named and any(step.id in values for step in children)


def _own_words(session: Session, step: Step) -> bool:
    """Whether the step took the text for «Другое»."""
    value = session.answers.get(step.id)
    pending = session.gathered.get(step.id, ())
    return any(item is not None and own_text(item) is not None for item in (value, *pending))


def _news(flow: Flow, session: Session, values: Mapping[str, Value]) -> dict[str, Value]:
    """What is not known yet. Who the client is belongs to the questions after consent, unless one of them is open."""
    open_step = flow.step(session.step)
    return {
        id: value
        for id, value in values.items()
        if (step := flow.step(id)) is not None
        and session.answers.get(id) != value
        and (not step.type.identifying or step is open_step)
    }


def _as_answer(step: Step, value: Value) -> Raw:
    if isinstance(step.type, ManyType) and isinstance(value, list | tuple):
        return Typed(", ".join(str(item) for item in value))
    if step.choices is not None and isinstance(value, str):
        return Tapped(value)
    return Typed(str(value))
