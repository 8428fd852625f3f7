"""A person at a Telegram client: what they can do to a bot, and what they see of it."""

from collections.abc import Sequence

from engine.botapi.buttons import ClientRefuses, NoSuchButton, Place, at_place, by_data, by_label, docked
from engine.botapi.changes import Kind
from engine.botapi.entities import unit_slice
from engine.botapi.errors import ApiError
from engine.botapi.files import add_file, add_photo
from engine.botapi.formatting import NOTHING, Formatted, formatted
from engine.botapi.images import plain_picture
from engine.botapi.incoming import Incoming
from engine.botapi.keyboards import ReplyButton
from engine.botapi.media import new_album_id
from engine.botapi.query import Upload
from engine.botapi.state import Contact, Content, Document, File, Photo, Sticker, Text
from engine.botapi.texts import TEXT_UNITS
from engine.botapi.views import ChatView, MessageView, Tap, message_view

SOMEBODY_ELSE = Contact("79990000000", "Другой")


class EmulatedUser:
    """Actions put updates into the bot's queue and return what the client then shows."""

    def __init__(self, incoming: Incoming) -> None:
        self._incoming = incoming

    @property
    def id(self) -> int:
        return self._incoming.user.id

    @property
    def chat(self) -> ChatView:
        """What the client sees now."""
        return ChatView(self._incoming.bot, self._incoming.user, self._incoming.clock)

    async def send_text(self, text: str) -> MessageView:
        """Type and send; more than 4096 units go as several messages, of which the last is returned."""
        whole = _said(text)
        if whole.units <= TEXT_UNITS:
            return self._send(Text(whole))
        starts = range(0, whole.units, TEXT_UNITS)
        parts = [unit_slice(whole.text, start, start + TEXT_UNITS) for start in starts]
        return [self._send(Text(_said(part))) for part in parts][-1]

    async def send_photo(self, content: bytes | None = None, caption: str = "") -> MessageView:
        """A picture of one's own, or a made-up one."""
        return self._send(Photo(self._photo(content), _caption(caption)))

    async def send_album(self, photos: int | Sequence[bytes | None] = 2, caption: str = "") -> list[MessageView]:
        """Several pictures at once: separate messages of one media_group_id, the caption on the first."""
        contents = [None] * photos if isinstance(photos, int) else list(photos)
        album_id = new_album_id(self._incoming.state)
        captions = [_caption(caption), *[NOTHING] * len(contents)]
        pairs = zip(contents, captions, strict=False)
        return [self._send(Photo(self._photo(content), said), album_id) for content, said in pairs]

    async def send_document(
        self, content: bytes = b"%PDF-1.4\n", name: str = "document.pdf", mime: str = "", caption: str = ""
    ) -> MessageView:
        return self._send(Document(self._file("document", Upload(name, content, mime)), _caption(caption)))

    async def send_sticker(self, emoji: str = "👍") -> MessageView:
        picture = Upload("sticker.webp", plain_picture(), "image/webp")
        return self._send(Sticker(self._file("sticker", picture), emoji))

    async def share_contact(self, phone: str | None = None, *, own: bool = True) -> MessageView:
        """One's own contact, as the request button sends it, or somebody else's."""
        user = self._incoming.user
        if own:
            return self._send(Contact(phone or user.phone, user.first_name, user.last_name, user.id))
        return self._send(Contact(phone or SOMEBODY_ELSE.phone, SOMEBODY_ELSE.first_name))

    async def edit_text(self, message_id: int, text: str) -> MessageView:
        """Edit a text of one's own."""
        message = self._incoming.chat.messages.get(message_id)
        if message is None or message.from_bot or not isinstance(message.content, Text):
            raise ClientRefuses(f"message {message_id} is no text of one's own")
        return message_view(self._incoming.edit(message, Text(_said(text))))

    async def delete(self, message_id: int) -> None:
        """Delete a message for both sides; the bot is not told."""
        if self._incoming.chat.messages.pop(message_id, None) is None:
            raise ClientRefuses(f"there is no message {message_id}")
        self._incoming.tell(Kind.DELETED, message_id)

    async def tap(
        self,
        button: str | None = None,
        *,
        message_id: int | None = None,
        row: int | None = None,
        column: int = 0,
        data: str | None = None,
    ) -> Tap | MessageView:
        """Tap a button: by its label, by its place in a message (counted from 0), or by callback data.

        A label is looked for on the bot's last message, on the docked keyboard (which sends a message), then on
        older messages, newest first. Data that no button carries is sent all the same: a forged callback.
        """
        chat = self.chat
        if data is not None:
            place = by_data(chat, data, message_id)
            return Tap(self._incoming.callback(place, data))
        if row is not None:
            return self._touch(at_place(chat, message_id, row, column))
        if button is None:
            raise ClientRefuses("say which button: a label, a row or callback data")
        found = by_label(chat, button, message_id)
        return self._press(found) if isinstance(found, ReplyButton) else self._touch(found)

    async def press(self, button: str) -> MessageView:
        """Press a button of the docked keyboard by its label."""
        found = docked(self.chat, button)
        if found is None:
            keyboard = self.chat.keyboard
            raise NoSuchButton(button, [one.text for one in keyboard.buttons] if keyboard else [])
        return self._press(found)

    def open(self) -> None:
        """Let the bot write first, as if the user had started it long ago."""
        self._incoming.chat.opened = True

    async def block(self) -> None:
        self._incoming.member(blocked=True)

    async def unblock(self) -> None:
        self._incoming.member(blocked=False)

    def _touch(self, place: Place) -> Tap:
        if place.button.data is None:
            raise ClientRefuses(f"button {place.button.text!r} is no callback: {place.button.action}")
        return Tap(self._incoming.callback(place.message_id, place.button.data))

    def _press(self, button: ReplyButton) -> MessageView:
        chat = self._incoming.chat
        chat.keyboard_folded = chat.keyboard is not None and chat.keyboard.one_time
        user = self._incoming.user
        match button.request:
            case None:
                return self._send(Text(_said(button.text)))
            case "request_contact":
                return self._send(Contact(user.phone, user.first_name, user.last_name, user.id))
            case request:
                raise ClientRefuses(f"{request} is not emulated")

    def _send(self, content: Content, album_id: str | None = None) -> MessageView:
        if self._incoming.chat.blocked:
            raise ClientRefuses("the bot is blocked; unblock it first")
        return message_view(self._incoming.message(content, album_id))

    def _photo(self, content: bytes | None) -> tuple[File, ...]:
        state, bot = self._incoming.state, self._incoming.bot
        picture = plain_picture(state.serial) if content is None else content
        try:
            return add_photo(state, bot, Upload("photo.jpg", picture, "image/jpeg"))
        except ApiError as refusal:
            raise ClientRefuses(f"this is no picture: {refusal.description}") from None

    def _file(self, kind: str, upload: Upload) -> File:
        try:
            return add_file(self._incoming.state, self._incoming.bot, kind, upload)
        except ApiError as refusal:
            raise ClientRefuses(f"this cannot be sent: {refusal.description}") from None


def _said(text: str) -> Formatted:
    try:
        return formatted(text)
    except ApiError as refusal:
        raise ClientRefuses(f"this cannot be sent: {refusal.description}") from None


def _caption(text: str) -> Formatted:
    return formatted(text, allow_empty=True)
