"""What the tests of the CRM share."""

from dataclasses import dataclass


@dataclass(slots=True)
class Clock:
    """Unix seconds; the emulator, the client and the worker of one test share it."""

    now: float = 1_790_000_000.0

    def __call__(self) -> float:
        return self.now
