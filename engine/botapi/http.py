"""The door over HTTP, on loopback only: `/bot{token}/{method}`, `/file/bot{token}/{path}` and `/__emulator__/`."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from ipaddress import ip_address

from aiohttp import web
from aiohttp.typedefs import Handler
from yarl import URL

from engine.botapi.control import control_routes
from engine.botapi.emulator import Emulator
from engine.botapi.errors import ApiError, ConnectionLost, bad_request
from engine.botapi.query import Upload, form_texts
from engine.core.values import Json

#: The largest request Telegram takes.
BODY_BYTES = 50 * 2**20


def application(emulator: Emulator) -> web.Application:
    """Both the Bot API and the control of the emulator."""
    app = web.Application(client_max_size=BODY_BYTES, middlewares=[_loopback_only])
    doors = _Doors(emulator)
    app.router.add_route("*", "/bot{token:[^/]*}/{method:[^/]*}", doors.call)
    app.router.add_get("/file/bot{token:[^/]+}/{path:.+}", doors.download)
    app.add_routes(control_routes(emulator))
    app.router.add_route("*", "/{unknown:.*}", doors.unknown)
    return app


@asynccontextmanager
async def serving(emulator: Emulator, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
    """Serve while the context lasts; its value is the base URL. Port 0 takes any free one."""
    if not _is_loopback(host):
        raise ValueError(f"the Bot API emulator serves on loopback only, not on {host}")
    # A bot's long poll must not hold up the end.
    runner = web.AppRunner(application(emulator), access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        await site.start()
        taken = runner.addresses[0][1]
        yield f"http://{f'[{host}]' if ':' in host else host}:{taken}"
    finally:
        await emulator.close()
        await runner.cleanup()


async def run(
    host: str = "127.0.0.1",
    port: int = 8081,
    *,
    emulator: Emulator | None = None,
    announce: Callable[[Mapping[str, Json]], None] | None = None,
) -> None:
    """Serve until cancelled; `announce` gets `{"base_url": …}` once listening and by default prints it."""
    async with serving(emulator or Emulator(), host, port) as base_url:
        (announce or _print_line)({"base_url": base_url})
        await asyncio.Event().wait()


class _Doors:
    def __init__(self, emulator: Emulator) -> None:
        self._emulator = emulator

    async def call(self, request: web.Request) -> web.Response:
        try:
            params, files = await _parameters(request)
            answer = await self._emulator.call(request.match_info["token"], request.match_info["method"], params, files)
        except ApiError as refusal:
            answer = refusal
        except web.HTTPRequestEntityTooLarge:
            answer = ApiError(413, "Request Entity Too Large")
        except ConnectionLost:
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        if isinstance(answer, ApiError):
            return _refusal(answer)
        return web.json_response({"ok": True, "result": answer})

    async def download(self, request: web.Request) -> web.Response:
        try:
            file = self._emulator.download(request.match_info["token"], request.match_info["path"])
        except ApiError as refusal:
            return _refusal(refusal)
        return web.Response(body=file.content, content_type=file.mime or "application/octet-stream")

    async def unknown(self, request: web.Request) -> web.Response:
        return _refusal(ApiError(404, "Not Found"))


async def _parameters(request: web.Request) -> tuple[dict[str, str], dict[str, Upload]]:
    """Query string and body: urlencoded, multipart or JSON, as Telegram takes them."""
    params = dict(request.query)
    files: dict[str, Upload] = {}
    if request.content_type == "application/json":
        body = await request.text()
        try:
            fields = json.loads(body) if body else {}
        except ValueError:
            raise bad_request("can't parse JSON object") from None
        if not isinstance(fields, dict):
            raise bad_request("can't parse JSON object")
        return params | form_texts(fields), files
    for name, value in (await request.post()).items():
        match value:
            case str():
                params[name] = value
            case web.FileField():
                files[name] = Upload(value.filename, value.file.read(), _mime(value.content_type))
            case _:
                params[name] = bytes(value).decode("utf-8", "replace")
    return params, files


def _mime(sent: str) -> str:
    """Clients that do not know say octet-stream; the name tells more."""
    return "" if sent == "application/octet-stream" else sent


def _refusal(error: ApiError) -> web.Response:
    retry_after = (error.parameters or {}).get("retry_after")
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return web.json_response(error.body(), status=error.code, headers=headers)


@web.middleware
async def _loopback_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """No page of the web may reach in: neither by a name made to point here nor by a request across sites."""
    origin = request.headers.get("Origin")
    named = [URL(f"http://{request.host}").host or ""]
    if origin is not None:
        named.append(URL(origin).host or "")
    if not all(map(_is_loopback, named)):
        return _refusal(ApiError(403, "Forbidden: the emulator answers on loopback only"))
    return await handler(request)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _print_line(line: Mapping[str, Json]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()
