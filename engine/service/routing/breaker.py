"""Spares clients the wait for a service that is down: after failures in a row it is not asked for a while."""

from collections.abc import Callable

#: Failures in a row that open it, and how long it stays open, in seconds.
FAILURES, PAUSE_S = 5, 30.0


class Breaker:
    """Closed while the service works; open after failures; then one request tries."""

    def __init__(self, clock: Callable[[], float], failures: int = FAILURES, pause: float = PAUSE_S) -> None:
        #: Seconds of a clock that only goes forward.
        self._clock = clock
        self._failures = failures
        self._pause = pause
        self._failed = 0
        self._until = 0.0

    @property
    def open(self) -> bool:
        """Whether to spare the service (and the client) a request now; the first after the pause is let through."""
        if self._failed < self._failures:
            return False
        if self._clock() < self._until:
            return True
        # Others wait until this one has told.
        self._until = self._clock() + self._pause
        return False

    def succeeded(self) -> None:
        self._failed = 0

    def failed(self) -> None:
        self._failed += 1
        if self._failed >= self._failures:
            self._until = self._clock() + self._pause
