"""`carquery run` as a process of its own, between an emulated Telegram and an emulated AmoCRM it reaches over HTTP."""

import asyncio
import os
import re
import shutil
import signal
import sys
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import aiohttp

from engine.app.mock_crm import add_missing_fields, crm_leads
from engine.botapi.emulator import Emulator as Telegram
from engine.botapi.http import serving
from engine.core.model import Project
from engine.core.ports import Draft
from engine.lang.story import Action, Story
from engine.stories.acts import ACTS, Scene
from engine.stories.failure import Untrue
from engine.stories.phone import Phone
from engine.stories.stage import CrmLead, Heard
from integrations.amocrm.emulator.core import Emulator as AmoCrm
from integrations.amocrm.emulator.core import Reply
from integrations.amocrm.emulator.message import Request
from integrations.amocrm.emulator.server import EmulatorServer
from tests.shipped import FLOWS

TOKEN = "4242:live-live-live-live-live-live"
STAFF, ADMIN = 2001, 2002
#: Bounds on hanging, not on speed: seven seconds of work take three minutes beside twenty busy processes.
START_S = 240.0
ANSWER_S = 60.0
#: Lines that act; the others look, and may have to look again.
ACTING = frozenset({"client", "tap", "share", "photos", "edit", "start"})


def flows_for(folder: Path) -> Path:
    """The shipped flows for clients who answer within milliseconds, which throttling is made against."""
    flows = folder / "flows"
    if not flows.exists():
        shutil.copytree(FLOWS, flows)
        bot = flows / "bot.yaml"
        text, changed = re.subn(r"^  messages: \d+$", "  messages: 1000", bot.read_text("utf-8"), flags=re.MULTILINE)
        assert changed == 1
        bot.write_text(text, "utf-8")
    return flows


class Account(AmoCrm):
    """An emulated account that says when it was asked something."""

    def __init__(self) -> None:
        super().__init__(random=Random(1))
        self._asked: defaultdict[tuple[str, str], asyncio.Event] = defaultdict(asyncio.Event)

    def respond(self, request: Request) -> Reply:
        self._asked[request.method, request.path].set()
        return super().respond(request)

    async def asked(self, method: str, path: str) -> None:
        """Until such a request has come."""
        async with asyncio.timeout(ANSWER_S):
            await self._asked[method, path].wait()


@dataclass(slots=True)
class World:
    """What the bot finds outside itself."""

    telegram: Telegram
    telegram_url: str
    amocrm: Account
    amocrm_url: str
    project: Project

    def leads(self) -> list[CrmLead]:
        return crm_leads(self.amocrm.state, ZoneInfo(self.project.bot.timezone))

    def settings(self) -> dict[str, str]:
        """The environment of a bot that lives in this world."""
        return {
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": self.telegram_url,
            "TELEGRAM_CHAT_SALES": str(STAFF),
            "TELEGRAM_CHAT_LAWYERS": str(STAFF),
            "ADMIN_CHAT_ID": str(ADMIN),
            "AMOCRM_BASE_URL": self.amocrm_url,
            "AMOCRM_LONG_LIVED_TOKEN": self.amocrm.new_long_lived_token(),
        }


@asynccontextmanager
async def world(project: Project) -> AsyncIterator[World]:
    telegram, amocrm = Telegram(), Account()
    telegram.bot(TOKEN)
    for id, name in ((STAFF, "Отдел продаж"), (ADMIN, "Администратор")):
        telegram.user(id, first_name=name).open()
    add_missing_fields(amocrm, project)
    async with serving(telegram) as telegram_url, EmulatorServer(amocrm) as server:
        yield World(telegram, telegram_url, amocrm, server.base_url, project)


