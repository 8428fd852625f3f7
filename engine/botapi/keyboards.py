"""What may stand under a message or in place of the client's keyboard."""

from dataclasses import dataclass

from engine.core.values import Json


@dataclass(frozen=True, slots=True)
class InlineButton:
    text: str
    #: The Bot API's field: callback_data, url, web_app, copy_text …
    action: str
    value: Json
    style: str = ""

    @property
    def data(self) -> str | None:
        """What a tap sends to the bot; None for a button that is no callback."""
        return self.value if self.action == "callback_data" and isinstance(self.value, str) else None

    def fields(self) -> dict[str, Json]:
        return {"text": self.text, self.action: self.value} | ({"style": self.style} if self.style else {})


@dataclass(frozen=True, slots=True)
class ReplyButton:
    text: str
    #: The Bot API's field: request_contact, request_location …; None for a button that sends its text.
    request: str | None = None


@dataclass(frozen=True, slots=True)
class InlineKeyboard:
    rows: tuple[tuple[InlineButton, ...], ...]

    def fields(self) -> dict[str, Json]:
        return {"inline_keyboard": [[button.fields() for button in row] for row in self.rows]}


@dataclass(frozen=True, slots=True)
class ReplyKeyboard:
    rows: tuple[tuple[ReplyButton, ...], ...]
    resize: bool = False
    one_time: bool = False
    persistent: bool = False
    placeholder: str = ""

    @property
    def buttons(self) -> tuple[ReplyButton, ...]:
        return tuple(button for row in self.rows for button in row)


@dataclass(frozen=True, slots=True)
class RemoveKeyboard:
    """The docked keyboard goes."""


@dataclass(frozen=True, slots=True)
class ForceReply:
    placeholder: str = ""


type Markup = InlineKeyboard | ReplyKeyboard | RemoveKeyboard | ForceReply
