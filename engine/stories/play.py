"""One story from its first line to its last, or to the first that is not so."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from zoneinfo import ZoneInfo

from engine.core.model import Project
from engine.lang.story import Action, Story
from engine.stories.acts import ACTS, Scene
from engine.stories.coverage import Items, shown
from engine.stories.failure import Failure, Untrue
from engine.stories.phone import Phone
from engine.stories.stage import OpenStage, Stage

#: At what hour of `today:` a story begins: a working day, outside quiet hours.
MORNING = time(12)


@dataclass(frozen=True, slots=True)
class Played:
    """How a story went."""

    story: Story
    failure: Failure | None = None
    #: What its client saw.
    shown: Items = field(default_factory=dict)


async def play(story: Story, project: Project, open_stage: OpenStage) -> Played:
    """Play one story on a fresh stage."""
    begins = datetime.combine(story.today, MORNING, ZoneInfo(project.bot.timezone)) if story.today else None
    async with open_stage(begins) as stage:
        failure = await _play(story.actions, stage)
        return Played(story, failure, shown(stage.project, stage.drafts))


async def _play(actions: Sequence[Action], stage: Stage) -> Failure | None:
    scene = Scene(stage, Phone(stage.telegram, stage.project))
    for action in actions:
        try:
            await ACTS[action.kind](scene, action.value)
        except Untrue as untrue:
            return Failure(action.place, str(untrue))
        except Exception as error:
            # Whatever broke in the bot, the author learns at which line.
            return Failure(action.place, f"бот сломался: {type(error).__name__}: {error}")
    return None
