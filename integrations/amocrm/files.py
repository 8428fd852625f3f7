"""A lead's photos and documents: fetched where they are, stored in AmoCRM's drive, attached to the lead."""

import mimetypes
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from engine.core.failures import PermanentFailure, TemporaryFailure
from engine.core.lead import Lead, LeadAnswer
from engine.core.ports import Alerts, Journal
from engine.core.values import Json
from integrations.amocrm.api import AmoApi
from integrations.amocrm.drive import Drive, NoAccess, Stored
from integrations.amocrm.note import lost_files, lost_marker
from integrations.amocrm.writes import look, write_once

log = structlog.get_logger()

#: A file that could not be had for so long is given up: the manager must know, and the next hook waits.
GIVE_UP_AFTER = timedelta(days=1)

NO_ACCESS = "у интеграции нет доступа к файлам"
NO_ACCESS_ADVICE = (
    "Фото и документы из заявок не попадают в AmoCRM: дайте интеграции «Доступ к файлам» в её окне и выпустите новый "
    "токен. В примечаниях к сделкам написано, чего не хватает; сами файлы остались в переписке с клиентом."
)


class FileSource(Protocol):
    """Where the client's files are."""

    async def fetch(self, id: str) -> bytes:
        """The whole file; raises TemporaryFailure, or PermanentFailure with advice when it cannot be had."""
        ...


@dataclass(frozen=True, slots=True)
class Attachment:
    #: The same for every copy of the file; the id may change between them.
    key: str
    id: str
    #: As the manager sees it.
    name: str

    @property
    def kind(self) -> str:
        return mimetypes.guess_type(self.name)[0] or "application/octet-stream"


def attachments(lead: Lead) -> tuple[Attachment, ...]:
    """What the client attached, in the order of the questions."""
    files = (file for answer in lead.answers if answer.crm.kind != "nowhere" for file in _files(answer))
    return tuple({file.key: file for file in files}.values())


def _files(answer: LeadAnswer) -> Iterator[Attachment]:
    if answer.type not in ("photo", "file") or not isinstance(answer.value, list | tuple):
        return
    # Telegram makes a JPEG of every photo.
    extension = ".jpg" if answer.type == "photo" else ""
    for number, file in enumerate(answer.value, 1):
        if isinstance(file, Mapping):
            name = str(file.get("name") or f"{answer.label} {number}{extension}")
            yield Attachment(str(file.get("unique") or file["id"]), str(file["id"]), name)


class Files:
    def __init__(
        self, api: AmoApi, drive: Drive, source: FileSource, alerts: Alerts, now: Callable[[], datetime]
    ) -> None:
        self._api = api
        self._drive = drive
        self._source = source
        self._alerts = alerts
        self._now = now
        self._told = False

    async def attach(self, lead: Lead, made: int, token: str, journal: Journal) -> None:
        """Progress: files (what became of each), listed and shown (attached to the lead, shown in its feed).

        A failure of one file's own is the delivery's own: other leads go on.
        """
        wanted = attachments(lead)
        if not wanted or journal.progress.get("shown"):
            return
        await self._store(wanted, lead, journal)
        known = _known(journal)
        stored = [Stored.from_json(known[file.key]) for file in wanted if "uuid" in known[file.key]]
        lost = [f"{file.name}: {known[file.key]['lost']}" for file in wanted if "lost" in known[file.key]]
        if stored and not journal.progress.get("listed"):
            await self._list(made, stored, journal)
        await self._show(made, stored, lost, token, journal)

    async def _store(self, wanted: tuple[Attachment, ...], lead: Lead, journal: Journal) -> None:
        """Every file into the drive, each noted before the next one."""
        for file in wanted:
            if file.key in _known(journal):
                continue
            try:
                outcome = await self._stored(file, lead)
            except NoAccess:
                known = _known(journal)
                rest: dict[str, Json] = {one.key: {"lost": NO_ACCESS} for one in wanted if one.key not in known}
                await journal.reached(files={**known, **rest})
                await self._tell_no_access()
                return
            await journal.reached(files={**_known(journal), file.key: outcome})

    async def _stored(self, file: Attachment, lead: Lead) -> Mapping[str, Json]:
        """Where the file is now, or why it is nowhere."""
        try:
            content = await self._source.fetch(file.id)
            return (await self._drive.upload(file.name, file.kind, content)).to_json()
        except NoAccess:
            raise
        except PermanentFailure as failure:
            return {"lost": failure.advice or str(failure)}
        except TemporaryFailure as failure:
            if failure.advice:
                raise
            if self._now() - lead.finished_at > GIVE_UP_AFTER:
                return {"lost": "не удалось переслать за сутки"}
            raise TemporaryFailure(str(failure), retry_after=failure.retry_after, alone=True) from failure

    async def _list(self, made: int, stored: list[Stored], journal: Journal) -> None:
        """Into the lead's tab «Файлы»."""
        uuids = [file.uuid for file in stored]

        async def listed() -> int | None:
            return made if set(uuids) <= await self._api.files(made) else None

        if await look(journal, "list of files", self._now(), listed) is None:
            try:
                await write_once(journal, "list of files", lambda: self._api.attach_files(made, uuids), self._now)
            except PermanentFailure as failure:
                # The feed has them all the same.
                log.warning("amocrm_files_not_listed", reason=str(failure))
        await journal.reached(listed=True)

    async def _show(self, made: int, stored: list[Stored], lost: list[str], token: str, journal: Journal) -> None:
        """Into the lead's feed, where the manager looks: the files, and a word about those that are missing."""

        async def shown() -> int | None:
            notes = await self._api.notes(made)
            if stored:
                return made if any(note.get("file_uuid") == stored[0].uuid for note in notes) else None
            return made if any(str(note.get("text", "")).endswith(lost_marker(token)) for note in notes) else None

        if await look(journal, "files", self._now(), shown) is None:
            texts = [lost_files(lost, token)] if lost else []
            await write_once(journal, "files", lambda: self._api.create_notes(made, texts, stored), self._now)
        await journal.reached(shown=True)

    async def _tell_no_access(self) -> None:
        if not self._told:
            self._told = True
            await self._alerts.tell(NO_ACCESS_ADVICE)


def _known(journal: Journal) -> Mapping[str, Mapping[str, Json]]:
    """What became of each file so far, by its key."""
    known = journal.progress.get("files")
    return {key: file for key, file in known.items() if isinstance(file, Mapping)} if isinstance(known, Mapping) else {}
