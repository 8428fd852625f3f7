"""Carries finished leads out: one delivery at a time, tried again until it is done or a person must act."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from random import Random

import structlog

from engine.core.failures import CarQueryError, DatabaseAway, PermanentFailure, TemporaryFailure
from engine.core.lead import Delivery, Lead
from engine.core.ports import Alerts, Hook, Outbox
from engine.service.alarms import Alarms, hopeless
from engine.service.backoff import LONGEST_DELAY, LONGEST_REST, Rest, delay
from engine.service.journal import OutboxJournal
from engine.service.stuck import MANY, PATIENCE, Stuck

log = structlog.get_logger()

#: The right to send ends this long after its holder's last sign of life; then another process takes over.
LEASE = timedelta(seconds=10)
#: Signs of life during an attempt.
BEAT_SECONDS = 3.0
#: How often a process that does not send looks whether it may.
STANDBY = timedelta(seconds=2)
#: How long one attempt may take.
ATTEMPT_SECONDS = 90.0
#: How often the sender looks when nothing is known to be due: leads are recorded by other processes too.
POLL = timedelta(seconds=5)
#: How soon an outbox that failed is asked again.
AWAY = timedelta(seconds=5)
#: What a clean stop waits for.
GRACE_SECONDS = 10.0
#: Our own mistakes are tried this often before a person has to look.
OUR_ATTEMPTS = 5
#: The admin is reminded this often of leads that wait for them.
REMIND_AFTER = timedelta(days=1)


class DeliveryWorker:
    """Claims due deliveries, runs their hooks, stores what came of it.

    Every replica has one; the one that holds the outbox sends, the others stand by.
    """

    def __init__(
        self,
        outbox: Outbox,
        hooks: Mapping[str, Hook],
        alerts: Alerts,
        *,
        now: Callable[[], datetime],
        random: Random,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        mock: Collection[str] = (),
        zone: tzinfo = UTC,
    ) -> None:
        """`zone` is the one the administrator lives in."""
        self._outbox = outbox
        self._hooks = hooks
        self._alarms = Alarms(alerts, zone)
        self._now = now
        self._random = random
        self._sleep = sleep
        #: Hooks that deliver into an emulator: their deliveries are marked so.
        self._mock = frozenset(mock)
        self._rests: dict[str, Rest] = {}
        self._stuck = Stuck()
        self._remind_at: datetime | None = None
        self._woken = asyncio.Event()
        self._sending = False
        self._stopping = False
        self._running: asyncio.Future[None] | None = None

    def wake(self) -> None:
        """Look at the outbox at once: a lead has been recorded, or somebody asked to retry."""
        self._woken.set()

    async def run(self) -> None:
        """Work until `stop`; trouble with the outbox itself is waited out."""
        self._running = asyncio.get_running_loop().create_future()
        try:
            while not self._stopping:
                # Before the look, so that a lead recorded during it is not slept over.
                self._woken.clear()
                try:
                    worked = await self.work()
                    wait = timedelta() if worked else await self._idle_time()
                except Exception:
                    # The database is away: the lease runs out by itself, nothing is lost.
                    log.exception("outbox_failed")
                    worked, wait = False, AWAY
                if not worked and not self._stopping:
                    await self._pause(wait.total_seconds())
        finally:
            await self._leave()
            self._running.set_result(None)

    async def stop(self, grace_seconds: float = GRACE_SECONDS) -> bool:
        """Finish the current delivery and stop; False when it was still at it after the grace."""
        self._stopping = True
        self.wake()
        if self._running is None:
            return True
        done, _ = await asyncio.wait([self._running], timeout=grace_seconds)
        return bool(done)

    async def work(self) -> bool:
        """Try one due delivery; False when there is none, or when another process sends.

        Raises what the outbox raises.
        """
        now = self._now()
        held = await self._outbox.hold(now, LEASE)
        if held != self._sending:
            log.info("sending_begins" if held else "sending_ends")
            self._sending = held
        if not held:
            self._remind_at = None
            return False
        await self._remind(now)
        resting = [hook for hook, rest in self._rests.items() if rest.until > now]
        claimed = await self._outbox.claim(now, resting)
        if claimed is None:
            return False
        delivery, lead = claimed
        try:
            async with self._beating():
                await self._attempt(delivery, lead)
        except DatabaseAway:
            # What is stored is what counts: the delivery goes on from there.
            raise
        except CarQueryError as error:
            # The outbox took the delivery away from us: our lease ran out and another process sends it.
            log.warning("delivery_lost", delivery=delivery.id, reason=str(error))
        return True

    async def drain(self) -> int:
        """Work while anything is due; how many attempts that took."""
        attempts = 0
        while await self.work():
            attempts += 1
        return attempts

    async def _attempt(self, delivery: Delivery, lead: Lead) -> None:
        journal = OutboxJournal(self._outbox, delivery, self._now)
        try:
            await self._deliver(delivery, lead, journal)
        except DatabaseAway:
            raise
        except TemporaryFailure as failure:
            await self._postpone(journal.delivery, lead, failure)
        except PermanentFailure as failure:
            await self._give_up(journal.delivery, lead, str(failure), failure.advice)
        except CarQueryError:
            raise
        except Exception as error:
            log.exception("delivery_broke", delivery=delivery.id, hook=delivery.hook)
            await self._stumble(journal.delivery, lead, error)
        else:
            await self._finish(journal.delivery)

    async def _deliver(self, delivery: Delivery, lead: Lead, journal: OutboxJournal) -> None:
        hook = self._hooks.get(delivery.hook)
        if hook is None:
            advice = f"Бот не знает действия {delivery.hook}: его убрали или переименовали. Верните его в настройки."
            raise PermanentFailure(f"there is no hook {delivery.hook}", advice=advice)
        try:
            async with asyncio.timeout(ATTEMPT_SECONDS):
                await hook.deliver(lead, delivery.params, journal)
        except TimeoutError as error:
            raise TemporaryFailure(f"{delivery.hook} took longer than {ATTEMPT_SECONDS:g} s", alone=True) from error

    async def _finish(self, delivery: Delivery) -> None:
        await self._outbox.save(
            replace(
                delivery,
                status="done",
                attempts=delivery.attempts + 1,
                attempted_at=None,
                error=None,
                mock=delivery.hook in self._mock,
            )
        )
        self._stuck.settled(delivery, done=True)
        log.info("delivery_done", delivery=delivery.id, hook=delivery.hook, attempts=delivery.attempts + 1)
        rest = self._rests.pop(delivery.hook, None)
        if rest is not None and rest.told_at is not None:
            await self._alarms.works_again(delivery.hook)

    async def _postpone(self, delivery: Delivery, lead: Lead, failure: TemporaryFailure) -> None:
        now, attempts = self._now(), delivery.attempts + 1
        own = self._stuck.failed(delivery, alone=failure.alone)
        if own >= MANY and (not failure.alone or now - lead.finished_at > PATIENCE):
            await self._give_up(delivery, lead, str(failure), failure.advice or hopeless(lead, failure))
            return
        if failure.alone:
            wait = delay(attempts, LONGEST_DELAY, self._random)
        else:
            wait = await self._rest(delivery.hook, failure)
        due_at = now + max(wait, failure.retry_after or timedelta())
        await self._outbox.save(replace(delivery, attempts=attempts, due_at=due_at, error=str(failure)))
        log.warning("delivery_postponed", delivery=delivery.id, hook=delivery.hook, reason=str(failure), due_at=due_at)
        if own == MANY:
            await self._alarms.stuck(delivery, lead, failure)

    async def _rest(self, hook: str, failure: TemporaryFailure) -> timedelta:
        """Let the hook's service be for a while, and tell the admin when it does not pass."""
        now = self._now()
        last = self._rests.get(hook, Rest(now))
        failures = last.failures + 1
        wait = max(delay(failures, LONGEST_REST, self._random), failure.retry_after or timedelta())
        rest = replace(last, until=now + wait, failures=failures)
        if rest.due_to_tell(now, urgent=bool(failure.advice)):
            rest = replace(rest, told_at=now)
            await self._alarms.rests(hook, failure)
        self._rests[hook] = rest
        return wait

    async def _stumble(self, delivery: Delivery, lead: Lead, error: Exception) -> None:
        """Our own mistake: perhaps it passes, but not for ever and not in silence."""
        attempts, reason = delivery.attempts + 1, f"{type(error).__name__}: {error}"
        if attempts >= OUR_ATTEMPTS:
            await self._give_up(delivery, lead, reason, "Ошибка в самом боте, подробности в журнале.")
            return
        due_at = self._now() + delay(attempts, LONGEST_DELAY, self._random)
        await self._outbox.save(replace(delivery, attempts=attempts, due_at=due_at, error=reason))

    async def _give_up(self, delivery: Delivery, lead: Lead, reason: str, advice: str) -> None:
        attempts = delivery.attempts + 1
        await self._outbox.save(replace(delivery, status="needs_review", attempts=attempts, error=reason))
        self._stuck.settled(delivery, done=False)
        log.error("delivery_needs_review", delivery=delivery.id, hook=delivery.hook, reason=reason)
        await self._alarms.gave_up(delivery, lead, reason, advice)

    async def _remind(self, now: datetime) -> None:
        """Of leads in a person's hands: whoever stored one may have died, or Telegram been away, before it was told."""
        if self._remind_at is not None and now < self._remind_at:
            return
        waiting = await self._outbox.in_review()
        self._remind_at = now + REMIND_AFTER
        if waiting:
            await self._alarms.wait_for_you(waiting)

    @asynccontextmanager
    async def _beating(self) -> AsyncIterator[None]:
        """Keep the lease while the block runs."""
        beats = asyncio.create_task(self._beat(), name="sender's heartbeat")
        try:
            yield
        finally:
            beats.cancel()

    async def _beat(self) -> None:
        while True:
            # Real time, whatever the worker's clock: other processes watch for signs of a living one.
            await asyncio.sleep(BEAT_SECONDS)
            try:
                await self._outbox.hold(self._now(), LEASE)
            except Exception as error:
                log.warning("lease_not_renewed", reason=str(error))

    async def _leave(self) -> None:
        try:
            await self._outbox.leave()
        except Exception as error:
            # It runs out by itself.
            log.warning("lease_not_given_back", reason=str(error))

    async def _idle_time(self) -> timedelta:
        """How long there is nothing to do: until something is due or a hook has rested."""
        if not self._sending:
            return STANDBY
        now = self._now()
        due = await self._outbox.next_due()
        moments = [now + POLL, *(rest.until for rest in self._rests.values())]
        if due is not None:
            moments.append(due)
        return max(timedelta(milliseconds=50), min((moment for moment in moments if moment > now), default=now) - now)

    async def _pause(self, seconds: float) -> None:
        """Sleep, unless woken."""
        tasks = [asyncio.ensure_future(self._sleep(seconds)), asyncio.ensure_future(self._woken.wait())]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
