"""A tab that does not read is told the newest state when it wakes, and keeps nobody waiting meanwhile."""

import asyncio
from typing import cast

from aiohttp import web

from engine.playground.tab import NOTICES_KEPT, Tab


class Sleeper:
    """A WebSocket whose reader sleeps until it is woken, and has seen all there is with `last`."""

    def __init__(self, last: str) -> None:
        self.awake = asyncio.Event()
        self.done = asyncio.Event()
        self.got: list[str] = []
        self._last = last

    async def send_str(self, text: str) -> None:
        await self.awake.wait()
        self.got.append(text)
        if text == self._last:
            self.done.set()


def tab_of(socket: object) -> Tab:
    return Tab(cast(web.WebSocketResponse, socket))


async def test_a_sleeping_tab_gets_the_newest_state_once() -> None:
    sleeper = Sleeper("state 99")
    tab = tab_of(sleeper)
    running = asyncio.create_task(tab.run())
    for number in range(100):
        tab.show(f"state {number}")
        await asyncio.sleep(0)
    sleeper.awake.set()
    await sleeper.done.wait()
    tab.show("state 99")
    await asyncio.sleep(0)
    assert sleeper.got == ["state 0", "state 99"]
    running.cancel()


async def test_notices_come_in_their_order_and_the_oldest_of_too_many_are_dropped() -> None:
    sleeper = Sleeper("state")
    tab = tab_of(sleeper)
    for number in range(NOTICES_KEPT + 2):
        tab.tell(str(number))
    tab.show("state")
    sleeper.awake.set()
    running = asyncio.create_task(tab.run())
    await sleeper.done.wait()
    assert sleeper.got == [*(str(number) for number in range(2, NOTICES_KEPT + 2)), "state"]
    running.cancel()


async def test_a_tab_that_closes_ends_quietly() -> None:
    class Closed:
        async def send_str(self, text: str) -> None:
            raise ConnectionResetError

    tab = tab_of(Closed())
    tab.show("state")
    await tab.run()
