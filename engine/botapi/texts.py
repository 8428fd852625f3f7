"""Texts and captions out of parameters: parse mode or explicit entities, lengths in UTF-16 units."""

from collections.abc import Mapping
from dataclasses import replace

from engine.botapi.entities import Entity
from engine.botapi.errors import ApiError, bad_request, within
from engine.botapi.fields import as_object, decode, optional_string, required_integer, required_string
from engine.botapi.formatting import CONTINUOUS, QUOTES, STYLES, Formatted, formatted
from engine.botapi.html import parse_html
from engine.botapi.links import WrongLink, check_link, explain, user_of_link
from engine.botapi.query import Query

TEXT_UNITS = 4096
CAPTION_UNITS = 1024
#: The Bot API server looks no further than this.
SOURCE_BYTES = 2**15
MARKDOWN = frozenset({"markdown", "markdownv2"})
#: Entities that Telegram finds by itself; a bot's own are passed over.
FOUND = CONTINUOUS - {"code", "pre", "text_link", "text_mention", "custom_emoji"}


def message_text(query: Query) -> Formatted:
    """The `text` parameter."""
    if not query.text("text"):
        raise bad_request("Message text is empty")
    return _formatted(query.text("text"), query.text("parse_mode"), _listed(query, "entities"))


def caption_text(query: Query) -> Formatted:
    """The `caption` parameter; empty when absent."""
    entities = _listed(query, "caption_entities")
    return _formatted(query.text("caption"), query.text("parse_mode"), entities, allow_empty=True)


def media_caption(media: Mapping[str, object]) -> Formatted:
    """The caption inside an InputMedia object."""
    source, mode = optional_string(media, "caption"), optional_string(media, "parse_mode")
    return _formatted(source, mode, media.get("caption_entities"), allow_empty=True)


def _listed(query: Query, name: str) -> object:
    """Entities that are no JSON count as none given, as on the server."""
    try:
        return decode(query.text(name), name) if query.text(name) else None
    except ApiError:
        return None


def _formatted(source: str, mode: str, entities: object, *, allow_empty: bool = False) -> Formatted:
    if len(source.encode("utf-8", "surrogatepass")) > SOURCE_BYTES:
        raise bad_request("Text is too long")
    mode = mode.lower()
    if not source or mode in ("", "none"):
        marks = [_entity(item) for item in entities] if isinstance(entities, list) else []
        return formatted(source, [mark for mark in marks if mark is not None], allow_empty=allow_empty)
    if mode in MARKDOWN:
        raise bad_request("parse_mode Markdown is not emulated, use HTML")
    if mode != "html":
        raise bad_request("Unsupported parse_mode")
    text, found = parse_html(source)
    return formatted(text, found, allow_empty=allow_empty)


def _entity(item: object) -> Entity | None:
    try:
        return _read_entity(item)
    except ApiError as wrong:
        raise within("MessageEntity", wrong) from None


def _read_entity(item: object) -> Entity | None:
    fields = as_object(item, "expected an Object")
    span = Entity("", required_integer(fields, "offset"), required_integer(fields, "length"))
    match required_string(fields, "type"):
        case "":
            raise bad_request("Type is not specified")
        case "pre":
            return replace(span, type="pre", language=optional_string(fields, "language") or None)
        case "text_link":
            return _link(span, required_string(fields, "url"))
        case "text_mention":
            user = as_object(fields.get("user"), 'Can\'t find field "user"')
            return replace(span, type="text_mention", user_id=required_integer(user, "id"))
        case "custom_emoji":
            emoji = required_string(fields, "custom_emoji_id")
            return replace(span, type="custom_emoji", custom_emoji_id=emoji)
        case kind if kind in FOUND:
            return None
        case kind if kind == "code" or kind in QUOTES or kind in STYLES:
            return replace(span, type=kind)
        case _:
            raise bad_request("Unsupported type specified")


def _link(span: Entity, link: str) -> Entity:
    user_id = user_of_link(link)
    if user_id is not None:
        return replace(span, type="text_mention", user_id=user_id)
    url = check_link(link)
    if isinstance(url, WrongLink):
        raise bad_request(f"Entity {explain(link, url)}")
    return replace(span, type="text_link", url=url)
