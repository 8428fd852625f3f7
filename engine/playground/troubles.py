"""Trouble on order: what goes wrong between the emulated Telegram and the bot, and when it is over."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from engine.botapi.emulator import Emulator
from engine.botapi.faults import Delay, Effect, NetworkLoss, TooManyRequests

#: The methods a screen reaches the client by; trouble with any other would hardly be seen.
SHOWING = ("sendMessage", "editMessageText", "sendPhoto", "sendDocument", "editMessageMedia", "editMessageCaption")


@dataclass(frozen=True, slots=True)
class Seconds:
    """How long each trouble lasts: enough to be seen, not enough to be bored by."""

    outage: float = 3.0
    retry_after: int = 3
    delay: float = 2.5


USUAL = Seconds()


class Troubles:
    def __init__(self, emulator: Emulator, changed: Callable[[], None], seconds: Seconds = USUAL) -> None:
        self._emulator = emulator
        self._changed = changed
        self._seconds = seconds
        #: Met by the next screen, once.
        self._once: dict[str, Effect] = {
            "429": TooManyRequests(seconds.retry_after),
            "slow": Delay(seconds.delay),
        }
        self._end: asyncio.TimerHandle | None = None

    @property
    def now(self) -> Sequence[str]:
        """What lasts or is still to come: "429", "slow", "network"."""
        active = [fault.effect for fault in self._emulator.faults.active]
        waiting = [name for name, effect in self._once.items() if effect in active]
        return [*waiting, *(["network"] if self._end is not None else [])]

    def order(self, name: str) -> None:
        """Let the next screen meet it; ordered again before that, it is called off."""
        if name in self.now:
            self._without(lambda effect: effect == self._once[name])
        else:
            self._emulator.faults.add(self._once[name], *SHOWING)

    def cut(self) -> None:
        """No network between the bot and Telegram, for a few seconds."""
        if self._end is None:
            self._emulator.faults.outage()
            self._end = asyncio.get_running_loop().call_later(self._seconds.outage, self.mend)

    def mend(self) -> None:
        """The network is back."""
        if self._end is not None:
            self._end.cancel()
            self._end = None
            self._without(lambda effect: isinstance(effect, NetworkLoss))
            self._changed()

    def _without(self, gone: Callable[[Effect], bool]) -> None:
        faults = self._emulator.faults
        kept = [fault for fault in faults.active if not gone(fault.effect)]
        faults.clear()
        for fault in kept:
            faults.add(fault.effect, *fault.methods, times=fault.times)
