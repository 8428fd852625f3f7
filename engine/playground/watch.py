"""Notices saved files: looks at their sizes and times often enough that a save shows at once."""

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path

#: Looking at a few dozen files costs a fraction of a millisecond.
PAUSE_SECONDS = 0.04
#: Who writes a file in pieces does not pause between them for so long.
REST_SECONDS = 0.015

type Look = Mapping[Path, tuple[int, int]]


def look(folder: Path) -> Look:
    """Size and modification time of every YAML file in the folder; a file being replaced is simply absent."""
    found: dict[Path, tuple[int, int]] = {}
    for path in sorted(folder.glob("*.yaml")):
        try:
            status = path.stat()
        except FileNotFoundError:
            continue
        found[path] = (status.st_mtime_ns, status.st_size)
    return found


async def watch(
    folder: Path, changed: Callable[[], None], pause: float = PAUSE_SECONDS, rest: float = REST_SECONDS
) -> None:
    """Call `changed` after every save, until cancelled; a file still being written is waited for."""
    told = look(folder)
    while True:
        await asyncio.sleep(pause)
        now = look(folder)
        if now == told:
            continue
        while now != told:
            told = now
            await asyncio.sleep(rest)
            now = look(folder)
        changed()
