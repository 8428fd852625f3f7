"""SIGKILL at the K-th await of a program: whenever any of its tasks goes on, what it awaited has just happened."""

import asyncio
import os
import signal
from collections.abc import Coroutine, Generator
from typing import Any


class Countdown:
    """A task factory that counts awaits and ends the process, uncatchably, at the chosen one."""

    def __init__(self, at: int | None) -> None:
        """`at`: 1 is before anything; None only counts."""
        self._at = at
        self.awaits = 0

    def __call__(
        self, loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, Any], **options: Any
    ) -> "asyncio.Task[Any]":
        return asyncio.Task(Counted(work, self), loop=loop, **options)

    def resumed(self) -> None:
        self.awaits += 1
        if self.awaits == self._at:
            os.kill(os.getpid(), signal.SIGKILL)


class Counted(Coroutine[Any, Any, Any]):
    """A coroutine that says when it goes on."""

    def __init__(self, work: Coroutine[Any, Any, Any], countdown: Countdown) -> None:
        self._work = work
        self._countdown = countdown

    def send(self, value: Any) -> Any:
        # What was awaited has happened, and nobody has acted on it yet.
        self._countdown.resumed()
        return self._work.send(value)

    def throw(self, *failure: Any) -> Any:
        return self._work.throw(*failure)

    def close(self) -> None:
        self._work.close()

    def __await__(self) -> Generator[Any, Any, Any]:
        return self._work.__await__()
