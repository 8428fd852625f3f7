"""The emulator's time: the machine's, or one a test moves by hand."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

#: Tells the current moment, aware.
type Clock = Callable[[], datetime]


def machine_clock() -> datetime:
    return datetime.now(UTC)


class MovedClock:
    """A clock over another one that can be moved forward: «+30 minutes» in the playground, 48 hours in a test."""

    def __init__(self, base: Clock = machine_clock) -> None:
        self._base = base
        self.shift = timedelta()

    def __call__(self) -> datetime:
        return self._base() + self.shift

    def advance(self, by: timedelta) -> None:
        self.shift += by
