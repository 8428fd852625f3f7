"""What a control request says: a JSON object or a form, with files."""

import json
from base64 import b64decode
from collections.abc import Mapping, Sequence

from aiohttp import web


class WrongRequest(Exception):
    """The body or the address is not what the action takes."""


class Body:
    """The JSON object or form of a control request, with files."""

    def __init__(self, fields: Mapping[str, object], files: Sequence[tuple[str, bytes]]) -> None:
        self.fields = fields
        #: (name, content) in the order they came.
        self.files = files

    def text(self, name: str) -> str | None:
        value = self.fields.get(name)
        if value is None or isinstance(value, str):
            return value
        raise WrongRequest(f"`{name}` must be a string")

    def number(self, name: str) -> int | None:
        value = self.fields.get(name)
        if value is None or value == "":
            return None
        try:
            return int(str(value))
        except ValueError:
            raise WrongRequest(f"`{name}` must be a whole number") from None

    def flag(self, name: str, default: bool) -> bool:
        value = self.fields.get(name, default)
        return value if isinstance(value, bool) else str(value).lower() in ("1", "true", "yes")

    def contents(self) -> list[bytes]:
        """Uploaded files, or base64 in `content` (one) or `contents` (several)."""
        given = self.fields.get("contents", self.fields.get("content"))
        listed = given if isinstance(given, list) else [] if given is None else [given]
        try:
            decoded = [b64decode(str(one), validate=True) for one in listed]
        except ValueError:
            raise WrongRequest("`content` must be base64") from None
        return [content for _, content in self.files] + decoded


async def read_body(request: web.Request) -> Body:
    if request.content_type.startswith(("multipart/", "application/x-www-form-urlencoded")):
        form = await request.post()
        files = [(one.filename, one.file.read()) for one in form.values() if isinstance(one, web.FileField)]
        return Body({name: value for name, value in form.items() if isinstance(value, str)}, files)
    source = await request.text()
    try:
        fields = json.loads(source) if source.strip() else {}
    except ValueError:
        raise WrongRequest("the body is no JSON") from None
    if not isinstance(fields, dict):
        raise WrongRequest("the body must be a JSON object")
    return Body(fields, ())
