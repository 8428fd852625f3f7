"""`carquery graph`: a flow as a diagram."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from engine.cli.chosen import chosen, put


class Format(StrEnum):
    MERMAID = "mermaid"
    SVG = "svg"


def graph(
    flow: Annotated[str, typer.Argument(metavar="FLOW", help="A flow's id, or its file.")],
    format: Annotated[
        Format | None, typer.Option(help="mermaid unless --output ends with .svg.", show_default=False)
    ] = None,
    flows: Annotated[Path, typer.Option(help="Folder with bot.yaml and the flow files.")] = Path("flows"),
    output: Annotated[Path | None, typer.Option(help="A file instead of the terminal.")] = None,
) -> None:
    """Draw a flow: Mermaid text for GitHub, or an SVG picture that opens anywhere."""
    from engine.lang.graph import mermaid
    from engine.lang.poster import poster

    _, found = chosen(flow, flows)
    drawn = format or (Format.SVG if output is not None and output.suffix == ".svg" else Format.MERMAID)
    put(poster(found) if drawn is Format.SVG else mermaid(found), output)
