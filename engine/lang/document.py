"""An author's documents as the checks see them: items in order with blocks put in, tolerant of what is broken."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath

from engine.core.answers import AnswerType
from engine.lang.diagnostics import Path
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
