"""Whether the bot has finished reacting: updates not yet handled, calls under way."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


class Activity:
    """An update is finished with when it is confirmed or, once handlers are watched, when its handler returned.

    Confirmation alone says little of a polling bot: aiogram confirms a batch while its handlers still run.
    """

    def __init__(self) -> None:
        #: Somebody tells us of finished handlers (`handled`), so confirmation no longer counts.
        self.watched = False
        self._unfinished: set[tuple[int, int]] = set()
        self._calls: list[str] = []
        self._waiting: list[asyncio.Future[None]] = []

    @property
    def idle(self) -> bool:
        return not self._unfinished and not self._calls

    def given(self, bot_id: int, update_id: int) -> None:
        self._unfinished.add((bot_id, update_id))

    def adopted(self, old_id: int, bot_id: int) -> None:
        """Updates given to one bot belong to another: the one that waited without a token has got it."""
        self._unfinished = {(bot_id if bot == old_id else bot, update) for bot, update in self._unfinished}

    def confirmed(self, bot_id: int, update_id: int) -> None:
        if not self.watched:
            self.handled(bot_id, update_id)

    def handled(self, bot_id: int, update_id: int) -> None:
        """The bot's handler of the update returned, or nobody will ever handle it."""
        self._unfinished.discard((bot_id, update_id))
        self._wake()

    @contextmanager
    def working(self, what: str) -> Iterator[None]:
        """Something is under way that must end before the bot counts as settled."""
        self._calls.append(what)
        try:
            yield
        finally:
            self._calls.remove(what)
            self._wake()

    async def settled(self, seconds: float) -> None:
        """Wait until everything given to the bot is finished; TimeoutError names what is not."""
        try:
            async with asyncio.timeout(seconds):
                while not self.idle:
                    future = asyncio.get_running_loop().create_future()
                    self._waiting.append(future)
                    await future
        except TimeoutError:
            updates = sorted(update_id for _, update_id in self._unfinished)
            raise TimeoutError(f"not settled after {seconds:g} s: updates {updates}, under way {self._calls}") from None

    def _wake(self) -> None:
        if self.idle:
            waiting, self._waiting = self._waiting, []
            for future in waiting:
                if not future.done():
                    future.set_result(None)
