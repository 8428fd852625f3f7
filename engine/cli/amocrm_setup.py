"""`carquery amocrm setup`: the custom fields the flows write to, made in the account."""

from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli.amocrm_account import with_account

if TYPE_CHECKING:
    from engine.app.amocrm import Connection
    from engine.settings import Settings
    from engine.storage.database import Database

_ENTITIES = {"leads": "сделка", "contacts": "контакт"}


def setup(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be made.")] = False,
) -> None:
    """Create the fields the account lacks, the bot's own BOT_LEAD_ID among them; changes nothing that is there."""

    async def make(connection: "Connection", database: "Database", settings: "Settings") -> None:
        from engine.app.amocrm import defaults
        from engine.cli.project import compiled
        from integrations.amocrm.check import lacking
        from integrations.amocrm.examine import make_missing, read_chart

        project = compiled(settings.flows_dir)
        if dry_run:
            new = lacking(project, await read_chart(connection.api), defaults(settings))
        else:
            new = await make_missing(connection.api, project, defaults(settings))
        for field in new:
            values = f": {', '.join(field.options)}" if field.options else ""
            print(f"{_ENTITIES[field.entity]}, «{field.name}», {field.type}{values}")
        if not new:
            print("Всё уже есть.")
        else:
            print(f"{'Не хватает полей' if dry_run else 'Создано полей'}: {len(new)}.")

    with_account(make)
