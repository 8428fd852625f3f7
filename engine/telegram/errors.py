"""What happens to an update that failed: logged, and the client is told what to do."""

import structlog
from aiogram.exceptions import TelegramAPIError
from aiogram.types import CallbackQuery, ErrorEvent, Message
from aiogram_dialog import DialogManager
from aiogram_dialog.api.exceptions import OutdatedIntent, UnknownIntent, UnknownState

from engine.telegram.html import MOST_TOAST, cut, plain
from engine.telegram.messages import Messenger
from engine.telegram.stage import Stage
from engine.telegram.turn import client_of
from engine.telegram.words import Words

log = structlog.get_logger(__name__)

#: The dialog's record is gone or unreadable; the draft is not.
_LOST = (UnknownIntent, OutdatedIntent, UnknownState)


class Errors:
    def __init__(self, stage: Stage, messenger: Messenger) -> None:
        self._stage = stage
        self._messenger = messenger

    async def on_error(self, event: ErrorEvent, dialog_manager: DialogManager | None = None) -> bool:
        """Always handled: aiogram would only log it once more."""
        if isinstance(event.exception, _LOST) and dialog_manager is not None:
            turn = await self._stage.reopened(dialog_manager)
            turn.view = turn.view.opened("flow" if turn.unfinished else "menu")
            await self._stage.show(turn, dialog_manager)
            if event.update.callback_query is not None:
                await self._tell(event.update.callback_query, "stale")
            return True
        log.error("update_failed", exc_info=event.exception)
        failed = event.update.callback_query or event.update.message
        if failed is not None:
            await self._tell(failed, "failure")
        return True

    async def _tell(self, failed: CallbackQuery | Message, text: str) -> None:
        bot = self._stage.conversation.project.bot
        language = client_of(failed.from_user).language if failed.from_user else bot.languages[0]
        words = Words(bot, language).text(text)
        try:
            if not isinstance(failed, CallbackQuery):
                await failed.answer(words, parse_mode="HTML")
            elif not self._messenger.answered(failed.id):
                await failed.answer(cut(plain(words), MOST_TOAST), show_alert=text == "failure")
            elif isinstance(failed.message, Message):
                # A tap can be answered only once.
                await failed.message.answer(words, parse_mode="HTML")
        except TelegramAPIError as error:
            log.info("failure_not_told", error=str(error))
