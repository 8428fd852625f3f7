"""A stage for one story: the bot as `run` builds it, in an emulated world with a clock moved by hand."""

import asyncio
import shutil
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Self
from zoneinfo import ZoneInfo

from aiogram import Bot

from engine.app.amocrm import Account, Crm
from engine.app.attachments import TelegramFiles
from engine.app.messenger import TelegramMessenger
from engine.app.mock_crm import add_missing_fields, crm_leads
from engine.app.standins import Clock, Noted, Prompted, Silent
from engine.botapi.emulator import Emulator as Telegram
from engine.botapi.session import EmulatedSession, feed, watch
from engine.core.hookspec import HookSpec
from engine.core.model import Project
from engine.core.ports import Draft, Hook
from engine.service.conversation import Conversation
from engine.service.delivery import DeliveryWorker
from engine.service.routing.router import Router
from engine.storage.database import Database
from engine.storage.migrate import migrate
from engine.storage.outbox import SqlOutbox
from engine.storage.phonebook import SqlPhonebook
from engine.storage.users import SqlUsers
from engine.storage.writer import DraftWriter
from engine.stories.stage import CrmLead, Heard
from engine.telegram.admin import TelegramAlerts
from engine.telegram.dispatcher import build
from engine.telegram.storage import memory_store
from engine.telegram.widgets import WIDGETS, WidgetFactory
from integrations.amocrm.emulator.call import Switches
from integrations.amocrm.emulator.core import Emulator as AmoCrm
from integrations.amocrm.emulator.faults import Fault
from integrations.amocrm.mapping import Defaults
from integrations.telegram_notify.hook import TelegramNotify

TOKEN = "1000:story-story-story-story-story-story"
#: The working chat and the administrator's, as people of the emulated Telegram.
STAFF, ADMIN = 2001, 2002
#: The least step of the clock while something due has to wait for something else.
STEP = timedelta(seconds=1)


class StoryStage:
    """The stage of `engine.stories`."""

    def __init__(
        self,
        project: Project,
        specs: Sequence[HookSpec],
        database: Database,
        begins: datetime,
        widgets: Mapping[str, WidgetFactory],
        reader: Router,
    ) -> None:
        zone = ZoneInfo(project.bot.timezone)
        self.project = project
        self._zone = zone
        self._clock = clock = Clock(begins)
        self.telegram = Telegram(clock=clock, ticks=clock.seconds)
        self._bot = Bot(TOKEN, session=EmulatedSession(self.telegram))
        self.telegram.bot(TOKEN)
        self.telegram.user(STAFF, first_name="Отдел продаж").open()
        self.telegram.user(ADMIN, first_name="Администратор").open()
        self._account = AmoCrm(switches=Switches(rate_limit=0), clock=clock.seconds, random=Random(1))
        add_missing_fields(self._account, project)
        self._outbox = SqlOutbox(database)
        self._writer = DraftWriter(database)
        self._noted = Noted(self._writer)
        alerts = TelegramAlerts(self._bot, ADMIN)
        self._crm = Crm(
            Account.emulated(self._account),
            Defaults(),
            SqlPhonebook(database),
            alerts,
            now=clock,
            zone=zone,
            files=TelegramFiles(self._bot),
        )
        notify = TelegramNotify(TelegramMessenger(self._bot), {}, STAFF)
        own: dict[str, Hook] = {hook.spec.name: hook for hook in (self._crm.hook, notify)}
        hooks = {spec.name: Silent(spec) for spec in specs} | own
        self._worker = DeliveryWorker(self._outbox, hooks, alerts, now=clock, random=Random(1))
        conversation = Conversation(
            project,
            drafts=self._noted,
            users=SqlUsers(database),
            funnel=self._writer,
            outbox=self._outbox,
            clock=clock,
            recorded=self._on_recorded,
        )
        #: When something is to be delivered, as far as is known without asking the database.
        self._due: datetime | None = None
        self._prompted = Prompted(project, reader)
        self._app = build(
            conversation,
            store=memory_store(clock=clock),
            sleep=self._after_updates,
            widgets=widgets,
            understander=self._prompted,
        )
        self._handled = asyncio.Event()
        watch(self._app.dispatcher, self.telegram)

    async def __aenter__(self) -> Self:
        await self._writer.__aenter__()
        await self._app.dispatcher.emit_startup(bot=self._bot)
        return self

    async def __aexit__(self, *failure: object) -> None:
        await self._app.dispatcher.emit_shutdown(bot=self._bot)
        await self._crm.close()
        await self._writer.__aexit__(None, None, None)

    @property
    def drafts(self) -> Sequence[Draft]:
        return self._noted.passed

    def now(self) -> datetime:
        return self._clock.moment.astimezone(self._zone)

    async def settle(self) -> None:
        self._handled.clear()
        await feed(self._app.dispatcher, self._bot, self.telegram)
        self._handled.set()
        await self._app.settled()
        if self._due is not None and self._due <= self._clock.moment:
            await self._worker.drain()
            self._due = await self._outbox.next_due()

    async def _after_updates(self, seconds: float) -> None:
        """What the bot does «a moment later» comes when everything the client sent has been handled."""
        await self._handled.wait()

    def _on_recorded(self) -> None:
        self._due = self._clock.moment

    async def advance(self, to: datetime) -> None:
        while self._due is not None and self._due < to:
            # What is due already has a service that rests: look again a little later.
            self._clock.moment = max(self._due, min(to, self._clock.moment + STEP))
            await self.settle()
        self._clock.moment = to
        await self.settle()

    def crm_fails(self, fails: bool) -> None:
        self._account.faults.clear()
        if fails:
            self._account.faults.add(Fault("drop_before", times=None))

    def understood(self, heard: Heard) -> None:
        self._prompted.hear(heard)

    def leads(self) -> Sequence[CrmLead]:
        return crm_leads(self._account.state, self._zone)

    def notices(self) -> Sequence[str]:
        staff = self.telegram.user(STAFF).chat
        return [message.text for message in staff.messages if message.from_bot]


class Theatre:
    """Opens stages for the stories of one project; each begins with an empty database."""

    def __init__(
        self,
        project: Project,
        specs: Sequence[HookSpec],
        folder: Path,
        widgets: Mapping[str, WidgetFactory] = WIDGETS,
    ) -> None:
        """`folder` holds the stages' databases and belongs to the caller."""
        self._project = project
        self._specs = specs
        self._folder = folder
        self._widgets = widgets
        # Learns once, and only if somebody writes in their own words.
        self._reader = Router(project, clock=time.monotonic)
        self._opened = 0

    @asynccontextmanager
    async def open(self, begins: datetime | None) -> AsyncIterator[StoryStage]:
        database = Database(f"sqlite+aiosqlite:///{await self._fresh_file()}")
        try:
            moment = begins or datetime.now(UTC)
            async with StoryStage(self._project, self._specs, database, moment, self._widgets, self._reader) as stage:
                yield stage
        finally:
            await database.close()

    async def _fresh_file(self) -> Path:
        """A copy of a database migrated once."""
        empty = self._folder / "empty.db"
        if not empty.exists():
            database = Database(f"sqlite+aiosqlite:///{empty}")
            await migrate(database)
            await database.close()
        self._opened += 1
        return Path(shutil.copy2(empty, self._folder / f"story{self._opened}.db"))
