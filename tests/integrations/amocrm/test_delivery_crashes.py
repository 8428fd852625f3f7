"""A process that dies at any await of a delivery, or an answer that gets lost, costs nothing and doubles nothing."""

import asyncio
from collections.abc import Awaitable, Generator
from typing import Any

import pytest

from tests.integrations.amocrm.world import BRAND, NAME, Dealership


class Died(BaseException):
    """Stands for SIGKILL: nothing in our code catches it."""


class DieAt:
    """Runs an awaitable and abandons it at its n-th suspension."""

    def __init__(self, work: Awaitable[object], at: int) -> None:
        self._work = work
        self._left = at

    def __await__(self) -> Generator[Any, None, None]:
        steps = self._work.__await__()
        while True:
            try:
                waited_for = next(steps)
            except StopIteration:
                return
            self._left -= 1
            if self._left == 0:
                steps.close()
                raise Died
            yield waited_for


async def dies(dealer: Dealership, at: int) -> bool:
    """Whether the first attempt died at this point; False when it had fewer points."""
    try:
        await asyncio.ensure_future(_run(DieAt(dealer.worker.work(), at)))
    except Died:
        return True
    return False


async def _run(work: DieAt) -> None:
    await work


def complete(dealer: Dealership) -> tuple[int, int, int]:
    """Contacts, leads, notes; and no lead without its three photos, each once."""
    shown = [note["entity_id"] for note in dealer.rows("notes") if note["note_type"] == "attachment"]
    for lead in dealer.rows("leads"):
        assert shown.count(lead["id"]) == 3
        assert len(lead.get("files", [])) == 3
    return len(dealer.rows("contacts")), len(dealer.rows("leads")), len(dealer.notes)


@pytest.mark.parametrize("index_lag_s", [0, 2])
async def test_a_death_at_any_await_ends_in_one_contact_one_lead_one_note(index_lag_s: int) -> None:
    points = 0
    for at in range(1, 1000):
        dealer = Dealership()
        dealer.switch(index_lag_s=index_lag_s)
        await dealer.record()
        died = await dies(dealer, at)
        dealer.start()
        await dealer.until_quiet()
        assert complete(dealer) == (1, 1, 1), f"after dying at await {at}"
        assert dealer.alerts.told == []
        if not died:
            break
        points += 1
    # Fewer would mean that the enumeration lost sight of the delivery.
    assert points >= 25


@pytest.mark.parametrize(
    ("route", "skip"),
    [
        ("POST /api/v4/contacts", 0),
        ("POST /api/v4/leads", 0),
        ("POST /api/v4/leads/*/notes", 0),
        ("POST /v1.0/sessions", 1),
        ("POST /v1.0/sessions/upload/*", 2),
        ("PUT /api/v4/leads/*/files", 0),
        ("POST /api/v4/leads/*/notes", 1),
    ],
)
@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "drop_after"},
        {"kind": "drop_before"},
        {"kind": "delay", "seconds": 30},
        {"kind": "garbage"},
        {"kind": "status", "status": 500, "committed": True},
        {"kind": "status", "status": 504},
        {"kind": "status", "status": 429},
    ],
    ids=lambda fault: "-".join(str(value) for value in fault.values()),
)
@pytest.mark.parametrize("index_lag_s", [0, 30])
async def test_a_lost_answer_doubles_nothing_and_loses_nothing(
    route: str, skip: int, fault: dict[str, Any], index_lag_s: int
) -> None:
    dealer = Dealership()
    dealer.switch(index_lag_s=index_lag_s)
    dealer.break_(route=route, skip=skip, **fault)
    await dealer.deliver()
    assert complete(dealer) == (1, 1, 1)


async def test_a_write_that_may_still_arrive_is_not_repeated_within_a_minute() -> None:
    dealer = Dealership()
    dealer.break_("drop_before", "POST /api/v4/leads")
    await dealer.record()
    begun = dealer.watch.now
    await dealer.until_quiet()
    posted = [
        one["at"] for one in dealer.emulator.requests if one["method"] == "POST" and one["path"].endswith("leads")
    ]
    assert len(posted) == 2
    assert posted[1] - begun.timestamp() >= 60


async def test_a_lost_but_committed_write_is_found_within_seconds() -> None:
    dealer = Dealership()
    dealer.break_("drop_after", "POST /api/v4/leads")
    await dealer.record()
    begun = dealer.watch.now
    await dealer.until_quiet()
    assert (dealer.watch.now - begun).total_seconds() < 15


async def test_a_lead_a_manager_renamed_meanwhile_is_still_ours() -> None:
    dealer = Dealership()
    dealer.break_("drop_after", "POST /api/v4/leads")
    await dealer.record()
    await dealer.worker.drain()
    state = dealer.emulator.state
    state.put("leads", dealer.lead["id"], {**dealer.lead, "name": "Перезвонить Ивану"})
    state.commit()
    await dealer.until_quiet()
    assert complete(dealer) == (1, 1, 1)


async def test_a_lead_among_many_newer_ones_is_found_through_its_contact() -> None:
    dealer = Dealership()
    dealer.break_("drop_after", "POST /api/v4/leads")
    await dealer.record()
    await dealer.worker.drain()
    other = {key: value for key, value in dealer.lead.items() if key != "id"}
    for _ in range(60):
        dealer.emulator.state.add("leads", {**other, "name": "x", "values": {}, "contacts": []})
    dealer.emulator.state.commit()
    await dealer.until_quiet()
    assert len([lead for lead in dealer.rows("leads") if lead["contacts"]]) == 1


@pytest.mark.parametrize("restarted", [False, True])
async def test_a_second_form_waits_for_the_contact_the_first_one_may_have_made(restarted: bool) -> None:
    dealer = Dealership()
    dealer.switch(index_lag_s=30)
    dealer.break_("drop_after", "POST /api/v4/contacts")
    await dealer.record("s1")
    await dealer.worker.work()
    await dealer.record("s2")
    if restarted:
        dealer.start()
    await dealer.until_quiet()
    assert complete(dealer) == (1, 2, 2)


@pytest.mark.parametrize("kind", ["drop_after", "drop_before"])
async def test_a_client_without_a_phone_is_made_once_too(kind: str) -> None:
    dealer = Dealership()
    dealer.break_(kind, "POST /api/v4/contacts")
    await dealer.record("s1", (BRAND, NAME))
    await dealer.worker.work()
    await dealer.record("s2", (BRAND, NAME))
    dealer.start()
    await dealer.until_quiet()
    assert len(dealer.rows("contacts")) == 1
    assert len(dealer.rows("leads")) == 2


async def test_an_outage_of_the_whole_crm_loses_nothing() -> None:
    dealer = Dealership()
    dealer.break_("status", "*", status=503, times=40)
    for number in range(5):
        await dealer.record(f"s{number}")
    await dealer.until_quiet()
    assert complete(dealer) == (1, 5, 5)
    assert len(dealer.alerts.told) == 2
