"""AmoCRM's file storage: a session, the file in parts, its identity in return (facts: AMOCRM §3.13)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from engine.core.failures import AmbiguousFailure, PermanentFailure, TemporaryFailure
from engine.core.values import Json
from integrations.amocrm.client import AmoClient
from integrations.amocrm.refusal import Denied


@dataclass(frozen=True, slots=True)
class Stored:
    """A file AmoCRM has; nobody sees it before it is attached to something."""

    uuid: str
    version: str
    name: str

    def to_json(self) -> dict[str, Json]:
        return {"uuid": self.uuid, "version": self.version, "name": self.name}

    @classmethod
    def from_json(cls, data: Mapping[str, Json]) -> Self:
        return cls(str(data["uuid"]), str(data["version"]), str(data["name"]))


class NoAccess(PermanentFailure):
    """The integration lacks the scope «Доступ к файлам»."""


class Drive:
    def __init__(self, client: AmoClient) -> None:
        self._client = client
        #: The drive lives at an address of its own, which the account names.
        self._url: str | None = None

    async def upload(self, name: str, kind: str, content: bytes) -> Stored:
        """Store a file; raises NoAccess, PermanentFailure or TemporaryFailure.

        A repeated upload makes another file, of which the first one stays an orphan nobody sees.
        """
        try:
            return await self._upload(name, kind, content)
        except Denied as denied:
            if denied.status == 403:
                raise NoAccess(str(denied), advice=denied.advice) from denied
            if denied.status == 404:
                # The session has ended, or the account has moved to another drive.
                self._url = None
                raise TemporaryFailure("AmoCRM's drive has lost the upload") from denied
            raise

    async def check(self) -> None:
        """Raises NoAccess when uploads would be refused."""
        try:
            await self._client.get(f"{await self._drive()}/v1.0/files", {"limit": "1"})
        except Denied as denied:
            raise NoAccess(str(denied), advice=denied.advice) from denied

    async def _upload(self, name: str, kind: str, content: bytes) -> Stored:
        file = {"file_name": name, "file_size": len(content), "content_type": kind}
        session = await self._client.post(f"{await self._drive()}/v1.0/sessions", file)
        try:
            url, part = str(session["upload_url"]), int(session["max_part_size"])
        except (KeyError, TypeError, ValueError) as error:
            raise AmbiguousFailure("AmoCRM's drive opened a session without an address") from error
        answer: Any = None
        for start in range(0, len(content), part):
            answer = await self._client.upload(url, content[start : start + part], kind)
            url = str((answer or {}).get("next_url", ""))
        try:
            return Stored(str(answer["uuid"]), str(answer["version_uuid"]), name)
        except (KeyError, TypeError) as error:
            raise AmbiguousFailure("AmoCRM's drive took a file but did not name it") from error

    async def _drive(self) -> str:
        if self._url is None:
            account = await self._client.get("/api/v4/account", {"with": "drive_url"})
            self._url = str((account or {}).get("drive_url") or "").rstrip("/")
            if not self._url:
                raise NoAccess("the account names no drive", advice="AmoCRM не назвала адрес хранилища файлов.")
        return self._url
