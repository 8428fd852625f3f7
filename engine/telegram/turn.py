"""One update's work: loaded once, changed by what the client did, shown, saved once."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Literal

from aiogram.types import User
from aiogram_dialog import DialogManager
from aiogram_dialog.api.internal import WindowProtocol

from engine.core import interpreter
from engine.core.backward import refused
from engine.core.facts import survey
from engine.core.lead import Client
from engine.core.model import Flow, Project, Step, Stop
from engine.core.screen import Screen
from engine.core.session import DONE, REVIEW, Session
from engine.core.values import Moment
from engine.telegram import navigation, proposal
from engine.telegram.keys import Frame, Rows
from engine.telegram.proposal import Proposal
from engine.telegram.view import View
from engine.telegram.widgets import Part
from engine.telegram.words import Words

#: Where the turn of the update in hand is kept among the update's data.
TURN_KEY = "carquery_turn"

#: Which compiled window is shown: (flow id, place); the flow is "" outside of flows.
type Spot = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Compiled:
    """A window and what its keyboard is drawn by."""

    window: WindowProtocol
    keys: Part


type Heading = Literal["menu", "greeting", "help"]

_NAMES: Mapping[str, str] = {REVIEW: navigation.REVIEW, DONE: navigation.DONE}


@dataclass(slots=True)
class Turn:
    """What one update works on. The project is taken once: a reload meanwhile does not touch it."""

    project: Project
    compiled: Mapping[Spot, Compiled]
    client: Client
    moment: Moment
    view: View
    session: Session | None = None
    #: The flow changed and with it the place the client stood on.
    moved: bool = False
    #: HTML shown above the screen, this one time.
    notice: str | None = None
    heading: Heading = "menu"
    #: What the tap is answered with: plain text, and whether it must be confirmed.
    toast: str = ""
    alert: bool = False
    #: The item whose answer this update accepted.
    answered: str | None = None
    #: A session of its own begins: it gets a dialog of its own, so that former buttons are known as stale.
    anew: bool = False
    #: Nothing is shown now: more of the same is coming; `later`: the screen follows in a moment.
    quiet: bool = False
    later: bool = False
    #: The reply keyboard may still stand in the chat though nothing remembers it.
    keyboard: bool = False
    #: Names this update, so that its redelivery is recognised: "m17" a message, "c…" a tap.
    update: str = ""
    _screen: tuple[tuple[object, ...], Screen] | None = None

    @property
    def tapped(self) -> bool:
        """Whether the client tapped a button that can be answered with a toast."""
        return self.update.startswith("c")

    @property
    def words(self) -> Words:
        return Words(self.project.bot, self.moment.language)

    @property
    def flow(self) -> Flow | None:
        return self.project.flow(self.session.flow) if self.session else None

    @property
    def unfinished(self) -> bool:
        """A form waits to be continued."""
        return self.session is not None and self.session.step != DONE

    @property
    def waits(self) -> bool:
        """The unfinished form has a next question; one that came to an end without a lead is not urged upon anybody."""
        if self.flow is None or self.session is None or not self.unfinished:
            return False
        place = self.flow.item(self.session.step)
        return not isinstance(place, Stop) and not (isinstance(place, Step) and refused(place, self.session))

    @property
    def spot(self) -> Spot:
        flow, part = self.flow, self.view.part
        if part == "language" or (part == "resume" and self.project.flow(self.view.wanted or "")):
            return "", part
        if part == "proposal" and self.proposed is not None:
            return "", part
        if self.session is None or flow is None or part in ("menu", "resume", "proposal"):
            return "", "menu"
        return flow.id, "fields" if part == "fields" and self.session.step == REVIEW else self.session.step

    @property
    def proposal(self) -> Proposal | None:
        """What a free text was understood to mean, while that is on the screen."""
        return Proposal.from_json(self.view.proposal) if self.view.proposal else None

    @property
    def proposed(self) -> Flow | None:
        """The flow the proposal is about, if there is still one of that name."""
        found = self.proposal
        return self.project.flow(found.flow) if found else None

    @property
    def name(self) -> str:
        """How callback data names the place on the screen."""
        flow, place = self.spot
        return place.capitalize() if not flow or place == "fields" else _NAMES.get(place, place)

    def screen(self) -> Screen:
        """What is to be shown now; computed once for each state of the turn."""
        state = (self.session, self.view, self.moment, self.heading)
        if self._screen is None or any(old is not new for old, new in zip(self._screen[0], state, strict=True)):
            self._screen = state, self._made()
        return self._screen[1]

    def _made(self) -> Screen:
        flow, place = self.spot
        if flow and self.flow and self.session:
            return interpreter.screen(self.flow, self.session, self.moment)
        if place == "proposal" and self.proposal and self.proposed:
            return proposal.screen(self.proposal, self.proposed, self.session, self.words, self.moment)
        return Screen(place, None, self._outside(place))

    def frame(self) -> Frame:
        """What the keyboard is drawn from."""
        place, page = self.view.page or ("", 0)
        return Frame(self.screen(), self.words, page if place == self.name else None, self.waits)

    @property
    def shown(self) -> Compiled:
        """The window of the place on the screen."""
        return self.compiled[self.spot]

    def rows(self) -> Rows:
        """The buttons on the screen."""
        return self.shown.keys(self.frame())

    def receipt(self) -> str | None:
        """«Телефон: +7 916 123-45-67»: the answer just accepted, as HTML."""
        if self.flow is None or self.session is None or self.answered is None:
            return None
        step, facts = self.flow.step(self.answered), survey(self.flow, self.session, self.moment)
        if step is None or step.id not in facts.present:
            return None
        return f"{escape(step.label.plain(self.moment.language))}: {escape(facts.show(step))}"

    def _outside(self, place: str) -> str:
        words, bot = self.words, self.project.bot
        if place == "language":
            return words.button("language")
        asked = self.flow if place == "menu" else self.project.flow(self.view.wanted or "")
        asking = asked is not None and (place == "resume" or self.waits)
        waiting = words.text("resume", flow=words.title(asked)) if asked and asking else ""
        if place == "resume":
            return waiting
        language = self.moment.language
        text = {
            "menu": words.text("menu"),
            "greeting": bot.greeting.plain(language).strip(),
            "help": bot.help.plain(language).strip(),
        }[self.heading]
        return f"{text}\n\n{waiting}" if waiting else text

    def open(self, session: Session) -> None:
        """Stand where this session stands."""
        self.session = session
        self.view = self.view.opened("flow")

    def pause(self) -> None:
        """Put an unfinished form aside before another is begun."""
        if self.session is not None and self.unfinished and self.session.answers:
            self.view = self.view.aside(self.session.flow, self.session.to_json())

    def keep(self, manager: DialogManager) -> None:
        """Put everything where the one save of this update finds it."""
        data = manager.current_context().dialog_data
        data["session"] = dict(self.session.to_json()) if self.session else None
        data["view"] = dict(self.view.to_json())


def client_of(user: User) -> Client:
    """Who Telegram says it is; the language as its two-letter code."""
    code = (user.language_code or "")[:2].lower()
    return Client(user.id, user.full_name if user.first_name else "", user.username, code or "ru")
