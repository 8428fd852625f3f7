"""A bot in an emulated Telegram and a client before it: the real Dispatcher, the real message manager."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from textwrap import dedent, indent

from aiogram import Bot
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType

from engine.botapi.emulator import Emulator
from engine.botapi.session import EmulatedSession, feed, watch
from engine.botapi.users import EmulatedUser
from engine.botapi.views import ChatView, MessageView, Tap
from engine.core.answers.choices import folded
from engine.core.hookspec import HookSpec
from engine.core.model import Project
from engine.core.session import Session
from engine.lang.compile import compile_bytes
from engine.service.conversation import Conversation
from engine.telegram.dispatcher import Telegram, build
from engine.telegram.storage import Store, memory_store
from tests.service.memory import Watch
from tests.telegram.memory import BuryingOutbox, MemoryDrafts, MemoryFunnel, MemoryUsers

TOKEN = "1000:bench-bench-bench-bench-bench-bench"
CLIENT = 77
NOTE = HookSpec("note", {"type": "object", "properties": {"text": {"type": "string"}}})

BOT = """
language: 1
languages: [ru]
menu: [{menu}]
greeting: Здравствуйте!
help: Пишите или выбирайте.
"""


def project(*flows: str, bot: str = "") -> Project:
    """A project of flows given as YAML without their indentation; `bot` is added to bot.yaml."""
    written = [dedent(flow).strip() + "\n" for flow in flows]
    ids = [text.split("\n", 1)[0].removeprefix("flow:").strip() for text in written]
    files = {f"{id}.flow.yaml": text.encode() for id, text in zip(ids, written, strict=True)}
    compilation = compile_bytes({"bot.yaml": (_bot(bot, ids)).encode(), **files}, [NOTE])
    assert compilation.project is not None, compilation.errors
    return compilation.project


def _bot(bot: str, ids: list[str]) -> str:
    own = dedent(bot)
    lines = BOT.format(menu=", ".join(ids)).strip().splitlines()
    keys = {line.split(":")[0] for line in own.splitlines() if line and not line.startswith(" ")}
    return "\n".join(line for line in lines if line.split(":")[0] not in keys) + "\n" + own


def flow(steps: str, id: str = "sell", title: str = "Продать", done: str = "Спасибо!", more: str = "") -> str:
    """A flow's YAML from its steps."""
    return f"flow: {id}\ntitle: {title}\nsteps:\n{indent(dedent(steps).strip(), '  ')}\ndone: {done}\n{dedent(more)}"


class CountingSession(EmulatedSession):
    """Remembers which methods were called."""

    def __init__(self, emulator: Emulator) -> None:
        super().__init__(emulator)
        self.calls: list[str] = []

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 (aiogram's own signature)
    ) -> TelegramType:
        self.calls.append(method.__api_method__)
        return await super().make_request(bot, method, timeout)


@dataclass(slots=True)
class World:
    """What outlives the bot's process."""

    clock: Watch = field(default_factory=lambda: Watch(datetime(2026, 11, 22, 9, 0, tzinfo=UTC)))
    drafts: MemoryDrafts = field(default_factory=MemoryDrafts)
    users: MemoryUsers = field(default_factory=MemoryUsers)
    funnel: MemoryFunnel = field(default_factory=MemoryFunnel)


