"""How long a failing hook rests, and when the admin hears of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

#: Of one delivery that fails on its own account.
LONGEST_DELAY = timedelta(minutes=5)
#: Of a hook whose service is down: one probe, so that everything else goes out seconds after it is back.
LONGEST_REST = timedelta(seconds=30)
#: Failures in a row that are still nobody's business: a deploy, a dropped connection.
QUIET_FAILURES = 2
#: While trouble lasts, the admin hears of it this often.
REMIND_AFTER = timedelta(hours=6)


def delay(attempts: int, longest: timedelta, random: Random) -> timedelta:
    """1, 2, 4 … seconds up to `longest`, each cut by a random half so that many do not come back at once."""
    seconds = min(longest.total_seconds(), 2.0 ** min(attempts - 1, 20))
    return timedelta(seconds=seconds * random.uniform(0.5, 1.0))


@dataclass(frozen=True, slots=True)
class Rest:
    """A hook's service is down: since how many failures, until when nobody asks it."""

    until: datetime
    failures: int = 0
    told_at: datetime | None = None

    def due_to_tell(self, now: datetime, urgent: bool) -> bool:
        """Whether the admin should hear now: at once when only they can help, else when it does not pass."""
        if self.told_at is not None:
            return now - self.told_at >= REMIND_AFTER
        return urgent or self.failures > QUIET_FAILURES
