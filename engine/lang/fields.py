"""Every text of the author's: where it stands, what it may say `{…}` of, whether it is a message or a button."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from engine.lang.diagnostics import Path
from engine.lang.document import BotDocument, FlowDocument, Item, mapping
from engine.lang.scalars import Data
from engine.lang.source import Source

#: message: Telegram HTML, answers put in. button: short and plain. line: plain words within something else.
type Role = Literal["message", "button", "line"]


@dataclass(frozen=True, slots=True)
class Field:
    """One text, in one language or several."""

    source: Source
    path: Path
    value: Data
    role: Role
    #: Whether `{…}` is filled in here at all.
    filled: bool = True
    #: Answers standing before this place of the flow may be named.
    position: int = 0
    #: The item it belongs to: the text is shown where the item is.
    owner: Item | None = None
    #: An `if:` of its own: (where, what).
    condition: tuple[Path, Data] | None = None
    #: A message that is dropped whole where an answer is missing.
    droppable: bool = False
    #: Answers that are there whenever this text is.
    given: frozenset[str] = frozenset()


_MESSAGES = ("ask", "hint", "why", "retry", "say", "stop")
_BUTTONS = ("skip", "other", "none", "button")
_RULE = {"min", "max", "pattern", "must", "say", "soft"}
_LINES = ("label", "unit")
_OF_FLOW: Mapping[str, Role] = {"title": "button", "again": "button", "review": "message", "done": "message"}
_WORDS: Mapping[str, Role] = {"buttons": "button", "commands": "line"}


def versions(field: Field) -> Iterator[tuple[Path, str]]:
    """A text in each of its languages."""
    if isinstance(field.value, dict):
        for code, words in field.value.items():
            if isinstance(words, str):
                yield (*field.path, code), str(words)
    elif isinstance(field.value, str):
        yield field.path, str(field.value)


def of_item(item: Item, position: int) -> Iterator[Field]:
    """Texts of one item."""
    for key in (*_MESSAGES, *_BUTTONS, *_LINES):
        if key in item.raw:
            role: Role = "message" if key in _MESSAGES else "button" if key in _BUTTONS else "line"
            filled = role == "message"
            yield Field(
                item.source,
                (*item.path, key),
                item.raw[key],
                role,
                filled,
                position,
                item,
                droppable=item.kind == "say",
            )
    yield from _of_rules(item, position)
    listed = item.raw.get("choices")
    if isinstance(listed, dict):
        yield from of_options(item.source, (*item.path, "choices"), listed)
    for table in mapping(item.raw.get("choices_by")).values():
        for key, row in mapping(table).items():
            path = (*item.path, "choices_by", next(iter(mapping(item.raw["choices_by"]))), key)
            yield from of_options(item.source, path, mapping(row))


def _of_rules(item: Item, position: int) -> Iterator[Field]:
    found, path = item.raw.get("validate"), (*item.path, "validate")
    rules = [(rule, (*path, index)) for index, rule in enumerate(found)] if isinstance(found, list) else [(found, path)]
    for rule, place in rules:
        if isinstance(rule, dict) and "say" in rule:
            # The rule was broken, so what it looks at has an answer; so has the question itself.
            words = " ".join(str(rule[key]) for key in ("min", "max", "must") if key in rule)
            given = frozenset({item.name, *words.replace("(", " ").replace(")", " ").replace(",", " ").split()})
            # A misspelt `must` hides what it looks at.
            hidden = not set(rule) <= _RULE
            yield Field(
                item.source,
                (*place, "say"),
                rule["say"],
                "message",
                True,
                position + 1,
                item,
                droppable=hidden,
                given=given,
            )


def of_options(source: Source, path: Path, listed: Mapping[str, Data]) -> Iterator[Field]:
    for id, option in listed.items():
        if isinstance(option, dict) and "label" in option:
            yield Field(source, (*path, id, "label"), option["label"], "button", filled=False)
        elif not isinstance(option, dict) or all(len(code) == 2 for code in option):
            # Any other map is an option whose `label` is misspelt.
            yield Field(source, (*path, id), option, "button", filled=False)


def of_flow(flow: FlowDocument) -> Iterator[Field]:
    """Texts of the flow itself."""
    for key, role in _OF_FLOW.items():
        if key in flow.raw:
            yield Field(flow.source, (key,), flow.raw[key], role, role == "message", len(flow.items))


def of_hook(
    source: Source, path: Path, value: Data, flow: FlowDocument, condition: tuple[Path, Data] | None
) -> Iterator[Field]:
    """Texts of a hook's parameters: plain, every answer may be named; `condition` is the entry's `if:`."""
    match value:
        case dict():
            for key, inner in value.items():
                yield from of_hook(source, (*path, key), inner, flow, condition)
        case list():
            for index, inner in enumerate(value):
                yield from of_hook(source, (*path, index), inner, flow, condition)
        case _ if value != "":
            yield Field(source, path, value, "line", True, len(flow.items), condition=condition)


def of_bot(bot: BotDocument) -> Iterator[Field]:
    """Texts of bot.yaml that no answers are put into."""
    raw, source = bot.raw, bot.source
    for key in ("greeting", "help"):
        if key in raw:
            yield Field(source, (key,), raw[key], "message", filled=False)
    for section, keys in (("consent", ("text", "refused")), ("throttling", ("text",))):
        held = mapping(raw.get(section))
        for key in keys:
            if key in held:
                yield Field(source, (section, key), held[key], "message", filled=False)
    for path, value in service_texts(bot):
        yield Field(source, path, value, "message", filled=True)
    for section, role in _WORDS.items():
        for key, value in mapping(raw.get(section)).items():
            yield Field(source, (section, key), value, role, filled=False)
    for name, listed in bot.lists.items():
        yield from _of_list(bot, name, mapping(listed))


def service_texts(bot: BotDocument) -> Iterator[tuple[Path, Data]]:
    """Texts the engine puts its own words into, not answers."""
    for key, value in mapping(bot.raw.get("texts")).items():
        yield ("texts", key), value
    reminders = mapping(bot.raw.get("reminders"))
    if "text" in reminders:
        yield ("reminders", "text"), reminders["text"]


def _of_list(bot: BotDocument, name: str, listed: Mapping[str, Data]) -> Iterator[Field]:
    if not bot.is_table(name):
        yield from of_options(bot.source, ("lists", name), listed)
        return
    for key, row in listed.items():
        if isinstance(row, dict):
            yield from of_options(bot.source, ("lists", name, key), row)
