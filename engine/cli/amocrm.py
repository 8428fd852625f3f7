"""`carquery amocrm …`: the CRM by hand."""

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from engine.cli.amocrm_auth import auth
from engine.cli.amocrm_check import check
from engine.cli.amocrm_setup import setup
from engine.cli.failure import FAILED, give_up

amocrm = typer.Typer(name="amocrm", help="AmoCRM and its emulator.", no_args_is_help=True)


amocrm.command()(auth)
amocrm.command()(check)
amocrm.command()(setup)


@amocrm.command()
def emulator(
    port: Annotated[int, typer.Option(min=0, max=65535, help="0: any free port.")] = 8099,
    host: Annotated[str, typer.Option(help="Who may connect.")] = "127.0.0.1",
    state: Annotated[Path | None, typer.Option(help="A SQLite file that keeps the account between runs.")] = None,
) -> None:
    """An AmoCRM account of your own over HTTP; prints its address and credentials as one JSON line."""
    from integrations.amocrm.emulator.server import run

    try:
        with suppress(KeyboardInterrupt):
            asyncio.run(run(host, port, state))
    except OSError as error:
        give_up(f"The emulator cannot listen on {host}:{port}: {error.strerror}.", FAILED)
