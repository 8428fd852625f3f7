"""The delivery worker: every lead goes out, in order, as often as it takes, and nobody is left in the dark."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import UTC, timedelta, timezone, tzinfo
from random import Random

import pytest

from engine.core.failures import AmbiguousFailure, DatabaseAway, PermanentFailure, TemporaryFailure
from engine.core.hookspec import HookSpec
from engine.core.lead import Client, Delivery, Lead
from engine.core.ports import Journal
from engine.core.values import Json
from engine.service.backoff import LONGEST_REST
from engine.service.delivery import LEASE, OUR_ATTEMPTS, POLL, STANDBY, DeliveryWorker
from engine.service.stuck import MANY
from tests.service.memory import MemoryAlerts, MemoryOutbox, Watch

type Act = Callable[[Journal], object]


class Recorder:
    """A hook that does what it is told, in turn, and remembers what it delivered."""

    def __init__(self, name: str, *acts: Exception | Act) -> None:
        self.spec = HookSpec(name, {})
        self.acts = list(acts)
        self.delivered: list[str] = []
        self.seen: list[tuple[Mapping[str, Json], bool]] = []

    async def deliver(self, lead: Lead, params: Mapping[str, Json], journal: Journal) -> None:
        self.seen.append((dict(journal.progress), journal.attempted_at is not None))
        act = self.acts.pop(0) if self.acts else None
        if isinstance(act, Exception):
            raise act
        if act is not None:
            await act(journal)  # type: ignore[misc]  # an Act is a coroutine function
        self.delivered.append(lead.id)


class Office:
    """A worker with everything around it."""

    def __init__(self, *hooks: Recorder, mock: tuple[str, ...] = ()) -> None:
        self.outbox, self.alerts, self.watch = MemoryOutbox(), MemoryAlerts(), Watch()
        self.hooks = {hook.spec.name: hook for hook in hooks}
        self.slept: list[float] = []
        self.mock = mock
        self.zone: tzinfo = UTC
        self.worker = self.make_worker()

    def make_worker(self) -> DeliveryWorker:
        return DeliveryWorker(
            self.outbox,
            self.hooks,
            self.alerts,
            now=self.watch,
            random=Random(1),
            sleep=self.sleep,
            mock=self.mock,
            zone=self.zone,
        )

    async def sleep(self, seconds: float) -> None:
        """Scaled time: the clock jumps instead of waiting."""
        self.slept.append(seconds)
        self.watch.forward(seconds=seconds)
        await asyncio.sleep(0)

    async def record(self, id: str = "s1", *hooks: str) -> None:
        lead = Lead(id, "sell", "🚗 Продать авто", "v1", Client(42, "Иван"), (), self.watch.now)
        names = hooks or tuple(self.hooks)
        deliveries = [Delivery(f"{id}.{place}", id, place, name, {}) for place, name in enumerate(names)]
        await self.outbox.record(lead, deliveries)

    async def until_quiet(self) -> None:
        """Work and let the time pass until nothing is pending."""
        for _ in range(200):
            await self.worker.drain()
            due = await self.outbox.next_due()
            if due is None:
                return
            self.watch.now = max(self.watch.now + timedelta(seconds=1), due)
        raise AssertionError("deliveries are still pending")

    @property
    def states(self) -> dict[str, str]:
        return {delivery.id: delivery.status for delivery in self.outbox.deliveries}


async def test_a_lead_is_delivered_once_and_marked_done() -> None:
    hook = Recorder("crm")
    office = Office(hook)
    await office.record()
    assert await office.worker.drain() == 1
    assert await office.worker.drain() == 0
    assert hook.delivered == ["s1"]
    [delivery] = office.outbox.deliveries
    assert (delivery.status, delivery.attempts, delivery.mock) == ("done", 1, False)


async def test_deliveries_into_an_emulator_are_marked_mock() -> None:
    office = Office(Recorder("crm"), Recorder("chat"), mock=("crm",))
    await office.record()
    await office.worker.drain()
    assert [delivery.mock for delivery in office.outbox.deliveries] == [True, False]


async def test_hooks_of_one_lead_run_in_order_and_a_failing_one_holds_the_next_back() -> None:
    crm, chat = Recorder("crm", TemporaryFailure("down")), Recorder("chat")
    office = Office(crm, chat)
    await office.record()
    await office.worker.drain()
    assert chat.delivered == []
    await office.until_quiet()
    assert (crm.delivered, chat.delivered) == (["s1"], ["s1"])


async def test_a_delivery_in_a_persons_hands_does_not_hold_the_next_hook_back() -> None:
    crm, chat = Recorder("crm", PermanentFailure("403")), Recorder("chat")
    office = Office(crm, chat)
    await office.record()
    await office.worker.drain()
    assert office.states == {"s1.0": "needs_review", "s1.1": "done"}


async def test_a_replica_that_does_not_send_stands_by_and_looks_again_within_seconds() -> None:
    delivered = asyncio.Event()

    async def ring(journal: Journal) -> None:
        delivered.set()

    office = Office(Recorder("crm", ring))
    office.outbox.ours = False
    await office.record()
    slept = office.sleep

    async def until_the_other_dies(seconds: float) -> None:
        await slept(seconds)
        office.outbox.ours = len(office.slept) >= 3

    office.sleep = until_the_other_dies  # type: ignore[method-assign]  # the other replica dies meanwhile
    worker = office.make_worker()
    running = asyncio.create_task(worker.run())
    await delivered.wait()
    await worker.stop()
    await running
    assert office.slept[:3] == [STANDBY.total_seconds()] * 3
    assert timedelta(seconds=15) >= LEASE + STANDBY


async def test_a_clean_stop_lets_another_replica_send_at_once() -> None:
    office = Office(Recorder("crm"))
    running = asyncio.create_task(office.worker.run())
    await asyncio.sleep(0)
    await office.worker.stop()
    await running
    assert office.outbox.left


async def test_a_hook_whose_service_is_down_is_probed_by_one_delivery_while_others_go_on() -> None:
    crm, chat = Recorder("crm", *[TemporaryFailure("down")] * 4), Recorder("chat")
    office = Office(crm, chat)
    for number in range(20):
        await office.record(f"s{number}", "crm")
        await office.record(f"c{number}", "chat")
    await office.worker.drain()
    assert len(crm.seen) == 1
    assert len(chat.delivered) == 20
    await office.until_quiet()
    assert len(crm.seen) == 24
    assert len(crm.delivered) == 20


async def test_after_an_hour_of_outage_everything_goes_out_half_a_minute_after_it_ends() -> None:
    crm = Recorder("crm")
    office = Office(crm)
    for number in range(50):
        await office.record(f"s{number}")
    over = office.watch.now + timedelta(hours=1)
    while office.watch.now < over:
        crm.acts = [TemporaryFailure("down")]
        if not await office.worker.work():
            office.watch.forward(seconds=1)
    crm.acts = []
    office.watch.now = over + LONGEST_REST
    await office.worker.drain()
    assert len(crm.delivered) == 50


async def test_retries_are_spread_by_chance_and_never_more_than_five_minutes_apart() -> None:
    waits = []
    crm = Recorder("crm", *[TemporaryFailure("not yet", alone=True)] * 15)
    office = Office(crm)
    await office.record()
    while await office.worker.work():
        due = office.outbox.deliveries[0].due_at
        if due is None or office.states["s1.0"] == "done":
            break
        waits.append((due - office.watch.now).total_seconds())
        office.watch.now = due
    assert len(waits) == 15
    assert 0.5 <= waits[0] <= 1
    assert waits[3] > waits[0]
    assert max(waits) <= 300
    assert len(set(waits)) == 15


async def test_a_named_wait_is_kept() -> None:
    office = Office(Recorder("crm", TemporaryFailure("429", retry_after=timedelta(minutes=15))))
    await office.record()
    await office.worker.drain()
    assert office.outbox.deliveries[0].due_at == office.watch.now + timedelta(minutes=15)


async def test_a_permanent_refusal_needs_review_and_tells_the_admin_what_to_do() -> None:
    office = Office(Recorder("crm", PermanentFailure("403", advice="Проверьте права интеграции.")))
    await office.record()
    await office.until_quiet()
    assert office.states == {"s1.0": "needs_review"}
    [text] = office.alerts.told
    assert "Продать авто" in text
    assert "Проверьте права интеграции." in text
    assert "carquery leads retry s1" in text


async def test_a_passing_hiccup_is_not_worth_an_alert() -> None:
    office = Office(Recorder("crm", TemporaryFailure("502"), TemporaryFailure("502")))
    await office.record()
    await office.until_quiet()
    assert office.alerts.told == []


async def test_lasting_trouble_is_told_once_and_so_is_its_end() -> None:
    office = Office(Recorder("crm", *[TemporaryFailure("502")] * 30))
    await office.record()
    await office.until_quiet()
    trouble, end = office.alerts.told
    assert "сохранены" in trouble
    assert "снова работает" in end


async def test_trouble_that_only_the_admin_can_end_is_told_at_once() -> None:
    office = Office(Recorder("crm", TemporaryFailure("402", advice="Продлите подписку.")))
    await office.record()
    await office.worker.drain()
    assert "Продлите подписку." in office.alerts.told[0]


async def test_our_own_mistake_is_retried_a_few_times_and_then_shown_to_a_person() -> None:
    office = Office(Recorder("crm", *[KeyError("oops")] * OUR_ATTEMPTS))
    await office.record()
    await office.until_quiet()
    assert office.states == {"s1.0": "needs_review"}
    assert office.outbox.deliveries[0].attempts == OUR_ATTEMPTS
    assert len(office.alerts.told) == 1


class Poisoned(Recorder):
    """Of all leads, one that its service cannot digest."""

    async def deliver(self, lead: Lead, params: Mapping[str, Json], journal: Journal) -> None:
        if lead.id == "s1":
            raise AmbiguousFailure("500")
        await super().deliver(lead, params, journal)


async def test_a_lead_that_fails_while_others_go_out_ends_in_a_persons_hands() -> None:
    office = Office(Poisoned("crm"), chat := Recorder("chat"))
    await office.record()
    for number in range(100):
        await office.worker.drain()
        await office.record(f"other{number}")
        office.watch.forward(minutes=1)
    await office.worker.drain()
    assert [id for id, status in office.states.items() if status != "done"] == ["s1.0"]
    assert office.states["s1.0"] == "needs_review"
    assert "s1" in chat.delivered
    [told] = office.alerts.told
    assert "carquery leads retry s1" in told


async def test_a_lead_that_fails_with_all_others_is_left_to_wait() -> None:
    crm = Recorder("crm", *[TemporaryFailure("503")] * 3 * MANY)
    office = Office(crm)
    await office.record()
    await office.until_quiet()
    assert office.states == {"s1.0": "done"}


async def test_a_lead_that_gets_on_between_its_failures_is_not_stuck() -> None:
    class Slow(Poisoned):
        async def deliver(self, lead: Lead, params: Mapping[str, Json], journal: Journal) -> None:
            if lead.id == "s1" and len(journal.progress) == 2 * MANY:
                self.delivered.append(lead.id)
                return
            if lead.id == "s1":
                await journal.reached(**{f"step{len(journal.progress)}": True})
            await super().deliver(lead, params, journal)

    office = Office(Slow("crm"))
    await office.record()
    for number in range(100):
        await office.worker.drain()
        await office.record(f"other{number}")
        office.watch.forward(minutes=1)
    await office.worker.drain()
    assert set(office.states.values()) == {"done"}
    assert office.alerts.told == []


async def test_what_concerns_one_lead_only_is_told_after_a_while_and_given_up_after_a_day() -> None:
    crm = Recorder("crm", *[TemporaryFailure("the file is not there", alone=True)] * 1000)
    office = Office(crm)
    await office.record()
    while office.states["s1.0"] == "pending":
        await office.worker.drain()
        office.watch.forward(minutes=5)
    assert timedelta(hours=25) < office.watch.now - Watch().now < timedelta(hours=26)
    stuck, given_up = office.alerts.told
    assert "бот пробует дальше" in stuck
    assert "/retry" in given_up


async def test_the_admin_hears_of_leads_in_their_hands_though_the_process_died_before_it_told() -> None:
    office = Office(Recorder("crm", PermanentFailure("403")))
    await office.record()

    async def die(text: str) -> None:
        raise SystemExit

    office.alerts.tell = die  # type: ignore[method-assign]  # the process ends right after the state is stored
    with pytest.raises(SystemExit):
        await office.worker.work()
    assert office.states == {"s1.0": "needs_review"}
    del office.alerts.tell  # type: ignore[misc]  # another process has its own
    office.worker = office.make_worker()
    await office.worker.drain()
    [told] = office.alerts.told
    assert "не отправлено: 1" in told
    assert "/retry" in told


async def test_the_admin_is_reminded_of_leads_in_their_hands_once_a_day() -> None:
    office = Office(Recorder("crm", PermanentFailure("403")))
    await office.record()
    for _ in range(49):
        await office.worker.drain()
        office.watch.forward(hours=1)
    assert len(office.alerts.told) == 3


async def test_an_alert_names_the_time_where_the_admin_lives() -> None:
    office = Office(Recorder("crm", PermanentFailure("403")))
    office.zone = timezone(timedelta(hours=3))
    office.worker = office.make_worker()
    await office.record()
    await office.worker.drain()
    assert "от 22.11 12:00" in office.alerts.told[0]


async def test_a_delivery_of_an_unknown_hook_needs_review() -> None:
    office = Office(Recorder("crm"))
    await office.record("s1", "gone")
    await office.until_quiet()
    assert office.states == {"s1.0": "needs_review"}
    assert "gone" in office.alerts.told[0]


async def test_progress_and_an_unknown_outcome_survive_the_worker() -> None:
    async def half_way(journal: Journal) -> None:
        await journal.attempting("contact")
        await journal.reached(contact=5001)
        await journal.attempting("lead")
        raise AmbiguousFailure("timeout")

    hook = Recorder("crm", half_way)
    office = Office(hook)
    await office.record()
    await office.worker.drain()
    office.watch.forward(minutes=10)
    office.worker = office.make_worker()
    await office.worker.drain()
    assert hook.seen == [({}, False), ({"contact": 5001, "attempting": "lead"}, True)]
    assert office.outbox.deliveries[0].attempted_at is None


async def test_a_delivery_another_sender_took_is_left_alone() -> None:
    async def lose(journal: Journal) -> None:
        office.outbox.stolen.add("s1.0")
        await journal.reached(contact=1)

    office = Office(Recorder("crm", lose))
    await office.record()
    assert await office.worker.work()
    assert office.states == {"s1.0": "pending"}
    assert office.alerts.told == []


async def test_a_recorded_lead_wakes_the_worker() -> None:
    hook = Recorder("crm")
    office = Office(hook)
    pauses: asyncio.Queue[float] = asyncio.Queue()

    async def sleep(seconds: float) -> None:
        pauses.put_nowait(seconds)
        await asyncio.Event().wait()

    office.sleep = sleep  # type: ignore[method-assign]  # this worker waits for its bell only
    worker = office.make_worker()
    running = asyncio.create_task(worker.run())
    assert await pauses.get() == POLL.total_seconds()
    await office.record()
    worker.wake()
    await pauses.get()
    assert hook.delivered == ["s1"]
    assert await worker.stop()
    await running


async def test_a_database_that_is_away_is_waited_out() -> None:
    delivered = asyncio.Event()

    async def ring(journal: Journal) -> None:
        delivered.set()

    async def sleep(seconds: float) -> None:
        office.slept.append(seconds)
        if len(office.slept) == 3:
            office.outbox.broken = None

    office = Office(Recorder("crm", ring))
    office.sleep = sleep  # type: ignore[method-assign]  # the database comes back after the third wait
    await office.record()
    office.outbox.broken = ConnectionError("no database")
    worker = office.make_worker()
    running = asyncio.create_task(worker.run())
    await delivered.wait()
    await worker.stop()
    await running
    assert office.states == {"s1.0": "done"}


async def test_a_database_that_goes_away_in_the_middle_is_not_laid_at_the_services_door() -> None:
    async def lose(journal: Journal) -> None:
        await journal.attempting("lead")
        raise DatabaseAway("connection closed")

    crm = Recorder("crm", *[lose] * 5)
    office = Office(crm)
    await office.record()
    for _ in range(5):
        with pytest.raises(DatabaseAway):
            await office.worker.work()
        assert office.outbox.deliveries[0].attempted_at is not None
    await office.worker.drain()
    assert (office.states, crm.delivered, office.alerts.told) == ({"s1.0": "done"}, ["s1"], [])


async def test_a_clean_stop_finishes_the_current_delivery_and_takes_no_other() -> None:
    begun, end = asyncio.Event(), asyncio.Event()

    async def slow(journal: Journal) -> None:
        begun.set()
        await end.wait()

    hook = Recorder("crm", slow)
    office = Office(hook)
    await office.record("s1")
    await office.record("s2")
    running = asyncio.create_task(office.worker.run())
    await begun.wait()
    stopping = asyncio.create_task(office.worker.stop())
    await asyncio.sleep(0)
    end.set()
    assert await stopping
    await running
    assert hook.delivered == ["s1"]
    assert office.states == {"s1.0": "done", "s2.0": "pending"}


async def test_a_stop_does_not_wait_for_ever() -> None:
    begun = asyncio.Event()

    async def stuck(journal: Journal) -> None:
        begun.set()
        await asyncio.Event().wait()

    office = Office(Recorder("crm", stuck))
    await office.record()
    running = asyncio.create_task(office.worker.run())
    await begun.wait()
    assert not await office.worker.stop(grace_seconds=0.01)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


async def test_a_worker_that_never_ran_stops_at_once() -> None:
    assert await Office(Recorder("crm")).worker.stop()
