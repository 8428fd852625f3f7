"""The life of `carquery run`: start, serve until asked to stop, stop without losing anything."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from functools import partial

import structlog
from aiogram.exceptions import TelegramUnauthorizedError
from redis.asyncio import Redis

from engine.app.build import App, build
from engine.app.health import Health
from engine.app.polling import Polling
from engine.app.probes import database_answers, redis_answers
from engine.core.failures import TemporaryFailure
from engine.core.model import Project
from engine.settings import Settings, SettingsError
from engine.storage.migrate import migrate

log = structlog.get_logger(__name__)

#: Between looks at a database that is not there yet.
DATABASE_PAUSE_S = 2.0
#: Screens that wait to be shown, as an album's, come soon or not before the next start.
LAST_SCREENS_S = 2.0


async def run(
    settings: Settings, project: Project, environment: Mapping[str, str], health: Health, stop: asyncio.Event
) -> None:
    """Serve until `stop`; raises SettingsError and BrokenIntegration."""
    async with opened(settings, project, environment, health) as app:
        try:
            if await _migrated(app, stop):
                await _serve(app, health, stop)
        except TelegramUnauthorizedError as error:
            raise SettingsError(
                "TELEGRAM_BOT_TOKEN is not accepted by Telegram: take the token from @BotFather again."
            ) from error


@asynccontextmanager
async def opened(
    settings: Settings, project: Project, environment: Mapping[str, str], health: Health
) -> AsyncIterator[App]:
    """The bot's connections, closed at the end."""
    app = build(settings, project, environment)
    redis = Redis.from_url(settings.redis_url) if settings.redis_url else None
    health.watch("database", partial(database_answers, app.database))
    if redis is not None:
        health.watch("redis", partial(redis_answers, redis))
    try:
        yield app
    finally:
        if redis is not None:
            await redis.aclose()
        if app.models is not None:
            await app.models.close()
        await app.webhook.close()
        await app.crm.close()
        await app.bot.session.close()
        await app.database.close()


async def _migrated(app: App, stop: asyncio.Event) -> bool:
    """Bring the database up to date, waiting for it as long as it takes; False when asked to stop."""
    while not stop.is_set():
        try:
            await migrate(app.database)
        except TemporaryFailure as failure:
            log.warning("database_awaited", reason=str(failure))
            await _stopped_within(stop, DATABASE_PAUSE_S)
        else:
            return True
    return False


async def _stopped_within(stop: asyncio.Event, seconds: float) -> bool:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return False
    return True


async def _serve(app: App, health: Health, stop: asyncio.Event) -> None:
    """Take updates and deliver leads. At the end intake stops first, drafts are written last."""
    polling = Polling(app.bot, app.telegram.dispatcher)
    async with app.writer:
        delivering = asyncio.create_task(app.worker.run(), name="delivery worker")
        await app.telegram.dispatcher.emit_startup(bot=app.bot)
        try:
            health.phase = "ready"
            log.info("bot_started", flows=list(app.project.flows))
            await polling.run(stop)
        finally:
            health.phase = "stopping"
            await asyncio.gather(polling.finish(), app.worker.stop())
            delivering.cancel()
            with suppress(TimeoutError):
                await asyncio.wait_for(app.telegram.settled(), LAST_SCREENS_S)
            await app.telegram.dispatcher.emit_shutdown(bot=app.bot)
    log.info("bot_stopped")
