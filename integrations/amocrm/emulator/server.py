"""The door to the outside: the emulator over HTTP."""

import asyncio
import json
from pathlib import Path

from aiohttp import web

from integrations.amocrm.emulator.core import Emulator
from integrations.amocrm.emulator.message import Request
from integrations.amocrm.emulator.state import State
from integrations.amocrm.emulator.store import SqliteStore

#: Room for the largest part of a file.
BODY_LIMIT = 64 * 1024 * 1024


class EmulatorServer:
    """Serves one emulator; `async with` starts and stops it."""

    def __init__(self, emulator: Emulator, host: str = "127.0.0.1", port: int = 0) -> None:
        self.emulator = emulator
        self._host = host
        self._port = port
        application = web.Application(client_max_size=BODY_LIMIT)
        application.router.add_route("*", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(application, access_log=None)

    async def __aenter__(self) -> "EmulatorServer":
        await self._runner.setup()
        await web.TCPSite(self._runner, self._host, self._port).start()
        return self

    async def __aexit__(self, *failure: object) -> None:
        await self._runner.cleanup()

    @property
    def base_url(self) -> str:
        host, port = self._runner.addresses[0][:2]
        return f"http://{host}:{port}"

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        reply = self.emulator.respond(
            Request(
                method=request.method,
                path=request.path,
                query_string=request.rel_url.raw_query_string,
                headers={name.lower(): value for name, value in request.headers.items()},
                body=await request.read(),
                origin=f"{request.scheme}://{request.host}",
            )
        )
        await asyncio.sleep(reply.delay_s)
        if reply.response is None:
            if request.transport is not None:
                request.transport.abort()
            return web.Response(status=500)  # nobody reads it: the line is cut
        response = reply.response
        return web.Response(status=response.status, headers=dict(response.headers), body=response.body)


async def run(host: str = "127.0.0.1", port: int = 8099, state_file: Path | None = None) -> None:
    """Serve until cancelled; prints one JSON line with everything a client needs as soon as it listens."""
    state = State(SqliteStore(state_file)) if state_file else State()
    async with EmulatorServer(Emulator(state), host, port) as server:
        print(json.dumps(credentials(server.emulator, server.base_url)), flush=True)
        await asyncio.Event().wait()


def credentials(emulator: Emulator, base_url: str) -> dict[str, str]:
    integration = emulator.state.get("integration", 0) or {}
    return {
        "base_url": base_url,
        **integration,
        "code": emulator.new_code(),
        "long_lived_token": emulator.new_long_lived_token(base_url.partition("://")[2]),
    }
