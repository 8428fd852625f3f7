"""The web endpoint `/health`: whether this process can serve, and which part of the world is missing."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from importlib.metadata import version
from typing import Literal

from aiohttp import web

#: Asks one server whether it is there; raises if it is not.
type Probe = Callable[[], Awaitable[object]]
type Part = Literal["up", "down", "starting", "unused"]


class Health:
    """Known from the first moment on; probes arrive as the parts do."""

    def __init__(self, *, redis: bool, patience_s: float = 2.0) -> None:
        """`redis` says whether the bot uses Redis at all.

        A server that needs longer than `patience_s` to say "here" cannot carry a conversation either.
        """
        self._patience_s = patience_s
        self._probes: dict[str, Probe] = {}
        self._parts: dict[str, Part] = {"database": "starting", "redis": "starting" if redis else "unused"}
        #: starting until migrations and flows are ready; stopping after SIGTERM.
        self.phase: Literal["starting", "ready", "stopping"] = "starting"

    def watch(self, part: Literal["database", "redis"], probe: Probe) -> None:
        self._probes[part] = probe

    async def report(self) -> tuple[int, Mapping[str, str]]:
        """HTTP status and body; 200 only when the bot is able to serve."""
        found = dict(zip(self._probes, await asyncio.gather(*map(self._ask, self._probes.values())), strict=True))
        parts = self._parts | found
        status = "down" if "down" in parts.values() else "ok" if self.phase == "ready" else self.phase
        body = {"status": status, **parts, "version": version("carquery")}
        return 200 if status == "ok" else 503, body

    async def _ask(self, probe: Probe) -> Part:
        try:
            async with asyncio.timeout(self._patience_s):
                await probe()
        except Exception:
            # Whatever it is, the part does not serve; its own log says why.
            return "down"
        return "up"


class HealthServer:
    """Serves `/health` while the `async with` block runs."""

    def __init__(self, health: Health, host: str, port: int) -> None:
        self._health = health
        self._host = host
        self._port = port
        application = web.Application()
        application.router.add_get("/health", self._answer)
        self._runner = web.AppRunner(application, access_log=None)

    async def start(self) -> None:
        """Raise OSError when the port is taken."""
        await self._runner.setup()
        await web.TCPSite(self._runner, self._host, self._port).start()

    async def close(self) -> None:
        await self._runner.cleanup()

    async def __aenter__(self) -> "HealthServer":
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    @property
    def port(self) -> int:
        """The port it listens on; the system's choice when 0 was asked for."""
        port: int = self._runner.addresses[0][1]
        return port

    async def _answer(self, _: web.Request) -> web.Response:
        status, body = await self._health.report()
        return web.json_response(dict(body), status=status, headers={"Cache-Control": "no-store"})
