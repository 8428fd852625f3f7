"""From a person to a contact: ours if we know it, found by phone, or made (facts: AMOCRM §5)."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial

from engine.core.failures import AmbiguousFailure
from engine.core.ports import Alerts, Journal, Making, Phonebook
from integrations.amocrm.api import AmoApi, Record
from integrations.amocrm.mapping import Mapped, Person
from integrations.amocrm.phone import phones_of, values_of
from integrations.amocrm.refusal import Refused
from integrations.amocrm.writes import IN_FLIGHT, look, write_once

#: Stages of a lead nobody works on any more.
CLOSED = (142, 143)
#: Of several contacts with one phone, at most so many are asked about their leads.
MOST_CANDIDATES = 5


class Contacts:
    def __init__(self, api: AmoApi, phonebook: Phonebook, alerts: Alerts, now: Callable[[], datetime]) -> None:
        self._api = api
        self._phonebook = phonebook
        self._alerts = alerts
        self._now = now

    async def find_or_create(self, person: Person, journal: Journal) -> tuple[int, tuple[Mapped, ...]]:
        """The contact's id, and the fields AmoCRM would not take. Stores the id before it returns."""
        lost = await look(journal, "contact", self._now(), lambda: self._newest(person))
        contact = await self._api.contact(lost) if lost is not None else await self._find(person, journal)
        refused: tuple[Mapped, ...] = ()
        if contact is not None:
            id = int(contact["id"])
            refused = await self._fill_gaps(contact, person)
        else:
            id, refused = await self._create(person, journal)
        await self._phonebook.remember(self._api.account, person.key, id)
        await journal.reached(contact=id)
        return id, refused

    async def forget(self, person: Person, journal: Journal) -> None:
        """The contact is gone from AmoCRM: start over."""
        await self._phonebook.forget(self._api.account, person.key)
        await journal.reached(contact=None)

    async def _find(self, person: Person, journal: Journal) -> Record | None:
        known = await self._phonebook.contact(self._api.account, person.key)
        if known is not None:
            contact = await self._api.contact(known)
            alive = contact is not None and not contact.get("is_deleted")
            # A number may have moved to another contact; who came without one is known by this map only.
            if contact is not None and alive and (person.phone is None or _is(contact, person)):
                return contact
            await self._phonebook.forget(self._api.account, person.key)
        if person.phone is not None:
            # The ten digits are part of every spelling with +7 or 8, so one search does for all three.
            found = [contact for contact in await self._api.find_contacts(person.key) if _is(contact, person)]
            if found:
                return await self._best(found)
        return await self._made_by_another(person, journal)

    async def _made_by_another(self, person: Person, journal: Journal) -> Record | None:
        """The search is late: another delivery of this person may have made the contact this minute.

        It may have died at that, with the process that knew it: so this is asked of the phone book.
        """
        making = await self._phonebook.making(self._api.account, person.key)
        if making is None or making.delivery == journal.key:
            return None
        left = making.since + IN_FLIGHT - self._now()
        if left.total_seconds() <= 0:
            return None
        newest = await self._newest(person)
        if newest is None:
            raise AmbiguousFailure("another request makes this contact", retry_after=left, alone=True)
        return await self._api.contact(newest)

    async def _newest(self, person: Person) -> int | None:
        """The person among the newest contacts: lists are not late."""
        found = [contact for contact in await self._api.newest_contacts() if _is(contact, person)]
        return int(found[0]["id"]) if found else None

    async def _best(self, found: list[Record]) -> Record:
        """Of several, the one with an open lead, else the one changed last."""
        found.sort(key=lambda contact: int(contact.get("updated_at") or 0), reverse=True)
        if len(found) == 1:
            return found[0]
        links = " и ".join(f"{self._api.account}/contacts/detail/{contact['id']}" for contact in found)
        await self._alerts.tell(f"В AmoCRM несколько контактов с одним телефоном, объедините их: {links}")
        for contact in found[:MOST_CANDIDATES]:
            leads = [int(lead["id"]) for lead in (contact.get("_embedded") or {}).get("leads") or ()]
            newest = await self._api.lead(max(leads)) if leads else None
            if newest is not None and newest.get("status_id") not in CLOSED:
                return contact
        return found[0]

    async def _create(self, person: Person, journal: Journal) -> tuple[int, tuple[Mapped, ...]]:
        await self._phonebook.make(self._api.account, person.key, Making(journal.key, self._now()))
        fields = list(person.fields)
        refused: list[Mapped] = []
        while True:
            contact: Record = {"name": person.name, "custom_fields_values": _values(person, fields)}
            try:
                id = await write_once(journal, "contact", partial(self._api.create_contact, contact), self._now)
                return id, tuple(refused)
            except Refused as failure:
                wrong = _blamed(failure, fields)
                if not wrong:
                    raise
                refused += wrong
                fields = [mapped for mapped in fields if mapped not in wrong]

    async def _fill_gaps(self, contact: Record, person: Person) -> tuple[Mapped, ...]:
        """Add what a found contact lacks; what it has is never overwritten."""
        filled = {field.get("field_id") for field in contact.get("custom_fields_values") or ()}
        missing = [mapped for mapped in person.fields if mapped.payload["field_id"] not in filled]
        change: list[Record] = [mapped.payload for mapped in missing]
        mails = values_of(contact, "EMAIL")
        if person.email and person.email.casefold() not in {mail.casefold() for mail in mails}:
            change.append({"field_code": "EMAIL", "values": [{"value": mail} for mail in [*mails, person.email]]})
        if not change:
            return ()
        try:
            # Repeating it changes nothing, so a lost answer is no trouble here.
            await self._api.change_contact(int(contact["id"]), {"custom_fields_values": change})
        except Refused:
            return tuple(missing)
        return ()


def _is(contact: Record, person: Person) -> bool:
    """Whether it is this person: by the phone field, or, of who gave none, by the Telegram account in the name."""
    if person.phone is None:
        return str(contact.get("name", "")).split() == person.name.split()
    return person.key in phones_of(contact)


def _values(person: Person, fields: Iterable[Mapped]) -> list[Record]:
    """The person's own fields come last, so that the indexes of the others are their places."""
    values = [mapped.payload for mapped in fields]
    if person.phone is not None:
        values.append({"field_code": "PHONE", "values": [{"value": person.phone, "enum_code": "MOB"}]})
    if person.email is not None:
        values.append({"field_code": "EMAIL", "values": [{"value": person.email, "enum_code": "PRIV"}]})
    return values


def _blamed(failure: Refused, fields: list[Mapped]) -> list[Mapped]:
    indexes = {issue.field_index for issue in failure.issues}
    return [mapped for index, mapped in enumerate(fields) if index in indexes]
