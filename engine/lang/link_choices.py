"""`choices:` and `choices_by:` linked into what a step offers."""

from collections.abc import Mapping

from engine.core.options import Choices, Option
from engine.core.texts import Text
from engine.lang.document import BotDocument, Item, mapping, several
from engine.lang.link_texts import maybe, text
from engine.lang.offered import rows_of
from engine.lang.scalars import Data, resolved


def choices(item: Item, bot: BotDocument, buttons: Mapping[str, Text]) -> Choices | None:
    """What the question offers, None where it offers nothing; `buttons` are the bot's words."""
    if item.type_name == "yes_no":
        return yes_no(item, buttons)
    languages = bot.languages
    rows: dict[str | None, tuple[Option, ...]]
    parent: str | None = None
    if "choices" in item.raw:
        found = item.raw["choices"]
        listed = found if isinstance(found, dict) else mapping(bot.lists[str(found)])
        rows = {None: options(listed, languages)}
    elif "choices_by" in item.raw:
        parent = next(iter(mapping(item.raw["choices_by"])))
        rows = {key: options(row, languages) for _, _, key, row in rows_of(item, bot) or ()}
    else:
        return None
    return Choices(
        rows=rows,
        parent=parent,
        other=maybe(item.raw, "other", languages),
        none=maybe(item.raw, "none", languages),
        columns=_columns(item),
    )


def yes_no(item: Item, buttons: Mapping[str, Text]) -> Choices:
    """The two options of a `yes_no` step, in the bot's own words."""
    return Choices(rows={None: tuple(Option(id, buttons[id]) for id in ("yes", "no"))}, columns=_columns(item))


def _columns(item: Item) -> int | None:
    found = resolved(item.raw.get("columns"))
    return found if isinstance(found, int) else None


def options(listed: Mapping[str, Data], languages: tuple[str, ...]) -> tuple[Option, ...]:
    return tuple(_option(str(id), value, languages) for id, value in listed.items())


def _option(id: str, value: Data, languages: tuple[str, ...]) -> Option:
    if isinstance(value, dict) and "label" in value:
        return Option(
            id=id,
            label=text(value["label"], languages),
            crm=str(value["crm"]) if "crm" in value else None,
            photo=str(value["photo"]) if "photo" in value else None,
            ai=tuple(word for piece in str(value.get("ai", "")).split(",") if (word := piece.strip())),
            was=tuple(old for old, _ in several(value.get("was"), ())),
        )
    return Option(id, text(value, languages))
