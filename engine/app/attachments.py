"""What clients sent, fetched from Telegram."""

from datetime import timedelta
from io import BytesIO

from aiogram import Bot
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiohttp import ClientError

from engine.core.failures import PermanentFailure, TemporaryFailure

#: Telegram gives a bot 20 MB at most; a slow line needs its time for that.
DOWNLOAD_S = 60


class TelegramFiles:
    """The port FileSource: files by Telegram's file_id."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def fetch(self, id: str) -> bytes:
        content = BytesIO()
        try:
            # Telegram keeps the address for an hour, so it is asked for anew each time.
            await self._bot.download(id, content, timeout=DOWNLOAD_S)
        except TelegramRetryAfter as error:
            wait = timedelta(seconds=error.retry_after)
            raise TemporaryFailure("Telegram asks to wait", retry_after=wait) from error
        except (TelegramNetworkError, TelegramServerError) as error:
            raise TemporaryFailure(f"Telegram did not answer: {error.message}") from error
        except TelegramAPIError as error:
            raise _refused(error) from error
        except (ClientError, TimeoutError, OSError) as error:
            raise TemporaryFailure(f"Telegram's file did not arrive: {type(error).__name__}") from error
        return content.getvalue()


def _refused(error: TelegramAPIError) -> TemporaryFailure | PermanentFailure:
    if "too big" in error.message:
        return PermanentFailure(error.message, advice="больше 20 МБ, такие Telegram боту не отдаёт")
    if "temporarily unavailable" in error.message:
        return TemporaryFailure(error.message)
    return PermanentFailure(error.message, advice="Telegram его больше не отдаёт")
