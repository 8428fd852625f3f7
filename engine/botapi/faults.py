"""Failures on order: what goes wrong, with which methods, how many times."""

from collections.abc import Callable
from dataclasses import dataclass, replace

#: The one method a polling bot is always in; a fault for «every method» leaves it alone.
POLL = "getupdates"


@dataclass(frozen=True, slots=True)
class TooManyRequests:
    """429; nothing is done."""

    retry_after: int = 1


@dataclass(frozen=True, slots=True)
class ServerError:
    """5xx; nothing is done."""

    code: int = 502


@dataclass(frozen=True, slots=True)
class NetworkLoss:
    """No connection; nothing is done."""


@dataclass(frozen=True, slots=True)
class LostAnswer:
    """The work is done, the answer never arrives."""


@dataclass(frozen=True, slots=True)
class Delay:
    """The work starts later."""

    seconds: float


type Effect = TooManyRequests | ServerError | NetworkLoss | LostAnswer | Delay


@dataclass(frozen=True, slots=True)
class Fault:
    effect: Effect
    #: Lower-case names; empty stands for every method but getUpdates.
    methods: frozenset[str] = frozenset()
    #: How many calls it still hits; None until it is cleared.
    times: int | None = 1

    def hits(self, method: str) -> bool:
        return method in self.methods if self.methods else method != POLL


class Faults:
    """The faults in force, oldest first. A call meets the first that hits it; delays are met on the way."""

    def __init__(self, on_add: Callable[[Fault], None] = lambda fault: None) -> None:
        self._faults: list[Fault] = []
        self._on_add = on_add

    @property
    def active(self) -> tuple[Fault, ...]:
        return tuple(self._faults)

    def add(self, effect: Effect, *methods: str, times: int | None = 1) -> Fault:
        """Let the next `times` calls of `methods` (all but getUpdates if none is named) meet `effect`."""
        fault = Fault(effect, frozenset(method.lower() for method in methods), times)
        self._faults.append(fault)
        self._on_add(fault)
        return fault

    def outage(self) -> None:
        """No network at all, polling included, until `clear`."""
        self.add(NetworkLoss(), times=None)
        self.add(NetworkLoss(), POLL, times=None)

    def clear(self) -> None:
        self._faults.clear()

    def take(self, method: str) -> list[Effect]:
        """What a call of the method (lower case) meets; counted down."""
        met: list[Effect] = []
        for fault in self.active:
            if fault.hits(method):
                met.append(fault.effect)
                self._count_down(fault)
                if not isinstance(fault.effect, Delay):
                    break
        return met

    def _count_down(self, fault: Fault) -> None:
        at = self._faults.index(fault)
        match fault.times:
            case None:
                pass
            case 1:
                del self._faults[at]
            case times:
                self._faults[at] = replace(fault, times=times - 1)
