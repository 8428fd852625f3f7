"""What we know of the account between leads: its custom fields and pipelines, read when a lead needs them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from integrations.amocrm.api import AmoApi, Record
from integrations.amocrm.fields import Field, Misfit

#: What is known is trusted this long; a refused or missing field is looked up anew before that.
FRESH_FOR = timedelta(hours=1)
#: When something is missing, how old the knowledge must be to be worth another look.
STALE_AFTER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Chart:
    """As much of the account as one lead needs."""

    lead_fields: tuple[Field, ...]
    #: Empty when the lead writes to no field of the contact.
    contact_fields: tuple[Field, ...] = ()
    #: Empty when the lead names no pipeline and no stage.
    pipelines: tuple[Record, ...] = ()

    def lead_field_coded(self, code: str) -> Field | None:
        return next((field for field in self.lead_fields if field.code == code), None)

    def place(self, pipeline: str | int | None, status: str | int | None) -> tuple[Record, Misfit | None]:
        """`pipeline_id` and `status_id`; a name nobody bears is left to AmoCRM's default."""
        if not isinstance(pipeline, str) and not isinstance(status, str):
            place = {"pipeline_id": pipeline, "status_id": status}
            return {key: id for key, id in place.items() if id is not None}, None
        if pipeline is None:
            found = next((one for one in self.pipelines if one.get("is_main")), None)
        else:
            found = next((one for one in self.pipelines if pipeline in (one["id"], one["name"])), None)
        if found is None:
            return {}, Misfit("Воронка", f"«{pipeline}» в AmoCRM нет")
        if status is None:
            return {"pipeline_id": found["id"]}, None
        stages = (found.get("_embedded") or {}).get("statuses") or []
        stage = next((one for one in stages if status in (one["id"], one["name"])), None)
        if stage is None:
            reason = f"«{status}» в воронке «{found['name']}» нет"
            return {"pipeline_id": found["id"]}, Misfit("Этап воронки", reason)
        return {"pipeline_id": found["id"], "status_id": stage["id"]}, None


class Directory:
    def __init__(self, api: AmoApi, now: Callable[[], datetime]) -> None:
        self._api = api
        self._now = now
        self._known: dict[str, tuple[datetime, tuple[Any, ...]]] = {}

    async def chart(self, *, contacts: bool, places: bool) -> Chart:
        """The fields of leads and, where asked for, of contacts, and the pipelines. Raises what the API raises."""
        return Chart(
            await self._read("leads", lambda: self._api.fields("leads")),
            await self._read("contacts", lambda: self._api.fields("contacts")) if contacts else (),
            await self._read("pipelines", self._api.pipelines) if places else (),
        )

    def forget(self, older_than: timedelta = timedelta()) -> bool:
        """Read anew what is older; whether there is anything like that."""
        now = self._now()
        stale = [name for name, (read_at, _) in self._known.items() if now - read_at >= older_than]
        for name in stale:
            del self._known[name]
        return bool(stale)

    async def _read[Item](self, name: str, read: Callable[[], Awaitable[tuple[Item, ...]]]) -> tuple[Item, ...]:
        read_at, items = self._known.get(name, (None, ()))
        if read_at is None or self._now() - read_at > FRESH_FOR:
            items = await read()
            self._known[name] = (self._now(), items)
        return items
