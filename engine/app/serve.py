"""`carquery run` from its first moment: logs, signals and `/health` stand before anything heavy is loaded."""

import asyncio
import signal
from collections.abc import Mapping
from importlib import import_module

import structlog

from engine.app import logs
from engine.app.health import Health, HealthServer
from engine.core.model import Project
from engine.settings import Settings, SettingsError
from engine.telegram import on_demand

log = structlog.get_logger(__name__)


def serve(settings: Settings, project: Project, environment: Mapping[str, str]) -> None:
    """Serve until SIGTERM or SIGINT; raises SettingsError and BrokenIntegration."""
    logs.configure(settings)
    with asyncio.Runner(loop_factory=_fast_loop()) as runner:
        runner.run(_serve(settings, project, environment))


async def _serve(settings: Settings, project: Project, environment: Mapping[str, str]) -> None:
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    health = Health(redis=settings.redis_url is not None)
    server = HealthServer(health, settings.health_host, settings.health_port)
    try:
        await server.start()
    except OSError as error:
        raise SettingsError(f"HEALTH_PORT {settings.health_port} cannot be used: {error.strerror}.") from error
    try:
        log.info("health_served", port=server.port)
        # Seconds of imports: in a thread, because /health must go on answering.
        await asyncio.to_thread(on_demand.load)
        life = await asyncio.to_thread(import_module, "engine.app.run")
        await life.run(settings, project, environment, health, stop)
    finally:
        await server.close()


def _fast_loop() -> type[asyncio.AbstractEventLoop] | None:
    try:
        import uvloop
    except ImportError:
        # Windows has none.
        return None
    return uvloop.Loop
