"""What a client can do to a conversation, over the ports: begin, act, finish, come back later."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

from engine.core import interpreter
from engine.core.amend import amend
from engine.core.answers.media import MediaType
from engine.core.lead import Client
from engine.core.model import Flow, Project
from engine.core.ports import Draft, Drafts, Funnel, Outbox, Users
from engine.core.raw import Attached, Finished, Raw, SharedContact, Tapped, Typed, Unreadable
from engine.core.session import DONE, Event, Move, Rejection, Session
from engine.core.values import Moment, Value
from engine.service.completion import complete


@dataclass(frozen=True, slots=True)
class Skip:
    """Leave an optional question without an answer."""


@dataclass(frozen=True, slots=True)
class Back:
    """One screen back."""


@dataclass(frozen=True, slots=True)
class Keep:
    """Go on from a step visited again, its answer unchanged."""


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """The button of a message that is a screen of its own."""


@dataclass(frozen=True, slots=True)
class Clear:
    """Throw away what the current step has gathered."""


@dataclass(frozen=True, slots=True)
class Change:
    """Change one answer from the review."""

    step: str


type Action = Raw | Skip | Back | Keep | Acknowledge | Clear | Change


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where the client is after an action."""

    session: Session
    #: HTML: what is expected instead; empty where a button had no meaning here; None when it was accepted.
    rejection: str | None = None


@dataclass(frozen=True, slots=True)
class Submission:
    """What «Отправить» led to."""

    session: Session
    #: This tap sent the form.
    sent: bool = False
    #: It had been sent before.
    already: bool = False


