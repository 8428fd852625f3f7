"""Every screen there is on one page, drawn by the bot itself for clients nobody plays."""

from collections.abc import AsyncIterator
from dataclasses import replace
from uuid import uuid4
from zoneinfo import ZoneInfo

from engine.botapi.users import EmulatedUser
from engine.core.model import Flow
from engine.core.rehearse import places, reach
from engine.core.session import DONE, REVIEW, Session
from engine.core.values import Json, Moment
from engine.lang.plain import name_of
from engine.playground.bench import Bench
from engine.playground.view import keyboard_json, message_json, ordered

#: Far from those a person plays.
FIRST_CLIENT = 9_000_001
#: Commands with a screen of their own.
COMMANDS = ("/start", "/menu", "/help")


class Wall:
    def __init__(self, bench: Bench, moment: Moment, language: str) -> None:
        """The moment has the client's language, `language` is Telegram's own setting of theirs."""
        self._bench = bench
        self._moment = moment
        self._language = language
        self._number = FIRST_CLIENT

    async def screens(self) -> list[Json]:
        """The commands' screens, then each flow's in its order, review and last screen included."""
        return [screen async for screen in self._screens()]

    async def _screens(self) -> AsyncIterator[Json]:
        for command in COMMANDS:
            client = self._client()
            await client.send_text(command)
            yield await self._shown(client, "", "CarQuery", command, command)
        for flow in ordered(self._bench.project):
            async for screen in self._of_flow(flow):
                yield screen

    async def _of_flow(self, flow: Flow) -> AsyncIterator[Json]:
        title = flow.title.plain(self._moment.language)
        for place, session in self._sessions(flow):
            client = self._client()
            await self._bench.stand(client.id, session)
            item = flow.item(place)
            name = name_of(item, self._moment.language) if item else place
            yield await self._shown(client, flow.id, title, place, name)

    def _sessions(self, flow: Flow) -> list[tuple[str, Session]]:
        found = [(place, reach(flow, place, self._moment, id=uuid4().hex)) for place in (*places(flow), REVIEW)]
        if (reviewed := reach(flow, REVIEW, self._moment, id=uuid4().hex)) is not None:
            found.append((DONE, replace(reviewed, step=DONE)))
        return [(place, session) for place, session in found if session is not None]

    def _client(self) -> EmulatedUser:
        client = self._bench.emulator.user(self._number, first_name="Анна", language_code=self._language)
        client.open()
        self._number += 1
        return client

    async def _shown(self, client: EmulatedUser, flow: str, title: str, place: str, name: str) -> Json:
        await self._bench.settled()
        zone = ZoneInfo(self._bench.project.bot.timezone)
        return {
            "flow": flow,
            "title": title,
            "item": place,
            "name": name,
            "message": message_json(client.chat.last, zone),
            "keyboard": keyboard_json(client.chat.keyboard),
        }
