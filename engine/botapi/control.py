"""Driving the emulator over HTTP: users' actions, chats as they are seen, faults, the clock.

Every answer is `{"ok": true, …}` or `{"ok": false, "error": "…"}` with status 400 or 404. Described in
`docs/botapi.md`.
"""

import asyncio
import json
from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta

from aiohttp import web
from aiohttp.typedefs import Handler

from engine.botapi.buttons import ClientRefuses
from engine.botapi.emulator import Emulator
from engine.botapi.fault_json import fault_object, read_fault
from engine.botapi.snapshot import chat_snapshot
from engine.botapi.state import Bot
from engine.botapi.users import EmulatedUser
from engine.botapi.views import MessageView, Tap
from engine.core.values import Json

PREFIX = "/__emulator__"
LONGEST_WAIT = 30.0
#: What a body may say of the user besides the action.
PERSON = ("first_name", "last_name", "username", "language_code", "phone")

type Action = Callable[[EmulatedUser, Body], Awaitable[Mapping[str, Json]]]


class WrongRequest(Exception):
    """The body or the address is not what the action takes."""


class Body:
    """The JSON object or form of a control request, with files."""

    def __init__(self, fields: Mapping[str, object], files: Sequence[tuple[str, bytes]]) -> None:
        self.fields = fields
        #: (name, content) in the order they came.
        self.files = files

    def text(self, name: str) -> str | None:
        value = self.fields.get(name)
        if value is None or isinstance(value, str):
            return value
        raise WrongRequest(f"`{name}` must be a string")

    def number(self, name: str) -> int | None:
        value = self.fields.get(name)
        if value is None or value == "":
            return None
        try:
            return int(str(value))
        except ValueError:
            raise WrongRequest(f"`{name}` must be a whole number") from None

    def flag(self, name: str, default: bool) -> bool:
        value = self.fields.get(name, default)
        return value if isinstance(value, bool) else str(value).lower() in ("1", "true", "yes")

    def contents(self) -> list[bytes]:
        """Uploaded files, or base64 in `content` (one) or `contents` (several)."""
        given = self.fields.get("contents", self.fields.get("content"))
        listed = given if isinstance(given, list) else [] if given is None else [given]
        try:
            decoded = [b64decode(str(one), validate=True) for one in listed]
        except Base64Error:
            raise WrongRequest("`content` must be base64") from None
        return [content for _, content in self.files] + decoded


async def _message(user: EmulatedUser, body: Body) -> Mapping[str, Json]:
    text = body.text("text")
    if text is None:
        raise WrongRequest("`text` is missing")
    edited = body.number("edit")
    return _sent(await (user.send_text(text) if edited is None else user.edit_text(edited, text)))


async def _tap(user: EmulatedUser, body: Body) -> Mapping[str, Json]:
    done: list[Tap | MessageView] = [
        await user.tap(
            body.text("text"),
            message_id=body.number("message_id"),
            row=body.number("row"),
            column=body.number("column") or 0,
            data=body.text("data"),
        )
        for _ in range(body.number("times") or 1)
    ]
    last = done[-1]
    if isinstance(last, MessageView):
        return _sent(last)
    queries = [tap.query.id for tap in done if isinstance(tap, Tap)]
    return {"message_id": last.query.message_id, "query_id": last.query.id, "query_ids": queries}


async def _press(user: EmulatedUser, body: Body) -> Mapping[str, Json]:
    return _sent(await user.press(body.text("text") or ""))


async def _photo(user: EmulatedUser, body: Body) -> Mapping[str, Json]:
    return _sent(await user.send_photo(next(iter(body.contents()), None), body.text("caption") or ""))


async def _album(user: EmulatedUser, body: Body) -> Mapping[str, Json]:
    photos = body.contents() or (body.number("count") or 2)
    sent = await user.send_album(photos, body.text("caption") or "")
    return {"message_ids": [message.id for message in sent], "media_group_id": sent[0].album_id}


async def _document(user: EmulatedUser, body: Body) -> Mapping[str, Json]:
    content = next(iter(body.contents()), b"%PDF-1.4\n")
    name = body.text("name") or next((name for name, _ in body.files), "document.pdf")
    return _sent(await user.send_document(content, name, caption=body.text("caption") or ""))


async def _sticker(user: EmulatedUser, body: Body) -> Mapping[str, Json]:
    return _sent(await user.send_sticker(body.text("emoji") or "👍"))


async def _contact(user: EmulatedUser, body: Body) -> Mapping[str, Json]:
    return _sent(await user.share_contact(body.text("phone_number"), own=body.flag("own", True)))


async def _delete(user: EmulatedUser, body: Body) -> Mapping[str, Json]:
    await user.delete(body.number("message_id") or 0)
    return {}


async def _block(user: EmulatedUser, body: Body) -> Mapping[str, Json]:
    await user.block()
    return {}


async def _unblock(user: EmulatedUser, body: Body) -> Mapping[str, Json]:
    await user.unblock()
    return {}


async def _open(user: EmulatedUser, body: Body) -> Mapping[str, Json]:
    user.open()
    return {}


ACTIONS: Mapping[str, Action] = {
    "message": _message,
    "tap": _tap,
    "press": _press,
    "photo": _photo,
    "album": _album,
    "document": _document,
    "sticker": _sticker,
    "contact": _contact,
    "delete": _delete,
    "block": _block,
    "unblock": _unblock,
    "open": _open,
}


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
        body = await _body(request)
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
        body = await _body(request)
        try:
            effect, methods, times = read_fault(body.fields)
        except ValueError as error:
            raise WrongRequest(str(error)) from None
        return {"fault": fault_object(self._emulator.faults.add(effect, *methods, times=times))}

    async def clear_faults(self, request: web.Request) -> Mapping[str, Json]:
        self._emulator.faults.clear()
        return {}

    async def advance(self, request: web.Request) -> Mapping[str, Json]:
        seconds = (await _body(request)).number("advance")
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
        except (ClientRefuses, WrongRequest, LookupError) as error:
            return web.json_response({"ok": False, "error": str(error)}, status=400)
        except web.HTTPNotFound:
            return web.json_response({"ok": False, "error": "there is nothing here"}, status=404)

    return answer


async def _body(request: web.Request) -> Body:
    if request.content_type.startswith(("multipart/", "application/x-www-form-urlencoded")):
        form = await request.post()
        files = [(one.filename, one.file.read()) for one in form.values() if isinstance(one, web.FileField)]
        return Body({name: value for name, value in form.items() if isinstance(value, str)}, files)
    source = await request.text()
    try:
        fields = json.loads(source) if source.strip() else {}
    except ValueError:
        raise WrongRequest("the body is no JSON") from None
    if not isinstance(fields, dict):
        raise WrongRequest("the body must be a JSON object")
    return Body(fields, ())


def _sent(message: MessageView) -> Mapping[str, Json]:
    return {"message_id": message.id}
