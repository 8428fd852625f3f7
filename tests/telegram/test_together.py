"""Many updates of one chat at the same moment, in memory and on a Redis-protocol server."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from engine.telegram.storage import Store, memory_store, redis_store
from tests.telegram.bench import CLIENT, Bench, flow, project
from tests.telegram.test_albums import PHOTOS, photos
from tests.telegram.test_dead_ends import TWO

TICKS = "- {id: a, ask: Что?, type: many, choices: {x: Икс, y: Игрек, z: Зет}}\n- {id: b, ask: Дальше?}"


@pytest.fixture(params=["memory", "redis"])
async def store(request: pytest.FixtureRequest) -> AsyncIterator[Store]:
    if request.param == "memory":
        yield memory_store()
        return
    made = redis_store(request.getfixturevalue("redis_url"))
    yield made
    await made.storage.close()


async def begun(store: Store, steps: str) -> Bench:
    bench = Bench(project(flow(steps)), store)
    await bench.say("/start sell")
    bench.calls()
    return bench


async def test_a_double_tap_answers_one_question(store: Store) -> None:
    bench = await begun(store, TWO)
    await bench.client.tap("Икс")
    await bench.client.tap("Икс")
    await bench.settle_at_once()
    assert bench.answers == {"a": "x"}
    assert "Второй?" in bench.text


async def test_ticks_at_once_are_all_kept(store: Store) -> None:
    bench = await begun(store, TICKS)
    for label in ("Икс", "Игрек", "Зет"):
        await bench.client.tap(label)
    await bench.settle_at_once()
    await bench.tap("Готово")
    assert list(bench.answers["a"]) == ["x", "y", "z"]  # type: ignore[call-overload]  # a list


async def test_an_album_of_ten_at_once_is_capped(store: Store) -> None:
    bench = await begun(store, PHOTOS.replace("max: 10", "max: 3"))
    await bench.client.send_album(10)
    await bench.settle_at_once()
    assert "Уже 3 фото" in bench.text
    assert bench.calls().count("sendMessage") == 1
    await bench.tap("Готово")
    assert len(photos(bench)) == 3
    assert photos(bench) == sorted(photos(bench))


async def test_a_tap_and_a_planned_screen_at_once_lose_nothing(store: Store) -> None:
    bench = await begun(store, f"- {{id: p, ask: Фото?, type: photo}}\n{TICKS}")
    await bench.album(2)
    await bench.tap("Готово")
    bench.telegram._stage.refresher.plan(bench.bot, CLIENT, 0.01)
    await bench.client.tap("Икс")
    await bench.client.tap("Зет")
    bench._quiet.set()
    await asyncio.gather(bench.settle_at_once(), bench.telegram.settled())
    await bench.tap("Готово")
    assert list(bench.answers["a"]) == ["x", "z"]  # type: ignore[call-overload]  # a list


async def test_two_taps_on_send_at_once_record_one_lead(store: Store) -> None:
    bench = await begun(store, "- {id: a, ask: Что?}")
    await bench.say("ответ")
    await bench.client.tap("✅ Отправить")
    await bench.client.tap("✅ Отправить")
    await bench.settle_at_once()
    assert len(bench.outbox.leads) == 1
    assert "Спасибо" in bench.text


async def test_clients_do_not_see_each_others_answers(store: Store) -> None:
    bench = await begun(store, TWO)
    others = [bench.another(id) for id in range(100, 110)]
    for other in others:
        await other.send_text("/start sell")
    await bench.settle_at_once()
    for number, other in enumerate(others):
        await other.tap("Икс" if number % 2 else "Игрек")
    await bench.settle_at_once()
    for number, other in enumerate(others):
        assert bench.drafts.kept[other.id].session.answers == {"a": "x" if number % 2 else "y"}
        assert "Второй?" in other.chat.last.text
    assert not bench.answers


async def test_redis_forgets_after_its_ttl_and_the_draft_goes_on(redis_url: str) -> None:
    bench = await begun(redis_store(redis_url, ttl=timedelta(seconds=1)), TWO)
    await bench.tap("Икс")
    storage = bench.telegram.dispatcher.storage
    keys = await storage.redis.keys()  # type: ignore[attr-defined]  # a RedisStorage
    lives = [await storage.redis.pttl(key) for key in keys]  # type: ignore[attr-defined]
    assert keys
    assert all(0 < life <= 1000 for life in lives)
    await storage.redis.flushdb()  # type: ignore[attr-defined]
    await bench.tap("Икс")
    assert bench.answers == {"a": "x", "b": "x"}
    await storage.close()
