"""What a tap or a message does: read it, call the use case, leave the result in the turn to be shown."""

from collections.abc import Mapping
from dataclasses import replace
from html import escape
from typing import assert_never, cast

from aiogram.types import Message

from engine.core.facts import survey
from engine.core.model import Flow, Say, Stop
from engine.core.phrases import phrase
from engine.core.raw import Raw, Typed
from engine.core.session import DONE, REVIEW, Session
from engine.core.values import Json, Value
from engine.service.conversation import Action, Back, Conversation
from engine.telegram.albums import take
from engine.telegram.free_text import LEAST_WORDS, FreeText, still_proposed, taken_as_own_words
from engine.telegram.html import MOST_TOAST, cut, plain, units
from engine.telegram.incoming import read_message
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
    read_press,
)
from engine.telegram.proposal import Proposal
from engine.telegram.spoken import spoken, spoken_home
from engine.telegram.turn import Turn


class Acts:
    """The client's doings; each leaves the turn as it is to be shown."""

    def __init__(self, conversation: Conversation, free_text: FreeText | None = None) -> None:
        self._conversation = conversation
        #: Understands what is written outside of forms; None: that leads to the menu.
        self._free_text = free_text

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

    async def receive(self, message: Message, turn: Turn) -> None:
        """A message: a button's words written out, one more photo, or an answer."""
        raw = read_message(message)
        if isinstance(raw, Typed) and (button := spoken(raw.text, turn)):
            press = read_press(button.data)
            if press is not None:
                await self.press(press, turn)
                return
        pending = turn.proposal if turn.proposed is not None else None
        if pending is not None and isinstance(raw, Typed) and spoken_home(raw.text):
            await self._judge(pending, accepted=False)
            self.home(turn)
            return
        outside = pending is not None and not pending.inside
        if outside and isinstance(raw, Typed) and self.understand(raw.text, message, turn):
            # What is proposed waits to be read together with it.
            turn.quiet = True
            return
        if turn.view.part == "proposal":
            turn.view = turn.view.opened("flow" if pending is not None and pending.inside else "menu")
        await self._receive(raw, message, pending, turn)

    async def _receive(self, raw: Raw, message: Message, pending: Proposal | None, turn: Turn) -> None:
        """An answer to the open question, which may have a proposal standing over it."""
        flow, place = turn.spot
        if not flow or place == DONE:
            await self._judge(pending, accepted=False)
            self._receive_outside(raw, message, turn)
            return
        turn.view = replace(turn.view, part="flow")
        if await take(self._conversation, raw, message.media_group_id, turn):
            await self._judge(pending, accepted=False)
            return
        meant = self._free_text.meant(raw.text, turn, pending) if self._free_text and isinstance(raw, Typed) else None
        left = meant if isinstance(meant, Proposal) else None
        if not isinstance(meant, Proposal):
            await self.act(meant or raw, turn)
            left = still_proposed(pending, place, turn)
        if left is not None:
            turn.view = turn.view.proposing(left.to_json())
        if pending is not None and (left is None or left.flow != pending.flow):
            await self._judge(pending, accepted=False)
        unread = turn.notice or (left is not None and left is pending)
        own = left is None and taken_as_own_words(turn, place)
        private = turn.flow is not None and (step := turn.flow.step(place)) is not None and step.private
        # Not an answer: perhaps a wish for another branch. What is told to a private question no model hears.
        if (unread or own) and not private and isinstance(raw, Typed) and len(raw.text.split()) >= LEAST_WORDS:
            self.understand(raw.text, message, turn, inside=True, answered=place if own else None)

    def understand(
        self,
        text: str,
        message: Message,
        turn: Turn,
        *,
        inside: bool = False,
        answered: str | None = None,
        greeted: bool = False,
    ) -> bool:
        """Have the text read while the chat goes on; False where nobody reads."""
        if self._free_text is None or message.bot is None:
            return False
        self._free_text.read(text, turn, message.bot, inside=inside, answered=answered, greeted=greeted)
        return True

    def _receive_outside(self, raw: Raw, message: Message, turn: Turn) -> None:
        """A message where no question is open: a wish in the client's own words, or something nobody can read."""
        self.home(turn)
        if isinstance(raw, Typed) and self.understand(raw.text, message, turn):
            turn.quiet = True
        else:
            turn.notice = turn.words.text("not_understood")

    async def _accept(self, proposal: Proposal | None, turn: Turn) -> None:
        flow = turn.project.flow(proposal.flow) if proposal else None
        if proposal is None or flow is None:
            self.home(turn)
            return
        await self._judge(proposal, accepted=True)
        if proposal.correction and turn.session is not None and turn.flow is not None and turn.flow.id == flow.id:
            amended = await self._conversation.amend(flow, turn.session, proposal.values, turn.client, turn.moment)
            turn.open(amended)
            return
        if proposal.answered is not None:
            # It was no answer: the form waits where it was asked.
            await self.act(Back(), turn)
        await self._begin(flow, turn, told=proposal.values)

    async def _reject(self, proposal: Proposal | None, turn: Turn) -> None:
        await self._judge(proposal, accepted=False)
        if proposal is None or not proposal.inside:
            self.home(turn)
            return
        turn.view = turn.view.opened("flow")
        if proposal.words is not None:
            await self.act(Typed(proposal.words), turn)

    async def _judge(self, proposal: Proposal | None, *, accepted: bool) -> None:
        if self._free_text is not None and proposal is not None:
            await self._free_text.understander.judged(proposal.call, accepted)

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
