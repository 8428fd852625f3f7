"""Dialogs in memory: JSON in, JSON out, forgotten in time; locks that leave nothing behind."""

import asyncio
from datetime import timedelta

from aiogram.fsm.storage.base import StorageKey

from engine.telegram.storage import MemoryIsolation, MemoryStorage
from tests.service.memory import Watch


def key(chat: int = 1) -> StorageKey:
    return StorageKey(bot_id=1, chat_id=chat, user_id=chat)


async def test_what_is_kept_comes_back_as_json() -> None:
    storage = MemoryStorage(timedelta(minutes=30), Watch())
    await storage.set_data(key(), {"a": (1, 2), "b": {"c": None}})
    assert await storage.get_data(key()) == {"a": [1, 2], "b": {"c": None}}
    await storage.set_data(key(), {})
    assert await storage.get_data(key()) == {}


async def test_what_is_not_used_for_the_ttl_is_forgotten() -> None:
    watch = Watch()
    storage = MemoryStorage(timedelta(minutes=30), watch)
    await storage.set_data(key(1), {"a": 1})
    watch.forward(minutes=20)
    await storage.set_data(key(2), {"a": 2})
    await storage.set_data(key(1), {"a": 3})
    watch.forward(minutes=29)
    assert await storage.get_data(key(1)) == {"a": 3}
    watch.forward(minutes=2)
    assert await storage.get_data(key(1)) == {}


async def test_expired_records_do_not_pile_up() -> None:
    watch = Watch()
    storage = MemoryStorage(timedelta(minutes=30), watch)
    for chat in range(100):
        await storage.set_data(key(chat), {"a": chat})
    watch.forward(minutes=31)
    await storage.set_data(key(1000), {"a": 1})
    assert len(storage._records) == 1


async def test_a_chats_updates_go_in_the_order_they_came() -> None:
    isolation, order = MemoryIsolation(), list[int]()

    async def update(number: int) -> None:
        async with isolation.lock(key()):
            await asyncio.sleep(0)
            order.append(number)

    await asyncio.gather(*(update(number) for number in range(5)))
    assert order == [0, 1, 2, 3, 4]


async def test_a_lock_is_freed_with_its_last_user_even_if_they_are_cancelled() -> None:
    isolation = MemoryIsolation()

    async def hold() -> None:
        async with isolation.lock(key()):
            await asyncio.Event().wait()

    tasks = [asyncio.create_task(hold()) for _ in range(3)]
    await asyncio.sleep(0)
    for task in reversed(tasks):
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert not isolation._locks
