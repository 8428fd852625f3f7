"""Everything the bot is made of, put together by plain constructor calls."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import SystemRandom
from typing import TYPE_CHECKING

import babel.plural  # noqa: F401 (loaded now: a client's first number must not wait for it)
import phonenumbers  # noqa: F401
import structlog
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from engine.app.amocrm import Account, Crm, defaults
from engine.app.attachments import TelegramFiles
from engine.app.hooks import made
from engine.app.messenger import LoggedAlerts, TelegramMessenger
from engine.app.mock_crm import add_missing_fields
from engine.app.understanding import opened as open_models
from engine.app.understanding import router
from engine.core.model import Project
from engine.core.ports import Hook
from engine.core.texts import Template
from engine.service.conversation import Conversation
from engine.service.delivery import DeliveryWorker
from engine.settings import Settings, SettingsError
from engine.storage.ai_log import SqlAiLog
from engine.storage.database import Database
from engine.storage.leads import SqlLeads
from engine.storage.outbox import SqlOutbox
from engine.storage.phonebook import SqlPhonebook
from engine.storage.tokens import SqlTokens
from engine.storage.users import SqlUsers
from engine.storage.writer import DraftWriter
from engine.telegram.admin import TelegramAlerts
from engine.telegram.admin_commands import AdminCommands
from engine.telegram.dispatcher import Telegram
from engine.telegram.dispatcher import build as build_telegram
from engine.telegram.storage import memory_store, redis_store
from integrations.amocrm.emulator.call import Switches
from integrations.amocrm.emulator.core import Emulator
from integrations.amocrm.emulator.state import State
from integrations.amocrm.emulator.store import SqliteStore
from integrations.csv_export.hook import CsvAppend
from integrations.telegram_notify.hook import TelegramNotify
from integrations.telegram_notify.spec import SPEC as NOTIFY
from integrations.webhook.hook import WebhookPost

if TYPE_CHECKING:
    from integrations.openai.model import Service

log = structlog.get_logger(__name__)

#: What mock mode remembers between starts: the ids our database holds stay good.
MOCK_FILE = Path("data/mock-amocrm.db")


@dataclass(frozen=True, slots=True)
class App:
    """The bot of one process, wired and not started."""

    project: Project
    database: Database
    #: Drafts and funnel events on their way to the database.
    writer: DraftWriter
    worker: DeliveryWorker
    bot: Bot
    telegram: Telegram
    crm: Crm
    webhook: WebhookPost
    #: The connection to language models, where there is a key.
    models: "Service | None"


def now() -> datetime:
    return datetime.now(UTC)


def build(settings: Settings, project: Project, environment: Mapping[str, str]) -> App:
    """Wire the bot; raises SettingsError, and BrokenIntegration for another package's hook that cannot start."""
    settings.ready_to_run()
    database = Database(settings.database_url)
    outbox = SqlOutbox(database)
    writer = DraftWriter(database)
    bot = open_bot(settings)
    messenger = TelegramMessenger(bot)
    admin = settings.admin_chat_id
    alerts = TelegramAlerts(bot, admin) if admin is not None else LoggedAlerts()
    account = mock_account(project, MOCK_FILE) if settings.amocrm_mock_mode else Account.real(settings)
    crm = Crm(
        account,
        defaults(settings),
        SqlPhonebook(database),
        alerts,
        now=now,
        zone=settings.timezone,
        tokens=SqlTokens(database),
        files=TelegramFiles(bot),
    )
    for variable in missing_chats(project, settings):
        log.warning("chat_not_set", variable=variable, consequence="leads for it will wait for a person")
    notify = TelegramNotify(messenger, settings.telegram_chats, settings.admin_chat_id)
    webhook, table = own_hooks(settings)
    hooks: tuple[Hook, ...] = (crm.hook, notify, webhook, table, *made(environment))
    worker = DeliveryWorker(
        outbox,
        {hook.spec.name: hook for hook in hooks},
        alerts,
        now=now,
        random=SystemRandom(),
        mock=[crm.hook.spec.name] if settings.amocrm_mock_mode else [],
        zone=settings.timezone,
    )
    conversation = Conversation(
        project,
        drafts=writer,
        users=SqlUsers(database),
        funnel=writer,
        outbox=outbox,
        clock=now,
        recorded=worker.wake,
    )
    store = (
        redis_store(settings.redis_url, ttl=timedelta(seconds=settings.state_ttl_seconds))
        if settings.redis_url
        else memory_store()
    )
    models, ai_log = open_models(settings), SqlAiLog(database)
    understander = router(settings, project, models, ai_log)
    understander.learn()
    telegram = build_telegram(conversation, store=store, understander=understander)
    if admin is not None:
        commands = AdminCommands(
            admin, SqlLeads(database), ai_log.usage, now=now, zone=settings.timezone, wake=worker.wake
        )
        telegram.dispatcher.update.outer_middleware(commands)
    return App(project, database, writer, worker, bot, telegram, crm, webhook, models)


def own_hooks(settings: Settings) -> tuple[WebhookPost, CsvAppend]:
    secret = settings.webhook_post_secret
    try:
        webhook = WebhookPost(secret.get_secret_value() if secret else None, settings.webhook_post_hosts, now=now)
    except ValueError as error:
        raise SettingsError(f"WEBHOOK_POST_HOSTS is wrong: {error}.") from error
    return webhook, CsvAppend(settings.csv_folder, settings.timezone)


def open_bot(settings: Settings) -> Bot:
    if settings.telegram_bot_token is None:
        raise SettingsError("TELEGRAM_BOT_TOKEN is missing: put in the token that @BotFather gave you.")
    server = TelegramAPIServer.from_base(settings.telegram_api_url)
    return Bot(settings.telegram_bot_token.get_secret_value(), session=AiohttpSession(api=server))


def missing_chats(project: Project, settings: Settings) -> list[str]:
    """Variables without which a flow's `telegram.notify` reaches nobody."""
    if settings.admin_chat_id is not None:
        return []
    calls = (call for flow in project.flows.values() for call in flow.hooks if call.hook == NOTIFY.name)
    names = {chat.render({}).upper() for call in calls if isinstance(chat := call.params.get("chat"), Template)}
    return [f"TELEGRAM_CHAT_{name}" for name in sorted(names - settings.telegram_chats.keys())]


def mock_account(project: Project, file: Path) -> Account:
    """The emulated account in our own process, kept in a file."""
    emulator = Emulator(State(SqliteStore(file)), Switches(rate_limit=0))
    add_missing_fields(emulator, project)
    return Account.emulated(emulator)
