"""Deliveries that fail although their hook works: other leads go out, so nobody would hear of these."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from engine.core.lead import Delivery
from engine.core.values import Json

#: So many failures in a row, and nothing reached between them, are more than bad luck.
MANY = 12
#: What may pass by itself is tried this long before a person has to look.
PATIENCE = timedelta(hours=25)


@dataclass(frozen=True, slots=True)
class Failures:
    """One delivery's failures in a row, counted while others of its hook succeed."""

    times: int
    #: What the delivery had reached.
    progress: Mapping[str, Json]
    #: Of the hook, when this delivery failed last.
    successes: int


class Stuck:
    """Of one process: a restart begins to count anew."""

    def __init__(self) -> None:
        self._successes: Counter[str] = Counter()
        self._failures: dict[str, Failures] = {}

    def settled(self, delivery: Delivery, *, done: bool) -> None:
        self._failures.pop(delivery.id, None)
        self._successes[delivery.hook] += done

    def failed(self, delivery: Delivery, *, alone: bool) -> int:
        """How often it has failed on its own account; failures of the whole hook do not count."""
        progress = {name: value for name, value in delivery.progress.items() if name != "attempting"}
        successes = self._successes[delivery.hook]
        last = self._failures.get(delivery.id)
        if last is None or last.progress != progress:
            last = Failures(0, progress, -1)
        times = last.times + (alone or successes > last.successes)
        self._failures[delivery.id] = Failures(times, progress, successes)
        return times
