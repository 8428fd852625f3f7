"""One person at the playground: what they do to the emulated client, and the page's state that follows."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from engine.botapi.buttons import ClientRefuses
from engine.botapi.faults import TooManyRequests
from engine.botapi.users import EmulatedUser
from engine.botapi.views import MessageView
from engine.core.rehearse import places, reach
from engine.core.session import DONE, REVIEW, Session
from engine.core.values import Json, Moment
from engine.lang.catalogue.entry import Language
from engine.lang.compile import Compilation
from engine.lang.report import text_of
from engine.playground.bench import Bench, CrmCall
from engine.playground.view import (
    answers_json,
    chat_json,
    crm_json,
    flow_json,
    message_json,
    ordered,
    places_json,
)

FIRST_CLIENT = 1001
#: Clients behind «Все экраны», far from those a person plays.
FIRST_WALL_CLIENT = 9_000_001
NAMES = ("Анна", "Борис", "Вера", "Глеб", "Дарья", "Егор", "Жанна", "Захар", "Инна", "Кирилл")
OUTAGE_SECONDS = 3.0
#: Just past the lifetime of a conversation in memory.
LATER = timedelta(minutes=30, seconds=1)

type Message = Mapping[str, Json]


class Studio:
    """Holds the page's own state: which client plays, what was found in the files, the page's language."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.double = False
        self.language: Language = "ru"
        self.revision = 0
        self.compiled: Compilation = bench.compile()
        self._number = 0
        self._rehearsed: tuple[object, Sequence[CrmCall]] = (None, ())
        self._reloading = asyncio.Lock()

    @property
    def user(self) -> EmulatedUser:
        name = NAMES[self._number % len(NAMES)]
        return self.bench.emulator.user(FIRST_CLIENT + self._number, first_name=name, language_code=self.language)

    async def open(self) -> None:
        """The client opens the bot for the first time."""
        await self.user.send_text("/start")

    async def act(self, message: Message) -> Json:
        """Carry out one message of the page; an answer for its sender only, or None."""
        action = ACTIONS.get(str(message.get("do")))
        if action is None:
            return {"type": "notice", "text": f"unknown action: {message.get('do')}", "alert": False}
        try:
            return await action(self, message)
        except ClientRefuses as refusal:
            return {"type": "notice", "text": str(refusal), "alert": False}

    async def reload(self) -> None:
        """Read the files again: a good version runs at once, a broken one is only shown."""
        async with self._reloading:
            self.compiled = await asyncio.to_thread(self.bench.compile)
            if self.compiled.project is not None:
                await self.bench.swap(self.compiled.project)
            self.revision += 1

    async def state(self) -> Json:
        """Everything the page shows."""
        project, moment = self.bench.project, self._moment()
        session = await self.bench.session(self.user.id)
        flow = project.flow(session.flow) if session else None
        leads = await self.bench.leads()
        live = flow is not None and session is not None
        calls = await self._preview(session) if session and session.step != DONE else ()
        return {
            "type": "state",
            "client": {"id": self.user.id, "name": f"{NAMES[self._number % len(NAMES)]} · {self.user.id}"},
            "chat": chat_json(self.user.chat, ZoneInfo(project.bot.timezone)),
            "flow": flow_json(flow, session, moment) if live and flow and session else None,
            "answers": answers_json(flow, session, moment) if live and flow and session else [],
            "crm": crm_json(leads, calls),
            "flows": places_json(project, moment.language),
            "findings": [
                {"severity": found.severity, "frame": text_of(found, self.compiled.sources, self.language)}
                for found in self.compiled.diagnostics
            ],
            "double": self.double,
            "revision": self.revision,
        }

    async def _preview(self, session: Session) -> Sequence[CrmCall]:
        """A session rehearsed once is not rehearsed again: every state asks."""
        key = session.id, session.rev, self.revision
        if self._rehearsed[0] != key:
            self._rehearsed = key, await self.bench.preview(session, self.user.id)
        return self._rehearsed[1]

    def _moment(self) -> Moment:
        moment = self.bench.moment()
        languages = self.bench.project.bot.languages
        return replace(moment, language=self.language if self.language in languages else languages[0])

    async def say(self, message: Message) -> None:
        await self.user.send_text(str(message["text"]))

    async def tap(self, message: Message) -> None:
        id, row, column = (int(str(message[name])) for name in ("message", "row", "column"))
        for _ in range(2 if self.double else 1):
            # The first of two taps may have taken the message away.
            with suppress(ClientRefuses):
                await self.user.tap(message_id=id, row=row, column=column)

    async def share(self, message: Message) -> None:
        await self.user.share_contact()

    async def photos(self, pictures: list[bytes]) -> None:
        if len(pictures) == 1:
            await self.user.send_photo(pictures[0])
        elif pictures:
            await self.user.send_album(pictures)

    async def new_client(self, message: Message) -> None:
        self._number += 1
        await self.open()

    async def restart_at(self, message: Message) -> Json:
        """Begin the flow anew at the chosen item, with plausible answers before it."""
        flow = self.bench.project.flow(str(message["flow"]))
        target = str(message["item"])
        session = reach(flow, target, self._moment(), id=uuid4().hex) if flow else None
        if session is None:
            return {"type": "notice", "text": f"{target}: ?", "alert": False}
        self.user.open()
        await self.bench.stand(self.user.id, session)
        return None

    async def fault(self, message: Message) -> None:
        match message.get("kind"):
            case "429":
                self.bench.emulator.faults.add(TooManyRequests(1))
            case "network":
                self.bench.emulator.faults.outage()
                asyncio.get_running_loop().call_later(OUTAGE_SECONDS, self.bench.emulator.faults.clear)
            case "restart":
                await self.bench.restart()
            case "double":
                self.double = not self.double
            case "later":
                self.bench.advance(LATER)
            case "blocked":
                await (self.user.unblock() if self.user.chat.blocked else self.user.block())

    async def speak(self, message: Message) -> None:
        self.language = "en" if message.get("language") == "en" else "ru"

    async def screens(self, message: Message) -> Json:
        """Every screen of every flow, drawn by the bot itself for clients nobody plays."""
        drawn: list[Json] = []
        zone = ZoneInfo(self.bench.project.bot.timezone)
        number = FIRST_WALL_CLIENT
        for flow in ordered(self.bench.project):
            for place in (*places(flow), REVIEW):
                session = reach(flow, place, self._moment(), id=uuid4().hex)
                if session is None:
                    continue
                message_of = await self._drawn(number, session)
                number += 1
                title = flow.title.plain(self._moment().language)
                drawn.append(
                    {"flow": flow.id, "title": title, "item": place, "message": message_json(message_of, zone)}
                )
        return {"type": "screens", "screens": drawn}

    async def _drawn(self, number: int, session: Session) -> MessageView:
        client = self.bench.emulator.user(number, first_name="Анна", language_code=self.language)
        client.open()
        await self.bench.stand(number, session)
        await self.bench.settled()
        return client.chat.last


#: What the page may ask for; everything else is refused.
ACTIONS: Mapping[str, Callable[[Studio, Message], Awaitable[Json]]] = {
    "text": Studio.say,
    "tap": Studio.tap,
    "contact": Studio.share,
    "new_client": Studio.new_client,
    "restart": Studio.restart_at,
    "fault": Studio.fault,
    "language": Studio.speak,
    "screens": Studio.screens,
}
