"""`carquery check`: every finding in flows, bot.yaml and stories. Loads the language and nothing else."""

import os
import sys
import traceback
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from engine.cli.failure import FAILED, USAGE, give_up


class Format(StrEnum):
    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"


class Language(StrEnum):
    RU = "ru"
    EN = "en"


def check(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="[PATH…]", help="Folders and files.")] = None,
    format: Annotated[Format, typer.Option(help="How findings are printed.")] = Format.TEXT,
    lang: Annotated[Language | None, typer.Option(help="Language of the findings; the locale's by default.")] = None,
) -> None:
    """Check flows, bot.yaml and stories: exit code 0 clean, 1 findings, 2 wrong usage, 3 the check failed."""
    from engine.app.hooks import BrokenIntegration, specs
    from engine.lang.check import NothingToCheck, check

    try:
        checked = check(paths or [Path("flows")], specs())
        report = checked.render(format, (lang or locale_language()).value, colour=sys.stdout.isatty())
    except NothingToCheck as error:
        give_up(f"{error}: there is no bot.yaml, *.flow.yaml or *.story.yaml to check.", USAGE)
    except (BrokenIntegration, OSError) as error:
        give_up(str(error), FAILED)
    except Exception:
        # A mistake of ours is not a finding: scripts must be able to tell them apart.
        traceback.print_exc()
        raise typer.Exit(FAILED) from None
    if report:
        print(report)
    raise typer.Exit(checked.exit_code)


def locale_language() -> Language:
    """English where the locale says so, else Russian: that is who writes flows."""
    found = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    return Language.EN if found.startswith("en") else Language.RU
