"""The outbox: a lead is recorded once, a delivery is claimed by one sender at a time."""

import asyncio
from dataclasses import replace
from itertools import chain

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from engine.core.ports import Draft
from engine.core.session import DONE
from engine.storage.database import Database
from engine.storage.drafts import SqlDrafts
from engine.storage.outbox import LeaseLost, SqlOutbox
from engine.storage.tables import DeliveryRow, LeadRow, UserRow
from tests.storage.made import ANNA, MINUTE, NOON, delivery, draft, lead


async def rows(database: Database, table: type) -> int:
    async with database.read() as connection:
        return await connection.scalar(select(func.count()).select_from(table)) or 0


async def test_a_recorded_lead_comes_back_as_it_was(database: Database) -> None:
    outbox = SqlOutbox(database)
    given = lead()
    assert await outbox.record(given, [delivery()])
    claimed = await outbox.claim(NOON, MINUTE)
    assert claimed == (delivery(due_at=NOON + MINUTE), given)


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
    outbox = SqlOutbox(database)
    assert await outbox.claim(NOON, MINUTE) is None
    await outbox.record(lead(), [delivery(due_at=NOON + MINUTE)])
    assert await outbox.claim(NOON, MINUTE) is None
    assert await outbox.next_due() == NOON + MINUTE
    assert await outbox.claim(NOON + MINUTE, MINUTE) is not None


async def test_a_claimed_delivery_is_nobody_elses_until_its_lease_ends(database: Database, replica: Database) -> None:
    first, second = SqlOutbox(database), SqlOutbox(replica)
    await first.record(lead(), [delivery()])
    assert await first.claim(NOON, MINUTE) is not None
    assert await second.claim(NOON, MINUTE) is None
    assert await second.next_due() == NOON + MINUTE
    assert await second.claim(NOON + MINUTE, MINUTE) is not None


async def test_two_claimers_never_claim_the_same_delivery(database: Database, replica: Database) -> None:
    leads = [f"s{number}" for number in range(20)]
    for id in leads:
        await SqlOutbox(database).record(lead(id), [delivery(lead=id)])

    async def claim_all(outbox: SqlOutbox) -> list[str]:
        claimed = []
        while found := await outbox.claim(NOON, MINUTE):
            claimed.append(found[0].lead)
        return claimed

    claimed = await asyncio.gather(*(claim_all(SqlOutbox(each)) for each in (database, replica) * 2))
    assert sorted(chain(*claimed)) == sorted(leads)


async def test_deliveries_of_a_lead_go_in_order(database: Database) -> None:
    outbox = SqlOutbox(database)
    await outbox.record(lead(), [delivery(1), delivery(0)])
    first, _ = await outbox.claim(NOON, MINUTE) or pytest.fail("nothing is due")
    assert first.position == 0
    assert await outbox.claim(NOON, MINUTE) is None
    await outbox.save(replace(first, status="done"))
    second, _ = await outbox.claim(NOON, MINUTE) or pytest.fail("nothing is due")
    assert second.position == 1


async def test_a_delivery_waits_for_one_that_needs_review(database: Database) -> None:
    outbox = SqlOutbox(database)
    await outbox.record(lead(), [delivery(0), delivery(1)])
    first, _ = await outbox.claim(NOON, MINUTE) or pytest.fail("nothing is due")
    await outbox.save(replace(first, status="needs_review", error="поле не найдено"))
    assert await outbox.claim(NOON + MINUTE, MINUTE) is None
    assert await outbox.next_due() is None


async def test_resting_hooks_are_passed_over(database: Database) -> None:
    outbox = SqlOutbox(database)
    await outbox.record(lead(), [delivery()])
    await outbox.record(lead("s2"), [replace(delivery(lead="s2"), hook="telegram.notify")])
    claimed, _ = await outbox.claim(NOON, MINUTE, resting=["amocrm.lead"]) or pytest.fail("nothing is due")
    assert claimed.hook == "telegram.notify"
    assert await outbox.claim(NOON, MINUTE, resting=["amocrm.lead"]) is None


