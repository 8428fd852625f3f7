"""Methods that put a message into a chat: sendMessage, sendPhoto, sendDocument, sendMediaGroup, sendChatAction."""

from engine.botapi.call import Call
from engine.botapi.changes import Kind
from engine.botapi.errors import bad_request
from engine.botapi.fields import (
    as_array,
    as_object,
    decode,
    optional_flag,
    required_integer,
)
from engine.botapi.files import document_of, given_file, photo_of
from engine.botapi.formatting import Formatted
from engine.botapi.keyboards import ForceReply, InlineKeyboard, Markup, RemoveKeyboard, ReplyKeyboard
from engine.botapi.markup import parse_markup
from engine.botapi.media import media_content, new_album_id, read_media
from engine.botapi.state import Chat, Content, Document, Message, Photo, Text
from engine.botapi.texts import CAPTION_UNITS, TEXT_UNITS, caption_text, message_text
from engine.core.values import Json

ALBUM_LIMIT = 10
ACTIONS = frozenset({
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "record_audio",
    "upload_audio", "upload_document", "choose_sticker", "pick_up_location", "find_location",
    "record_video_note", "upload_video_note",
})  # fmt: skip


def send_message(call: Call) -> Json:
    text = message_text(call.query)
    markup = parse_markup(call.query.text("reply_markup"))
    chat = call.writable_chat()
    if text.units > TEXT_UNITS:
        raise bad_request("Message is too long")
    return call.message(_deliver(call, chat, Text(text), markup))


def send_photo(call: Call) -> Json:
    given = given_file(call.query, "photo", call.query.text("photo"))
    if given is None:
        raise bad_request("There is no photo in the request")
    caption = caption_text(call.query)
    markup = parse_markup(call.query.text("reply_markup"))
    chat = call.writable_chat()
    check_caption(caption)
    return call.message(_deliver(call, chat, Photo(photo_of(call, given), caption), markup))


def send_document(call: Call) -> Json:
    given = given_file(call.query, "document", call.query.text("document"))
    if given is None:
        raise bad_request("There is no document in the request")
    caption = caption_text(call.query)
    markup = parse_markup(call.query.text("reply_markup"))
    chat = call.writable_chat()
    check_caption(caption)
    return call.message(_deliver(call, chat, Document(document_of(call, given), caption), markup))


def send_media_group(call: Call) -> Json:
    items = as_array(decode(call.query.required("media"), "media"), "Expected an Array of InputMedia")
    album = [read_media(call.query, item) for item in items]
    chat = call.writable_chat()
    if not album:
        raise bad_request("There are no messages to send")
    if len(album) > ALBUM_LIMIT:
        raise bad_request("Too many messages to send as an album")
    for media in album:
        check_caption(media.caption)
    contents = [media_content(call, media) for media in album]
    if len({type(content) for content in contents}) > 1:
        raise bad_request("Document can't be mixed with other media types")
    album_id = new_album_id(call.state) if len(contents) > 1 else None
    return [call.message(_deliver(call, chat, content, None, album_id)) for content in contents]


def send_chat_action(call: Call) -> Json:
    action = call.query.text("action")
    if action not in ACTIONS:
        raise bad_request("Wrong parameter action in request")
    chat = call.writable_chat()
    chat.actions.append((action, call.now))
    call.tell(Kind.ACTION, chat)
    return True


def check_caption(caption: Formatted) -> None:
    if caption.units > CAPTION_UNITS:
        raise bad_request("Message caption is too long")


def _deliver(call: Call, chat: Chat, content: Content, markup: Markup | None, album_id: str | None = None) -> Message:
    """Put the message into the chat; the client's keyboard changes with it."""
    reply_to = _replied(call, chat)
    call.bot.last_message_id += 1
    message = Message(
        id=call.bot.last_message_id,
        chat_id=chat.id,
        from_bot=True,
        date=call.now,
        content=content,
        markup=markup,
        album_id=album_id,
        reply_to=reply_to,
        protected=call.query.flag("protect_content"),
    )
    chat.messages[message.id] = message
    match markup:
        case ReplyKeyboard():
            chat.keyboard, chat.keyboard_folded = markup, False
        case RemoveKeyboard():
            chat.keyboard = None
        case InlineKeyboard() | ForceReply() | None:
            pass
    call.tell(Kind.SENT, chat, message.id)
    return message


def _replied(call: Call, chat: Chat) -> int | None:
    """The message of `reply_parameters` or the older `reply_to_message_id`."""
    if source := call.query.text("reply_parameters"):
        fields = as_object(decode(source, "reply parameters"), "Object expected as reply parameters")
        wanted = required_integer(fields, "message_id") if fields else 0
        optional = optional_flag(fields, "allow_sending_without_reply")
    else:
        wanted = call.query.message_id("reply_to_message_id")
        optional = call.query.flag("allow_sending_without_reply")
    if wanted <= 0 or wanted in chat.messages:
        return wanted if wanted > 0 else None
    if optional:
        return None
    raise bad_request("message to be replied not found")
