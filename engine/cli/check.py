"""`carquery check`: every finding in flows, bot.yaml and stories. Loads the language and nothing else."""

import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli.failure import FAILED, USAGE, give_up

if TYPE_CHECKING:
    from engine.core.ports import HookSpec
    from engine.lang.check import Checked


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
    fix: Annotated[bool, typer.Option("--fix", help="Apply repairs that leave no doubt, then check.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Check again after every save; Ctrl+C ends.")] = False,
) -> None:
    """Check flows, bot.yaml and stories: exit code 0 clean, 1 findings, 2 wrong usage, 3 the check failed."""
    from engine.app.hooks import BrokenIntegration, specs
    from engine.cli.watch import look, saves
    from engine.lang.check import NothingToCheck

    asked, language = paths or [Path("flows")], lang or locale_language()
    try:
        hooks = specs()
        # Before the first check: what is saved while it runs must not be missed.
        before = look(asked) if watch else {}
        checked = _checked(asked, hooks, language, fix=fix)
        _print(checked, format, language)
        with suppress(KeyboardInterrupt):
            for _ in saves(asked, before) if watch else ():
                # Known before it is printed: Ctrl+C right after the report ends with what that report says.
                checked = _checked(asked, hooks, language, fix=fix)
                _print(checked, format, language, over=True)
    except NothingToCheck as error:
        give_up(f"{error}: there is no bot.yaml, *.flow.yaml or *.story.yaml to check.", USAGE)
    except (BrokenIntegration, OSError) as error:
        give_up(str(error), FAILED)
    except Exception:
        # A mistake of ours is not a finding: scripts must be able to tell them apart.
        traceback.print_exc()
        raise typer.Exit(FAILED) from None
    raise typer.Exit(checked.exit_code)


def _checked(paths: Sequence[Path], hooks: "Sequence[HookSpec]", language: Language, *, fix: bool) -> "Checked":
    """Mend if asked to, then check."""
    from engine.lang import check as body

    if fix:
        # Not a part of the report: programs read that.
        print(body.told(body.fix(paths, hooks), language.value), file=sys.stderr)
    return body.check(paths, hooks)


def _print(checked: "Checked", format: Format, language: Language, *, over: bool = False) -> None:
    """The report; `over` what a terminal shows of the last one."""
    report = checked.render(format, language.value, colour=sys.stdout.isatty())
    if over and sys.stdout.isatty():
        print("\x1b[2J\x1b[H", end="")
    if report:
        print(report, flush=True)


def locale_language() -> Language:
    """English where the locale says so, else Russian: that is who writes flows."""
    found = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    return Language.EN if found.startswith("en") else Language.RU
