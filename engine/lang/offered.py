"""What a question offers: its options where they stand, in the question, in a list of bot.yaml or in a table's rows."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from engine.core.values import NONE, OTHER
from engine.lang.diagnostics import Path, Related
from engine.lang.document import BotDocument, Item, mapping
from engine.lang.scalars import Data
from engine.lang.source import Source


@dataclass(frozen=True, slots=True)
class Offered:
    """What a question offers: where its options stand and their ids."""

    #: (source, path of the map, the map) of every list that may be shown.
    lists: tuple[tuple[Source, Path, Mapping[str, Data]], ...]
    ids: tuple[str, ...]


def offered(item: Item, bot: BotDocument) -> Offered | None:
    """The options of a choice; None where there are none or they cannot be told."""
    if item.type_name == "yes_no":
        return Offered((), ("yes", "no"))
    lists: list[tuple[Source, Path, Mapping[str, Data]]] = []
    if "choices" in item.raw:
        found = item.raw["choices"]
        if isinstance(found, dict) and found:
            lists.append((item.source, (*item.path, "choices"), found))
        elif isinstance(found, str) and isinstance(bot.lists.get(found), dict) and not bot.is_table(found):
            lists.append((bot.source, ("lists", str(found)), mapping(bot.lists[found])))
        else:
            return None
    elif "choices_by" in item.raw:
        rows = rows_of(item, bot)
        if rows is None:
            return None
        lists += [(source, path, options) for source, path, _, options in rows]
    else:
        return None
    extra = [reserved for reserved in (OTHER, NONE) if reserved in item.raw]
    if "choices_by" in item.raw and OTHER not in extra:
        # Where the parent's answer has no row the client writes their own words.
        extra.append(OTHER)
    ids = dict.fromkeys(id for _, _, options in lists for id in options)
    return Offered(tuple(lists), (*ids, *extra))


def unnamed(options: Offered, option: str) -> Related | None:
    """Where an option stands that nothing else in its file names: perhaps it is the misspelt one."""
    for source, path, listed in options.lists:
        if option in listed:
            alone = len(re.findall(rf"\b{re.escape(option)}\b", source.text)) == 1
            place = (*path, option)
            return source.related(place, "unused_option", at=source.key(place)) if alone else None
    return None


type Row = tuple[Source, Path, str, Mapping[str, Data]]


def rows_of(item: Item, bot: BotDocument) -> list[Row] | None:
    """The rows of `choices_by`: (source, path, parent's option, options); None where the table is not there."""
    by = mapping(item.raw.get("choices_by"))
    if len(by) != 1:
        return None
    parent, table = next(iter(by.items()))
    source, path, rows = item.source, (*item.path, "choices_by", parent), table
    if isinstance(table, str):
        source, path, rows = bot.source, ("lists", str(table)), bot.lists.get(table, "")
        if not bot.is_table(table):
            return None
    if not isinstance(rows, dict):
        return None
    return [(source, (*path, key), key, row) for key, row in rows.items() if isinstance(row, dict)]
