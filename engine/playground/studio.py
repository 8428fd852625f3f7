"""One person at the playground: what they do to the emulated client, and the page's state that follows."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from itertools import batched
from uuid import uuid4
from zoneinfo import ZoneInfo

from engine.botapi.buttons import ClientRefuses
from engine.botapi.users import EmulatedUser
from engine.core import interpreter
from engine.core.model import Project
from engine.core.rehearse import reach
from engine.core.session import DONE, Session
from engine.core.values import Json, Moment
from engine.lang.catalogue.entry import Language
from engine.lang.report import text_of
from engine.playground.bench import Bench, CrmPreview
from engine.playground.scheme import flow_json
from engine.playground.troubles import USUAL, Seconds, Troubles
from engine.playground.view import answers_json, chat_json, crm_json, places_json
from engine.playground.wall import Wall

FIRST_CLIENT = 1001
NAMES = ("Анна", "Борис", "Вера", "Глеб", "Дарья", "Егор", "Жанна", "Захар", "Инна", "Кирилл")
#: Telegram's client makes several albums of more.
MOST_IN_ALBUM = 10
#: Times as slow as the bot's throttling asks for.
MARGIN = 1.5
#: Just past the lifetime of a conversation in memory.
LATER = timedelta(minutes=30, seconds=1)

type Message = Mapping[str, Json]


class Studio:
    """Holds the page's own state: which client plays, what was found in the files, the page's language."""

    def __init__(self, bench: Bench, changed: Callable[[], None] = lambda: None, seconds: Seconds = USUAL) -> None:
        self.bench = bench
        self.troubles = Troubles(bench.emulator, changed, seconds)
        self.double = False
        self.language: Language = "ru"
        #: How often the files were read since the start.
        self.revision = 0
        self._number = 0
        #: When the client last did something, on the bench's clock.
        self._acted = bench.emulator.clock()
        self._previewed: tuple[object, CrmPreview] = (None, CrmPreview())
        self._reloading = asyncio.Lock()
        self._drawing = asyncio.Lock()

    @property
    def name(self) -> str:
        return NAMES[self._number % len(NAMES)]

    @property
    def user(self) -> EmulatedUser:
        id = FIRST_CLIENT + self._number
        return self.bench.emulator.user(id, first_name=self.name, language_code=self.language)

    async def open(self) -> None:
        """The client opens the bot for the first time."""
        await self.user.send_text("/start")

    async def act(self, message: Message) -> Json:
        """Carry out one message of the page; an answer for its sender only, or None."""
        action = ACTIONS.get(str(message.get("do")))
        if action is None:
            return notice("unknown", str(message.get("do")))
        try:
            return await action(self, message)
        except ClientRefuses as refusal:
            return notice("blocked" if self.user.chat.blocked else "refused", str(refusal))
        except (KeyError, ValueError) as error:
            return notice("unknown", f"{message.get('do')}: {error}")

    async def reload(self) -> None:
        """Read the files again: a good version runs at once, a broken one is only shown."""
        async with self._reloading:
            # Linking is work for the thread too.
            project = await asyncio.to_thread(lambda: self.bench.compile().project)
            if project is not None:
                await self._swap(project)
            self.revision += 1

    async def _swap(self, project: Project) -> None:
        id = self.user.id
        before = await self._screen(id)
        await self.bench.swap(project)
        # A docked keyboard cannot be edited, only sent anew with the question: not without a reason.
        if self.user.chat.keyboard is None or await self._screen(id) != before:
            await self.bench.redraw(id)

    async def _screen(self, client: int) -> object:
        """What the client reads now."""
        session = await self.bench.session(client)
        flow = self.bench.project.flow(session.flow) if session else None
        if flow is None or session is None:
            return None
        return replace(interpreter.screen(flow, session, self.bench.moment()), item=None)

    async def state(self) -> Json:
        """Everything the page shows."""
        project, moment = self.bench.project, self._moment()
        session = await self.bench.session(self.user.id)
        flow = project.flow(session.flow) if session else None
        open_flow = flow is not None and session is not None
        leads = await self.bench.leads()
        begun = session is not None and session.step != DONE and bool(session.answers)
        preview = await self._preview(session, len(leads)) if session and begun else CrmPreview()
        return {
            "type": "state",
            "client": {"id": self.user.id, "name": self.name},
            "chat": chat_json(self.user.chat, ZoneInfo(project.bot.timezone)),
            "flow": flow_json(flow, session, moment, self.language) if open_flow and flow and session else None,
            "answers": answers_json(flow, session, moment) if open_flow and flow and session else [],
            "crm": crm_json(leads, preview),
            "flows": places_json(project, self.language),
            "findings": self._findings(),
            "troubles": [*self.troubles.now, *(["double"] if self.double else [])],
            "busy": self.bench.busy,
            "revision": self.revision,
        }

    def _findings(self) -> Sequence[Json]:
        return [
            {"severity": found.severity, "frame": text_of(found, self.bench.compiled.sources, self.language)}
            for found in self.bench.compiled.diagnostics
        ]

    async def _preview(self, session: Session, leads: int) -> CrmPreview:
        """A session rehearsed once is not rehearsed again before the CRM has one lead more: every state asks."""
        key = session.id, session.rev, self.revision, leads
        if self._previewed[0] != key:
            self._previewed = key, await self.bench.preview(session, self.user.id)
        return self._previewed[1]

    def _moment(self) -> Moment:
        moment = self.bench.moment()
        languages = self.bench.project.bot.languages
        return replace(moment, language=self.language if self.language in languages else languages[0])

    # ------------------------------------------------------------ what the person does

    def _take_time(self, updates: int = 1) -> None:
        """Who tries a form out is quicker than any client: the bot's throttling would only be in the way."""
        limits, clock = self.bench.project.bot.throttling, self.bench.emulator.clock
        due = self._acted + updates * timedelta(seconds=MARGIN * limits.seconds / limits.messages)
        if (early := due - clock()) > timedelta():
            self.bench.advance(early)
        self._acted = clock()

    async def say(self, message: Message) -> None:
        self._take_time()
        await self.user.send_text(str(message["text"]))

    async def press(self, message: Message) -> None:
        """A button of the docked keyboard, by its words."""
        self._take_time()
        await self.user.press(str(message["text"]))

    async def tap(self, message: Message) -> None:
        id, row, column = (int(str(message[name])) for name in ("message", "row", "column"))
        self._take_time(2 if self.double else 1)
        await self.user.tap(message_id=id, row=row, column=column)
        if self.double:
            # The first tap may have taken the button away.
            with suppress(ClientRefuses):
                await self.user.tap(message_id=id, row=row, column=column)

    async def send_files(self, files: Sequence[tuple[str, str, bytes]]) -> Json:
        """Pictures as a photo or an album, the rest as documents; (name, MIME type, content) each."""
        self._take_time(len(files))
        pictures = [content for _, mime, content in files if mime.startswith("image/")]
        try:
            for album in batched(pictures, MOST_IN_ALBUM):
                await (self.user.send_album(album) if len(album) > 1 else self.user.send_photo(album[0]))
            for name, mime, content in files:
                if not mime.startswith("image/"):
                    await self.user.send_document(content, name, mime)
        except ClientRefuses as refusal:
            return notice("blocked" if self.user.chat.blocked else "refused", str(refusal))
        return None

    async def new_client(self, message: Message) -> None:
        self._number += 1
        await self.open()

    async def restart_at(self, message: Message) -> Json:
        """Stand at the chosen item: what was answered before it stays, what is missing gets plausible answers."""
        flow = self.bench.project.flow(str(message["flow"]))
        present = await self.bench.session(self.user.id)
        given = present if present and flow and present.flow == flow.id else None
        target = str(message["item"])
        session = reach(flow, target, self._moment(), uuid4().hex, given) if flow else None
        if session is None:
            return notice("unreachable", target)
        if self.user.chat.blocked:
            await self.user.unblock()
        self.user.open()
        await self.bench.stand(self.user.id, session)
        return None

    async def begin(self, message: Message) -> Json:
        """Open a flow from its first question, without any answers."""
        flow = self.bench.project.flow(str(message["flow"]))
        if flow is None:
            return notice("unreachable", str(message["flow"]))
        await self.user.send_text(f"/start {flow.id}")
        return None

    async def trouble(self, message: Message) -> Json:
        match message.get("kind"):
            case "429" | "slow" as kind:
                self.troubles.order(kind)
            case "network":
                self.troubles.cut()
            case "restart":
                await self.bench.restart()
                return notice("restarted")
            case "double":
                self.double = not self.double
            case "later":
                self.bench.advance(LATER)
                return notice("later")
            case "blocked":
                await (self.user.unblock() if self.user.chat.blocked else self.user.block())
            case unknown:
                return notice("unknown", str(unknown))
        return None

    async def speak(self, message: Message) -> None:
        self.language = "en" if message.get("language") == "en" else "ru"

    async def screens(self, message: Message) -> Json:
        async with self._drawing:
            return {"type": "screens", "screens": await Wall(self.bench, self._moment(), self.language).screens()}


def notice(key: str, detail: str = "") -> Json:
    """Something to tell the person; the page has the words."""
    return {"type": "notice", "key": key, "text": detail, "alert": False}


#: What the page may ask for; everything else is refused.
ACTIONS: Mapping[str, Callable[[Studio, Message], Awaitable[Json]]] = {
    "text": Studio.say,
    "press": Studio.press,
    "tap": Studio.tap,
    "begin": Studio.begin,
    "new_client": Studio.new_client,
    "restart": Studio.restart_at,
    "trouble": Studio.trouble,
    "language": Studio.speak,
    "screens": Studio.screens,
}
