"""`carquery leads …`: the outbox by hand."""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from engine.cli.failure import FAILED, USAGE, give_up
from engine.cli.settings import read_settings

if TYPE_CHECKING:
    from engine.core.ports import LeadRecord
    from engine.settings import Settings
    from engine.storage.leads import SqlLeads

leads = typer.Typer(name="leads", help="Finished forms and what became of them.", no_args_is_help=True)


class Status(StrEnum):
    PENDING = "pending"
    DONE = "done"
    NEEDS_REVIEW = "needs_review"


class Form(StrEnum):
    TEXT = "text"
    JSON = "json"


class Table(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"


@leads.command("list")
def show_list(
    status: Annotated[Status | None, typer.Option(help="Only leads with a delivery in this state.")] = None,
    most: Annotated[int, typer.Option("--limit", min=1, help="How many, newest first.")] = 50,
    format: Annotated[Form, typer.Option(help="How they are printed.")] = Form.TEXT,
) -> None:
    """The newest leads."""

    async def show(found: "SqlLeads", settings: "Settings") -> None:
        records = await found.newest(most, status.value if status else None)
        if format is Form.JSON:
            print(json.dumps([_json(record) for record in records], ensure_ascii=False))
            return
        from engine.service.leads import state_of

        for record in records:
            lead = record.lead
            states = ", ".join(f"{one.hook}: {state_of(one)}" for one in record.deliveries) or "—"
            when = f"{lead.finished_at.astimezone(settings.timezone):%d.%m.%Y %H:%M}"
            print(f"{lead.id}  {when}  {lead.title}  {lead.client.name or lead.client.id}  {states}")
        if not records:
            print("Заявок нет.")

    _with_leads(show)


@leads.command()
def show(
    id: Annotated[str, typer.Argument(metavar="ID", help="A lead's id, or how it begins.")],
    format: Annotated[Form, typer.Option(help="How it is printed.")] = Form.TEXT,
) -> None:
    """One lead: its answers, its deliveries, what went wrong."""

    async def show(found: "SqlLeads", settings: "Settings") -> None:
        from engine.service.leads import one, state_of

        record = await one(found, id)
        if format is Form.JSON:
            print(json.dumps(_json(record), ensure_ascii=False))
            return
        lead = record.lead
        print(f"{lead.title}, {lead.finished_at.astimezone(settings.timezone):%d.%m.%Y %H:%M}\n{lead.id}\n")
        name = f", @{lead.client.username}" if lead.client.username else ""
        print(f"Клиент: {lead.client.name}{name}, id {lead.client.id}")
        for answer in lead.answers:
            print(f"{answer.label}: {answer.shown}")
        for delivery in record.deliveries:
            print(f"\n{delivery.hook}: {state_of(delivery)}, попыток: {delivery.attempts}")
            if delivery.status == "pending" and delivery.due_at is not None:
                print(f"  следующая: {delivery.due_at.astimezone(settings.timezone):%d.%m.%Y %H:%M:%S}")
            if delivery.error and delivery.status != "done":
                print(f"  {delivery.error}")
            if delivery.progress:
                print(f"  {json.dumps(dict(delivery.progress), ensure_ascii=False)}")

    _with_leads(show)


@leads.command()
def retry(
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID…]", help="Without: all in need of review.")] = None,
) -> None:
    """Send again; the running bot notices within seconds."""

    async def again(found: "SqlLeads", settings: "Settings") -> None:
        from engine.service.leads import retry

        print(await retry(found, ids or [], datetime.now(settings.timezone)))

    _with_leads(again)


@leads.command()
def export(
    format: Annotated[Table, typer.Option(help="What is written.")] = Table.CSV,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="A file; without: standard output.")] = None,
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The first day.")] = None,
) -> None:
    """Every lead as a table: a row a lead, a column a question; safe to open in a spreadsheet."""

    async def write(found: "SqlLeads", settings: "Settings") -> None:
        from engine.service.leads_export import export_csv, export_xlsx

        begin = since.replace(tzinfo=settings.timezone) if since else None
        to_table = export_csv if format is Table.CSV else export_xlsx
        if output is None:
            if format is Table.XLSX and sys.stdout.isatty():
                give_up("An XLSX file is not for the screen: name a file with --output.", USAGE)
            await to_table(found, sys.stdout.buffer, settings.timezone, begin)
            sys.stdout.buffer.flush()
            return
        try:
            with output.open("wb") as file:
                count = await to_table(found, file, settings.timezone, begin)
        except OSError as error:
            give_up(f"{output} cannot be written: {error.strerror}.", FAILED)
        print(f"{output}: заявок — {count}.")

    _with_leads(write)


def _with_leads(work: Callable[["SqlLeads", "Settings"], Awaitable[None]]) -> None:
    """Run `work` on the database of the settings."""
    settings = read_settings()
    from sqlalchemy.exc import SQLAlchemyError

    from engine.core.failures import TemporaryFailure
    from engine.service.leads import NoSuchLead
    from engine.storage.database import Database
    from engine.storage.leads import SqlLeads

    async def run() -> None:
        database = Database(settings.database_url)
        try:
            await work(SqlLeads(database), settings)
        finally:
            await database.close()

    try:
        asyncio.run(run())
    except NoSuchLead as error:
        give_up(str(error), USAGE)
    except TemporaryFailure as failure:
        give_up(f"The database does not answer: {failure}. Check DATABASE_URL.", FAILED)
    except SQLAlchemyError as error:
        give_up(f"The database has other tables than this version: {error}\nRun: carquery migrate", FAILED)


def _json(record: "LeadRecord") -> dict[str, Any]:
    deliveries = [
        {
            "id": delivery.id,
            "hook": delivery.hook,
            "status": delivery.status,
            "attempts": delivery.attempts,
            "due_at": delivery.due_at.isoformat() if delivery.due_at else None,
            "progress": dict(delivery.progress),
            "error": delivery.error,
            "mock": delivery.mock,
        }
        for delivery in record.deliveries
    ]
    return {**record.lead.to_json(), "deliveries": deliveries}
