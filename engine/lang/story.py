"""A story file: one conversation to be played, with the place of every line of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from engine.core.values import Json
from engine.lang.diagnostics import Place
from engine.lang.document import mapping, sequence
from engine.lang.scalars import Data, Plain, resolved
from engine.lang.source import Source

#: Actions whose value is what YAML takes it for; every other text is raw.
_VALUES = ("photos", "leads", "crm_fails")


@dataclass(frozen=True, slots=True)
class Action:
    """One line of a dialog: what the client does, what should be seen, or what happens around.

    `value` is raw text, except: photos, leads: int; crm_fails: bool; buttons: list of texts; crm: map of texts and
    lists of texts; ai: map with flow (text), confidence (number), answers (map of texts and lists of texts).
    """

    kind: str
    value: Json
    #: The value in the file, where a failure is shown.
    place: Place


@dataclass(frozen=True, slots=True)
class Story:
    """A checked story."""

    title: str
    file: str
    flow: str | None
    #: The day the story begins on, None: the day it is played.
    today: date | None
    actions: tuple[Action, ...]
    #: Where the title stands.
    place: Place


def story(source: Source) -> Story:
    """The story of a file in which no check found an error."""
    raw = mapping(source.data)
    return Story(
        title=str(raw["story"]),
        file=source.file,
        flow=str(raw["flow"]) if "flow" in raw else None,
        today=date.fromisoformat(str(raw["today"])) if "today" in raw else None,
        actions=tuple(_action(source, index, mapping(entry)) for index, entry in enumerate(sequence(raw["dialog"]))),
        place=Place(source.file, source.span(("story",))),
    )


def _action(source: Source, index: int, entry: Mapping[str, Data]) -> Action:
    kind, value = next(iter(entry.items()))
    place = Place(source.file, source.span(("dialog", index, kind)))
    return Action(kind, _json(value, typed=kind in _VALUES), place)


def _json(value: Data, *, typed: bool = False, key: str = "") -> Json:
    match value:
        case dict():
            return {str(name): _json(inner, key=name) for name, inner in value.items()}
        case list():
            return [_json(inner) for inner in value]
        case Plain() if typed or key == "confidence":
            found = resolved(value)
            return found if isinstance(found, int | float | bool) else str(value)
        case _:
            return str(value)
