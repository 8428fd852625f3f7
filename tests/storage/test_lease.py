"""One process sends at a time; its lease ends soon after it dies."""

import asyncio

from engine.storage.database import Database
from engine.storage.outbox import SqlOutbox
from tests.storage.made import MINUTE, NOON


async def test_of_many_that_want_to_send_exactly_one_may(database: Database, replica: Database) -> None:
    outboxes = [SqlOutbox(each) for each in (database, replica) * 4]
    held = await asyncio.gather(*(outbox.hold(NOON, MINUTE) for outbox in outboxes))
    assert sorted(held) == [False] * 7 + [True]


async def test_the_holder_keeps_the_outbox_as_long_as_it_shows_signs_of_life(
    database: Database, replica: Database
) -> None:
    holder, other = SqlOutbox(database), SqlOutbox(replica)
    for minute in range(5):
        assert await holder.hold(NOON + minute * MINUTE / 2, MINUTE)
        assert not await other.hold(NOON + minute * MINUTE / 2, MINUTE)
    assert await other.hold(NOON + 3 * MINUTE, MINUTE)
    assert not await holder.hold(NOON + 3 * MINUTE, MINUTE)


async def test_an_outbox_given_back_is_free_at_once(database: Database, replica: Database) -> None:
    holder, other = SqlOutbox(database), SqlOutbox(replica)
    assert await holder.hold(NOON, MINUTE)
    await holder.leave()
    assert await other.hold(NOON, MINUTE)
    await holder.leave()
    assert not await holder.hold(NOON, MINUTE)
