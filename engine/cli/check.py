"""`carquery check`: every finding in flows, bot.yaml and stories. Loads the language and nothing else.

Editors and hooks run it at every save, so it reads its arguments without the libraries the other commands need.
"""

import argparse
import gc
import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from engine.cli.failure import FAILED, USAGE, give_up

if TYPE_CHECKING:
    from engine.core.hookspec import HookSpec
    from engine.lang.check import Checked

HELP = "Check flows, bot.yaml and stories: exit code 0 clean, 1 findings, 2 wrong usage, 3 the check failed."


class Format(StrEnum):
    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"


class Language(StrEnum):
    RU = "ru"
    EN = "en"


def main(arguments: Sequence[str]) -> NoReturn:
    """The command with its arguments; ends the process."""
    parser = argparse.ArgumentParser(prog="carquery check", description=HELP, allow_abbrev=False)
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="folders and files; flows by default")
    parser.add_argument("--format", type=Format, choices=list(Format), default=Format.TEXT, help="of the report")
    parser.add_argument("--lang", type=Language, choices=list(Language), help="of the report; the locale's by default")
    parser.add_argument("--fix", action="store_true", help="apply repairs that leave no doubt, then check")
    parser.add_argument("--watch", action="store_true", help="check again after every save; Ctrl+C ends")
    given = parser.parse_args(arguments)
    check(given.paths, given.format, given.lang or locale_language(), fix=given.fix, watch=given.watch)


def check(paths: Sequence[Path], format: Format, language: Language, *, fix: bool, watch: bool) -> NoReturn:
    """Print what is found, and end with the exit code that says so."""
    from engine.app.hooks import BrokenIntegration, specs
    from engine.cli.watch import look, saves
    from engine.lang.check import NothingToCheck

    asked = paths or [Path("flows")]
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
                gc.collect()
    except NothingToCheck as error:
        give_up(f"{error}: there is no bot.yaml, *.flow.yaml or *.story.yaml to check.", USAGE)
    except (BrokenIntegration, OSError) as error:
        give_up(str(error), FAILED)
    except Exception:
        # A mistake of ours is not a finding: scripts must be able to tell them apart.
        traceback.print_exc()
        raise SystemExit(FAILED) from None
    raise SystemExit(checked.exit_code)


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
