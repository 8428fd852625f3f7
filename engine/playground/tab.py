"""One open page. A tab that does not read (asleep, on a phone in a pocket) keeps no other waiting."""

import asyncio
from collections import deque
from contextlib import suppress

from aiohttp import web

#: Of what a sleeping tab was told meanwhile, the newest is enough.
NOTICES_KEPT = 50


class Tab:
    def __init__(self, socket: web.WebSocketResponse) -> None:
        self.socket = socket
        self._notices: deque[str] = deque(maxlen=NOTICES_KEPT)
        self._state = ""
        self._shown = ""
        self._news = asyncio.Event()

    def tell(self, notice: str) -> None:
        """Send it, as JSON, once and in its turn."""
        self._notices.append(notice)
        self._news.set()

    def show(self, state: str) -> None:
        """Send the state, as JSON, unless the tab has it or a newer one comes first."""
        self._state = state
        self._news.set()

    async def run(self) -> None:
        """Send what there is until cancelled or closed: a tab opened again asks anew."""
        with suppress(ConnectionError):
            while True:
                await self._news.wait()
                self._news.clear()
                while self._notices:
                    await self.socket.send_str(self._notices.popleft())
                if self._shown != self._state:
                    self._shown = self._state
                    await self.socket.send_str(self._shown)
