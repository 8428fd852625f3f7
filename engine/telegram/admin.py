"""The administrator hears about trouble in Telegram."""

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError

from engine.telegram.html import MOST_TEXT, cut

log = structlog.get_logger(__name__)


class TelegramAlerts:
    """The port Alerts over one chat. Trouble with telling is logged: it must not become trouble of its own."""

    def __init__(self, bot: Bot, chat: int) -> None:
        self._bot = bot
        self._chat = chat

    async def tell(self, text: str) -> None:
        try:
            await self._bot.send_message(self._chat, cut(text, MOST_TEXT), parse_mode=None)
        except TelegramAPIError as error:
            log.error("alert_not_sent", error=str(error))
