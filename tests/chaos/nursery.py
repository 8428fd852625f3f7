"""A process that has imported everything and forks a life for each order: a crash costs no start.

Orders come one JSON object a line: {"life", "given", "kill_at", "times"}. First the numbers of the processes go
back, and when all have ended, their results.
"""

import asyncio
import ctypes
import gc
import json
import os
import signal
import sys
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PR_SET_PDEATHSIG = 1
#: What every life would load for itself, once it gets so far.
USED = (
    "anyio._backends._asyncio",
    "httpcore2",
    "h11",
    "sqlalchemy.dialects.postgresql.asyncpg",
    "sqlalchemy.dialects.sqlite.aiosqlite",
    "asyncpg",
    "aiosqlite",
    "tests.chaos.countdown",
)


@dataclass(frozen=True, slots=True)
class Death:
    """How a life ended."""

    #: What it returned; None when it was killed.
    result: Any
    #: Awaits it went through; None when it was killed.
    awaits: int | None

    @property
    def killed(self) -> bool:
        return self.awaits is None


class Nursery:
    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def live(self, life: str, kill_at: int | None = None, **given: Any) -> Death:
        [death] = await self.live_together(life, 1, kill_at, **given)
        return death

    async def live_together(self, life: str, times: int, kill_at: int | None = None, **given: Any) -> list[Death]:
        """So many at the same time; raises AssertionError for one that ended by its own mistake."""
        await self.begin(life, times, kill_at, **given)
        deaths = []
        for ended in await self._told():
            assert "mistake" not in ended, ended["mistake"]
            deaths.append(Death(ended.get("result"), ended.get("awaits")))
        return deaths

    async def begin(self, life: str, times: int, kill_at: int | None = None, **given: Any) -> list[int]:
        """The processes' numbers; whoever begins lives that do not end must kill them."""
        assert self._process.stdin is not None
        order = {"life": life, "given": given, "kill_at": kill_at, "times": times}
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        return list(await self._told())

    async def _told(self) -> Any:
        assert self._process.stdout is not None
        answer = await self._process.stdout.readline()
        assert answer, "the nursery has died"
        return json.loads(answer)


@asynccontextmanager
async def nursery() -> AsyncIterator[Nursery]:
    environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.chaos.nursery",
        cwd=ROOT,
        env=environment,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=2**24,
    )
    try:
        yield Nursery(process)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        # Its children go with it.
        process.kill()
        await process.wait()


def main() -> None:
    # The forks write their logs there; only results go to the standard output.
    results = os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    from tests.chaos.lives import LIVES

    for name in USED:
        import_module(name)
    # What is here stays: a fork's collector need neither walk nor copy it.
    gc.freeze()
    for line in sys.stdin:
        order = json.loads(line)
        children = [_fork(LIVES[order["life"]], order) for _ in range(order["times"])]
        print(json.dumps([child for child, _ in children]), file=results, flush=True)
        print(json.dumps([_ended(child, pipe) for child, pipe in children]), file=results, flush=True)


def _fork(life: Any, order: dict[str, Any]) -> tuple[int, int]:
    """The child's number, and where its result can be read."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    os.close(reading)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    try:
        result = _run(life, order)
    except BaseException:
        result = {"mistake": traceback.format_exc()}
    with os.fdopen(writing, "w") as pipe:
        json.dump(result, pipe)
    os._exit(0)


def _run(life: Any, order: dict[str, Any]) -> dict[str, Any]:
    from tests.chaos.countdown import Countdown

    countdown = Countdown(order["kill_at"])

    async def counted() -> Any:
        asyncio.get_running_loop().set_task_factory(countdown)
        return await asyncio.create_task(life(**order["given"]))

    return {"result": asyncio.run(counted()), "awaits": countdown.awaits}


def _ended(child: int, pipe: int) -> dict[str, Any]:
    with os.fdopen(pipe) as said:
        text = said.read()
    os.waitpid(child, 0)
    return dict(json.loads(text)) if text else {}


if __name__ == "__main__":
    main()
