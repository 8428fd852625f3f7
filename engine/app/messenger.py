"""Messages the bot sends on its own account: to working chats and to the administrator."""

from datetime import timedelta

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)

from engine.core.failures import AmbiguousFailure, PermanentFailure, TemporaryFailure

log = structlog.get_logger(__name__)


class TelegramMessenger:
    """Plain texts through the bot; Telegram's refusals become our failures."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def send(self, chat: int, text: str) -> None:
        """Raise TemporaryFailure, AmbiguousFailure or PermanentFailure."""
        try:
            await self._bot.send_message(chat, text, parse_mode=None)
        except TelegramRetryAfter as error:
            wait = timedelta(seconds=error.retry_after)
            raise TemporaryFailure("Telegram asks to wait", retry_after=wait) from error
        except (TelegramNetworkError, TelegramServerError) as error:
            raise AmbiguousFailure(f"Telegram did not answer: {error.message}") from error
        except TelegramAPIError as error:
            raise PermanentFailure(
                f"Telegram refuses chat {chat}: {error.message}", advice=_advice(chat, error)
            ) from error


def _advice(chat: int, error: TelegramAPIError) -> str:
    match error:
        case TelegramMigrateToChat(migrate_to_chat_id=new):
            return f"Группа {chat} стала супергруппой. Замените её номер в настройках на {new}."
        case TelegramForbiddenError():
            return f"Бот не может писать в чат {chat}. Добавьте его туда или нажмите в нём «Старт»."
        case TelegramUnauthorizedError():
            return "Telegram не принимает токен бота. Возьмите новый у @BotFather и замените TELEGRAM_BOT_TOKEN."
        case _:
            return f"Telegram не нашёл чат {chat}. Проверьте номер: у групп он отрицательный."


class LoggedAlerts:
    """The port Alerts where no administrator is named: the log is all there is."""

    async def tell(self, text: str) -> None:
        log.warning("alert", text=text)
