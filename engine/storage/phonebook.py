"""Our own map of phones to CRM contacts."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, delete, select

from engine.core.ports import Making
from engine.storage.database import Database
from engine.storage.tables import ContactRow


class SqlPhonebook:
    """The port Phonebook on a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def contact(self, account: str, phone: str) -> int | None:
        async with self._database.read() as connection:
            return await connection.scalar(select(ContactRow.contact_id).where(_named(account, phone)))

    async def making(self, account: str, phone: str) -> Making | None:
        noted = select(ContactRow.making, ContactRow.making_since).where(_named(account, phone))
        async with self._database.read() as connection:
            row = (await connection.execute(noted)).first()
        return Making(row.making, row.making_since) if row is not None and row.making is not None else None

    async def make(self, account: str, phone: str, making: Making) -> None:
        await self._put(account, phone, {"making": making.delivery, "making_since": making.since})

    async def remember(self, account: str, phone: str, contact: int) -> None:
        await self._put(account, phone, {"contact_id": contact, "making": None, "making_since": None})

    async def forget(self, account: str, phone: str) -> None:
        async with self._database.write() as connection:
            await connection.execute(delete(ContactRow).where(_named(account, phone)))

    async def _put(self, account: str, phone: str, values: Mapping[str, object]) -> None:
        insert = self._database.insert(ContactRow).values(account=account, phone=phone, **values)
        key = [ContactRow.account, ContactRow.phone]
        async with self._database.write() as connection:
            await connection.execute(insert.on_conflict_do_update(index_elements=key, set_=dict(values)))


def _named(account: str, phone: str) -> ColumnElement[bool]:
    return (ContactRow.account == account) & (ContactRow.phone == phone)
