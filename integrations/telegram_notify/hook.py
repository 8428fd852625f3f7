"""The hook `telegram.notify`: one message with the questionnaire."""

from collections.abc import Mapping
from typing import Protocol

from engine.core.failures import PermanentFailure
from engine.core.hookspec import HookSpec
from engine.core.lead import Lead
from engine.core.ports import Journal
from engine.core.values import Json
from integrations.telegram_notify.spec import SPEC
from integrations.telegram_notify.text import message


class Messenger(Protocol):
    """Sends a plain text to a chat on the bot's behalf."""

    async def send(self, chat: int, text: str) -> None:
        """Raise TemporaryFailure, AmbiguousFailure or PermanentFailure."""
        ...


class TelegramNotify:
    """`chats` are Telegram ids by name; a name that is not there goes to `fallback`."""

    def __init__(self, messenger: Messenger, chats: Mapping[str, int], fallback: int | None = None) -> None:
        self._messenger = messenger
        self._chats = chats
        self._fallback = fallback

    @property
    def spec(self) -> HookSpec:
        return SPEC

    async def deliver(self, lead: Lead, params: Mapping[str, Json], journal: Journal) -> None:
        """Telegram cannot be asked whether a message arrived: after an unknown outcome it is sent again,

        because a colleague who reads of a lead twice loses less than one who never does.
        """
        if journal.progress.get("sent"):
            return
        heading = params.get("text")
        chat = self._chat(str(params["chat"]))
        await journal.attempting("message")
        await self._messenger.send(chat, message(lead, str(heading) if heading else lead.title))
        await journal.reached(sent=True)

    def _chat(self, name: str) -> int:
        chat = self._chats.get(name.upper(), self._fallback)
        if chat is None:
            variable = f"TELEGRAM_CHAT_{name.upper()}"
            raise PermanentFailure(
                f"{variable} is not set, nor is ADMIN_CHAT_ID",
                advice=f"Укажите в настройках {variable}: номер чата, куда присылать заявки.",
            )
        return chat
