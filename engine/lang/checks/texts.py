"""Texts: places that can be filled, languages complete, markup Telegram takes, lengths it allows."""

import re
from collections.abc import Iterator
from functools import partial
from itertools import islice

from engine.core.texts import PLACE, Place, Template
from engine.lang import fields
from engine.lang.checks.scope import Scope
from engine.lang.diagnostics import Diagnostic, Path, Span
from engine.lang.document import FlowDocument
from engine.lang.fields import Field, versions
from engine.lang.markup import MAX_CAPTION, MAX_MESSAGE, broken, units
from engine.lang.names import unusable
from engine.lang.near import nearest
from engine.lang.scalars import Data

#: A longer word on a button is cut on a phone.
MAX_BUTTON = 40
#: Of one text, so many places are told about.
MOST_TOLD = 20


def places(scope: Scope) -> Iterator[Diagnostic]:
    """`{…}` names an earlier answer; whether it is always there, `gaps` tells."""
    for flow in scope.flows:
        for field in filled_texts(scope, flow):
            for path, text in versions(field):
                found = (_place(flow, field, path, text, place) for place in Template.parse(text).places)
                yield from islice(filter(None, found), MOST_TOLD)


def unfilled_places(scope: Scope) -> Iterator[Diagnostic]:
    """Texts that nothing is put into have no `{…}`."""
    for field, path, text in scope.versions:
        for place in () if field.filled else Template.parse(text).places[:MOST_TOLD]:
            yield field.source.error("CQ303", path, "static", at=at_place(field, path, text, place), name=place.name)


def lone_braces(scope: Scope) -> Iterator[Diagnostic]:
    """A brace has its partner: the client would see what was to be an answer."""
    of_hooks = [
        (field, place, text)
        for flow in scope.flows
        for source, path, raw in scope.hook_entries(flow)
        for name, params in raw.items()
        if name != "if"
        for field in fields.of_hook(source, (*path, name), params, flow, None)
        for place, text in versions(field)
    ]
    named = {item.name for flow in scope.flows for item in flow.items}
    for field, path, text in (*scope.versions, *of_hooks):
        if "{" not in text and "}" not in text:
            continue
        doubled = re.search(r"\{\{\s*(\w+)[^{}]*\}\}", text)
        if doubled is not None and doubled[1] in named:
            at = field.source.inside(path, doubled.start(), len(doubled[0]))
            yield field.source.warning("CQ303", path, "doubled", at=at, name=doubled[1])
            continue
        found = re.search(r"[{}]", PLACE.sub(lambda place: " " * len(place[0]), text))
        if found is not None:
            at = field.source.inside(path, found.start(), 1)
            variant = "opened" if found[0] == "{" else "closed"
            yield field.source.warning("CQ303", path, variant, at=at)


def languages(scope: Scope) -> Iterator[Diagnostic]:
    """A text by language has every language of the bot, and no other."""
    declared = scope.bot.languages
    for field in scope.texts:
        value = field.value
        if isinstance(value, dict):
            for code in value:
                if code not in declared:
                    path = (*field.path, code)
                    yield field.source.error(
                        "CQ301", path, "unknown", at=field.source.key(path), code=code, known=", ".join(declared)
                    )
            missing = [code for code in declared if code not in value]
            if missing and any(code in declared for code in value):
                yield field.source.error(
                    "CQ301", field.path, at=field.source.owner(field.path), code=", ".join(missing)
                )
        elif len(declared) > 1 and field.role == "message":
            yield field.source.warning("CQ301", field.path, "plain", code=", ".join(declared[1:]), first=declared[0])


def empty_texts(scope: Scope) -> Iterator[Diagnostic]:
    """A text says something."""
    for field, path, text in scope.versions:
        if text and not text.strip():
            yield field.source.error("CQ305", path)


def markup(scope: Scope) -> Iterator[Diagnostic]:
    """Messages are HTML Telegram takes."""
    for field, path, text in scope.versions:
        found = broken(text) if field.role == "message" else None
        if found is not None:
            at = field.source.inside(path, found.offset, found.length)
            yield field.source.error("CQ304", path, found.reason, at=at, tag=found.tag)


def lengths(scope: Scope) -> Iterator[Diagnostic]:
    """A message fits into Telegram's limit, a button's word onto a phone."""
    for field, path, text in scope.versions:
        if field.role == "message" and (size := units(text)) > MAX_MESSAGE:
            yield field.source.error("CQ502", path, size=str(size), limit=str(MAX_MESSAGE))
        if field.role == "button" and len(text) > MAX_BUTTON:
            yield field.source.warning("CQ506", path, size=str(len(text)), limit=str(MAX_BUTTON))


def captions(scope: Scope) -> Iterator[Diagnostic]:
    """A question with a picture fits under it."""
    for item in scope.written_items:
        if "photo" not in item.raw or item.kind != "ask":
            continue
        size = sum(units(_longest(item.raw[key])) for key in ("ask", "hint") if key in item.raw)
        if size > MAX_CAPTION:
            yield item.source.error("CQ503", (*item.path, "ask"), size=str(size), limit=str(MAX_CAPTION))


def pictures(scope: Scope) -> Iterator[Diagnostic]:
    """A question's picture is an address a browser opens or a file beside the flow."""
    for item in scope.written_items:
        photo = item.raw.get("photo")
        if item.kind != "ask" or not isinstance(photo, str) or not photo or photo.startswith(("http://", "https://")):
            continue
        path, name = (*item.path, "photo"), str(photo)
        if "://" in name or name.startswith("www."):
            yield item.source.error("CQ509", path, value=name)
        elif scope.beside is not None and name not in scope.beside:
            near = nearest(name, scope.beside)
            finding = item.source.error("CQ512", path, "near" if near else "", name=name, near=near or "")
            yield finding.mended(near) if near else finding


def filled_texts(scope: Scope, flow: FlowDocument) -> Iterator[Field]:
    """Texts of a flow that answers are put into."""
    for position, item in flow.placed:
        yield from (field for field in fields.of_item(item, position) if field.filled)
    yield from (field for field in fields.of_flow(flow) if field.filled)
    for source, path, raw in scope.hook_entries(flow):
        condition = ((*path, "if"), raw["if"]) if "if" in raw else None
        for name, params in raw.items():
            if name != "if":
                yield from fields.of_hook(source, (*path, name), params, flow, condition)


def _place(flow: FlowDocument, field: Field, path: Path, text: str, place: Place) -> Diagnostic | None:
    """What is wrong with one `{…}`, if anything."""
    at = partial(at_place, field, path, text, place)
    return unusable(flow, field.source, path, place.name, field.position, at=at, code="CQ303")


def at_place(field: Field, path: Path, text: str, place: Place) -> Span:
    """Where one `{…}` of a text stands."""
    end = text.find("}", place.offset)
    return field.source.inside(path, place.offset, end + 1 - place.offset)


def _longest(value: Data) -> str:
    words = value.values() if isinstance(value, dict) else [value]
    return max((str(word) for word in words), key=len, default="")