class Bench:
    def __init__(self, project: Project, store: Store | None = None, **options: object) -> None:
        self.world = World()
        self.clock, self.drafts, self.users, self.funnel = (
            self.world.clock,
            self.world.drafts,
            self.world.users,
            self.world.funnel,
        )
        self.outbox = BuryingOutbox(self.drafts)
        self.emulator = Emulator(clock=self.clock, ticks=self.clock.seconds)
        self.session = CountingSession(self.emulator)
        self.bot = Bot(TOKEN, session=self.session)
        self.emulator.bot(TOKEN)
        self.woken = 0
        self._quiet = asyncio.Event()
        self.start(project, store, **options)
        self.client = self.emulator.user(CLIENT, first_name="Иван", phone="79161234567")

    def start(self, project: Project, store: Store | None = None, **options: object) -> None:
        """A new process of the bot; without a store, one that remembers nothing."""
        self.conversation = Conversation(
            project,
            drafts=self.drafts,
            users=self.users,
            funnel=self.funnel,
            outbox=self.outbox,
            clock=self.clock,
            recorded=self._wake,
        )
        self.telegram: Telegram = build(
            self.conversation,
            store or memory_store(clock=self.clock),
            sleep=self._sleep,
            **options,  # type: ignore[arg-type]  # what `build` takes
        )
        watch(self.telegram.dispatcher, self.emulator)
        self._started = False

    def _wake(self) -> None:
        self.woken += 1

    async def _sleep(self, seconds: float) -> None:
        """What the bot does a moment later comes when everything sent has been handled."""
        await self._quiet.wait()

    async def settle(self) -> None:
        """The bot handles everything that waits, one by one."""
        if not self._started:
            self._started = True
            await self.telegram.dispatcher.emit_startup(bot=self.bot)
            self.session.calls.clear()
        self._quiet.clear()
        await feed(self.telegram.dispatcher, self.bot, self.emulator)
        self._quiet.set()
        await self.telegram.settled()

    async def settle_at_once(self) -> None:
        """The bot handles everything that waits, all at the same time."""
        self._quiet.clear()
        updates = self.emulator.take_updates(self.emulator.bot(TOKEN))
        dispatcher = self.telegram.dispatcher
        await asyncio.gather(*(dispatcher.feed_raw_update(self.bot, dict(update.fields())) for update in updates))
        for update in updates:
            self.emulator.activity.handled(self.bot.id, update.id)
        self._quiet.set()
        await self.telegram.settled()

    # -------------------------------------------------------------- the client

    async def say(self, *texts: str) -> None:
        for text in texts:
            self.clock.forward(seconds=1)
            await self.client.send_text(text)
            await self.settle()

    async def tap(self, *labels: str) -> Tap | MessageView:
        """Buttons of the last message or the docked keyboard; pictures and ticks before the words do not matter."""
        for label in labels:
            alike = (one for one in self.labels if folded(one) == folded(label))
            exact = label if label in self.labels else next(alike, label)
            self.clock.forward(seconds=1)
            tapped = await self.client.tap(exact)
            await self.settle()
        return tapped

    async def data(self, data: str, message_id: int | None = None) -> Tap:
        """A tap with this callback data, dialog's id and all."""
        tapped = await self.client.tap(data=data, message_id=message_id)
        await self.settle()
        assert isinstance(tapped, Tap)
        return tapped

    def data_of(self, label: str) -> str:
        """The callback data of a button on the last message."""
        found = next(button for row in self.last.buttons for button in row if label in button.text)
        assert found.data is not None
        return found.data

    async def album(self, photos: int) -> None:
        await self.client.send_album(photos)
        await self.settle()

    # -------------------------------------------------------------- what is seen

    @property
    def chat(self) -> ChatView:
        return self.client.chat

    @property
    def last(self) -> MessageView:
        return self.chat.last

    @property
    def text(self) -> str:
        return self.last.text

    @property
    def labels(self) -> list[str]:
        """Every button the client can press: under the last message, else docked."""
        docked = self.chat.keyboard
        return self.last.labels or ([button.text for button in docked.buttons] if docked else [])

    @property
    def sent(self) -> list[str]:
        """Texts of the bot's messages, as they are now."""
        return [message.text for message in self.chat.messages if message.from_bot]

    @property
    def toasts(self) -> list[str]:
        return [toast.text for toast in self.chat.toasts]

    @property
    def draft(self) -> Session:
        return self.drafts.kept[CLIENT].session

    @property
    def answers(self) -> Mapping[str, object]:
        return self.draft.answers

    def calls(self) -> list[str]:
        """Methods called since the last question, most of all how many."""
        calls, self.session.calls = self.session.calls, []
        return calls

    def another(self, id: int) -> EmulatedUser:
        return self.emulator.user(id, first_name="Анна", phone="79031112233")
