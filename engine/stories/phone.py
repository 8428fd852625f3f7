"""The client's Telegram: what they do there, and what the bot has shown since."""

from engine.botapi.buttons import ClientRefuses
from engine.botapi.changes import Change, Kind
from engine.botapi.emulator import Emulator
from engine.botapi.views import plain_label
from engine.core.model import Project
from engine.stories.failure import Untrue, listed
from engine.stories.words import label

#: Who every story is about.
CLIENT = 1001
NAME = "Иван"
NUMBER = "79161234567"

#: A list longer than this is not turned to its end.
PAGES = 50


class Phone:
    def __init__(self, telegram: Emulator, project: Project, client: int = CLIENT) -> None:
        self._telegram = telegram
        self._client = client
        language = project.bot.languages[0]
        self.user = telegram.user(client, first_name=NAME, language_code=language, phone=NUMBER)
        self._changed: dict[int, None] = {}
        self._toasts = 0
        telegram.listen(self._note)

    def _note(self, change: Change) -> None:
        shown = change.kind in (Kind.SENT, Kind.EDITED) and change.chat_id == self._client
        if shown and change.message_id is not None:
            self._changed[change.message_id] = None

    def begin(self) -> None:
        """The client is about to do something: what was shown before is old."""
        self._changed.clear()
        self._toasts = len(self.user.chat.toasts)

    def said(self) -> list[str]:
        """Texts the bot has sent or changed since, notices over the chat included."""
        messages = {message.id: message for message in self.user.chat.messages if message.from_bot}
        texts = [messages[id].text for id in self._changed if id in messages]
        return [*texts, *(toast.text for toast in self.user.chat.toasts[self._toasts :])]

    def labels(self) -> list[str]:
        """Buttons of the last screen: under the bot's last message and in place of the keyboard."""
        return [*self._inline(), *(plain_label(text) for text in self._docked())]

    def _inline(self) -> list[str]:
        try:
            return self.user.chat.last.labels
        except LookupError:
            return []

    def _docked(self) -> list[str]:
        keyboard = self.user.chat.keyboard
        return [button.text for button in keyboard.buttons] if keyboard else []

    def has(self, wanted: str) -> bool:
        return any(label(one) == label(wanted) for one in self.labels())

    async def tap(self, wanted: str) -> None:
        """Tap the button with these words on the last screen."""
        last = self.user.chat.last if self._inline() else None
        for row, buttons in enumerate(last.buttons if last else ()):
            for column, button in enumerate(buttons):
                if label(button.text) == label(wanted) and last is not None:
                    await self._touch(last.id, row, column)
                    return
        docked = next((text for text in self._docked() if label(plain_label(text)) == label(wanted)), None)
        if docked is None:
            raise Untrue(no_button(wanted, self.labels()))
        await self.user.press(docked)

    async def _touch(self, message: int, row: int, column: int) -> None:
        try:
            await self.user.tap(message_id=message, row=row, column=column)
        except ClientRefuses:
            raise Untrue("эта кнопка открывает ссылку, бот о нажатии не узнаёт") from None

    async def share(self, number: str | None) -> None:
        """Press the button that sends one's own number."""
        keyboard = self.user.chat.keyboard
        asking = [one for one in keyboard.buttons if one.request == "request_contact"] if keyboard else []
        if not asking:
            raise Untrue(f"бот сейчас не просит номер, кнопки: {listed(self.labels())}")
        if number is not None:
            self._telegram.user(self._client, phone="".join(digit for digit in number if digit.isdigit()))
        await self.user.press(asking[0].text)

    async def send_photos(self, count: int) -> None:
        if count == 1:
            await self.user.send_photo()
        else:
            await self.user.send_album(count)

    def speak(self, language: str) -> None:
        self._telegram.user(self._client, language_code=language)


def no_button(wanted: str, there: list[str]) -> str:
    return f"нет кнопки «{wanted}», есть: {listed([label(one) for one in there])}"
