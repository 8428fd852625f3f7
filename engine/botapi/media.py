"""InputMedia objects: what an album and editMessageMedia are made of."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.botapi.call import Call
from engine.botapi.errors import ApiError, bad_request, within
from engine.botapi.fields import as_object, optional_string, required_string
from engine.botapi.files import document_of, given_file, photo_of
from engine.botapi.formatting import Formatted
from engine.botapi.query import Query, Upload
from engine.botapi.state import Document, Photo, State
from engine.botapi.texts import media_caption

EMULATED = frozenset({"photo", "document"})
#: Known to Telegram, absent here.
OTHERS = frozenset({"animation", "audio", "live_photo", "video"})
FIRST_ALBUM = 13_000_000_000_000_000


@dataclass(frozen=True, slots=True)
class InputMedia:
    kind: str
    given: Upload | str
    caption: Formatted


def read_media(query: Query, item: object) -> InputMedia:
    try:
        return _read(query, as_object(item, "expected an Object"))
    except ApiError as wrong:
        raise within("InputMedia", wrong) from None


def media_content(call: Call, media: InputMedia) -> Photo | Document:
    if media.kind == "photo":
        return Photo(photo_of(call, media.given), media.caption)
    return Document(document_of(call, media.given), media.caption)


def new_album_id(state: State) -> str:
    return str(FIRST_ALBUM + state.next_serial())


def _read(query: Query, fields: Mapping[str, object]) -> InputMedia:
    caption = media_caption(fields)
    given = given_file(query, "", optional_string(fields, "media"))
    if given is None:
        raise bad_request("media not found")
    kind = required_string(fields, "type")
    if kind not in EMULATED:
        raise bad_request(f'type "{kind}" is {"not emulated" if kind in OTHERS else "unsupported"}')
    return InputMedia(kind, given, caption)
