"""`/health` says in one look whether the bot serves and what is missing."""

import asyncio

import aiohttp

from engine.app.health import Health, HealthServer


async def there() -> None:
    pass


async def gone() -> None:
    raise ConnectionRefusedError


async def test_a_bot_that_starts_is_not_ready_but_answers() -> None:
    async with (
        HealthServer(Health(redis=True), "127.0.0.1", 0) as server,
        aiohttp.request("GET", f"http://127.0.0.1:{server.port}/health") as response,
    ):
        body = await response.json()
    assert response.status == 503
    assert (body["status"], body["database"], body["redis"]) == ("starting", "starting", "starting")
    assert body["version"]


async def test_a_ready_bot_with_its_servers_is_ok() -> None:
    health = Health(redis=True)
    health.watch("database", there)
    health.watch("redis", there)
    health.phase = "ready"
    status, body = await health.report()
    assert status == 200
    assert (body["status"], body["database"], body["redis"]) == ("ok", "up", "up")


async def test_redis_that_is_not_used_cannot_be_down() -> None:
    health = Health(redis=False)
    health.watch("database", there)
    health.phase = "ready"
    status, body = await health.report()
    assert (status, body["redis"]) == (200, "unused")


async def test_a_lost_server_is_named() -> None:
    health = Health(redis=True)
    health.watch("database", gone)
    health.watch("redis", there)
    health.phase = "ready"
    status, body = await health.report()
    assert status == 503
    assert (body["status"], body["database"], body["redis"]) == ("down", "down", "up")


async def test_a_server_that_never_answers_is_down() -> None:
    health = Health(redis=False, patience_s=0.01)
    health.watch("database", asyncio.Event().wait)
    status, body = await health.report()
    assert (status, body["database"]) == (503, "down")


async def test_a_stopping_bot_takes_no_more_traffic() -> None:
    health = Health(redis=False)
    health.watch("database", there)
    health.phase = "stopping"
    status, body = await health.report()
    assert (status, body["status"]) == (503, "stopping")
