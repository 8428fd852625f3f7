"""The playground's web server: one page, one WebSocket, loopback only."""

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from aiohttp import BodyPartReader, WSMsgType, web

from engine.botapi.changes import Change, Kind
from engine.core.values import Json
from engine.playground.bench import Bench
from engine.playground.guard import guard
from engine.playground.studio import Studio
from engine.playground.watch import watch

PAGE = Path(__file__).parent / "page"
MAX_UPLOAD = 20 * 1024 * 1024
MAX_MESSAGE = 64 * 1024


class Playground:
    """Pages connected to one studio; every change of anything is pushed to all of them."""

    def __init__(self, bench: Bench, flows: Path, token: str | None = None) -> None:
        self.token = token or secrets.token_urlsafe(16)
        self.studio = Studio(bench)
        self._flows = flows
        self._pages: set[web.WebSocketResponse] = set()
        self._changed = asyncio.Event()

    def application(self) -> web.Application:
        app = web.Application(middlewares=[guard(self.token)], client_max_size=MAX_UPLOAD)
        app.router.add_get(f"/{self.token}/", self._page)
        app.router.add_get(f"/{self.token}/socket", self._socket)
        app.router.add_post(f"/{self.token}/photos", self._photos)
        app.router.add_get(f"/{self.token}/file/{{path:.+}}", self._file)
        app.router.add_static(f"/{self.token}/", PAGE)
        app.cleanup_ctx.append(self._running)
        return app

    def changed(self) -> None:
        """Something the page shows is different now."""
        self._changed.set()

    async def _running(self, app: web.Application) -> AsyncIterator[None]:
        bench = self.studio.bench
        stops: list[Callable[[], None]] = [bench.emulator.listen(self._seen), bench.listen(self.changed)]
        tasks = [asyncio.create_task(self._push()), asyncio.create_task(watch(self._flows, self._saved))]
        await self.studio.open()
        yield
        for stop in stops:
            stop()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _seen(self, change: Change) -> None:
        if change.kind is Kind.ANSWERED and change.chat_id == self.studio.user.id:
            toasts = self.studio.user.chat.toasts
            answer = toasts[-1] if toasts and toasts[-1].message_id == change.message_id else None
            if answer is not None:
                self._tell({"type": "notice", "text": answer.text, "alert": answer.alert})
        self.changed()

    def _saved(self) -> None:
        task = asyncio.create_task(self.studio.reload())
        task.add_done_callback(lambda _: self.changed())

    def _tell(self, message: Json) -> None:
        for page in self._pages:
            task = asyncio.create_task(_send(page, message))
            task.add_done_callback(lambda done: done.exception())

    async def _push(self) -> None:
        """One state after each burst of changes, to every page."""
        while True:
            await self._changed.wait()
            self._changed.clear()
            if self._pages:
                state = await self.studio.state()
                await asyncio.gather(*(_send(page, state) for page in self._pages))

    async def _page(self, request: web.Request) -> web.StreamResponse:
        return web.FileResponse(PAGE / "index.html")

    async def _file(self, request: web.Request) -> web.StreamResponse:
        bot = self.studio.bench.emulator.the_bot()
        file = self.studio.bench.emulator.download(bot.token, request.match_info["path"])
        return web.Response(body=file.content, content_type=file.mime or "image/jpeg")

    async def _photos(self, request: web.Request) -> web.StreamResponse:
        pictures: list[bytes] = []
        async for part in await request.multipart():
            if isinstance(part, BodyPartReader):
                pictures.append(bytes(await part.read()))
        await self.studio.photos(pictures)
        return web.Response(status=204)

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        page = web.WebSocketResponse(heartbeat=20, max_msg_size=MAX_MESSAGE)
        await page.prepare(request)
        self._pages.add(page)
        try:
            async for message in page:
                if message.type is not WSMsgType.TEXT:
                    continue
                answer = await self.studio.act(json.loads(message.data))
                if answer is not None:
                    await _send(page, answer)
                self.changed()
        finally:
            self._pages.discard(page)
        return page


async def _send(page: web.WebSocketResponse, message: Json) -> None:
    # A page closed meanwhile will ask again when it is opened.
    with suppress(ConnectionError):
        await page.send_json(message)


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
