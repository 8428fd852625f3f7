"""The router of free texts as the settings want it."""

import time
from collections.abc import Sequence

from openai import AsyncOpenAI

from engine.core.model import Project
from engine.service.routing.ports import AiLog, Model
from engine.service.routing.router import Budget, Router
from engine.settings import Settings
from integrations.openai.model import OpenAiModel, client


def opened(settings: Settings) -> AsyncOpenAI | None:
    """A connection to the models' service, None while no key is given; to be closed by whoever opened it."""
    key = settings.openai_api_key
    return client(key.get_secret_value(), settings.openai_base_url) if key is not None else None


def models(settings: Settings, service: AsyncOpenAI | None) -> Sequence[Model]:
    """The two tiers; one where both settings name the same model."""
    if service is None:
        return ()
    names = dict.fromkeys((settings.openai_model, settings.openai_fallback_model))
    return [OpenAiModel(service, name) for name in names]


def router(settings: Settings, project: Project, service: AsyncOpenAI | None, log: AiLog | None = None) -> Router:
    budget = Budget(settings.openai_client_tokens_per_day, settings.openai_tokens_per_day)
    return Router(project, models(settings, service), clock=time.monotonic, log=log, budget=budget)
