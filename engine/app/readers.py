"""Texts read outside a running bot: by the command line, without a database."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from engine.app.understanding import opened, router
from engine.core.model import Project
from engine.core.values import Moment
from engine.service.routing.offline import Offline
from engine.service.routing.understanding import Understanding
from engine.settings import Settings

type Understand = Callable[[str], Awaitable[Understanding]]


@asynccontextmanager
async def reading(settings: Settings, project: Project, *, offline: bool) -> AsyncIterator[Understand]:
    """What understands a text in the bot's main language, with models where the settings name a key."""
    language, zone = project.bot.languages[0], ZoneInfo(project.bot.timezone)
    if offline or settings.openai_api_key is None:
        reader = Offline.of(project, language)

        async def alone(text: str) -> Understanding:
            return reader.understand(text, Moment(datetime.now(UTC).astimezone(zone), language))

        yield alone
        return
    service = opened(settings)
    asking = router(settings, project, service)

    async def together(text: str) -> Understanding:
        return await asking.understand(text, Moment(datetime.now(UTC).astimezone(zone), language))

    try:
        yield together
    finally:
        if service is not None:
            await service.close()
