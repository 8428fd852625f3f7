"""The router of free texts as the settings want it."""

import time
from typing import TYPE_CHECKING

from engine.core.model import Project
from engine.service.routing.ports import AiLog
from engine.service.routing.router import Budget, Router
from engine.settings import Settings

if TYPE_CHECKING:
    from integrations.openai.model import Service


def opened(settings: Settings) -> "Service | None":
    """A connection to the models, None while no key is given; whoever opened it closes it."""
    key = settings.openai_api_key
    if key is None:
        return None
    # Imported late: the SDK takes a second and 12 MB that a bot without a key can do without.
    from integrations.openai.model import Service

    return Service(key.get_secret_value(), settings.openai_base_url)


def router(settings: Settings, project: Project, service: "Service | None", log: AiLog | None = None) -> Router:
    """With two tiers of models where there is a service; with one where both settings name the same model."""
    names = dict.fromkeys((settings.openai_model, settings.openai_fallback_model)) if service else {}
    return Router(
        project,
        [service.model(name) for name in names] if service else [],
        clock=time.monotonic,
        log=log,
        budget=Budget(settings.openai_client_tokens_per_day, settings.openai_tokens_per_day),
    )
