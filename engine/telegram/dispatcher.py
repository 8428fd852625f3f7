"""Telegram put together: plain constructor calls, from the inside out."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from aiogram import Bot, Dispatcher
from aiogram_dialog import Dialog, setup_dialogs

from engine.core.lead import Client
from engine.core.model import Project
from engine.core.session import Session
from engine.service.conversation import Conversation
from engine.service.routing.understanding import Understander
from engine.telegram.acts import Acts
from engine.telegram.errors import Errors
from engine.telegram.free_text import FreeText
from engine.telegram.menu import Menu, register_commands
from engine.telegram.messages import Messenger
from engine.telegram.receive import Receiver
from engine.telegram.refresh import Refresher
from engine.telegram.stage import Stage
from engine.telegram.step_window import StepWindow
from engine.telegram.storage import Store
from engine.telegram.throttling import Throttling
from engine.telegram.turn import Compiled, Spot
from engine.telegram.typing import Typing
from engine.telegram.updates import clean_message, clean_tap
from engine.telegram.widgets import WIDGETS, WidgetFactory
from engine.telegram.windows import compile_windows

#: What the bot wants to hear of: for getUpdates and setWebhook.
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")


@dataclass(frozen=True, slots=True)
class Telegram:
    """The bot in Telegram, ready to be fed updates."""

    dispatcher: Dispatcher
    _stage: Stage
    _acts: Acts
    _receiver: Receiver
    _widgets: Mapping[str, WidgetFactory]
    _free_text: FreeText | None = None

    def compile(self, project: Project) -> Mapping[Spot, Compiled]:
        """The project's windows; takes milliseconds a flow, so a large project is better compiled in a thread."""
        return compile_windows(project, self._acts, self._receiver, self._widgets)

    def reload(self, project: Project, compiled: Mapping[Spot, Compiled] | None = None) -> None:
        """Swap project and windows; conversations under way go on with the new ones."""
        windows = self.compile(project) if compiled is None else compiled
        self._stage.conversation.swap(project)
        self._stage.compiled = windows
        if self._free_text is not None:
            self._free_text.understander.swap(project)

    async def place(self, bot: Bot, client: Client, session: Session) -> None:
        """Put the client where this session stands and show its screen: for the playground's «start here»."""
        await self._stage.place(bot, client, session)

    async def redraw(self, bot: Bot, client: int) -> None:
        """Show the client's screen as the present project has it, in place: for the playground's saved files."""
        await self._stage.redraw(bot, client)

    @property
    def waiting(self) -> bool:
        """Whether a screen waits to be shown again, or a text to be understood."""
        return self._stage.refresher.waiting or (self._free_text is not None and self._free_text.waiting)

    async def settled(self) -> None:
        """Until no text waits to be understood, and no screen to be shown again (albums, 429, network loss)."""
        if self._free_text is not None:
            await self._free_text.settled()
        await self._stage.refresher.settled()


def build(
    conversation: Conversation,
    store: Store,
    *,
    pause: float = 0.7,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    widgets: Mapping[str, WidgetFactory] = WIDGETS,
    understander: Understander | None = None,
) -> Telegram:
    """`understander` reads what clients write in their own words; without one that leads to the menu.

    `pause`: seconds an album's next photo is waited for; `sleep`: how that, and anything else, is waited.
    """
    refresher = Refresher(pause, sleep)
    messenger = Messenger(refresher, lambda chat: conversation.block(chat, True))
    stage = Stage(conversation, refresher)
    free_text = FreeText(understander, stage, sleep) if understander is not None else None
    acts = Acts(conversation, understander)
    receiver = Receiver(conversation, acts, free_text)
    window = StepWindow(stage, messenger)
    menu = Menu(stage, acts, receiver, window)

    dispatcher = Dispatcher(storage=store.storage, events_isolation=store.isolation)
    dispatcher.message.outer_middleware(clean_message)
    dispatcher.callback_query.outer_middleware(clean_tap)
    throttling = Throttling(conversation)
    dispatcher.message.outer_middleware(throttling)
    dispatcher.edited_message.outer_middleware(throttling)
    dispatcher.callback_query.outer_middleware(throttling)
    typing = Typing(sleep)
    dispatcher.message.outer_middleware(typing)
    dispatcher.callback_query.outer_middleware(typing)
    dispatcher.errors.register(Errors(stage, messenger).on_error)
    dispatcher.include_routers(menu.commands, Dialog(window, on_start=window.on_start), menu.lost)
    # After the middlewares above: an update is cleaned before its dialog is looked for.
    refresher.use(setup_dialogs(dispatcher, message_manager=messenger, events_isolation=store.isolation))

    async def on_startup(bot: Bot) -> None:
        await register_commands(bot, conversation.project)

    dispatcher.startup.register(on_startup)
    if free_text is not None:
        dispatcher.shutdown.register(free_text.stop)
    telegram = Telegram(dispatcher, stage, acts, receiver, widgets, free_text)
    stage.compiled = telegram.compile(conversation.project)
    return telegram
