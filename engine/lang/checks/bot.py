"""bot.yaml: service texts keep their places, times and addresses can be used."""

from collections.abc import Iterator, Mapping

from engine.core.phrases import TEXTS
from engine.core.texts import Template
from engine.lang.checks.scope import Scope
from engine.lang.diagnostics import Diagnostic
from engine.lang.document import mapping
from engine.lang.fields import Field, service_texts, versions
from engine.lang.near import nearest

#: Bot API, setMyCommands: a description has 1–256 characters.
MAX_COMMAND = 256
#: The engine's places in the reminder's text.
_REMINDER = ("flow", "left")


def service_places(scope: Scope) -> Iterator[Diagnostic]:
    """A service text names only what the engine puts into it."""
    for path, value in service_texts(scope.bot):
        allowed = _places(str(path[-1])) if path[0] == "texts" else _REMINDER
        for place_path, text in versions(Field(scope.bot.source, path, value, "message")):
            for place in Template.parse(text).places:
                if place.name not in allowed:
                    at = scope.bot.source.inside(place_path, place.offset, len(place.name) + 2)
                    near = nearest(place.name, allowed)
                    known = ", ".join(f"{{{name}}}" for name in allowed)
                    variant = "service_near" if near else "service" if allowed else "static"
                    args = {"name": place.name, "near": near or "", "known": known}
                    finding = scope.bot.source.error("CQ303", place_path, variant, at=at, **args)
                    yield finding.mended(f"{{{near}}}") if near else finding


def _places(key: str) -> tuple[str, ...]:
    words: Mapping[str, str] = TEXTS.get(key, {})
    return tuple(place.name for place in Template.parse(words.get("ru", "")).places)


def timezone(scope: Scope) -> Iterator[Diagnostic]:
    """The time zone exists."""
    name = scope.bot.raw.get("timezone")
    if isinstance(name, str) and name:
        from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            yield scope.bot.source.error("CQ102", ("timezone",), "timezone", value=str(name))


def commands(scope: Scope) -> Iterator[Diagnostic]:
    """Telegram takes the commands' descriptions."""
    for key, value in mapping(scope.bot.raw.get("commands")).items():
        for path, text in versions(Field(scope.bot.source, ("commands", key), value, "line")):
            if len(text) > MAX_COMMAND:
                yield scope.bot.source.error("CQ511", path, size=str(len(text)), limit=str(MAX_COMMAND))


def policy(scope: Scope) -> Iterator[Diagnostic]:
    """The policy's address opens in a browser."""
    address = mapping(scope.bot.raw.get("consent")).get("policy")
    if isinstance(address, str) and address and not address.startswith(("https://", "http://")):
        yield scope.bot.source.error("CQ509", ("consent", "policy"), value=str(address))


def missing_bot(scope: Scope) -> Iterator[Diagnostic]:
    """Flows live beside a bot.yaml."""
    if not scope.bot_there and scope.flows:
        source = scope.flows[0].source
        yield source.error("CQ907", (), at=source.owner(()))
