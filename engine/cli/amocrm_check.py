"""`carquery amocrm check`: the flows' `crm:` held against the live account."""

import json
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli.amocrm_account import with_account

if TYPE_CHECKING:
    from engine.app.amocrm import Connection
    from engine.settings import Settings
    from engine.storage.database import Database


class Format(StrEnum):
    TEXT = "text"
    JSON = "json"


def check(
    format: Annotated[Format, typer.Option(help="How findings are printed.")] = Format.TEXT,
) -> None:
    """Compare flows and account by name, type and list values: exit code 0 clean, 1 findings, 2 usage, 3 failed."""

    async def compare(connection: "Connection", database: "Database", settings: "Settings") -> None:
        from engine.app.amocrm import defaults
        from engine.cli.project import compiled
        from integrations.amocrm.drive import Drive
        from integrations.amocrm.examine import examine
        from integrations.amocrm.wanted import wanted

        project = compiled(settings.flows_dir)
        token = settings.amocrm_long_lived_token
        about = await connection.api.about()
        found = await examine(
            connection.api,
            Drive(connection.client),
            project,
            defaults(settings),
            token.get_secret_value() if token is not None else None,
            datetime.now(settings.timezone),
        )
        fields = len(wanted(project))
        if format is Format.JSON:
            findings = [asdict(finding) for finding in found]
            report = {"account": about.get("name"), "url": connection.api.account, "fields": fields}
            print(json.dumps({**report, "findings": findings}, ensure_ascii=False))
        else:
            print(f"AmoCRM: «{about.get('name')}», {connection.api.account}")
            for finding in found:
                print(finding)
            print(f"Полей в анкетах: {fields}, замечаний: {len(found)}.")
        if found:
            raise typer.Exit(1)

    with_account(compare)
