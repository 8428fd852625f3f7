"""What the bot knows about its clients, and which CRM contact has a phone."""

from sqlalchemy import select

from engine.core.lead import Client
from engine.core.ports import Making
from engine.storage.database import Database
from engine.storage.outbox import SqlOutbox
from engine.storage.phonebook import SqlPhonebook
from engine.storage.tables import UserRow
from engine.storage.users import SqlUsers
from tests.storage.made import ANNA, MINUTE, NOON, lead


async def stored(database: Database) -> UserRow:
    async with database.read() as connection:
        return (await connection.execute(select(UserRow.__table__))).one()  # type: ignore[return-value]  # same names


async def test_a_client_is_known_from_the_first_time_and_kept_up_to_date(database: Database) -> None:
    users = SqlUsers(database)
    await users.seen(ANNA, NOON)
    await users.seen(Client(ANNA.id, "Анна П.", None, "en"), NOON + MINUTE)
    row = await stored(database)
    assert (row.name, row.username, row.language) == ("Анна П.", None, "en")
    assert (row.created_at, row.seen_at) == (NOON, NOON + MINUTE)


async def test_consent_is_the_version_agreed_to_last(database: Database) -> None:
    users = SqlUsers(database)
    assert await users.consent(ANNA.id) is None
    await users.consented(ANNA.id, "1", NOON)
    await users.consented(ANNA.id, "2", NOON + MINUTE)
    assert await users.consent(ANNA.id) == "2"
    assert (await stored(database)).consented_at == NOON + MINUTE


async def test_a_chosen_language_outlives_what_telegram_says(database: Database) -> None:
    users = SqlUsers(database)
    await users.seen(ANNA, NOON)
    assert await users.language(ANNA.id) is None
    await users.choose_language(ANNA.id, "en")
    await users.seen(ANNA, NOON)
    assert await users.language(ANNA.id) == "en"


async def test_who_writes_again_has_not_blocked_the_bot(database: Database) -> None:
    users = SqlUsers(database)
    await users.block(ANNA.id, True)
    assert (await stored(database)).blocked
    await users.seen(ANNA, NOON)
    assert not (await stored(database)).blocked


async def test_a_lead_leaves_what_is_known_of_its_client(database: Database) -> None:
    users = SqlUsers(database)
    await users.seen(ANNA, NOON)
    await users.consented(ANNA.id, "1", NOON)
    await SqlOutbox(database).record(lead(client=Client(ANNA.id, "?")), [])
    row = await stored(database)
    assert (row.name, row.consent_version) == ("Анна", "1")


async def test_the_phonebook_knows_a_phone_per_account(database: Database) -> None:
    book = SqlPhonebook(database)
    await book.remember("dealer", "+79161234567", 5001)
    await book.remember("dealer", "+79161234567", 5002)
    assert await book.contact("dealer", "+79161234567") == 5002
    assert await book.contact("other", "+79161234567") is None
    await book.forget("dealer", "+79161234567")
    assert await book.contact("dealer", "+79161234567") is None


async def test_the_phonebook_notes_who_makes_a_contact_until_it_is_known(database: Database) -> None:
    book, making = SqlPhonebook(database), Making("s1.0", NOON)
    assert await book.making("dealer", "9161234567") is None
    await book.make("dealer", "9161234567", making)
    assert await book.making("dealer", "9161234567") == making
    assert await book.contact("dealer", "9161234567") is None
    await book.remember("dealer", "9161234567", 5001)
    assert await book.making("dealer", "9161234567") is None
    assert await book.contact("dealer", "9161234567") == 5001
