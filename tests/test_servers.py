"""The servers tests talk to are real, and every test has its own corner of them."""

import asyncpg
import pytest
from redis.asyncio import Redis


@pytest.mark.parametrize("time", ["first", "second"])
async def test_every_test_finds_redis_empty(redis_url: str, time: str) -> None:
    async with Redis.from_url(redis_url) as client:
        assert await client.dbsize() == 0
        await client.set("key", time)


async def test_redis_runs_scripts(redis_url: str) -> None:
    async with Redis.from_url(redis_url) as client:
        assert await client.eval("return redis.call('SET', KEYS[1], ARGV[1])", 1, "key", "value") == b"OK"


@pytest.mark.parametrize("time", ["first", "second"])
async def test_every_test_finds_postgres_migrated_and_empty(postgres_url: str, time: str) -> None:
    connection = await asyncpg.connect(postgres_url.replace("+asyncpg", ""))
    try:
        assert await connection.fetchval("SELECT count(*) FROM users") == 0
        await connection.execute("INSERT INTO users (id, name, blocked) VALUES (1, $1, false)", time)
    finally:
        await connection.close()
