"""Keeps all traffic back while the account refuses everybody: blocked, unpaid, or the token is dead."""

from collections.abc import Callable
from datetime import datetime, timedelta

from engine.core.failures import TemporaryFailure


class Breaker:
    """Closed by one refusal, it fails every request at once, without the network, until its time is over."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._until: datetime | None = None
        self._message = ""
        self._advice = ""

    def trip(self, message: str, advice: str, pause: timedelta) -> TemporaryFailure:
        """Hold everything back for `pause`; returns the failure to raise."""
        self._until = self._now() + pause
        self._message, self._advice = message, advice
        return TemporaryFailure(message, retry_after=pause, advice=advice)

    def check(self) -> None:
        """Raises TemporaryFailure with the time left, when there is any."""
        left = self._until - self._now() if self._until else timedelta()
        if left > timedelta():
            raise TemporaryFailure(self._message, retry_after=left, advice=self._advice)
        self._until = None
