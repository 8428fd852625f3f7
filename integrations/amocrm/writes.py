"""Writes without an idempotency key: note the attempt first, look before repeating (facts: AMOCRM §6)."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from engine.core.failures import AmbiguousFailure, PermanentFailure, TemporaryFailure
from engine.core.ports import Journal

#: How long a request may still be on its way into AmoCRM after we lost sight of it.
IN_FLIGHT = timedelta(seconds=60)
#: The first look after a lost answer.
FIRST_LOOK = timedelta(seconds=5)
#: A mark older than that is no protection: after IN_FLIGHT another process may repeat what we are about to send.
FRESH_MARK = timedelta(seconds=15)


async def write_once(
    journal: Journal, what: str, send: Callable[[], Awaitable[int]], now: Callable[[], datetime]
) -> int:
    """Send a creating request whose attempt outlives us; a definite refusal takes the mark back."""
    await journal.attempting(what)
    try:
        if journal.attempted_at is not None and now() - journal.attempted_at > FRESH_MARK:
            # The disk stood still, or this machine slept: ask again who sends.
            raise TemporaryFailure(f"it took too long to note the {what}", alone=True)
        return await send()
    except AmbiguousFailure as failure:
        raise AmbiguousFailure(str(failure), retry_after=FIRST_LOOK) from failure
    except (TemporaryFailure, PermanentFailure):
        await journal.reached()
        raise


async def look(journal: Journal, what: str, now: datetime, find: Callable[[], Awaitable[int | None]]) -> int | None:
    """What an earlier attempt made: its id, or None when the write may be sent (again).

    Not found while the lost request may still arrive: raises AmbiguousFailure and comes back later.
    """
    if journal.attempted_at is None:
        return None
    found = await find()
    if found is not None:
        return found
    left = journal.attempted_at + IN_FLIGHT - now
    if left > timedelta():
        wait = min(left, 3 * FIRST_LOOK)
        raise AmbiguousFailure(f"the {what} may still appear in AmoCRM", retry_after=wait, alone=True)
    return None
