"""Files a bot or a user brings, and files named by identifier."""

import hashlib
import mimetypes
from base64 import urlsafe_b64encode

from engine.botapi.call import Call
from engine.botapi.errors import bad_request
from engine.botapi.images import Size, image_size
from engine.botapi.query import Query, Upload
from engine.botapi.state import Bot, Document, File, Photo, State, Sticker
from engine.botapi.wire import file_object
from engine.core.values import Json

#: Telegram makes these sizes of a picture, by the longer side, and keeps nothing larger than the last.
PHOTO_SIDES = (90, 320, 800, 1280)
PHOTO_BYTES = 10 * 2**20
DOWNLOAD_BYTES = 20 * 2**20
SIDES_LIMIT = 10_000
RATIO_LIMIT = 20
#: How identifiers of each kind begin on Telegram.
PREFIXES = {"photo": "AgACAgI", "document": "BQACAgI", "sticker": "CAACAgI"}
EXTENSIONS = {"photo": ".jpg", "sticker": ".webp"}
WRONG_IDENTIFIER = "wrong file identifier/HTTP URL specified"


def given_file(query: Query, name: str, value: str) -> Upload | str | None:
    """What a parameter names: a file in the request, an identifier, or nothing."""
    if value.startswith("attach://"):
        return query.files.get(value.removeprefix("attach://"))
    return value or query.files.get(name)


def photo_of(call: Call, given: Upload | str) -> tuple[File, ...]:
    """The sizes of an uploaded picture or of one sent before."""
    if isinstance(given, Upload):
        return add_photo(call.state, call.bot, given)
    known = _known(call.bot, given, "photo")
    stem = known.unique_id.rpartition("-")[0]
    return tuple(file for file in call.bot.files.values() if file.unique_id.rpartition("-")[0] == stem)


def document_of(call: Call, given: Upload | str) -> File:
    if isinstance(given, Upload):
        return add_file(call.state, call.bot, "document", given)
    return _known(call.bot, given, "document")


def add_photo(state: State, bot: Bot, upload: Upload) -> tuple[File, ...]:
    if not upload.content:
        raise bad_request("File must be non-empty")
    if len(upload.content) > PHOTO_BYTES:
        raise bad_request(
            f'File "{upload.name}" of size {len(upload.content)} bytes is too big for a photo; '
            f"the maximum size is {PHOTO_BYTES} bytes"
        )
    size = image_size(upload.content)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    long, short = max(size.width, size.height), min(size.width, size.height)
    if long + short > SIDES_LIMIT or long > RATIO_LIMIT * short:
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    sides = [side for side in PHOTO_SIDES if side < long] + [min(long, PHOTO_SIDES[-1])]
    number = state.next_serial()
    return tuple(_stored(bot, "photo", f"{number}-{side}", upload, size.fitted(side)) for side in dict.fromkeys(sides))


def add_file(state: State, bot: Bot, kind: str, upload: Upload) -> File:
    if not upload.content:
        raise bad_request("File must be non-empty")
    return _stored(bot, kind, f"{state.next_serial()}-0", upload, None)


def get_file(call: Call) -> Json:
    file_id = call.query.text("file_id")
    if not file_id:
        raise bad_request("file_id not specified")
    file = call.bot.files.get(file_id)
    if file is None:
        raise bad_request("invalid file_id")
    if len(file.content) > DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    return file_object(file)


def file_at(bot: Bot, path: str) -> File | None:
    """The file behind a download address."""
    return next((file for file in bot.files.values() if file.path == path), None)


def shown_file(content: Photo | Document | Sticker) -> File:
    """The file a client would open."""
    return content.sizes[-1] if isinstance(content, Photo) else content.file


def _known(bot: Bot, file_id: str, kind: str) -> File:
    if "://" in file_id:
        # The emulator fetches nothing from the network.
        raise bad_request("failed to get HTTP URL content")
    file = bot.files.get(file_id)
    if file is None:
        raise bad_request(WRONG_IDENTIFIER)
    if file.kind != kind:
        raise bad_request(f"Can't use file of type {file.kind.title()} as {kind.title()}")
    return file


def _stored(bot: Bot, kind: str, number: str, upload: Upload, size: Size | None) -> File:
    secret = hashlib.sha256(f"{bot.id}:{kind}:{number}".encode()).digest()
    code = urlsafe_b64encode(secret).decode().rstrip("=")
    name = upload.name.replace("/", "_")
    guessed = mimetypes.guess_type(name)[0] or "application/octet-stream"
    extension = EXTENSIONS.get(kind) or ("." + name.rpartition(".")[2] if "." in name else "")
    file = File(
        id=PREFIXES[kind] + code + "AAzUE",
        unique_id=f"AQAD{number}",
        kind=kind,
        path=f"{kind}s/file_{number.replace('-', '_')}{extension}",
        content=upload.content,
        size=size,
        name=name,
        mime=upload.mime or guessed,
    )
    bot.files[file.id] = file
    return file
