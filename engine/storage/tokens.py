"""The OAuth tokens of the CRM account, and which process refreshes them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import ColumnElement, select, update

from engine.core.ports import TokenPair
from engine.storage.database import Database
from engine.storage.tables import TokenRow

_FREE: Mapping[str, object] = {"refreshing": None, "refreshing_until": None}


class SqlTokens:
    """The port Tokens on a database.

    The lock is a mark in the row with an end of its own, not an open transaction: a refresh talks to the CRM for
    seconds, and SQLite's only writer must not wait for that.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._owner = uuid4().hex

    async def load(self, account: str) -> TokenPair | None:
        async with self._database.read() as connection:
            row = (await connection.execute(select(TokenRow.__table__).where(TokenRow.account == account))).first()
        if row is None:
            return None
        return TokenPair(row.access_token, row.refresh_token, row.expires_at, lost=row.lost_at is not None)

    async def put(self, account: str, pair: TokenPair, now: datetime) -> None:
        row = {"account": account, **_columns(pair, now)}
        insert = self._database.insert(TokenRow).values(row)
        async with self._database.write() as connection:
            await connection.execute(insert.on_conflict_do_update(index_elements=[TokenRow.account], set_=row))

    async def lock(self, account: str, now: datetime, lasts: timedelta) -> TokenPair | None:
        free = (TokenRow.refreshing_until.is_(None)) | (TokenRow.refreshing_until <= now)
        statement = (
            update(TokenRow)
            .where(TokenRow.account == account, free)
            .values(refreshing=self._owner, refreshing_until=now + lasts)
            .returning(TokenRow.access_token, TokenRow.refresh_token, TokenRow.expires_at, TokenRow.lost_at)
        )
        async with self._database.write() as connection:
            row = (await connection.execute(statement)).first()
        if row is None:
            return None
        return TokenPair(row.access_token, row.refresh_token, row.expires_at, lost=row.lost_at is not None)

    async def unlock(self, account: str) -> None:
        await self._change((TokenRow.account == account) & (TokenRow.refreshing == self._owner), _FREE)

    async def replace(self, account: str, spent: str, pair: TokenPair, now: datetime) -> bool:
        # Not fenced by the lock: whoever exchanged the stored token holds the only pair that works.
        return await self._change(_holds(account, spent), _columns(pair, now))

    async def lose(self, account: str, refresh: str, now: datetime) -> None:
        await self._change(_holds(account, refresh), {"lost_at": now, **_FREE})

    async def _change(self, where: ColumnElement[bool], values: Mapping[str, object]) -> bool:
        async with self._database.write() as connection:
            statement = update(TokenRow).where(where).values(dict(values)).returning(TokenRow.account)
            return (await connection.execute(statement)).first() is not None


def _holds(account: str, refresh: str) -> ColumnElement[bool]:
    return (TokenRow.account == account) & (TokenRow.refresh_token == refresh)


def _columns(pair: TokenPair, now: datetime) -> dict[str, object]:
    return {
        "access_token": pair.access,
        "refresh_token": pair.refresh,
        "expires_at": pair.expires_at,
        "updated_at": now,
        "lost_at": None,
        **_FREE,
    }