class Bot:
    """The process."""

    def __init__(self, process: asyncio.subprocess.Process, log: Path, begins: int) -> None:
        """`begins` is where its part of the log does: a bot before it may have written there."""
        self.process = process
        self._log = log
        self._begins = begins

    @property
    def log(self) -> str:
        return self._log.read_text("utf-8", "replace")

    async def ready(self) -> None:
        """Until /health says ok; AssertionError with the bot's own words when it does not."""
        async with aiohttp.ClientSession() as http:
            try:
                async with asyncio.timeout(START_S):
                    while await self._status(http) != 200:
                        assert self.process.returncode is None, self.log
                        await asyncio.sleep(0.05)
            except TimeoutError:
                raise AssertionError(f"not ready after {START_S:g} s:\n{self.log}") from None

    async def _status(self, http: aiohttp.ClientSession) -> int | None:
        served = re.search(rb'"port": (\d+), "event": "health_served"', self._log.read_bytes()[self._begins :])
        if served is None:
            return None
        try:
            async with http.get(f"http://127.0.0.1:{int(served[1])}/health") as response:
                return response.status
        except aiohttp.ClientError:
            return None

    async def stop(self) -> int:
        """SIGTERM; the exit code."""
        self.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(ANSWER_S):
            return await self.process.wait()

    async def kill(self) -> None:
        self.process.kill()
        await self.process.wait()


@asynccontextmanager
async def running(folder: Path, settings: Mapping[str, str]) -> AsyncIterator[Bot]:
    """`carquery run` in a folder, with these settings and no others; killed at the end if it still runs."""
    log = folder / "bot.log"
    # Any port, which the log names: one found free beforehand may be another's by the time the bot has started.
    own = {"FLOWS_DIR": str(flows_for(folder)), "HEALTH_HOST": "127.0.0.1", "HEALTH_PORT": "0"}
    environment = {"PATH": os.defpath, **own, **settings}
    with log.open("ab") as output:
        begins = output.tell()
        process = await asyncio.create_subprocess_exec(
            str(Path(sys.executable).with_name("carquery")),
            "run",
            cwd=folder,
            env=environment,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
    bot = Bot(process, log, begins)
    try:
        yield bot
    finally:
        if process.returncode is None:
            await bot.kill()


class LiveStage:
    """A story's stage whose bot is elsewhere: settled is when it has answered; the time is the real one."""

    def __init__(self, world: World, client: int) -> None:
        self.project = world.project
        self.telegram = world.telegram
        self.drafts: Sequence[Draft] = ()
        self._world = world
        self._client = client
        self._before: object = None

    def now(self) -> datetime:
        return datetime.now(ZoneInfo(self.project.bot.timezone))

    async def advance(self, to: datetime) -> None:
        """The client is about to act: remember what they see."""
        self._before = self._shown()

    async def settle(self) -> None:
        """The bot's part of the chat has changed, and the last word is the bot's."""
        await self.telegram.until(self._answered, ANSWER_S)

    def _answered(self) -> bool:
        messages = self.telegram.user(self._client).chat.messages
        return self._shown() != self._before and messages[-1].from_bot

    def _shown(self) -> object:
        chat = self.telegram.user(self._client).chat
        return [(one.id, one.text, one.labels) for one in chat.messages if one.from_bot], chat.keyboard

    def crm_fails(self, fails: bool) -> None:
        raise NotImplementedError("a live story has a CRM that works")

    def understood(self, heard: Heard) -> None:
        raise NotImplementedError("a live story's texts are read by the bot itself")

    def leads(self) -> Sequence[CrmLead]:
        return self._world.leads()

    def notices(self) -> Sequence[str]:
        return [message.text for message in self.telegram.user(STAFF).chat.messages if message.from_bot]


async def play(story: Story, world: World, client: int) -> None:
    """Play a shipped story on the live bot as this Telegram user; AssertionError names the line that fails."""
    stage = LiveStage(world, client)
    scene = Scene(stage, Phone(world.telegram, world.project, client))
    for action in story.actions:
        await _do(action, scene)


async def _do(action: Action, scene: Scene) -> None:
    """Look until it is so; an act that finds no button yet has not happened and is tried again."""
    try:
        async with asyncio.timeout(ANSWER_S):
            while True:
                seen = scene.stage.telegram.version
                try:
                    await ACTS[action.kind](scene, action.value)
                    return
                except Untrue as untrue:
                    wrong = untrue
                await _changed(scene, seen)
    except TimeoutError:
        span = action.place.span
        chat = scene.stage.telegram.user(scene.phone.user.id).chat
        raise AssertionError(f"{action.place.file}:{span.line}: {wrong}\n{chat}") from None


async def _changed(scene: Scene, seen: int) -> None:
    """Something happened in Telegram, or a moment has passed: the CRM tells nobody of its changes."""
    try:
        async with asyncio.timeout(0.2):
            await scene.stage.telegram.changes.after(seen)
    except TimeoutError:
        return
