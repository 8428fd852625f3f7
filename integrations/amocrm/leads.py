"""From a draft to a lead: what AmoCRM will not take is left out, an attempt that got lost is found again."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from engine.core.ports import Journal
from integrations.amocrm.api import AmoApi, Record
from integrations.amocrm.fields import Misfit
from integrations.amocrm.mapping import KEY_FIELD, Draft, Mapped
from integrations.amocrm.refusal import Issue, Refused
from integrations.amocrm.writes import look, write_once

#: Parts of a lead it can do without, by the beginning of the path AmoCRM names, and what to tell people.
OPTIONAL = {
    "responsible_user_id": ("Ответственный", "такого сотрудника в AmoCRM нет или он отключён"),
    "status_id": ("Этап воронки", "AmoCRM его не приняла"),
    "pipeline_id": ("Воронка", "AmoCRM её не приняла"),
    "price": ("Бюджет", "AmoCRM его не приняла"),
    "_embedded.tags": ("Теги", "AmoCRM их не приняла"),
}
#: Leads of the contact read one by one after the newest ones of the account.
MOST_LEADS = 10


class ContactGone(Exception):
    """AmoCRM does not know the contact any more: it was deleted or merged meanwhile."""


@dataclass(frozen=True, slots=True)
class Made:
    id: int
    misfits: tuple[Misfit, ...] = ()


class Leads:
    def __init__(self, api: AmoApi, now: Callable[[], datetime]) -> None:
        self._api = api
        self._now = now

    async def exists(self, id: int) -> bool:
        found = await self._api.lead(id)
        return found is not None and not found.get("is_deleted")

    async def find_or_create(self, draft: Draft, contact: int, journal: Journal) -> Made:
        """The lead, made once; its id is not stored yet. Raises ContactGone."""
        found = await look(journal, "lead", self._now(), lambda: self._made(draft, contact, journal.key))
        if found is not None:
            return Made(found)
        lead, fields = dict(draft.lead), list(draft.fields)
        embedded = {**lead["_embedded"], "contacts": [{"id": contact, "is_main": True}]}
        lead["_embedded"] = embedded
        misfits: list[Misfit] = []
        while True:
            body = {**lead, "custom_fields_values": [mapped.payload for mapped in fields]}
            try:
                id = await write_once(journal, "lead", partial(self._api.create_lead, body), self._now)
                return Made(id, tuple(misfits))
            except Refused as failure:
                if any(issue.path.startswith("_embedded.contacts") for issue in failure.issues):
                    raise ContactGone from failure
                lost = _leave_out(failure.issues, lead, fields)
                if not lost:
                    raise
                misfits += lost

    async def _made(self, draft: Draft, contact: int, key: str) -> int | None:
        """The lead an earlier attempt made: among the account's newest, then among the contact's."""
        newest = await self._api.newest_leads()
        seen = {int(lead["id"]) for lead in newest}
        for lead in newest:
            if _is_ours(lead, draft.token, key):
                return int(lead["id"])
        record = await self._api.contact(contact) or {}
        linked = [int(lead["id"]) for lead in (record.get("_embedded") or {}).get("leads") or ()]
        for id in sorted(set(linked) - seen, reverse=True)[:MOST_LEADS]:
            found = await self._api.lead(id)
            if found is not None and _is_ours(found, draft.token, key):
                return id
        return None


def _is_ours(lead: Record, token: str, key: str) -> bool:
    """By our key in its field; in accounts without the field, by the token in the name."""
    for field in lead.get("custom_fields_values") or ():
        if field.get("field_code") == KEY_FIELD:
            return any(value.get("value") == key for value in field.get("values") or ())
    return re.search(rf"#{token}\b", str(lead.get("name", ""))) is not None


def _leave_out(issues: tuple[Issue, ...], lead: Record, fields: list[Mapped]) -> list[Misfit]:
    """Take out of the lead what was refused; returns what to tell, nothing when nothing could be taken."""
    lost: list[Misfit] = []
    blamed = {issue.field_index: issue for issue in issues if issue.field_index is not None}
    for index in sorted(set(blamed) & set(range(len(fields))), reverse=True):
        mapped = fields.pop(index)
        lost.append(Misfit(mapped.name, f"AmoCRM не приняла значение ({blamed[index].detail})"))
    for issue in issues:
        for path, (name, reason) in OPTIONAL.items():
            if not issue.path.startswith(path) or not _drop(lead, path):
                continue
            lost.append(Misfit(name, reason))
    return lost


def _drop(lead: Record, path: str) -> bool:
    if path == "_embedded.tags":
        return bool(lead["_embedded"].pop("tags", None))
    if path in ("status_id", "pipeline_id"):
        # A stage without its pipeline would be another pipeline's.
        return any([lead.pop("pipeline_id", None), lead.pop("status_id", None)])
    return lead.pop(path, None) is not None
