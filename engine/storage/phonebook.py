"""Our own map of phones to CRM contacts."""

from sqlalchemy import ColumnElement, delete, select

from engine.storage.database import Database
from engine.storage.tables import ContactRow


class SqlPhonebook:
    """The port Phonebook on a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def contact(self, account: str, phone: str) -> int | None:
        async with self._database.read() as connection:
            return await connection.scalar(select(ContactRow.contact_id).where(_named(account, phone)))

    async def remember(self, account: str, phone: str, contact: int) -> None:
        insert = self._database.insert(ContactRow).values(account=account, phone=phone, contact_id=contact)
        key = [ContactRow.account, ContactRow.phone]
        async with self._database.write() as connection:
            await connection.execute(insert.on_conflict_do_update(index_elements=key, set_={"contact_id": contact}))

    async def forget(self, account: str, phone: str) -> None:
        async with self._database.write() as connection:
            await connection.execute(delete(ContactRow).where(_named(account, phone)))


def _named(account: str, phone: str) -> ColumnElement[bool]:
    return (ContactRow.account == account) & (ContactRow.phone == phone)
