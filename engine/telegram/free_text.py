"""Free text: what a client writes in their own words, read while the chat goes on, proposed when it is understood."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import replace

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError

from engine.core import interpreter
from engine.core.amend import amend
from engine.core.answers.amounts import NumberType
from engine.core.answers.choices import ManyType
from engine.core.lead import Client
from engine.core.model import Flow, Step
from engine.core.raw import Raw, Tapped, Typed
from engine.core.session import DONE, REVIEW, Move, Rejection, Session
from engine.core.values import Moment, Value, own_text
from engine.service.routing.understanding import Understander, Understanding
from engine.telegram.proposal import Proposal
from engine.telegram.refresh import LOCK_SECONDS
from engine.telegram.stage import Stage
from engine.telegram.turn import Turn
from engine.telegram.typing import AGAIN_SECONDS, MOST_TIMES, PATIENCE_SECONDS

log = structlog.get_logger(__name__)

#: Own words give way to what was understood of them from this share of them on.
COVERED = 0.5
#: A refused answer shorter than this is a slip, not a wish: no model is asked.
LEAST_WORDS = 3


class FreeText:
    """Reads outside the chat's lock; what it finds counts only if the client did nothing meanwhile."""

    def __init__(
        self, understander: Understander, stage: Stage, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self.understander = understander
        self._stage = stage
        self._sleep = sleep
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def waiting(self) -> bool:
        return bool(self._tasks)

    async def settled(self) -> None:
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def stop(self) -> None:
        """The client will write again; nobody waits for a model at the end."""
        for task in self._tasks:
            task.cancel()
        await self.settled()

    def read(
        self,
        text: str,
        turn: Turn,
        bot: Bot,
        *,
        inside: bool = False,
        answered: str | None = None,
        greeted: bool = False,
    ) -> None:
        """Understand the text in the background and propose what it means.

        `inside`: the client stands in a form, another branch is all that may come of it. `answered`: the step that
        took the text for own words. `greeted`: the menu is on the screen already.
        """
        work = self._read(
            text, turn.client, turn.moment, turn.update, bot, inside=inside, answered=answered, greeted=greeted
        )
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _read(
        self,
        text: str,
        client: Client,
        moment: Moment,
        update: str,
        bot: Bot,
        *,
        inside: bool,
        answered: str | None,
        greeted: bool,
    ) -> None:
        typing = asyncio.create_task(self._type(bot, client.id))
        try:
            understood = await self.understander.understand(text, moment, client)
        finally:
            typing.cancel()
        try:
            async with asyncio.timeout(LOCK_SECONDS), self._stage.refresher.manager(bot, client.id) as manager:
                if not manager.has_context():
                    return
                turn = self._stage.turn(manager)
                # Anything the client did since then says more than the text.
                if turn.view.seen[-1:] != (update,):
                    return
                turn.client = client
                if await self._answer(understood, turn, inside=inside, answered=answered, greeted=greeted):
                    await self._stage.show(turn, manager)
        except Exception:
            log.exception("proposal_not_shown")

    async def _type(self, bot: Bot, chat: int) -> None:
        with suppress(AiogramError):
            await self._sleep(PATIENCE_SECONDS)
            for _ in range(MOST_TIMES):
                await bot.send_chat_action(chat, "typing")
                await self._sleep(AGAIN_SECONDS)

    async def _answer(
        self, understood: Understanding, turn: Turn, *, inside: bool, answered: str | None, greeted: bool
    ) -> bool:
        """Leave in the turn what is to be shown; False where there is nothing new to show."""
        flow = turn.project.flow(understood.flow) if understood.flow else None
        if inside and (flow is None or (turn.flow is not None and flow.id == turn.flow.id)):
            return False
        pending, proposed = turn.proposal, turn.proposed
        if pending is not None and proposed is not None:
            joined = self._joined(pending, proposed, understood, turn.moment)
            if joined is not None:
                turn.view = turn.view.proposing(joined.to_json())
                return True
            await self.understander.judged(pending.call, accepted=False)
        if flow is not None:
            offer = Proposal(flow.id, understood.answers, inside=inside, answered=answered, call=understood.call)
            turn.view = turn.view.proposing(offer.to_json())
        elif greeted:
            return False
        else:
            turn.view = turn.view.opened("menu")
            turn.notice = turn.words.text("not_understood")
        return True

    def _joined(self, pending: Proposal, flow: Flow, understood: Understanding, moment: Moment) -> Proposal | None:
        """The proposal on the screen after one more text; None where that is a wish for something else.

        «год 2016, пробег 80 тыс» sounds like selling, but to somebody about to buy it is only more of the same.
        """
        if understood.flow == flow.id:
            return replace(pending.joined(understood.answers, flow), call=understood.call or pending.call)
        told = self.understander.told(flow.id, understood.text, moment)
        if understood.flow is not None:
            other = self.understander.told(understood.flow, understood.text, moment)
            if max(told.covered, other.covered) < 1:
                return None
        return pending.joined(told.values, flow)

    def meant(self, text: str, turn: Turn, pending: Proposal | None = None) -> Raw | Proposal | None:
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
        told = self.understander.told(flow.id, text, turn.moment)
        values = _news(flow, session, told.values)
        if plain and not _another_parents(flow, session.step, taken, values):
            return None
        if pending is not None and pending.flow != flow.id:
            elsewhere, more = turn.proposed, self.understander.told(pending.flow, text, turn.moment)
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
