"""The outbox: a lead is recorded once, its deliveries are sent in order and by one process at a time."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from engine.core.ports import Draft
from engine.core.session import DONE
from engine.storage.database import Database
from engine.storage.drafts import SqlDrafts
from engine.storage.lease import LeaseLost
from engine.storage.outbox import SqlOutbox
from engine.storage.tables import DeliveryRow, LeadRow, UserRow
from tests.storage.made import ANNA, MINUTE, NOON, delivery, draft, lead


async def sender(database: Database) -> SqlOutbox:
    """An outbox held for a minute from noon."""
    outbox = SqlOutbox(database)
    assert await outbox.hold(NOON, MINUTE)
    return outbox


async def rows(database: Database, table: type) -> int:
    async with database.read() as connection:
        return await connection.scalar(select(func.count()).select_from(table)) or 0


async def test_a_recorded_lead_comes_back_as_it_was(database: Database) -> None:
    outbox = await sender(database)
    given = lead()
    assert await outbox.record(given, [delivery(due_at=NOON)])
    assert await outbox.claim(NOON) == (delivery(due_at=NOON), given)


async def test_a_second_call_records_nothing_and_says_so(database: Database) -> None:
    outbox = SqlOutbox(database)
    assert await outbox.record(lead(), [delivery()])
    assert not await outbox.record(lead(), [delivery(), delivery(1)])
    assert (await rows(database, LeadRow), await rows(database, DeliveryRow)) == (1, 1)


async def test_concurrent_taps_record_the_lead_once(database: Database, replica: Database) -> None:
    outboxes = [SqlOutbox(database), SqlOutbox(replica)] * 4
    recorded = await asyncio.gather(*(outbox.record(lead(), [delivery()]) for outbox in outboxes))
    assert sorted(recorded) == [False] * 7 + [True]
    assert (await rows(database, LeadRow), await rows(database, DeliveryRow)) == (1, 1)


async def test_recording_puts_up_the_drafts_tombstone(database: Database) -> None:
    drafts, outbox = SqlDrafts(database), SqlOutbox(database)
    await drafts.save([draft(9)])
    await outbox.record(lead(), [])
    stored = await drafts.load(ANNA.id)
    assert stored is not None
    assert (stored.finished, stored.session.id, stored.session.step) == (True, "s1", DONE)
    assert stored.session.answers == {}


async def test_a_draft_written_late_does_not_undo_the_tombstone(database: Database) -> None:
    drafts, outbox = SqlDrafts(database), SqlOutbox(database)
    await outbox.record(lead(), [])
    await drafts.save([draft(100, at=NOON + MINUTE)])
    stored = await drafts.load(ANNA.id)
    assert stored is not None
    assert stored.finished


async def test_the_next_form_replaces_the_tombstone(database: Database) -> None:
    drafts, outbox = SqlDrafts(database), SqlOutbox(database)
    await outbox.record(lead(), [])
    following = draft(1, "s2", at=NOON + MINUTE)
    await drafts.save([following])
    assert await drafts.load(ANNA.id) == following


async def test_a_lead_repeated_late_leaves_the_next_form_alone(database: Database) -> None:
    drafts, outbox = SqlDrafts(database), SqlOutbox(database)
    following = draft(1, "s2", at=NOON + MINUTE)
    await drafts.save([following])
    await outbox.record(lead(), [])
    assert await drafts.load(ANNA.id) == following


async def test_a_lead_whose_deliveries_cannot_be_stored_is_not_stored(database: Database) -> None:
    outbox = SqlOutbox(database)
    with pytest.raises(IntegrityError):
        await outbox.record(lead(), [delivery(), delivery()])
    assert (await rows(database, LeadRow), await rows(database, UserRow)) == (0, 0)
    assert await SqlDrafts(database).load(ANNA.id) is None


async def test_nothing_is_due_before_its_time(database: Database) -> None:
    outbox = await sender(database)
    assert await outbox.claim(NOON) is None
    await outbox.record(lead(), [delivery(due_at=NOON + MINUTE)])
    assert await outbox.claim(NOON) is None
    assert await outbox.next_due() == NOON + MINUTE
    assert await outbox.claim(NOON + MINUTE) is not None


async def test_deliveries_in_a_persons_hands_are_counted(database: Database) -> None:
    outbox = await sender(database)
    await outbox.record(lead(), [delivery(0), delivery(1)])
    assert await outbox.in_review() == 0
    claimed, _ = await outbox.claim(NOON) or pytest.fail("nothing is due")
    await outbox.save(replace(claimed, status="needs_review"))
    assert await outbox.in_review() == 1


async def test_who_does_not_hold_the_outbox_claims_nothing(database: Database, replica: Database) -> None:
    first, second = await sender(database), SqlOutbox(replica)
    await first.record(lead(), [delivery()])
    assert not await second.hold(NOON, MINUTE)
    with pytest.raises(LeaseLost):
        await second.claim(NOON)
    assert await first.claim(NOON) is not None


async def test_a_delivery_whose_sender_died_is_claimed_by_the_next_one_at_once(
    database: Database, replica: Database
) -> None:
    first, second = await sender(database), SqlOutbox(replica)
    await first.record(lead(), [delivery()])
    assert await first.claim(NOON) is not None
    assert await second.hold(NOON + MINUTE, MINUTE)
    assert await second.claim(NOON + MINUTE) is not None


async def test_deliveries_of_a_lead_go_in_order(database: Database) -> None:
    outbox = await sender(database)
    await outbox.record(lead(), [delivery(1), delivery(0)])
    first, _ = await outbox.claim(NOON) or pytest.fail("nothing is due")
    assert first.position == 0
    await outbox.save(replace(first, due_at=NOON + MINUTE))
    assert await outbox.claim(NOON) is None
    await outbox.save(replace(first, status="done"))
    second, _ = await outbox.claim(NOON) or pytest.fail("nothing is due")
    assert second.position == 1


async def test_a_delivery_that_needs_a_person_does_not_hold_back_the_next_one(database: Database) -> None:
    outbox = await sender(database)
    await outbox.record(lead(), [delivery(0), delivery(1)])
    first, _ = await outbox.claim(NOON) or pytest.fail("nothing is due")
    await outbox.save(replace(first, status="needs_review", error="поле не найдено"))
    second, _ = await outbox.claim(NOON) or pytest.fail("nothing is due")
    assert second.position == 1


async def test_resting_hooks_are_passed_over(database: Database) -> None:
    outbox = await sender(database)
    await outbox.record(lead(), [delivery()])
    await outbox.record(lead("s2"), [replace(delivery(lead="s2"), hook="telegram.notify")])
    claimed, _ = await outbox.claim(NOON, resting=["amocrm.lead"]) or pytest.fail("nothing is due")
    assert claimed.hook == "telegram.notify"
    await outbox.save(replace(claimed, status="done"))
    assert await outbox.claim(NOON, resting=["amocrm.lead"]) is None


async def test_progress_survives_a_crash_between_steps(database: Database, replica: Database) -> None:
    before, after = await sender(database), SqlOutbox(replica)
    await before.record(lead(), [delivery()])
    claimed, _ = await before.claim(NOON) or pytest.fail("nothing is due")
    await before.save(replace(claimed, progress={"contact": 5001}, attempted_at=NOON))
    assert await after.hold(NOON + MINUTE, MINUTE)
    resumed, _ = await after.claim(NOON + MINUTE) or pytest.fail("nothing is due")
    assert (resumed.progress, resumed.attempted_at) == ({"contact": 5001}, NOON)


async def test_a_postponed_delivery_is_due_at_its_new_time(database: Database) -> None:
    outbox = await sender(database)
    await outbox.record(lead(), [delivery()])
    claimed, _ = await outbox.claim(NOON) or pytest.fail("nothing is due")
    await outbox.save(replace(claimed, attempts=1, due_at=NOON + MINUTE, error="503"))
    assert await outbox.claim(NOON) is None
    retried, _ = await outbox.claim(NOON + MINUTE) or pytest.fail("nothing is due")
    assert (retried.attempts, retried.error) == (1, "503")


async def test_who_lost_the_outbox_cannot_write_any_more(database: Database, replica: Database) -> None:
    slow, quick = await sender(database), SqlOutbox(replica)
    await slow.record(lead(), [delivery()])
    lost, _ = await slow.claim(NOON) or pytest.fail("nothing is due")
    assert await quick.hold(NOON + MINUTE, MINUTE)
    held, _ = await quick.claim(NOON + MINUTE) or pytest.fail("nothing is due")
    for state in (replace(lost, progress={"lead": 1}), replace(lost, status="needs_review")):
        with pytest.raises(LeaseLost):
            await slow.save(state)
    await quick.save(replace(held, status="done", mock=True))
    async with database.read() as connection:
        stored = (await connection.execute(text("SELECT status, mock FROM deliveries"))).one()
    assert tuple(stored) == ("done", True)


async def test_who_lost_and_regained_the_outbox_cannot_end_what_it_had_begun(
    database: Database, replica: Database
) -> None:
    slow, quick = await sender(database), SqlOutbox(replica)
    await slow.record(lead(), [delivery()])
    lost, _ = await slow.claim(NOON) or pytest.fail("nothing is due")
    assert await quick.hold(NOON + MINUTE, MINUTE)
    await quick.leave()
    assert await slow.hold(NOON + 2 * MINUTE, MINUTE)
    with pytest.raises(LeaseLost):
        await slow.save(replace(lost, status="done"))


async def test_older_leads_go_first(database: Database) -> None:
    outbox = await sender(database)
    for minutes in (2, 0, 1):
        await outbox.record(lead(f"s{minutes}", at=NOON + minutes * MINUTE), [delivery(lead=f"s{minutes}")])
    order = []
    while claimed := await outbox.claim(NOON + 5 * MINUTE):
        order.append(claimed[1].id)
        await outbox.save(replace(claimed[0], status="done"))
    assert order == ["s0", "s1", "s2"]


async def test_a_lead_makes_its_client_known(database: Database) -> None:
    await SqlOutbox(database).record(lead(), [])
    assert await rows(database, UserRow) == 1


async def test_the_tombstone_is_a_draft_like_others(database: Database) -> None:
    await SqlOutbox(database).record(lead(), [])
    stored = await SqlDrafts(database).load(ANNA.id)
    assert isinstance(stored, Draft)
    assert stored.updated_at == NOON
