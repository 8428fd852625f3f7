"""Driving the emulator over HTTP: users' actions, chats as they are seen, faults, the clock.

Every answer is `{"ok": true, …}` or `{"ok": false, "error": "…"}` with status 400 or 404. Described in
`docs/botapi.md`.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

from aiohttp import web
from aiohttp.typedefs import Handler

from engine.botapi.buttons import ClientRefuses
from engine.botapi.control_actions import ACTIONS
from engine.botapi.control_body import Body, WrongRequest, read_body
from engine.botapi.emulator import Emulator
from engine.botapi.fault_json import fault_object, read_fault
from engine.botapi.snapshot import chat_snapshot
from engine.botapi.state import Bot
from engine.core.values import Json

PREFIX = "/__emulator__"
LONGEST_WAIT = 30.0
#: What a body may say of the user besides the action.
PERSON = ("first_name", "last_name", "username", "language_code", "phone")


def control_routes(emulator: Emulator) -> list[web.RouteDef]:
    control = _Control(emulator)
    return [
        web.post(f"{PREFIX}/users/{{id:\\d+}}/{{action:\\w+}}", _told(control.act)),
        web.get(f"{PREFIX}/chats/{{id:\\d+}}", _told(control.chat)),
        web.get(f"{PREFIX}/faults", _told(control.faults)),
        web.post(f"{PREFIX}/faults", _told(control.add_fault)),
        web.delete(f"{PREFIX}/faults", _told(control.clear_faults)),
        web.post(f"{PREFIX}/clock", _told(control.advance)),
        web.get(f"{PREFIX}/state", _told(control.state)),
    ]


class _Control:
    def __init__(self, emulator: Emulator) -> None:
        self._emulator = emulator

    async def act(self, request: web.Request) -> Mapping[str, Json]:
        action = ACTIONS.get(request.match_info["action"])
        if action is None:
            raise web.HTTPNotFound
        body = await read_body(request)
        person = {name: body.text(name) for name in PERSON}
        user = self._emulator.user(int(request.match_info["id"]), **person, bot=self._bot(body.number("bot")))
        return await action(user, body)

    async def chat(self, request: web.Request) -> Mapping[str, Json]:
        """`?after=VERSION` waits for something newer, at most `?wait=SECONDS`."""
        asked = Body(dict(request.query), ())
        user_id = int(request.match_info["id"])
        if user_id not in self._emulator.state.users:
            raise web.HTTPNotFound
        after = asked.number("after")
        if after is not None:
            await self._newer(after, min(float(asked.number("wait") or 0), LONGEST_WAIT))
        chat = self._emulator.user(user_id, bot=self._bot(asked.number("bot"))).chat
        return chat_snapshot(self._emulator.state, chat, self._emulator.version)

    async def faults(self, request: web.Request) -> Mapping[str, Json]:
        return {"faults": [fault_object(fault) for fault in self._emulator.faults.active]}

    async def add_fault(self, request: web.Request) -> Mapping[str, Json]:
        body = await read_body(request)
        try:
            effect, methods, times = read_fault(body.fields)
        except ValueError as error:
            raise WrongRequest(str(error)) from None
        return {"fault": fault_object(self._emulator.faults.add(effect, *methods, times=times))}

    async def clear_faults(self, request: web.Request) -> Mapping[str, Json]:
        self._emulator.faults.clear()
        return {}

    async def advance(self, request: web.Request) -> Mapping[str, Json]:
        seconds = (await read_body(request)).number("advance")
        if seconds is None or seconds < 0:
            raise WrongRequest("`advance` must be a number of seconds")
        self._emulator.advance(timedelta(seconds=seconds))
        return {"now": self._emulator.clock().isoformat()}

    async def state(self, request: web.Request) -> Mapping[str, Json]:
        bots = self._emulator.state.bots.values()
        return {
            "version": self._emulator.version,
            "now": self._emulator.clock().isoformat(),
            "settled": self._emulator.activity.idle,
            "bots": [
                {
                    "id": bot.id,
                    "username": bot.username,
                    "pending_update_count": len(bot.pending),
                    "webhook": "" if bot.webhook is None else bot.webhook.url,
                    "chats": list(bot.chats),
                }
                for bot in bots
            ],
        }

    def _bot(self, bot_id: int | None) -> Bot:
        if bot_id is None:
            try:
                return self._emulator.the_bot()
            except ValueError as error:
                raise WrongRequest(f"{error} in `bot`") from None
        bot = self._emulator.state.bots.get(bot_id)
        if bot is None:
            raise WrongRequest(f"there is no bot {bot_id}")
        return bot

    async def _newer(self, version: int, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._emulator.changes.after(version)
        except TimeoutError:
            return


def _told(handler: Callable[[web.Request], Awaitable[Mapping[str, Json]]]) -> Handler:
    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            return web.json_response({"ok": True} | dict(await handler(request)))
        except (ClientRefuses, WrongRequest) as error:
            return web.json_response({"ok": False, "error": str(error)}, status=400)
        except web.HTTPNotFound:
            return web.json_response({"ok": False, "error": "there is nothing here"}, status=404)

    return answer
