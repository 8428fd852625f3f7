"""What works from anywhere: the commands, links into a flow, and a chat whose dialog is gone."""

import re
from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import parse_qsl

import structlog
from aiogram import Bot, Router
from aiogram.enums import ChatType
from aiogram.exceptions import TelegramAPIError
from aiogram.types import BotCommand, CallbackQuery, ChatMemberUpdated, Message
from aiogram_dialog import DialogManager, DialogProtocol, ShowMode, StartMode

from engine.core.model import Project
from engine.core.phrases import phrase
from engine.core.session import REVIEW
from engine.telegram.acts import Acts
from engine.telegram.html import cut
from engine.telegram.receive import Receiver
from engine.telegram.stage import Stage
from engine.telegram.states import Run
from engine.telegram.step_window import StepWindow
from engine.telegram.turn import Heading, Turn, client_of
from engine.telegram.updates import TAPPED_KEY
from engine.telegram.words import Words

_COMMAND = re.compile(r"/(start|menu|help)(?:@\w+)?(?:\s+(.*))?", re.IGNORECASE | re.DOTALL)
_HEADINGS: Mapping[str, Heading] = {"start": "greeting", "menu": "menu", "help": "help"}
#: Telegram takes 3 to 256 characters for a command's description.
MOST_DESCRIPTION = 256

log = structlog.get_logger(__name__)


async def is_command(message: Message) -> bool | dict[str, Any]:
    """Filters /start, /menu and /help, and hands over what was written after it."""
    found = _COMMAND.fullmatch(message.text.strip()) if message.text and message.text[0] == "/" else None
    return {"command": found[1].lower(), "payload": (found[2] or "").strip()} if found else False


def read_link(payload: str) -> tuple[str, dict[str, str]]:
    """`sell`, `sell?brand=kia` or, as Telegram's links allow, `sell__brand-kia` → (flow, texts by step id)."""
    if "?" in payload:
        flow, _, query = payload.partition("?")
        return flow, dict(parse_qsl(query))
    flow, *pairs = payload.split("__")
    answers = dict(pair.split("-", 1) for pair in pairs if "-" in pair)
    return flow, answers


class Menu:
    """Handlers that must come before the dialog (`commands`) and after it (`lost`)."""

    def __init__(self, stage: Stage, acts: Acts, receiver: Receiver, window: StepWindow) -> None:
        self._stage = stage
        self._acts = acts
        self._receiver = receiver
        self._window = window
        self.commands = Router(name="commands")
        self.commands.message.register(self.on_command, is_command)
        self.commands.edited_message.register(self.on_edit)
        self.commands.my_chat_member.register(self.on_membership)
        self.lost = Router(name="lost")
        self.lost.message.register(self.on_lost_message)
        self.lost.callback_query.register(self.on_lost_tap)

    async def on_command(self, message: Message, dialog_manager: DialogManager, command: str, payload: str) -> None:
        turn = await self._turn(dialog_manager)
        if turn.update not in turn.view.seen:
            turn.view = turn.view.saw(turn.update)
            self._acts.home(turn)
            turn.heading = _HEADINGS[command]
            flow, raw = read_link(payload)
            if command == "start" and turn.project.flow(flow) is not None:
                await self._acts.open(flow, turn, raw)
        await self._stage.show(turn, dialog_manager)

    async def on_edit(self, message: Message) -> None:
        """A text changed afterwards stays the answer it was; the client is told how to change that."""
        if message.chat.type != ChatType.PRIVATE or message.from_user is None or message.text is None:
            return
        conversation, client = self._stage.conversation, client_of(message.from_user)
        project = conversation.project
        draft = await conversation.stored(project, client)
        if draft is None or draft.finished or not draft.session.answers:
            return
        words = Words(project.bot, await conversation.welcome(project, client))
        button = words.button("edit" if draft.session.step == REVIEW else "back")
        try:
            await message.reply(phrase("edited", words.language, button=button), parse_mode=None)
        except TelegramAPIError as error:
            log.info("edit_not_answered", error=str(error))

    async def on_lost_message(self, message: Message, dialog_manager: DialogManager) -> None:
        """A message in a chat without a dialog: what the draft asked last is what it answers."""
        turn = await self._turn(dialog_manager)
        if not turn.unfinished:
            turn.heading = "greeting"
            turn.view = turn.view.saw(turn.update)
            self._acts.home(turn)
            await self._stage.show(turn, dialog_manager)
            if message.text:
                # The greeting says who reads; what the text means follows.
                self._receiver.understand(message.text, message, turn, greeted=True)
            return
        await self._reopen(turn, dialog_manager)
        await self._window.process_message(message, _dialog(dialog_manager), dialog_manager)
        await self._shown(turn, dialog_manager)

    async def on_lost_tap(self, callback: CallbackQuery, dialog_manager: DialogManager) -> None:
        """A tap in a chat without a dialog: it counts if the draft stands where the button does."""
        turn = await self._turn(dialog_manager)
        await self._reopen(turn, dialog_manager)
        dialog_manager.middleware_data[TAPPED_KEY] = None
        await self._window.process_callback(callback, _dialog(dialog_manager), dialog_manager)
        await self._shown(turn, dialog_manager)
        await dialog_manager.answer_callback()

    async def on_membership(self, change: ChatMemberUpdated) -> None:
        """The client stopped the bot, or let it in again; what happens in groups says nothing of a client."""
        if change.chat.type != ChatType.PRIVATE:
            return
        blocked = change.new_chat_member.status in ("kicked", "left")
        await self._stage.conversation.block(change.from_user.id, blocked)

    async def _turn(self, manager: DialogManager) -> Turn:
        return self._stage.turn(manager) if manager.has_context() else await self._stage.reopened(manager)

    async def _reopen(self, turn: Turn, manager: DialogManager) -> None:
        """A dialog for a chat that has lost its own, not shown yet."""
        turn.view = turn.view.opened("flow" if turn.session is not None else "menu")
        await manager.start(Run.step, mode=StartMode.RESET_STACK, show_mode=ShowMode.NO_UPDATE)
        manager.show_mode = ShowMode.AUTO

    async def _shown(self, turn: Turn, manager: DialogManager) -> None:
        if not turn.anew:
            await manager.show()


def _dialog(manager: DialogManager) -> DialogProtocol:
    return cast(Any, manager).dialog()  # type: ignore[no-any-return]  # on the manager itself, not in its protocol


async def register_commands(bot: Bot, project: Project) -> None:
    """Tell Telegram the commands in every language; the main language is everybody else's too."""
    languages: list[str | None] = [None, *project.bot.languages]
    for language in languages:
        spoken = language or project.bot.languages[0]
        commands = [
            BotCommand(command=name, description=cut(text.plain(spoken).strip(), MOST_DESCRIPTION))
            for name, text in project.bot.commands.items()
        ]
        try:
            await bot.set_my_commands(commands, language_code=language)
        except TelegramAPIError as error:
            # The bot works without its list of commands; it is told again at the next start.
            log.warning("commands_not_registered", language=language, error=str(error))
