"""The playground's bench: the whole bot over emulated Telegram and CRM, with a clock that can be moved."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import SystemRandom
from zoneinfo import ZoneInfo

from aiogram import Bot

from engine.app.amocrm import Account, Crm
from engine.app.attachments import TelegramFiles
from engine.app.messenger import TelegramMessenger
from engine.app.mock_crm import add_missing_fields
from engine.app.polling import Polling
from engine.app.preview import crm_view, rehearsed
from engine.app.standins import Silent
from engine.app.witnesses import LastSessions, WatchedOutbox
from engine.botapi.emulator import Emulator as BotApi
from engine.botapi.session import EmulatedSession, watch
from engine.core.hookspec import HookSpec
from engine.core.lead import Client
from engine.core.model import Project
from engine.core.ports import Draft, Hook
from engine.core.session import DONE, Session
from engine.core.values import Moment
from engine.lang.compile import Compilation, compile
from engine.lang.memory import Memory
from engine.playground.bench import CrmLead, CrmPreview
from engine.service.conversation import Conversation
from engine.service.delivery import DeliveryWorker
from engine.service.routing.router import Router
from engine.storage.database import Database
from engine.storage.migrate import migrate
from engine.storage.phonebook import SqlPhonebook
from engine.storage.users import SqlUsers
from engine.storage.writer import DraftWriter
from engine.telegram.admin import TelegramAlerts
from engine.telegram.dispatcher import Telegram, build
from engine.telegram.storage import memory_store
from integrations.amocrm.emulator.call import Switches
from integrations.amocrm.emulator.core import Emulator as AmoCrm
from integrations.amocrm.mapping import Defaults
from integrations.telegram_notify.hook import TelegramNotify

TOKEN = "1000:playground-playground-playground"
#: The working chat and the administrator's, as people of the emulated Telegram.
STAFF, ADMIN = 2001, 2002


class BrokenFlows(Exception):
    """The files have errors from the start, so there is no good version to run."""

    def __init__(self, compiled: Compilation) -> None:
        super().__init__("the flows have errors")
        self.compiled = compiled


@dataclass(slots=True)
class Life:
    """One run of the bot, from a start to a restart."""

    telegram: Telegram
    stop: asyncio.Event
    polling: Polling
    task: asyncio.Task[None]


class PlaygroundBench:
    """Implements `engine.playground.bench.Bench`."""

    def __init__(
        self, flows: Path, specs: Sequence[HookSpec], database: Database, compiled: Compilation | None = None
    ) -> None:
        """`compiled`: what the files hold now, where that is known already."""
        self._flows = flows
        self._specs = specs
        self._memory = Memory()
        compiled = compiled or self.compile()
        self.compiled = compiled
        if compiled.project is None:
            raise BrokenFlows(compiled)
        self._listeners: list[Callable[[], None]] = []
        self._database = database
        self.emulator = BotApi()
        clock = self.emulator.clock
        self._bot = Bot(TOKEN, session=EmulatedSession(self.emulator))
        self.emulator.bot(TOKEN, first_name="CarQuery")
        for id, name in ((STAFF, "Отдел продаж"), (ADMIN, "Администратор")):
            self.emulator.user(id, first_name=name).open()
        self._account = AmoCrm(switches=Switches(rate_limit=0), clock=lambda: clock().timestamp())
        add_missing_fields(self._account, compiled.project)
        self._writer = DraftWriter(database)
        outbox = WatchedOutbox(database, self._changed)
        alerts = TelegramAlerts(self._bot, ADMIN)
        zone = ZoneInfo(compiled.project.bot.timezone)
        account = Account.emulated(self._account)
        files = TelegramFiles(self._bot)
        self._phonebook = SqlPhonebook(database)
        self._crm = Crm(account, Defaults(), self._phonebook, alerts, now=clock, zone=zone, files=files)
        notify = TelegramNotify(TelegramMessenger(self._bot), {}, STAFF)
        own: dict[str, Hook] = {hook.spec.name: hook for hook in (self._crm.hook, notify)}
        hooks = {spec.name: Silent(spec) for spec in specs} | own
        self._worker = DeliveryWorker(outbox, hooks, alerts, now=clock, random=SystemRandom(), mock=list(own))
        self._sessions = LastSessions(self._writer)
        self._conversation = Conversation(
            compiled.project,
            drafts=self._sessions,
            users=SqlUsers(database),
            funnel=self._writer,
            outbox=outbox,
            clock=clock,
            recorded=self._worker.wake,
        )
        # Without models: the page needs no key, and two authors see the same.
        self._understander = Router(compiled.project, clock=time.monotonic)
        self._life: Life | None = None

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """The bot polls and delivers while the context lasts."""
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(self._writer)
            stack.push_async_callback(self._crm.close)
            delivering = asyncio.create_task(self._worker.run(), name="delivery worker")
            stack.push_async_callback(self._end_delivery, delivering)
            self._life = await self._born()
            stack.push_async_callback(self._end)
            yield

    async def _end_delivery(self, task: asyncio.Task[None]) -> None:
        await self._worker.stop(grace_seconds=2)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    async def _born(self) -> Life:
        """A start of the bot: what was in memory is gone, what was stored is there."""
        store = memory_store(clock=self.emulator.clock)
        telegram = build(self._conversation, store=store, understander=self._understander)
        watch(telegram.dispatcher, self.emulator)
        await telegram.dispatcher.emit_startup(bot=self._bot)
        polling = Polling(self._bot, telegram.dispatcher, pause=lambda seconds: min(seconds, 0.5))
        stop = asyncio.Event()
        return Life(telegram, stop, polling, asyncio.create_task(polling.run(stop), name="polling"))

    async def _end(self) -> None:
        life = self._life
        if life is None:
            return
        life.stop.set()
        await life.task
        await life.polling.finish()
        await life.telegram.settled()
        await life.telegram.dispatcher.emit_shutdown(bot=self._bot)

    @property
    def _telegram(self) -> Telegram:
        assert self._life is not None, "the bench is not running"
        return self._life.telegram

    @property
    def project(self) -> Project:
        return self._conversation.project

    @property
    def busy(self) -> bool:
        return not self.emulator.activity.idle or self._telegram.waiting

    def compile(self) -> Compilation:
        self.compiled = compile([self._flows], self._specs, memory=self._memory)
        return self.compiled

    async def swap(self, project: Project) -> None:
        add_missing_fields(self._account, project)
        self._telegram.reload(project, await asyncio.to_thread(self._telegram.compile, project))

    def moment(self) -> Moment:
        return self._conversation.moment(self.project, self.project.bot.languages[0])

    def advance(self, by: timedelta) -> None:
        self.emulator.advance(by)
        self._worker.wake()

    async def session(self, client: int) -> Session | None:
        draft = await self._writer.load(client)
        if draft is None:
            return None
        # A sent form leaves an empty tombstone; the page goes on showing what was sent.
        last = self._sessions.of.get(client, draft.session)
        stored = replace(last, step=DONE) if draft.finished else draft.session
        return self._conversation.reconciled(self.project, stored, self.moment())

    async def stand(self, client: int, session: Session) -> None:
        now: datetime = self.emulator.clock()
        await self._sessions.save([Draft(client, session, now)])
        user = self.emulator.state.users[client]
        await self._telegram.place(self._bot, Client(client, user.first_name, language=user.language_code), session)

    async def redraw(self, client: int) -> None:
        await self._telegram.redraw(self._bot, client)

    async def restart(self) -> None:
        await self._end()
        self._life = await self._born()

    async def settled(self) -> None:
        await self.emulator.settled()
        await self._telegram.settled()

    async def leads(self) -> Sequence[CrmLead]:
        return crm_view(self._account, ZoneInfo(self.project.bot.timezone))

    async def preview(self, session: Session, client: int) -> CrmPreview:
        flow = self.project.flow(session.flow)
        if flow is None:
            return CrmPreview()
        user = self.emulator.state.users[client]
        person = Client(client, user.first_name, language=user.language_code)
        clock, state = self.emulator.clock, self._account.state
        return await rehearsed(self.project, flow, session, person, self.moment(), clock, state, self._phonebook)

    def listen(self, changed: Callable[[], None]) -> Callable[[], None]:
        self._listeners.append(changed)
        return lambda: self._listeners.remove(changed)

    def _changed(self) -> None:
        for listener in self._listeners:
            listener()


@asynccontextmanager
async def opened(
    flows: Path, specs: Sequence[HookSpec], folder: Path, compiled: Compilation | None = None
) -> AsyncIterator[PlaygroundBench]:
    """A running bench; raises BrokenFlows. `folder` holds its database and belongs to the caller."""
    database = Database(f"sqlite+aiosqlite:///{folder / 'playground.db'}")
    try:
        await migrate(database)
        bench = PlaygroundBench(flows, specs, database, compiled)
        async with bench.running():
            yield bench
    finally:
        await database.close()
