"""What the bot does from start to stop, run inside the test: everything else is as in `carquery run`."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import invalidate_caches
from pathlib import Path

import pytest

from engine.app import hooks
from engine.app.build import missing_chats
from engine.app.health import Health
from engine.app.run import run
from engine.core.model import Project
from engine.lang.compile import compile
from engine.settings import Settings, SettingsError
from integrations.amocrm.emulator.faults import Fault
from tests import shipped
from tests.app.live import ADMIN, ANSWER_S, STAFF, World, flows_for, play, world
from tests.app.stories import story, to_the_thanks


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An environment without the developer's own settings."""
    for name in Settings.variables():
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def read(settings: pytest.MonkeyPatch, variables: dict[str, str]) -> Settings:
    for name, value in variables.items():
        settings.setenv(name, value)
    return Settings.read(env_file=None)


def shipped_project(flows: Path) -> Project:
    project = compile([flows], hooks.specs()).project
    assert project is not None
    return project


@asynccontextmanager
async def living(found: Settings, project: Project, environment: dict[str, str]) -> AsyncIterator[Health]:
    """The bot, alive while the block runs; its end must be clean."""
    stop, health = asyncio.Event(), Health(redis=found.redis_url is not None, patience_s=ANSWER_S)
    life = asyncio.create_task(run(found, project, environment, health, stop))
    try:
        yield health
    finally:
        stop.set()
        await asyncio.wait_for(life, 60)


async def ready(health: Health) -> None:
    async with asyncio.timeout(60):
        while health.phase != "ready":  # noqa: ASYNC110  # a phase tells nobody of its changes
            await asyncio.sleep(0.01)


async def test_mock_mode_needs_no_crm_and_marks_what_it_delivers(settings: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settings.chdir(tmp_path)
    project = shipped_project(flows_for(tmp_path))
    async with world(project) as outside:
        variables = outside.settings() | {
            "DATABASE_URL": f"sqlite:///{tmp_path}/bot.db",
            "AMOCRM_MOCK_MODE": "true",
            "AMOCRM_BASE_URL": "",
        }
        async with living(read(settings, variables), project, {}) as health:
            await ready(health)
            await play(to_the_thanks(story("sell_camry")), outside, 1001)
            await told_staff(outside)
        assert not outside.leads(), "nothing may reach a real account"
    with sqlite3.connect(tmp_path / "bot.db") as database:
        rows = database.execute("SELECT hook, status, mock FROM deliveries ORDER BY position").fetchall()
    assert rows == [("amocrm.lead", "done", 1), ("telegram.notify", "done", 0)]


async def told_staff(outside: World) -> None:
    staff = outside.telegram.user(STAFF).chat
    await outside.telegram.until(lambda: any(one.from_bot for one in staff.messages), ANSWER_S)


async def test_a_hook_of_another_package_gets_the_lead(
    settings: pytest.MonkeyPatch, dealer_site: Path, tmp_path: Path
) -> None:
    settings.syspath_prepend(str(dealer_site))
    invalidate_caches()
    flows = flows_for(tmp_path)
    sell = flows / "sell.flow.yaml"
    ours = "  - dealer.journal: {line: 'Выкуп {brand} {model}'}\n  - telegram.notify:"
    sell.write_text(sell.read_text("utf-8").replace("  - telegram.notify:", ours), "utf-8")
    project, journal = shipped_project(flows), tmp_path / "journal.txt"
    async with world(project) as outside:
        variables = outside.settings() | {"DATABASE_URL": f"sqlite:///{tmp_path}/bot.db"}
        environment = {"DEALER_JOURNAL": str(journal)}
        async with living(read(settings, variables), project, environment) as health:
            await ready(health)
            await play(to_the_thanks(story("sell_camry")), outside, 1001)
            await told_staff(outside)
    assert journal.read_text("utf-8") == "sell Выкуп Toyota Camry\n"


async def test_the_administrator_hears_of_a_crm_that_refuses(settings: pytest.MonkeyPatch, tmp_path: Path) -> None:
    project = shipped_project(flows_for(tmp_path))
    async with world(project) as outside:
        outside.amocrm.faults.add(Fault("status", status=401, times=None))
        variables = outside.settings() | {"DATABASE_URL": f"sqlite:///{tmp_path}/bot.db"}
        async with living(read(settings, variables), project, {}) as health:
            await ready(health)
            await play(to_the_thanks(story("sell_camry")), outside, 1001)
            admin = outside.telegram.user(ADMIN).chat
            await outside.telegram.until(lambda: any(one.from_bot for one in admin.messages), ANSWER_S)
    assert "AMOCRM_LONG_LIVED_TOKEN" in admin.last.text


async def test_a_bot_without_its_database_waits_for_it_and_says_so(settings: pytest.MonkeyPatch) -> None:
    project = shipped.project()
    async with world(project) as outside:
        variables = outside.settings() | {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}
        async with living(read(settings, variables), project, {}) as health:
            await asked_of(health)
            status, body = await health.report()
    assert (status, body["status"], body["database"]) == (503, "down", "down")


async def asked_of(health: Health) -> None:
    """Until the bot knows what to look at."""
    async with asyncio.timeout(60):
        while (await health.report())[1]["database"] == "starting":  # noqa: ASYNC110  # nor of the rest
            await asyncio.sleep(0.01)


async def test_health_names_redis_when_it_is_away(settings: pytest.MonkeyPatch, tmp_path: Path) -> None:
    project = shipped.project()
    async with world(project) as outside:
        redis = {
            "DATABASE_URL": f"sqlite:///{tmp_path}/bot.db",
            "REDIS_URL": "redis://127.0.0.1:1/0",
        }
        async with living(read(settings, outside.settings() | redis), project, {}) as health:
            await ready(health)
            status, body = await health.report()
    assert (status, body["database"], body["redis"]) == (503, "up", "down")


async def test_a_token_telegram_does_not_know_is_a_sentence(settings: pytest.MonkeyPatch, tmp_path: Path) -> None:
    project = shipped.project()
    async with world(project) as outside:
        variables = outside.settings() | {"DATABASE_URL": f"sqlite:///{tmp_path}/bot.db"}
        variables["TELEGRAM_BOT_TOKEN"] = "4242:another-another-another-another"
        found = read(settings, variables)
        with pytest.raises(SettingsError, match="TELEGRAM_BOT_TOKEN is not accepted"):
            await run(found, project, {}, Health(redis=False), asyncio.Event())


def test_a_working_chat_nobody_named_is_noticed(settings: pytest.MonkeyPatch) -> None:
    project = shipped.project()
    named = {"TELEGRAM_CHAT_SALES": "7"}
    assert missing_chats(project, read(settings, named)) == ["TELEGRAM_CHAT_LAWYERS"]
    assert missing_chats(project, read(settings, {"ADMIN_CHAT_ID": "1"})) == []
