"""The calls we make to AmoCRM, in the words of its REST API v4 (facts: AMOCRM §3)."""

from collections.abc import Sequence
from typing import Any

from engine.core.failures import AmbiguousFailure
from integrations.amocrm.client import AmoClient
from integrations.amocrm.drive import Stored
from integrations.amocrm.fields import Field, read_field

#: An entity as AmoCRM gives it.
type Record = dict[str, Any]

#: Newest entities read when an earlier write may have got through.
NEWEST = 50
#: Shorter texts are not searched for: an empty one finds the whole account.
SHORTEST_QUERY = 10


class AmoApi:
    def __init__(self, client: AmoClient) -> None:
        self._client = client

    @property
    def client(self) -> AmoClient:
        return self._client

    @property
    def account(self) -> str:
        """The account's address, e.g. https://dealer.amocrm.ru."""
        return self._client.base_url

    async def about(self) -> Record:
        """The account itself: `name`, `current_user_id` …"""
        found: Record | None = await self._client.get("/api/v4/account")
        return found or {}

    async def users(self) -> list[Record]:
        """The first 250; administrators only, so raises Denied to others."""
        return _embedded(await self._client.get("/api/v4/users", {"limit": "250"}), "users")

    async def contact(self, id: int) -> Record | None:
        found: Record | None = await self._client.get(f"/api/v4/contacts/{id}", {"with": "leads"})
        return found

    async def find_contacts(self, query: str) -> list[Record]:
        """Candidates only: the search is a substring over every field, late by seconds."""
        if len(query) < SHORTEST_QUERY:
            return []
        return await self._list("contacts", {"query": query, "with": "leads", "limit": "50"})

    async def newest_contacts(self) -> list[Record]:
        """Lists, unlike the search, know a contact as soon as it is written."""
        return await self._list("contacts", {"order[id]": "desc", "limit": str(NEWEST)})

    async def create_contact(self, contact: Record) -> int:
        return _new_id(await self._client.post("/api/v4/contacts", [contact]), "contacts")

    async def change_contact(self, id: int, change: Record) -> None:
        """A custom field that is named is replaced: send its old values too."""
        await self._client.patch(f"/api/v4/contacts/{id}", change)

    async def lead(self, id: int) -> Record | None:
        found: Record | None = await self._client.get(f"/api/v4/leads/{id}")
        return found

    async def newest_leads(self) -> list[Record]:
        return await self._list("leads", {"order[id]": "desc", "limit": str(NEWEST)})

    async def create_lead(self, lead: Record) -> int:
        return _new_id(await self._client.post("/api/v4/leads", [lead]), "leads")

    async def notes(self, lead: int) -> list[Record]:
        """What the lead's newest notes hold: `text`, or `file_uuid` of an attachment."""
        query = {"order[id]": "desc", "limit": str(NEWEST)}
        notes = _embedded(await self._client.get(f"/api/v4/leads/{lead}/notes", query), "notes")
        return [note.get("params") or {} for note in notes]

    async def create_notes(self, lead: int, texts: Sequence[str], files: Sequence[Stored] = ()) -> int:
        """One request, so all of them or none; returns the first one's id."""
        notes: list[Record] = [{"note_type": "common", "params": {"text": text}} for text in texts]
        for file in files:
            params = {"file_uuid": file.uuid, "version_uuid": file.version, "file_name": file.name}
            notes.append({"note_type": "attachment", "params": params})
        return _new_id(await self._client.post(f"/api/v4/leads/{lead}/notes", notes), "notes")

    async def files(self, lead: int) -> set[str]:
        """Identities of the files attached to the lead."""
        files = _embedded(await self._client.get(f"/api/v4/leads/{lead}/files"), "files")
        return {str(file["file_uuid"]) for file in files}

    async def attach_files(self, lead: int, uuids: Sequence[str]) -> int:
        """Returns the lead's id."""
        await self._client.put(f"/api/v4/leads/{lead}/files", [{"file_uuid": uuid} for uuid in uuids])
        return lead

    async def fields(self, entity: str) -> tuple[Field, ...]:
        """Every custom field of "leads" or "contacts", page by page."""
        found: list[Field] = []
        page = 1
        while True:
            query = {"limit": "50", "page": str(page)}
            answer = await self._client.get(f"/api/v4/{entity}/custom_fields", query)
            found += [read_field(record) for record in _embedded(answer, "custom_fields")]
            if not answer or "next" not in answer.get("_links", {}):
                return tuple(found)
            page += 1

    async def create_fields(self, entity: str, fields: Sequence[Record]) -> None:
        """All of them or none; administrators only."""
        await self._client.post(f"/api/v4/{entity}/custom_fields", list(fields))

    async def pipelines(self) -> tuple[Record, ...]:
        return tuple(_embedded(await self._client.get("/api/v4/leads/pipelines"), "pipelines"))

    async def _list(self, entity: str, query: dict[str, str]) -> list[Record]:
        records = _embedded(await self._client.get(f"/api/v4/{entity}", query), entity)
        return [record for record in records if not record.get("is_deleted")]


def _embedded(answer: Any, name: str) -> list[Record]:
    found: list[Record] = ((answer or {}).get("_embedded") or {}).get(name) or []
    return found


def _new_id(answer: Any, name: str) -> int:
    try:
        return int(answer["_embedded"][name][0]["id"])
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise AmbiguousFailure(f"AmoCRM accepted {name} but did not name the new one") from error
