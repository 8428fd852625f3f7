"""When files of ours are saved: their times and sizes, looked at a few times a second."""

import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from engine.lang import files

#: Soon enough for whoever has just saved; looking at a few dozen files takes a fraction of a millisecond.
PAUSE_SECONDS = 0.3
#: An editor empties a file, then writes it: what was saved is read when it has stood still for this long.
STILL_SECONDS = 0.05

type Look = Mapping[Path, tuple[int, int]]


def saves(paths: Sequence[Path], told: Look, pause: float = PAUSE_SECONDS) -> Iterator[None]:
    """One item for every change since `told` of what is checked under the paths, without an end."""
    while True:
        time.sleep(pause)
        now = look(paths)
        if now == told:
            continue
        while (later := _later(paths)) != now:
            now = later
        told = now
        yield


def _later(paths: Sequence[Path]) -> Look:
    time.sleep(STILL_SECONDS)
    return look(paths)


def look(paths: Sequence[Path]) -> Look:
    """Time and size of every file that is checked; one being replaced is simply absent."""
    found: dict[Path, tuple[int, int]] = {}
    for folder in files.projects([path for path in paths if path.exists()]):
        for path in files.of_folder(folder):
            try:
                status = path.stat()
            except FileNotFoundError:
                continue
            found[path] = (status.st_mtime_ns, status.st_size)
    return found
