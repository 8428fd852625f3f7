"""An author's documents as the checks see them: items in order with blocks put in, tolerant of what is broken."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath

from engine.core.answers import AnswerType
from engine.core.values import NONE, OTHER
from engine.lang.diagnostics import Path, Related
from engine.lang.scalars import Data, is_text
from engine.lang.source import Source
from engine.lang.words import KINDS, TYPING, misspells

type Types = Mapping[str, AnswerType]


def mapping(value: object) -> Mapping[str, Data]:
    """A map, or nothing where the author wrote something else."""
    return value if isinstance(value, dict) else {}


def sequence(value: object) -> list[Data]:
    return value if isinstance(value, list) else []


def several(value: object, path: Path) -> list[tuple[str, Path]]:
    """One text or a list of texts, each with its place."""
    if isinstance(value, list):
        return [(item, (*path, index)) for index, item in enumerate(value) if isinstance(item, str) and item]
    return [(value, path)] if isinstance(value, str) and value else []


@dataclass(frozen=True)
class Item:
    """One entry of `steps:`, or of a block used there."""

    source: Source
    path: Path
    raw: Mapping[str, Data]
    types: Types = field(repr=False)
    #: The `use:` entries that led here; each may have an `if:` of its own.
    used: tuple["Item", ...] = ()

    @cached_property
    def kind(self) -> str | None:
        return next((kind for kind in KINDS if kind in self.raw), None)

    @cached_property
    def id(self) -> str | None:
        found = self.raw.get("id")
        return found if is_text(found) and isinstance(found, str) else None

    @cached_property
    def name(self) -> str:
        # A plain str: what reads YAML keeps to itself how a word was written.
        return str(self.id or "")

    @cached_property
    def type_name(self) -> str | None:
        """What a question's answer is, said or implied; None where the author's word is no type."""
        if self.kind != "ask":
            return None
        said = self.raw.get("type")
        if said is None and misspells(self.raw, TYPING):
            return None
        if said is None:
            return "choice" if "choices" in self.raw or "choices_by" in self.raw else "text"
        return said if isinstance(said, str) and said in self.types else None

    @property
    def type(self) -> AnswerType | None:
        return self.types.get(self.type_name or "")

    @property
    def skippable(self) -> bool:
        """Whether the client may leave it unanswered."""
        return self.kind == "ask" and ("skip" in self.raw or self.raw.get("optional") in ("true", "True", "TRUE"))

    @property
    def conditions(self) -> Iterator[tuple[Source, Path, Data]]:
        """Its own `if:` and those of the blocks it came with; all must hold."""
        for holder in (*self.used, self):
            if "if" in holder.raw:
                yield holder.source, (*holder.path, "if"), holder.raw["if"]

    @property
    def answers(self) -> bool:
        """Whether it has a value other items may look at; the benefit of the doubt where its kind cannot be told."""
        return self.kind in {"ask", "compute", None}

    @property
    def unclear(self) -> bool:
        """Whether what it is was misspelt: then nothing that depends on it is worth a word."""
        return self.kind is None or (self.kind == "ask" and self.type is None)


#: Keys only an option has; a row of a table could have an option of such a name, but nobody's does.
_RICH = frozenset({"label", "crm", "photo"})


@dataclass
class BotDocument:
    """bot.yaml, or nothing where there is none."""

    source: Source

    @cached_property
    def raw(self) -> Mapping[str, Data]:
        return mapping(self.source.data)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        found = tuple(str(code) for code in sequence(self.raw.get("languages")) if isinstance(code, str) and code)
        return tuple(dict.fromkeys(found)) or ("ru",)

    @property
    def blocks(self) -> Mapping[str, Data]:
        return mapping(self.raw.get("blocks"))

    @property
    def lists(self) -> Mapping[str, Data]:
        return mapping(self.raw.get("lists"))

    def is_table(self, name: str) -> bool:
        """Whether a list is a table by another answer: its values are lists, not labels."""
        entries = mapping(self.lists.get(name)).values()
        rows = sum(self.is_row(value) for value in entries)
        # Half of them at least: one misspelt option does not make a table of a list.
        return rows > 0 and 2 * rows >= len(entries)

    def is_row(self, value: Data) -> bool:
        """A map that is neither a rich option nor a label by language."""
        return isinstance(value, dict) and not _RICH & set(value) and not self.is_by_language(value)

    def is_by_language(self, value: Data) -> bool:
        return isinstance(value, dict) and bool(value) and set(value) <= set(self.languages)


@dataclass
class FlowDocument:
    """One flow file with its blocks put in."""

    source: Source
    bot: BotDocument
    types: Types

    @cached_property
    def raw(self) -> Mapping[str, Data]:
        return mapping(self.source.data)

    @cached_property
    def id(self) -> str:
        """The id the file's name demands, which is the flow's."""
        return PurePosixPath(self.source.file).name.removesuffix(".flow.yaml")

    @cached_property
    def entries(self) -> list[Item]:
        """`steps:` as written, `use:` included."""
        return [
            Item(self.source, ("steps", index), raw, self.types)
            for index, raw in enumerate(sequence(self.raw.get("steps")))
            if isinstance(raw, dict)
        ]

    @cached_property
    def items(self) -> list[Item]:
        """Items in order, blocks put in."""
        return [item for entry in self.entries for item in self._expanded(entry)]

    @cached_property
    def used(self) -> frozenset[str]:
        """The blocks it names."""
        return frozenset(str(item.raw["use"]) for item in self.entries if item.kind == "use")

    @cached_property
    def by_id(self) -> Mapping[str, Item]:
        """The first item of each id."""
        found: dict[str, Item] = {}
        for item in self.items:
            if item.id is not None:
                found.setdefault(item.id, item)
        return found

    @cached_property
    def incomplete(self) -> bool:
        """Whether ids are missing that the author believes to be there: a block is not found, an item has no id."""
        unknown = any(item.kind == "use" and str(item.raw["use"]) not in self.bot.blocks for item in self.entries)
        nameless = any(item.id is None for item in self.items)
        merged = any(
            finding.key == "CQ004.several" or (finding.code == "CQ004" and finding.args["key"] == "steps")
            for finding in self.source.findings
        )
        torn = any(len(set(KINDS) & set(item.raw)) > 1 for item in self.entries)
        return (
            unknown
            or nameless
            or merged
            or torn
            or not self.entries
            or len(self.entries) < len(sequence(self.raw.get("steps")))
        )

    def position(self, id: str) -> int:
        """Where in `items` an id stands; -1 where it does not."""
        return self._positions.get(id, -1)

    @cached_property
    def _positions(self) -> Mapping[str, int]:
        found: dict[str, int] = {}
        for index, item in enumerate(self.items):
            found.setdefault(item.name, index)
        return found

    @cached_property
    def placed(self) -> list[tuple[int, Item]]:
        """Every entry, `use:` and the items of blocks included, with its place among `items`."""
        found: list[tuple[int, Item]] = []
        position = 0
        for entry in self.entries:
            if entry.kind == "use":
                found.append((position, entry))
            for item in self._expanded(entry):
                found.append((position, item))
                position += 1
        return found

    def _expanded(self, entry: Item) -> Iterator[Item]:
        if entry.kind != "use":
            yield entry
            return
        name = entry.raw["use"]
        for index, raw in enumerate(sequence(self.bot.blocks.get(name)) if isinstance(name, str) else ()):
            if isinstance(raw, dict) and "use" not in raw:
                yield Item(self.bot.source, ("blocks", str(name), index), raw, self.types, (entry,))


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
