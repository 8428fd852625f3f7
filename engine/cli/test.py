"""`carquery test`: stories played on the real bot."""

import asyncio
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from engine.cli.failure import FAILED, USAGE, give_up


class Format(StrEnum):
    TEXT = "text"
    JSON = "json"


def play_stories(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="[PATH…]", help="Folders, flows, stories.")] = None,
    format: Annotated[Format, typer.Option(help="How the outcome is printed.")] = Format.TEXT,
) -> None:
    """Play stories: exit code 0 all came true, 1 some did not, 2 wrong usage, 3 the test failed."""
    wanted = paths or [Path("flows")]
    missing = [str(path) for path in wanted if not path.exists()]
    if missing:
        give_up(f"There is no {', '.join(missing)}.", USAGE)
    from engine.lang import files

    # Before the bot is loaded, which takes seconds.
    if not any(any(folder.glob(f"*{files.STORY_SUFFIX}")) for folder in files.projects(wanted)):
        give_up(f"{', '.join(map(str, wanted))}: there is no *{files.STORY_SUFFIX} to play.", USAGE)
    from engine.telegram import on_demand

    on_demand.load()
    from engine.app.hooks import BrokenIntegration
    from engine.app.stories import NoStories, play_all

    quiet()
    try:
        outcome = asyncio.run(play_all(wanted))
    except NoStories as error:
        give_up(f"{error}: there is no *.story.yaml to play.", USAGE)
    except (BrokenIntegration, OSError) as error:
        give_up(str(error), FAILED)
    print(outcome.as_json() if format is Format.JSON else outcome.text())
    raise typer.Exit(0 if outcome.passed else 1)


def quiet() -> None:
    """What the bot logs while it plays is not the author's business."""
    import logging

    import structlog

    logging.disable(logging.CRITICAL)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
