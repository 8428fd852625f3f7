"""What a tap does: call the use case, leave the result in the turn to be shown."""

from collections.abc import Mapping
from dataclasses import replace
from html import escape
from typing import assert_never, cast

from engine.core.facts import survey
from engine.core.model import Flow, Say, Stop
from engine.core.phrases import phrase
from engine.core.raw import Typed
from engine.core.session import REVIEW, Session
from engine.core.values import Json, Value
from engine.service.conversation import Action, Back, Conversation
from engine.service.routing.understanding import Understander
from engine.telegram.html import MOST_TOAST, cut, plain, units
from engine.telegram.presses import (
    Accept,
    Again,
    Begin,
    Close,
    Do,
    Fields,
    Home,
    Languages,
    OpenPage,
    Pencil,
    Press,
    Reject,
    Restart,
    Resume,
    Speak,
    Submit,
    Why,
)
from engine.telegram.proposal import Proposal
from engine.telegram.turn import Turn


class Acts:
    """The client's doings; each leaves the turn as it is to be shown."""

    def __init__(self, conversation: Conversation, understander: Understander | None = None) -> None:
        self._conversation = conversation
        #: Who proposed, and hears what became of it.
        self._understander = understander

    async def press(self, press: Press, turn: Turn) -> None:
        """Carry out a visible button."""
        match press:
            case Do(action):
                # The open page stays: ticking an option must not turn it.
                turn.view = replace(turn.view, part="flow")
                await self.act(action, turn)
            case OpenPage(number):
                turn.view = replace(turn.view, page=(turn.name, number))
            case Home():
                self.home(turn)
            case Why():
                _explain(turn)
            case Fields():
                turn.view = turn.view.opened("fields")
            case Close():
                turn.view = turn.view.opened("flow")
            case Submit():
                await self._submit(turn)
            case Again():
                if turn.flow is not None:
                    await self._begin(turn.flow, turn)
            case Begin(flow):
                await self.open(flow, turn)
            case Resume():
                await self._resume(turn)
            case Restart():
                unwanted = turn.project.flow(turn.view.wanted or "")
                if unwanted is not None:
                    await self._begin(unwanted, turn)
            case Languages():
                turn.view = turn.view.opened("language")
            case Speak(language):
                await self._speak(language, turn)
            case Accept():
                await self._accept(turn.proposal, turn)
            case Pencil(step):
                await self._accept(turn.proposal.without(step) if turn.proposal else None, turn)
            case Reject():
                await self._reject(turn.proposal, turn)
            case _:
                assert_never(press)

    async def act(self, action: Action, turn: Turn) -> None:
        """An action on the session; what was not taken is said above the same question, and in the tap's toast."""
        flow, session = turn.flow, turn.session
        if flow is None or session is None:
            return
        outcome = await self._conversation.act(flow, session, action, turn.client, turn.moment)
        turn.session = outcome.session
        if turn.session.step != session.step:
            turn.view = replace(turn.view, page=None)
        if outcome.rejection is None:
            turn.answered = session.step
        elif rejection := outcome.rejection or _unasked(turn):
            turn.notice = rejection
            turn.toast = cut(plain(rejection), MOST_TOAST)

    async def _accept(self, proposal: Proposal | None, turn: Turn) -> None:
        flow = turn.project.flow(proposal.flow) if proposal else None
        if proposal is None or flow is None:
            self.home(turn)
            return
        await self.judge(proposal, accepted=True)
        if proposal.correction and turn.session is not None and turn.flow is not None and turn.flow.id == flow.id:
            amended = await self._conversation.amend(flow, turn.session, proposal.values, turn.client, turn.moment)
            turn.open(amended)
            return
        if proposal.answered is not None:
            # It was no answer: the form waits where it was asked.
            await self.act(Back(), turn)
        await self._begin(flow, turn, told=proposal.values)

    async def _reject(self, proposal: Proposal | None, turn: Turn) -> None:
        await self.judge(proposal, accepted=False)
        if proposal is None or not proposal.inside:
            self.home(turn)
            return
        turn.view = turn.view.opened("flow")
        if proposal.words is not None:
            await self.act(Typed(proposal.words), turn)

    async def judge(self, proposal: Proposal | None, *, accepted: bool) -> None:
        """Tell who understood it what the client made of a proposal."""
        if self._understander is not None and proposal is not None:
            await self._understander.judged(proposal.call, accepted)

    def home(self, turn: Turn) -> None:
        """The menu; an unfinished form waits there, a sent one is left behind."""
        if not turn.unfinished:
            turn.session = None
        turn.view = turn.view.opened("menu")

    async def open(self, wanted: str, turn: Turn, raw: dict[str, str] | None = None) -> None:
        """Open a flow; one begun earlier is first asked about, unless answers come with the wish."""
        flow = turn.project.flow(wanted)
        if flow is None:
            self.home(turn)
            return
        waiting = turn.session if turn.unfinished and turn.session and turn.session.flow == flow.id else None
        begun = waiting is not None and bool(waiting.answers or waiting.gathered)
        if not raw and (begun or flow.id in turn.view.paused):
            turn.view = turn.view.opened("resume", flow.id)
            return
        await self._begin(flow, turn, raw)

    async def _begin(
        self,
        flow: Flow,
        turn: Turn,
        raw: dict[str, str] | None = None,
        told: Mapping[str, Value] | None = None,
    ) -> None:
        """A session of its own has a dialog of its own, so that buttons of the former one are known as stale."""
        if turn.session is None or turn.session.flow != flow.id:
            turn.pause()
        paused = {id: kept for id, kept in turn.view.paused.items() if id != flow.id}
        turn.open(await self._conversation.begin(flow, turn.client, turn.moment, raw, told))
        turn.view = replace(turn.view, paused=paused)
        turn.anew = True

    async def _resume(self, turn: Turn) -> None:
        wanted = turn.view.wanted or ""
        if wanted in turn.view.paused and (turn.session is None or turn.session.flow != wanted):
            stored = Session.from_json(cast(Mapping[str, Json], turn.view.paused[wanted]))
            session = self._conversation.reconciled(turn.project, stored, turn.moment)
            if session is not None:
                turn.pause()
                paused = {id: kept for id, kept in turn.view.paused.items() if id != wanted}
                turn.open(session)
                turn.view = replace(turn.view, paused=paused)
                turn.anew = True
                await self._conversation.resume(session, turn.client, turn.moment)
                return
        turn.view = turn.view.opened("flow")

    async def _submit(self, turn: Turn) -> None:
        if turn.flow is None or turn.session is None:
            return
        submission = await self._conversation.submit(turn.flow, turn.session, turn.client, turn.moment)
        turn.session = submission.session
        if submission.already:
            turn.toast, turn.alert = cut(plain(turn.words.text("already_sent")), MOST_TOAST), True

    async def _speak(self, language: str, turn: Turn) -> None:
        if language in turn.project.bot.languages:
            await self._conversation.choose_language(turn.client, language)
            turn.view = replace(turn.view.opened("menu"), language=language)
            turn.moment = replace(turn.moment, language=language)


def _unasked(turn: Turn) -> str:
    """What to do where nothing is asked: on the review, at a message with a button, at the end of a form."""
    language, step = turn.moment.language, turn.session.step if turn.session else ""
    if turn.spot[1] == REVIEW:
        buttons = {name: turn.words.button(name) for name in ("submit", "edit")}
        return escape(phrase("expects.review", language, **buttons))
    match turn.flow.item(step) if turn.flow else None:
        case Say(button=button) if button is not None:
            return escape(phrase("expects.say", language, button=button.plain(language)))
        case Stop():
            return phrase("expects.stop", language)
        case _:
            return ""


def _explain(turn: Turn) -> None:
    """Why this is asked: an alert where it fits, else above the question."""
    step = turn.flow.step(turn.session.step) if turn.flow and turn.session else None
    if step is None or step.why is None or turn.flow is None or turn.session is None:
        return
    shown = survey(turn.flow, turn.session, turn.moment).shown
    why = step.why.render(turn.moment.language, shown, escape).strip()
    if turn.tapped and units(plain(why)) <= MOST_TOAST:
        turn.toast, turn.alert = plain(why), True
    else:
        turn.notice = why
