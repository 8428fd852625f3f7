"""A loop whose seconds cost nothing, for what waits by the loop's own clock: no busy machine can make it late."""

import asyncio
import selectors


class Scaled(selectors.DefaultSelector):
    """Waits for nothing: the time the loop would have slept has simply passed."""

    def __init__(self) -> None:
        super().__init__()
        self.passed = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        # Even a turn of the loop takes its time: who waits for a moment that rounding has put off must see it come.
        self.passed += max(1e-6, timeout or 0.0)
        return super().select(0)


class ScaledLoop(asyncio.SelectorEventLoop):
    """A loop whose seconds cost nothing; everything that sleeps on it lives in the same time."""

    def __init__(self) -> None:
        self.scaled = Scaled()
        super().__init__(self.scaled)

    def time(self) -> float:
        return self.scaled.passed
