"""`carquery play`: the playground, from the files to a page in the browser."""

from pathlib import Path
from typing import Annotated

import typer

from engine.cli.failure import USAGE, give_up


def play(
    flows: Annotated[Path, typer.Option(help="Folder with bot.yaml and the flow files.")] = Path("flows"),
    port: Annotated[int, typer.Option(help="Port of the page on 127.0.0.1; 0: any free one.")] = 8090,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open the page.")] = False,
) -> None:
    """Try the flows in the browser: chat, diagram, answers, CRM; saved files reload at once."""
    if not flows.is_dir():
        give_up(f"there is no folder {flows}", USAGE)
    typer.echo("Запускаю площадку…  (starting the playground)")
    from engine.telegram import on_demand

    on_demand.load()
    from engine.app.play import BrokenFlows, run

    try:
        run(flows, port, announce=typer.echo, browser=not no_browser)
    except BrokenFlows as broken:
        from engine.lang.report import text

        compiled = broken.compiled
        give_up(text(compiled.diagnostics, compiled.sources, "ru"), 1)
    except OSError as error:
        give_up(f"port {port} cannot be used: {error.strerror}", USAGE)
