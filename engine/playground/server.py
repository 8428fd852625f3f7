"""The playground's web server: one page, one WebSocket, loopback only."""

import asyncio
import json
import logging
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import BodyPartReader, WSMsgType, web
from aiohttp.http import HttpProcessingError

from engine.botapi.changes import Change, Kind
from engine.botapi.errors import ApiError
from engine.core.values import Json
from engine.playground.bench import Bench
from engine.playground.guard import guard
from engine.playground.studio import Studio, notice
from engine.playground.tab import Tab
from engine.playground.watch import watch

PAGE = Path(__file__).parent / "page"
#: Nothing else is served, whatever the path looks like.
FILES = frozenset(file.name for file in PAGE.iterdir())
MAX_UPLOAD = 50 * 1024 * 1024
MAX_MESSAGE = 64 * 1024
#: A tab that sleeps does not answer the end either.
CLOSE_SECONDS = 1.0
#: How often the page is told what the bot is about while it is busy.
FOLLOW_SECONDS = 0.2

log = logging.getLogger(__name__)


class Playground:
    """Pages connected to one studio; every change of anything is pushed to all of them."""

    def __init__(self, bench: Bench, flows: Path, token: str | None = None) -> None:
        self.token = token or secrets.token_urlsafe(16)
        self.studio = Studio(bench, self.changed)
        self._flows = flows
        self._tabs: set[Tab] = set()
        self._changed = asyncio.Event()
        self._acted = asyncio.Event()
        self._saved = asyncio.Event()

    def application(self) -> web.Application:
        app = web.Application(middlewares=[guard(self.token)], client_max_size=MAX_UPLOAD)
        app.router.add_get(f"/{self.token}/{{name:[a-z.]*}}", self._page)
        app.router.add_get(f"/{self.token}/socket", self._socket)
        app.router.add_post(f"/{self.token}/files", self._files)
        app.router.add_get(f"/{self.token}/file/{{path:.+}}", self._file)
        app.cleanup_ctx.append(self._running)
        return app

    def changed(self) -> None:
        """Something the page shows is different now."""
        self._changed.set()

    async def _running(self, app: web.Application) -> AsyncIterator[None]:
        bench = self.studio.bench
        stops: list[Callable[[], None]] = [bench.emulator.listen(self._seen), bench.listen(self.changed)]
        tasks = [
            asyncio.create_task(_whenever(self._changed, self._push), name="playground pages"),
            asyncio.create_task(_whenever(self._acted, self._follow), name="playground bot"),
            asyncio.create_task(_whenever(self._saved, self.reload), name="playground files"),
            asyncio.create_task(watch(self._flows, self._saved.set), name="playground watch"),
        ]
        await self.studio.open()
        yield
        await asyncio.gather(*(tab.socket.close() for tab in self._tabs))
        for stop in stops:
            stop()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self.studio.troubles.mend()

    def _seen(self, change: Change) -> None:
        if change.kind is Kind.ANSWERED and change.chat_id == self.studio.user.id:
            toasts = self.studio.user.chat.toasts
            if toasts and toasts[-1].message_id == change.message_id and toasts[-1].text:
                self._tell({"type": "notice", "key": None, "text": toasts[-1].text, "alert": toasts[-1].alert})
        self.changed()

    def _tell(self, message: Json) -> None:
        text = json.dumps(message)
        for tab in self._tabs:
            tab.tell(text)

    async def reload(self) -> None:
        """Read the saved files; the page is told of what came of it."""
        try:
            await self.studio.reload()
        except OSError as error:
            # A folder or a file on its way elsewhere: when it is back, that is a change too.
            log.warning("the flows cannot be read: %s", error)
        self.changed()

    async def _follow(self) -> None:
        """While the bot is busy or «typing», what the page shows changes without anybody saying so."""
        while self.studio.bench.busy or self.studio.user.chat.action is not None:
            await asyncio.sleep(FOLLOW_SECONDS)
            self.changed()

    async def _push(self) -> None:
        """One state after each burst of changes, to every tab that has another."""
        if not self._tabs:
            return
        state = json.dumps(await self.studio.state())
        for tab in self._tabs:
            tab.show(state)

    async def _page(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"] or "index.html"
        if name not in FILES:
            raise web.HTTPNotFound
        return web.FileResponse(PAGE / name)

    async def _file(self, request: web.Request) -> web.StreamResponse:
        """A picture somebody has sent; other files are only named on the page."""
        bot = self.studio.bench.emulator.the_bot()
        try:
            file = self.studio.bench.emulator.download(bot.token, request.match_info["path"])
        except ApiError:
            raise web.HTTPNotFound from None
        mime = file.mime if file.mime in ("image/jpeg", "image/png", "image/webp", "image/gif") else "image/jpeg"
        return web.Response(body=file.content, content_type=mime)

    async def _files(self, request: web.Request) -> web.StreamResponse:
        """Everything the person has picked at once: an album if it is several pictures."""
        if request.content_type != "multipart/form-data":
            raise web.HTTPUnsupportedMediaType
        files: list[tuple[str, str, bytes]] = []
        try:
            async for part in await request.multipart():
                if isinstance(part, BodyPartReader):
                    mime = part.headers.get("Content-Type", "application/octet-stream")
                    files.append((part.filename or "file", mime, bytes(await part.read())))
                size = sum(len(content) for _, _, content in files)
                if size > MAX_UPLOAD:
                    raise web.HTTPRequestEntityTooLarge(MAX_UPLOAD, size)
        except (ValueError, HttpProcessingError) as error:
            raise web.HTTPBadRequest(text=f"no form of files: {error}") from None
        refused = await self.studio.send_files(files)
        self._moved()
        return web.json_response(refused)

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse(heartbeat=20, timeout=CLOSE_SECONDS, max_msg_size=MAX_MESSAGE)
        await socket.prepare(request)
        tab = Tab(socket)
        self._tabs.add(tab)
        sending = asyncio.create_task(tab.run(), name="playground tab")
        self.changed()
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    answer = await self._obey(message.data)
                    if answer is not None:
                        tab.tell(json.dumps(answer))
                    self._moved()
        finally:
            self._tabs.discard(tab)
            sending.cancel()
        return socket

    async def _obey(self, text: str) -> Json:
        try:
            wish = json.loads(text)
            return await self.studio.act(wish if isinstance(wish, dict) else {})
        except (json.JSONDecodeError, RecursionError):
            return notice("unknown", text[:80])
        except Exception:
            # The page goes on; whoever started the playground sees why.
            log.exception("the page's wish failed")
            return notice("failed")

    def _moved(self) -> None:
        self._acted.set()
        self.changed()


async def _whenever(event: asyncio.Event, act: Callable[[], Awaitable[None]]) -> None:
    """Act after every setting of the event; sets that come meanwhile are one."""
    while True:
        await event.wait()
        event.clear()
        try:
            await act()
        except Exception:
            # The next change may well be shown: a file being written, a version with a hole.
            log.exception("the page could not be brought up to date")


@asynccontextmanager
async def serving(playground: Playground, port: int = 0) -> AsyncIterator[str]:
    """Serve on loopback while the context lasts; yields the page's address."""
    runner = web.AppRunner(playground.application(), access_log=None, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    try:
        actual = runner.addresses[0][1]
        yield f"http://127.0.0.1:{actual}/{playground.token}/"
    finally:
        await runner.cleanup()