async def test_progress_survives_a_crash_between_steps(database: Database, replica: Database) -> None:
    before, after = SqlOutbox(database), SqlOutbox(replica)
    await before.record(lead(), [delivery()])
    claimed, _ = await before.claim(NOON, MINUTE) or pytest.fail("nothing is due")
    await before.save(replace(claimed, progress={"contact": 5001}, attempted_at=NOON))
    resumed, _ = await after.claim(NOON + MINUTE, MINUTE) or pytest.fail("nothing is due")
    assert (resumed.progress, resumed.attempted_at) == ({"contact": 5001}, NOON)


async def test_saving_progress_keeps_the_lease(database: Database, replica: Database) -> None:
    outbox = SqlOutbox(database)
    await outbox.record(lead(), [delivery()])
    claimed, _ = await outbox.claim(NOON, MINUTE) or pytest.fail("nothing is due")
    await outbox.save(replace(claimed, progress={"contact": 5001}))
    assert await SqlOutbox(replica).claim(NOON, MINUTE) is None


async def test_a_postponed_delivery_is_due_at_its_new_time(database: Database) -> None:
    outbox = SqlOutbox(database)
    await outbox.record(lead(), [delivery()])
    claimed, _ = await outbox.claim(NOON, 5 * MINUTE) or pytest.fail("nothing is due")
    await outbox.save(replace(claimed, attempts=1, due_at=NOON + MINUTE, error="503"))
    retried, _ = await outbox.claim(NOON + MINUTE, MINUTE) or pytest.fail("nothing is due")
    assert (retried.attempts, retried.error) == (1, "503")


async def test_who_lost_the_lease_cannot_write_any_more(database: Database, replica: Database) -> None:
    slow, quick = SqlOutbox(database), SqlOutbox(replica)
    await slow.record(lead(), [delivery()])
    lost, _ = await slow.claim(NOON, MINUTE) or pytest.fail("nothing is due")
    held, _ = await quick.claim(NOON + MINUTE, MINUTE) or pytest.fail("nothing is due")
    for state in (replace(lost, progress={"lead": 1}), replace(lost, status="needs_review")):
        with pytest.raises(LeaseLost):
            await slow.save(state)
    await quick.save(replace(held, status="done", mock=True))
    async with database.read() as connection:
        stored = (await connection.execute(text("SELECT status, mock FROM deliveries"))).one()
    assert tuple(stored) == ("done", True)


async def test_a_reviewed_delivery_can_be_put_back(database: Database, replica: Database) -> None:
    sender, admin = SqlOutbox(database), SqlOutbox(replica)
    await sender.record(lead(), [delivery()])
    claimed, _ = await sender.claim(NOON, MINUTE) or pytest.fail("nothing is due")
    await sender.save(replace(claimed, status="needs_review"))
    await admin.save(replace(claimed, status="pending", due_at=None))
    assert await sender.claim(NOON, MINUTE) is not None


async def test_older_leads_go_first(database: Database) -> None:
    outbox = SqlOutbox(database)
    for minutes in (2, 0, 1):
        await outbox.record(lead(f"s{minutes}", at=NOON + minutes * MINUTE), [delivery(lead=f"s{minutes}")])
    order = [(await outbox.claim(NOON + 5 * MINUTE, 5 * MINUTE) or pytest.fail("nothing"))[1].id for _ in "123"]
    assert order == ["s0", "s1", "s2"]


async def test_a_lead_makes_its_client_known(database: Database) -> None:
    await SqlOutbox(database).record(lead(), [])
    assert await rows(database, UserRow) == 1


async def test_the_tombstone_is_a_draft_like_others(database: Database) -> None:
    await SqlOutbox(database).record(lead(), [])
    stored = await SqlDrafts(database).load(ANNA.id)
    assert isinstance(stored, Draft)
    assert stored.updated_at == NOON
