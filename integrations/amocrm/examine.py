"""A live account looked over before clients come: fields, lists, pipelines, people, files, the token's life."""

from collections.abc import Iterator
from datetime import datetime

from engine.core.model import Project, Step
from integrations.amocrm.access import SOON, expiry
from integrations.amocrm.api import AmoApi
from integrations.amocrm.check import Finding, findings, lacking
from integrations.amocrm.directory import Chart
from integrations.amocrm.drive import Drive, NoAccess
from integrations.amocrm.mapping import Defaults
from integrations.amocrm.refusal import Denied
from integrations.amocrm.wanted import Wanted

#: Fields made by one request.
BATCH = 50


async def read_chart(api: AmoApi) -> Chart:
    """Everything of the account that flows refer to. Raises what the API raises."""
    return Chart(await api.fields("leads"), await api.fields("contacts"), await api.pipelines())


async def examine(
    api: AmoApi, drive: Drive, project: Project, defaults: Defaults, token: str | None, now: datetime
) -> list[Finding]:
    """What is wrong or soon will be; `token` is the long-lived one. Raises what the API raises."""
    chart = await read_chart(api)
    return [
        *findings(project, chart, defaults),
        *_settings(chart, defaults),
        *await _people(api, defaults),
        *await _files(drive, project),
        *_token(token, now),
    ]


async def make_missing(api: AmoApi, project: Project, defaults: Defaults) -> list[Wanted]:
    """Create the fields the account lacks; which ones. Raises what the API raises.

    A field is asked for only while the account has none of its name, so the command may be run again.
    """
    new = lacking(project, await read_chart(api), defaults)
    for entity in ("leads", "contacts"):
        fields = [_record(field) for field in new if field.entity == entity]
        for start in range(0, len(fields), BATCH):
            await api.create_fields(entity, fields[start : start + BATCH])
    return new


def _record(field: Wanted) -> dict[str, object]:
    record: dict[str, object] = {"name": field.name, "type": field.type}
    if field.code is not None:
        # Ours alone: managers see it and cannot change it.
        record |= {"code": field.code, "is_api_only": True}
    if field.options:
        record["enums"] = [{"value": option, "sort": place} for place, option in enumerate(field.options, 1)]
    return record


def _settings(chart: Chart, defaults: Defaults) -> Iterator[Finding]:
    stages = {
        int(stage["id"]): int(one["id"])
        for one in chart.pipelines
        for stage in (one.get("_embedded") or {}).get("statuses") or ()
    }
    if defaults.pipeline is not None and defaults.pipeline not in {int(one["id"]) for one in chart.pipelines}:
        yield Finding("AMOCRM_PIPELINE_ID", f"воронки {defaults.pipeline} в AmoCRM нет.")
    # 142 and 143 stand in every pipeline.
    if defaults.status is not None and defaults.status not in stages:
        yield Finding("AMOCRM_STATUS_ID", f"этапа {defaults.status} в AmoCRM нет.")


async def _people(api: AmoApi, defaults: Defaults) -> list[Finding]:
    if defaults.responsible is None:
        return []
    try:
        users = {int(user["id"]): user for user in await api.users()}
    except Denied:
        # Only an administrator's token may look.
        return []
    user = users.get(defaults.responsible)
    if user is None:
        return [Finding("AMOCRM_RESPONSIBLE_USER_ID", f"сотрудника {defaults.responsible} в AmoCRM нет.")]
    if not (user.get("rights") or {}).get("is_active", True):
        return [Finding("AMOCRM_RESPONSIBLE_USER_ID", f"сотрудник {user.get('name')} отключён.")]
    return []


async def _files(drive: Drive, project: Project) -> list[Finding]:
    items = (item for flow in project.flows.values() for item in flow.items)
    if not any(isinstance(item, Step) and item.type.name in ("photo", "file") for item in items):
        return []
    try:
        await drive.check()
    except NoAccess:
        advice = "Дайте ей «Доступ к файлам» и выпустите новый токен."
        return [Finding("Файлы", "фото и документы не попадут в AmoCRM: интеграции не дали доступа.", advice)]
    return []


def _token(token: str | None, now: datetime) -> Iterator[Finding]:
    ends = expiry(token) if token else None
    if ends is not None and ends - now < SOON:
        when = f"{ends.astimezone(now.tzinfo):%d.%m.%Y}"
        yield Finding("AMOCRM_LONG_LIVED_TOKEN", f"токен перестанет работать {when}.", "Выпустите новый заранее.")
