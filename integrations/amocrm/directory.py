"""What we know of the account between leads: its custom fields and its pipelines, read anew now and then."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from integrations.amocrm.api import AmoApi, Record
from integrations.amocrm.fields import Field, Misfit

#: A field made in AmoCRM by hand is noticed within this time.
FRESH_FOR = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Chart:
    """The account's fields and pipelines at one moment."""

    lead_fields: tuple[Field, ...]
    contact_fields: tuple[Field, ...]
    pipelines: tuple[Record, ...]
    read_at: datetime

    def lead_field_coded(self, code: str) -> Field | None:
        return next((field for field in self.lead_fields if field.code == code), None)

    def place(self, pipeline: str | int | None, status: str | int | None) -> tuple[Record, Misfit | None]:
        """`pipeline_id` and `status_id` for names or numbers; an unknown one is left to AmoCRM's default."""
        if pipeline is None and status is None:
            return {}, None
        if pipeline is None:
            found = next((one for one in self.pipelines if one.get("is_main")), None)
        else:
            found = next((one for one in self.pipelines if pipeline in (one["id"], one["name"])), None)
        if found is None:
            return {}, Misfit("Воронка", f"«{pipeline}» в AmoCRM нет")
        place = {"pipeline_id": found["id"]} if pipeline is not None else {}
        if status is None:
            return place, None
        stages = (found.get("_embedded") or {}).get("statuses") or []
        stage = next((one for one in stages if status in (one["id"], one["name"])), None)
        if stage is None:
            return place, Misfit("Этап воронки", f"«{status}» в воронке «{found['name']}» нет")
        return {"pipeline_id": found["id"], "status_id": stage["id"]}, None


class Directory:
    def __init__(self, api: AmoApi, now: Callable[[], datetime]) -> None:
        self._api = api
        self._now = now
        self._chart: Chart | None = None

    async def chart(self) -> Chart:
        """The chart, at most ten minutes old. Raises what the API raises."""
        if self._chart is None or self._now() - self._chart.read_at > FRESH_FOR:
            self._chart = Chart(
                await self._api.fields("leads"),
                await self._api.fields("contacts"),
                tuple(await self._api.pipelines()),
                self._now(),
            )
        return self._chart

    def forget(self) -> None:
        """Read anew next time: AmoCRM did not recognise something we took from here."""
        self._chart = None