class Conversation:
    """The use cases of one bot. Holds the current project behind one reference: a reload is a swap."""

    def __init__(
        self,
        project: Project,
        *,
        drafts: Drafts,
        users: Users,
        funnel: Funnel,
        outbox: Outbox,
        clock: Callable[[], datetime],
        recorded: Callable[[], None] = lambda: None,
        new_id: Callable[[], str] = lambda: uuid4().hex,
    ) -> None:
        self._project = project
        self._drafts = drafts
        self._users = users
        self._funnel = funnel
        self._outbox = outbox
        self._clock = clock
        #: Called after a lead was recorded: wakes whoever delivers.
        self._recorded = recorded
        self._new_id = new_id

    @property
    def project(self) -> Project:
        """The project as it is now; whoever handles an update takes it once."""
        return self._project

    def swap(self, project: Project) -> None:
        self._project = project

    def now(self) -> datetime:
        return self._clock()

    def moment(self, project: Project, language: str) -> Moment:
        """Now, in the dealer's time zone, for a client of this language."""
        spoken = language if language in project.bot.languages else project.bot.languages[0]
        return Moment(self._clock().astimezone(ZoneInfo(project.bot.timezone)), spoken)

    async def welcome(self, project: Project, client: Client) -> str:
        """Note that the client is here; the language to speak: their choice, else Telegram's, else the main one."""
        await self._users.seen(client, self._clock())
        languages = project.bot.languages
        wanted = await self._users.language(client.id) if len(languages) > 1 else None
        return next((found for found in (wanted, client.language) if found in languages), languages[0])

    async def choose_language(self, client: Client, language: str) -> None:
        await self._users.choose_language(client.id, language)

    async def block(self, client: int, blocked: bool) -> None:
        """The client stopped the bot, or let it in again."""
        await self._users.block(client, blocked)

    async def begin(
        self,
        flow: Flow,
        client: Client,
        moment: Moment,
        raw: Mapping[str, str] | None = None,
        told: Mapping[str, Value] | None = None,
    ) -> Session:
        """Start a flow; `raw` holds texts by step id to pre-fill, each through the step's own validation.

        `told`: values read from the client's own words. Who the client is, is not written down before consent.
        """
        given: dict[str, Value] = {**(interpreter.prefill(flow, raw, moment) if raw else {}), **(told or {})}
        asks_consent = [step for step in flow.steps if step.consent is not None]
        if asks_consent:
            agreed = await self._users.consent(client.id)
            known = {step.id: agreed for step in asks_consent if step.consent and step.consent.version == agreed}
            identifying = {step.id for step in flow.steps if step.type.identifying} if not known else set()
            given = {id: value for id, value in given.items() if id not in identifying} | known
        move = interpreter.start(flow, self._new_id(), moment, given)
        await self._note(client, move.session, move.events, moment)
        return move.session

    async def amend(
        self, flow: Flow, session: Session, values: Mapping[str, Value], client: Client, moment: Moment
    ) -> Session:
        """Several answers at once, told in one message; what no step accepts changes nothing."""
        move = amend(flow, session, values, moment)
        if move.session != session:
            await self._note(client, move.session, move.events, moment)
        return move.session

    async def resume(self, session: Session, client: Client, moment: Moment) -> None:
        """Go on with a session put aside earlier: from now on it is the client's draft."""
        await self._note(client, session, (), moment)

    async def stored(self, project: Project, client: Client) -> Draft | None:
        """The client's latest draft, finished or not, if its flow still exists."""
        draft = await self._drafts.load(client.id)
        return draft if draft is not None and project.flow(draft.session.flow) is not None else None

    def reconciled(self, project: Project, session: Session, moment: Moment) -> Session | None:
        """The session as the project's flow sees it now; None when the flow is gone."""
        flow = project.flow(session.flow)
        if flow is None:
            return None
        return session if session.version == flow.version else interpreter.reconcile(flow, session, moment)

    async def act(self, flow: Flow, session: Session, action: Action, client: Client, moment: Moment) -> Outcome:
        """Apply one action of the client; an accepted one is noted in the draft and the funnel."""
        result = _apply(flow, session, action, moment)
        if isinstance(result, Rejection):
            await self._funnel.add(result.events)
            return Outcome(session, result.text)
        await self._remember_consent(flow, session, result.session, client, moment)
        if result.session != session:
            await self._note(client, result.session, result.events, moment)
        return Outcome(result.session)

    async def add_late(
        self, flow: Flow, session: Session, step: str, late: Attached, client: Client, moment: Moment
    ) -> Session:
        """One more attachment for a step already left: its album came in pieces.

        What no longer fits (the step is hidden, the maximum reached, the form sent) is dropped.
        """
        added = session if session.step == DONE else _with_late(flow, session, step, late, moment)
        if added != session:
            await self._note(client, added, (), moment)
        return added

    async def submit(self, flow: Flow, session: Session, client: Client, moment: Moment) -> Submission:
        """Send the form from the review: recorded before this returns, once, however often it is called."""
        if session.step == DONE:
            return Submission(session, already=True)
        move = interpreter.submit(flow, session, moment)
        if move.session.step != DONE:
            await self._note(client, move.session, move.events, moment)
            return Submission(move.session)
        dealer = self._project.bot.languages[0]
        spoken = replace(client, language=moment.language)
        sent = await complete(self._outbox, flow, move.session, spoken, replace(moment, language=dealer))
        if sent:
            await self._funnel.add(move.events)
            self._recorded()
        return Submission(move.session, sent=sent, already=not sent)

    async def _note(self, client: Client, session: Session, events: tuple[Event, ...], moment: Moment) -> None:
        await self._drafts.save([Draft(client.id, session, moment.now)])
        await self._funnel.add(events)

    async def _remember_consent(
        self, flow: Flow, before: Session, after: Session, client: Client, moment: Moment
    ) -> None:
        step = flow.step(before.step)
        if step is None or step.consent is None or after.answers == before.answers:
            return
        if after.answers.get(step.id) == step.consent.version:
            await self._users.consented(client.id, step.consent.version, moment.now)


def _apply(flow: Flow, session: Session, action: Action, moment: Moment) -> Move | Rejection:
    match action:
        case Typed() | Tapped() | Finished() | SharedContact() | Attached() | Unreadable():
            return interpreter.answer(flow, session, action, moment)
        case Skip():
            return interpreter.skip(flow, session, moment)
        case Back():
            return interpreter.back(flow, session, moment)
        case Keep():
            return interpreter.keep(flow, session, moment)
        case Acknowledge():
            return interpreter.acknowledge(flow, session, moment)
        case Clear():
            return interpreter.clear(flow, session, moment)
        case Change(step):
            return interpreter.edit(flow, session, step, moment)


def _with_late(flow: Flow, session: Session, step_id: str, late: Attached, moment: Moment) -> Session:
    step, accepted = flow.step(step_id), session.answers.get(step_id)
    if step is None or not isinstance(step.type, MediaType) or not isinstance(accepted, list | tuple):
        return session
    there = replace(session, step=step_id, gathered={**session.gathered, step_id: tuple(accepted)})
    added = interpreter.answer(flow, there, late, moment)
    taken = interpreter.answer(flow, added.session, Finished(), moment) if isinstance(added, Move) else added
    if isinstance(taken, Rejection):
        return session
    return replace(taken.session, step=session.step, edit=session.edit, gathered=session.gathered)
