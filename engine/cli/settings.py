"""The settings as commands read them: a wrong one ends the command with its sentence."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from engine.cli.failure import USAGE, give_up

if TYPE_CHECKING:
    from engine.settings import Settings


def read_settings() -> "Settings":
    from engine.settings import Settings, SettingsError

    try:
        return Settings.read()
    except SettingsError as error:
        give_up(str(error), USAGE)


def environment() -> Mapping[str, str]:
    """Environment variables as other packages' hooks get them: `.env` first, the real ones win."""
    import os

    from dotenv import dotenv_values

    return {**{name: value for name, value in dotenv_values(".env").items() if value}, **os.environ}
