"""Reading the `reply_markup` parameter, and what Telegram refuses in it.

Follows telegram-bot-api `get_reply_markup` and TDLib `ReplyMarkup.cpp`. The closed server's own limits (8 buttons
in a row, 100 in all, 10 KB) are the figures its users report; what exceeds the first two is cut off in silence.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from engine.botapi.errors import ApiError, bad_request, within
from engine.botapi.fields import (
    as_array,
    as_object,
    decode,
    optional_array,
    optional_flag,
    optional_object,
    optional_string,
    required_string,
)
from engine.botapi.keyboards import (
    ForceReply,
    InlineButton,
    InlineKeyboard,
    Markup,
    RemoveKeyboard,
    ReplyButton,
    ReplyKeyboard,
)
from engine.botapi.links import WrongLink, check_link, explain

ROW_LIMIT = 8
BUTTON_LIMIT = 100
MARKUP_BYTES = 10 * 1024
CALLBACK_BYTES = 64
#: What an inline button may do besides a callback or a link; kept as it came.
OTHER_ACTIONS = (
    "callback_game", "pay", "switch_inline_query", "switch_inline_query_chosen_chat",
    "switch_inline_query_current_chat", "login_url", "web_app", "copy_text",
)  # fmt: skip
OTHER_REQUESTS = ("request_poll", "web_app", "request_users", "request_user", "request_chat")


def parse_markup(source: str) -> Markup | None:
    """The `reply_markup` parameter; None when it is absent or holds no named button."""
    if not source:
        return None
    fields = as_object(decode(source, "reply keyboard markup"), "Object expected as reply markup")
    docked = _rows(fields, "keyboard", 'Field "keyboard" must be an Array of Arrays')
    inline = _rows(
        fields,
        "inline_keyboard",
        'Field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
    )
    if docked:
        return _reply_keyboard(docked, fields)
    if inline:
        return _inline_keyboard(inline)
    if optional_flag(fields, "remove_keyboard") or optional_flag(fields, "hide_keyboard"):
        return RemoveKeyboard()
    if optional_flag(fields, "force_reply"):
        return ForceReply(optional_string(fields, "input_field_placeholder"))
    return None


def inline_only(markup: Markup | None) -> InlineKeyboard | None:
    """The keyboard an edited message may carry."""
    if markup is None or isinstance(markup, InlineKeyboard):
        return markup
    raise bad_request("Inline keyboard expected")


def _rows(fields: Mapping[str, object], name: str, message: str) -> list[Sequence[object]]:
    return [as_array(row, message) for row in optional_array(fields, name) or ()]


def _inline_keyboard(rows: Sequence[Sequence[object]]) -> InlineKeyboard | None:
    read = _each(rows, _inline_button, "inline keyboard button")
    buttons = _shown([[button for button in row if button.text] for row in read])
    _check_size(button.text + (button.data or "") for row in buttons for button in row)
    return InlineKeyboard(tuple(tuple(map(_checked, row)) for row in buttons)) if buttons else None


def _reply_keyboard(rows: Sequence[Sequence[object]], fields: Mapping[str, object]) -> ReplyKeyboard | None:
    read = _each(rows, _reply_button, "keyboard button")
    buttons = _shown([[button for button in row if button.text] for row in read])
    _check_size(button.text for row in buttons for button in row)
    keyboard = ReplyKeyboard(
        tuple(map(tuple, buttons)),
        resize=optional_flag(fields, "resize_keyboard"),
        one_time=optional_flag(fields, "one_time_keyboard"),
        persistent=optional_flag(fields, "is_persistent"),
        placeholder=optional_string(fields, "input_field_placeholder"),
    )
    return keyboard if buttons else None


def _each[T](rows: Sequence[Sequence[object]], read: Callable[[object], T], what: str) -> list[list[T]]:
    try:
        return [[read(item) for item in row] for row in rows]
    except ApiError as wrong:
        raise within(what, wrong) from None


def _shown[T](rows: Iterable[Sequence[T]]) -> list[Sequence[T]]:
    """Rows within the limits; empty ones left out."""
    left = BUTTON_LIMIT
    shown: list[Sequence[T]] = []
    for row in rows:
        kept = row[: min(ROW_LIMIT, left)]
        left -= len(kept)
        if kept:
            shown.append(kept)
    return shown


def _check_size(texts: Iterable[str]) -> None:
    if sum(len(text.encode()) for text in texts) > MARKUP_BYTES:
        raise bad_request("reply markup is too long")


def _inline_button(item: object) -> InlineButton:
    fields = as_object(item, "InlineKeyboardButton must be an Object")
    text, style = required_string(fields, "text"), optional_string(fields, "style")
    if url := optional_string(fields, "url"):
        return InlineButton(text, "url", url, style)
    if data := optional_string(fields, "callback_data"):
        return InlineButton(text, "callback_data", data, style)
    for action in OTHER_ACTIONS:
        match fields.get(action):
            case None:
                continue
            case str() | bool() | dict() as value:
                return InlineButton(text, action, value, style)
            case _:
                raise bad_request(f'Field "{action}" must be of type Object')
    raise bad_request("Text buttons are unallowed in the inline keyboard")


def _checked(button: InlineButton) -> InlineButton:
    """The button as stored, after what TDLib and the server check."""
    if button.data is not None and len(button.data.encode()) > CALLBACK_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if button.action == "url":
        link = str(button.value)
        url = check_link(link)
        if isinstance(url, WrongLink):
            raise bad_request(f"Inline keyboard button {explain(link, url)}")
        return InlineButton(button.text, "url", url, button.style)
    return button


def _reply_button(item: object) -> ReplyButton:
    if isinstance(item, str):
        return ReplyButton(item)
    fields = as_object(item, "KeyboardButton must be a String or an Object")
    text = required_string(fields, "text")
    for request in ("request_contact", "request_location"):
        if optional_flag(fields, request):
            return ReplyButton(text, request)
    for request in OTHER_REQUESTS:
        if optional_object(fields, request) is not None:
            return ReplyButton(text, request)
    return ReplyButton(text)
