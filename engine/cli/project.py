"""The compiled flows, or their findings and the end of the command."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from engine.cli.check import locale_language
from engine.cli.failure import USAGE, give_up

if TYPE_CHECKING:
    from engine.core.model import Project


def compiled(folder: Path) -> "Project":
    from engine.app.hooks import BrokenIntegration, specs
    from engine.lang.compile import compile
    from engine.lang.report import text

    try:
        found = compile([folder], specs())
    except (BrokenIntegration, OSError) as error:
        give_up(f"FLOWS_DIR {folder}: {error}.", USAGE)
    if found.project is None:
        print(text(found.errors, found.sources, locale_language().value), file=sys.stderr)
        raise typer.Exit(1)
    return found.project
