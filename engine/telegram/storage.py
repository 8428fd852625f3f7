"""Where dialogs live between updates, and the lock that lets one update of a chat run at a time."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from aiogram.fsm.storage.base import BaseEventIsolation, BaseStorage, DefaultKeyBuilder, StateType, StorageKey
from aiogram.fsm.storage.redis import RedisStorage

#: The customer's 30 minutes; what comes later continues from the draft.
STATE_TTL = timedelta(minutes=30)
#: A lock left by a killed process is free again after this; nothing under a lock takes nearly as long.
LOCK_SECONDS = 30
#: How often a waiting update looks at the lock.
LOCK_PAUSE_SECONDS = 0.01


@dataclass(frozen=True, slots=True)
class Store:
    """A storage and the isolation that belongs to it."""

    storage: BaseStorage
    isolation: BaseEventIsolation


def redis_store(url: str, ttl: timedelta = STATE_TTL) -> Store:
    """Dialogs in Redis, shared by replicas."""
    keys = DefaultKeyBuilder(with_bot_id=True, with_destiny=True)
    storage = RedisStorage.from_url(
        url,
        key_builder=keys,
        state_ttl=ttl,
        data_ttl=ttl,
        json_loads=orjson.loads,
        json_dumps=lambda data: _dumped(data).decode(),
    )
    isolation = storage.create_isolation(lock_kwargs={"timeout": LOCK_SECONDS, "sleep": LOCK_PAUSE_SECONDS})
    return Store(storage, isolation)


def memory_store(ttl: timedelta = STATE_TTL, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Store:
    """Dialogs in this process: gone with it, as with Redis after the TTL."""
    return Store(MemoryStorage(ttl, clock), MemoryIsolation())


def _dumped(data: Mapping[str, Any]) -> bytes:
    # A compiled flow's ids may be subclasses of str, which orjson takes as keys only when told.
    return orjson.dumps(data, option=orjson.OPT_NON_STR_KEYS)


class MemoryStorage(BaseStorage):
    """Like Redis: JSON in, JSON out, forgotten after the TTL."""

    def __init__(self, ttl: timedelta, clock: Callable[[], datetime]) -> None:
        self._ttl = ttl
        self._clock = clock
        #: Oldest first, so that what has expired is found at the front.
        self._records: dict[StorageKey, tuple[bytes, datetime]] = {}

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        now = self._clock()
        self._records.pop(key, None)
        if data:
            self._records[key] = _dumped(data), now + self._ttl
        while self._records:
            oldest = next(iter(self._records))
            if self._records[oldest][1] > now:
                break
            del self._records[oldest]

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        found = self._records.get(key)
        if found is None or found[1] <= self._clock():
            return {}
        data: dict[str, Any] = orjson.loads(found[0])
        return data

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        raise NotImplementedError("the dialog's state is part of its data")

    async def get_state(self, key: StorageKey) -> str | None:
        """aiogram asks before every update; a chat's state is in its dialog."""
        return None

    async def close(self) -> None:
        self._records.clear()


class MemoryIsolation(BaseEventIsolation):
    """One lock a chat, first come first served, freed with its last user (aiogram's own keeps them for ever)."""

    def __init__(self) -> None:
        self._locks: dict[StorageKey, tuple[asyncio.Lock, int]] = {}

    @asynccontextmanager
    async def lock(self, key: StorageKey) -> AsyncIterator[None]:
        lock, users = self._locks.get(key, (asyncio.Lock(), 0))
        self._locks[key] = lock, users + 1
        try:
            async with lock:
                yield
        finally:
            lock, users = self._locks[key]
            if users > 1:
                self._locks[key] = lock, users - 1
            else:
                del self._locks[key]

    async def close(self) -> None:
        self._locks.clear()
