"""The one window of the one dialog: forwards to the window compiled for where the client stands."""

from typing import Any

from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message, ReplyKeyboardMarkup
from aiogram_dialog import DialogManager, DialogProtocol, ShowMode, StartMode
from aiogram_dialog.api.entities import Data, NewMessage
from aiogram_dialog.api.internal import WindowProtocol

from engine.core.session import DONE
from engine.telegram.html import MOST_TOAST, cut, plain
from engine.telegram.messages import Messenger, Sheet
from engine.telegram.navigation import SUBMIT
from engine.telegram.split import continues
from engine.telegram.stage import Stage
from engine.telegram.states import Run
from engine.telegram.turn import Turn
from engine.telegram.updates import TAPPED_KEY


class StepWindow(WindowProtocol):
    def __init__(self, stage: Stage, messenger: Messenger) -> None:
        self._stage = stage
        self._messenger = messenger

    def get_state(self) -> State:
        return Run.step

    async def on_start(self, data: object, manager: DialogManager) -> None:
        """A new dialog begins with what the turn holds."""
        self._stage.turn(manager).keep(manager)

    async def process_message(self, message: Message, dialog: DialogProtocol, manager: DialogManager) -> bool:
        turn = self._stage.turn(manager)
        if self._fresh(turn):
            if continues(message, turn):
                turn.quiet = True
            else:
                await turn.shown.window.process_message(message, dialog, manager)
        await self._finish(turn, manager)
        return True

    async def process_callback(self, callback: CallbackQuery, dialog: DialogProtocol, manager: DialogManager) -> bool:
        turn = self._stage.turn(manager)
        current = manager.middleware_data.get(TAPPED_KEY) in (None, manager.current_context().id)
        if not self._fresh(turn):
            turn.toast = turn.toast or cut(plain(turn.notice or ""), MOST_TOAST)
        elif not (current and await turn.shown.window.process_callback(callback, dialog, manager)):
            self._stale(callback, turn, manager)
        self._messenger.answer_soon(manager.middleware_data["bot"], callback, turn.toast, turn.alert)
        await self._finish(turn, manager)
        return True

    async def _finish(self, turn: Turn, manager: DialogManager) -> None:
        """Leave the turn to be saved; the dialog shows it when this update is through."""
        if turn.anew:
            await manager.start(Run.step, mode=StartMode.RESET_STACK)
        turn.keep(manager)
        if turn.quiet:
            manager.show_mode = ShowMode.NO_UPDATE
        if turn.later:
            self._stage.refresher.plan(manager.middleware_data["bot"], turn.client.id)

    def _fresh(self, turn: Turn) -> bool:
        """Whether the update may be applied: not a redelivery, and its question still stands."""
        if turn.update in turn.view.seen:
            return False
        turn.view = turn.view.saw(turn.update)
        if turn.moved and turn.session is not None:
            turn.notice = turn.words.text("updated")
        return not turn.moved

    def _stale(self, callback: CallbackQuery, turn: Turn, manager: DialogManager) -> None:
        """A button that is not there any more: on an earlier message, or tapped twice."""
        sent = turn.session is not None and turn.session.step == DONE and callback.data == SUBMIT
        tapped = callback.message.message_id if callback.message else None
        last = manager.current_stack().last_message_id
        # Where nothing is remembered of the chat, the review that was tapped twice becomes the last screen itself.
        elsewhere = tapped != last and not (sent and last is None)
        if sent or elsewhere:
            turn.toast = cut(plain(turn.words.text("already_sent" if sent else "stale")), MOST_TOAST)
        if elsewhere:
            manager.show_mode = ShowMode.SEND

    async def process_result(self, start_data: Data, result: Any, manager: DialogManager) -> None:
        """Nothing is ever started above this dialog."""

    async def render(self, dialog: DialogProtocol, manager: DialogManager) -> NewMessage:
        turn = self._stage.turn(manager)
        new = await turn.shown.window.render(dialog, manager)
        keyboard = manager.current_stack().last_reply_keyboard or turn.keyboard
        drop = keyboard and not isinstance(new.reply_markup, ReplyKeyboardMarkup)
        failure = turn.words.text("failure")
        return Sheet(**vars(new), drop_keyboard=drop, farewell=turn.receipt() if drop else None, failure=failure)

    def find(self, widget_id: str) -> Any:
        windows = (compiled.window for compiled in self._stage.compiled.values())
        return next((found for window in windows if (found := window.find(widget_id))), None)
