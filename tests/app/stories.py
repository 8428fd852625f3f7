"""Shipped stories for tests that play them on a live bot."""

from dataclasses import replace

from engine.lang.story import Story
from tests import shipped


def story(name: str) -> Story:
    (found,) = (one for one in shipped.compilation().stories if one.file.endswith(f"/{name}.story.yaml"))
    return found


def to_the_thanks(story: Story) -> Story:
    """The story up to the tap that sends the form and the bot's answer to it."""
    sends = next(place for place, one in enumerate(story.actions) if one.value == "Отправить")
    return replace(story, actions=story.actions[: sends + 2])
