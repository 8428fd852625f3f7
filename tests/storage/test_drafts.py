"""Drafts: the newest wins, whoever writes last."""

import asyncio
from datetime import timedelta, timezone

import pytest

from engine.core.ports import Draft
from engine.storage.database import Database
from engine.storage.drafts import SqlDrafts
from tests.storage.made import ANNA, MINUTE, NOON, draft, session


async def test_a_draft_comes_back_as_it_was(database: Database) -> None:
    drafts = SqlDrafts(database)
    answers = {"phone": "+79161234567", "photos": [{"id": "ф", "unique": "u", "message": 3}], "year": None}
    given = Draft(ANNA.id, session(4, answers=answers), NOON)
    await drafts.save([given])
    stored = await drafts.load(ANNA.id)
    assert stored == given
    assert stored is not None
    assert list(stored.session.answers) == list(answers)


async def test_there_is_no_draft_of_a_stranger(database: Database) -> None:
    assert await SqlDrafts(database).load(1) is None


@pytest.mark.parametrize("late", [1, 2])
async def test_an_older_or_equal_rev_written_late_is_ignored(database: Database, late: int) -> None:
    drafts = SqlDrafts(database)
    newest = draft(2)
    await drafts.save([newest])
    await drafts.save([draft(late, at=NOON + MINUTE)])
    assert await drafts.load(ANNA.id) == newest


async def test_another_session_replaces_the_draft_though_its_rev_is_lower(database: Database) -> None:
    drafts = SqlDrafts(database)
    await drafts.save([draft(7)])
    following = draft(1, "s2", at=NOON + MINUTE)
    await drafts.save([following])
    assert await drafts.load(ANNA.id) == following


async def test_an_older_session_written_late_is_ignored(database: Database) -> None:
    drafts = SqlDrafts(database)
    following = draft(1, "s2", at=NOON + MINUTE)
    await drafts.save([following])
    await drafts.save([draft(7)])
    assert await drafts.load(ANNA.id) == following


async def test_of_one_batch_the_newest_wins(database: Database) -> None:
    drafts = SqlDrafts(database)
    await drafts.save([draft(1), draft(3), draft(2), draft(1, client=5)])
    stored = await drafts.load(ANNA.id)
    assert stored is not None
    assert stored.session.rev == 3
    assert await drafts.load(5) is not None


async def test_replicas_writing_the_same_clients_do_not_block_each_other(database: Database, replica: Database) -> None:
    clients = range(1, 600)
    batches = [
        [draft(rev, client=client) for client in order] for rev in (1, 2, 3) for order in (clients, clients[::-1])
    ]
    stores = [SqlDrafts(database), SqlDrafts(replica)]
    await asyncio.gather(*(stores[number % 2].save(batch) for number, batch in enumerate(batches)))
    for client in clients:
        stored = await stores[0].load(client)
        assert stored is not None
        assert stored.session.rev == 3


async def test_a_forgotten_draft_is_gone(database: Database) -> None:
    drafts = SqlDrafts(database)
    await drafts.save([draft(1)])
    await drafts.forget(ANNA.id)
    assert await drafts.load(ANNA.id) is None


async def test_times_mean_the_same_moment_in_any_zone(database: Database) -> None:
    drafts = SqlDrafts(database)
    await drafts.save([draft(1, at=NOON.astimezone(timezone(timedelta(hours=3))))])
    stored = await drafts.load(ANNA.id)
    assert stored is not None
    assert stored.updated_at == NOON


async def test_a_naive_time_is_refused(database: Database) -> None:
    with pytest.raises(Exception, match="naive time"):
        await SqlDrafts(database).save([draft(1, at=NOON.replace(tzinfo=None))])
