"""The door inside the process: an httpx2 transport that hands requests to the emulator."""

import asyncio
from collections.abc import Awaitable, Callable

import httpx2

from integrations.amocrm.emulator.core import Emulator
from integrations.amocrm.emulator.message import Request


class EmulatorTransport(httpx2.AsyncBaseTransport):
    """Behaves as the network would: a cut line is a ReadError, a late answer a ReadTimeout."""

    def __init__(self, emulator: Emulator, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._emulator = emulator
        self._sleep = sleep

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        reply = self._emulator.respond(
            Request(
                method=request.method,
                path=request.url.path,
                query_string=request.url.query.decode("ascii"),
                headers={name.lower(): value for name, value in request.headers.items()},
                body=await request.aread(),
                origin=f"{request.url.scheme}://{request.url.netloc.decode('ascii')}",
            )
        )
        # A connection gives the loop a turn even when nothing is late.
        patience = (request.extensions.get("timeout") or {}).get("read")
        if patience is not None and reply.delay_s > patience:
            await self._sleep(patience)
            raise httpx2.ReadTimeout("the emulator answers too late", request=request)
        await self._sleep(reply.delay_s)
        if reply.response is None:
            raise httpx2.ReadError("the emulator closed the connection", request=request)
        response = reply.response
        return httpx2.Response(response.status, headers=dict(response.headers), content=response.body)
