"""`carquery botapi`: the Bot API emulator over HTTP."""

import asyncio
from contextlib import suppress
from typing import Annotated

import typer

from engine.cli.failure import FAILED, give_up


def botapi(
    port: Annotated[int, typer.Option(min=0, max=65535, help="0: any free port.")] = 8081,
) -> None:
    """A Telegram of your own on this machine; prints its address as one JSON line."""
    from engine.botapi.http import run

    try:
        with suppress(KeyboardInterrupt):
            asyncio.run(run(port=port))
    except OSError as error:
        give_up(f"The emulator cannot listen on port {port}: {error.strerror}.", FAILED)
