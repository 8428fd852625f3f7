"""Attachments come one message each, albums in any order: gathered quietly, shown once."""

from html import escape

from engine.core.answers.media import MediaType
from engine.core.model import Flow, Step
from engine.core.phrases import phrase, plural
from engine.core.raw import Attached, Raw
from engine.core.session import Session
from engine.service.conversation import Conversation
from engine.telegram.turn import Turn


async def take(conversation: Conversation, raw: Raw, album: str | None, turn: Turn) -> bool:
    """Deal with an attachment a step gathers, or one of an album met before; False where it is an answer."""
    flow, session = turn.flow, turn.session
    if flow is None or session is None:
        return False
    began = turn.view.albums.get(album) if album else None
    if album is not None and began is None:
        turn.view = turn.view.met(album, session.step)
    if began is not None and began != session.step:
        # The album's step is left already; its late pieces belong there, not here.
        if isinstance(raw, Attached):
            turn.session = await conversation.add_late(flow, session, began, raw, turn.client, turn.moment)
        turn.quiet = True
        return True
    step = flow.step(session.step)
    if isinstance(raw, Attached) and (step is None or not isinstance(step.type, MediaType)):
        earlier = _earlier(flow, session, raw)
        if earlier is not None:
            await _add(conversation, flow, session, earlier, raw, turn)
            turn.quiet = began is not None
            turn.later = turn.quiet
            return True
    if step is None or not isinstance(step.type, MediaType) or not isinstance(raw, Attached):
        # The first piece of an album in the wrong place is answered, the rest would only repeat it.
        turn.quiet = began is not None
        return turn.quiet
    outcome = await conversation.act(flow, session, raw, turn.client, turn.moment)
    if outcome.rejection is not None and not session.gathered.get(step.id):
        turn.notice = outcome.rejection
        return True
    # A rejection of one too many is what the screen says anyway: how many there are, and that it is enough.
    turn.session = outcome.session
    turn.quiet = turn.later = True
    return True


def _earlier(flow: Flow, session: Session, raw: Attached) -> Step | None:
    """The last step already answered with attachments of this kind: where one more belongs."""
    answered = (
        step
        for step in reversed(flow.steps)
        if isinstance(step.type, MediaType) and step.type.kind == raw.kind and session.answers.get(step.id)
    )
    return next(answered, None)


async def _add(conversation: Conversation, flow: Flow, session: Session, step: Step, raw: Attached, turn: Turn) -> None:
    """One more for a step left before; the client is told, and asked on."""
    added = await conversation.add_late(flow, session, step.id, raw, turn.client, turn.moment)
    turn.session = added
    value = added.answers.get(step.id)
    count = len(value) if isinstance(value, list | tuple) else 0
    if added != session:
        words = plural(f"count.{raw.kind}", count, turn.moment.language)
        turn.notice = escape(phrase("late.added", turn.moment.language, count=words))
    else:
        turn.notice = turn.words.text("photos_full", count=str(count))
