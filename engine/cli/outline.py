"""`carquery outline`: a flow as a table for the dealer's sign-off."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from engine.cli.chosen import chosen, put


class Format(StrEnum):
    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"


_BY_SUFFIX = {".html": Format.HTML, ".htm": Format.HTML, ".md": Format.MARKDOWN}


def outline(
    flow: Annotated[str, typer.Argument(metavar="FLOW", help="A flow's id, or its file.")],
    format: Annotated[Format | None, typer.Option(help="By --output's ending, else text.", show_default=False)] = None,
    flows: Annotated[Path, typer.Option(help="Folder with bot.yaml and the flow files.")] = Path("flows"),
    output: Annotated[Path | None, typer.Option(help="A file instead of the terminal.")] = None,
) -> None:
    """Print every question, condition, rule, option and CRM field of a flow in plain Russian."""
    from engine.app.hooks import specs
    from engine.lang.outline import outline
    from engine.lang.outline_report import RENDERERS

    project, found = chosen(flow, flows)
    shown = format or (_BY_SUFFIX.get(output.suffix, Format.TEXT) if output is not None else Format.TEXT)
    put(RENDERERS[shown](outline(found, project, specs())), output)
