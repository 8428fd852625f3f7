"""The CRM's tokens: one process refreshes, a rotated pair is never lost to a slower one."""

import asyncio
from dataclasses import replace

from engine.core.ports import TokenPair
from engine.storage.database import Database
from engine.storage.tokens import SqlTokens
from tests.storage.made import MINUTE, NOON

ACCOUNT = "https://dealer.amocrm.ru"
FIRST = TokenPair("a1", "r1", NOON + MINUTE)
SECOND = TokenPair("a2", "r2", NOON + 60 * MINUTE)


async def test_a_pair_comes_back_as_it_was_authorised(database: Database) -> None:
    tokens = SqlTokens(database)
    assert await tokens.load(ACCOUNT) is None
    for pair in (FIRST, SECOND):
        await tokens.put(ACCOUNT, pair, NOON)
        assert await tokens.load(ACCOUNT) == pair


async def test_one_process_refreshes_and_the_others_see_its_pair(database: Database, replica: Database) -> None:
    everybody = [SqlTokens(each) for each in (database, replica) * 4]
    await everybody[0].put(ACCOUNT, FIRST, NOON)
    locked = await asyncio.gather(*(tokens.lock(ACCOUNT, NOON, MINUTE) for tokens in everybody))
    assert sorted(pair == FIRST for pair in locked) == [False] * 7 + [True]
    [owner] = [tokens for tokens, pair in zip(everybody, locked, strict=True) if pair]
    assert await owner.replace(ACCOUNT, "r1", SECOND, NOON)
    for tokens in everybody:
        assert await tokens.load(ACCOUNT) == SECOND
    assert await everybody[0].lock(ACCOUNT, NOON, MINUTE) == SECOND


async def test_a_refresh_that_died_holds_the_others_back_for_a_while_only(
    database: Database, replica: Database
) -> None:
    dead, other = SqlTokens(database), SqlTokens(replica)
    await dead.put(ACCOUNT, FIRST, NOON)
    assert await dead.lock(ACCOUNT, NOON, MINUTE)
    assert await other.lock(ACCOUNT, NOON, MINUTE) is None
    assert await other.lock(ACCOUNT, NOON + MINUTE, MINUTE) == FIRST


async def test_only_who_holds_the_lock_gives_it_back(database: Database, replica: Database) -> None:
    holder, other = SqlTokens(database), SqlTokens(replica)
    await holder.put(ACCOUNT, FIRST, NOON)
    assert await holder.lock(ACCOUNT, NOON, MINUTE)
    await other.unlock(ACCOUNT)
    assert await other.lock(ACCOUNT, NOON, MINUTE) is None
    await holder.unlock(ACCOUNT)
    assert await other.lock(ACCOUNT, NOON, MINUTE) == FIRST


async def test_a_slow_process_that_did_get_a_new_pair_repairs_what_a_quicker_one_gave_up(database: Database) -> None:
    slow, quick = SqlTokens(database), SqlTokens(database)
    await slow.put(ACCOUNT, FIRST, NOON)
    await quick.lose(ACCOUNT, "r1", NOON)
    assert await quick.load(ACCOUNT) == replace(FIRST, lost=True)
    assert await slow.replace(ACCOUNT, "r1", SECOND, NOON)
    assert await quick.load(ACCOUNT) == SECOND


async def test_a_pair_authorised_meanwhile_is_not_overwritten(database: Database) -> None:
    tokens = SqlTokens(database)
    await tokens.put(ACCOUNT, FIRST, NOON)
    await tokens.put(ACCOUNT, SECOND, NOON)
    assert not await tokens.replace(ACCOUNT, "r1", TokenPair("a3", "r3", NOON), NOON)
    await tokens.lose(ACCOUNT, "r1", NOON)
    assert await tokens.load(ACCOUNT) == SECOND
