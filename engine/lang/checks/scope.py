"""Everything a check may look at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from engine.core.hookspec import HookSpec
from engine.lang import fields
from engine.lang.diagnostics import Path
from engine.lang.document import BotDocument, FlowDocument, Item, Types, sequence
from engine.lang.fields import Field
from engine.lang.near import nearest
from engine.lang.scalars import Data
from engine.lang.source import Source


@dataclass(frozen=True)
class Scope:
    """The documents of one project; a document whose file could not be read is not here."""

    bot: BotDocument
    #: In the order of their files.
    flows: Sequence[FlowDocument]
    stories: Sequence[Source]
    hooks: Mapping[str, HookSpec]
    types: Types
    #: Whether there is a readable bot.yaml; without it nothing that refers to it is a mistake.
    has_bot: bool
    #: Whether there is a bot.yaml at all.
    bot_there: bool
    #: Ids of all flow files, the unreadable included.
    flow_ids: frozenset[str]
    #: Names of the files in the flows' folder, None where that is not known.
    beside: frozenset[str] | None = None

    @cached_property
    def block_items(self) -> Sequence[Item]:
        """Items of bot.yaml's blocks, used or not."""
        return [
            Item(self.bot.source, ("blocks", name, index), raw, self.types)
            for name, entries in self.bot.blocks.items()
            for index, raw in enumerate(sequence(entries))
            if isinstance(raw, dict)
        ]

    @cached_property
    def written_items(self) -> Sequence[Item]:
        """Every entry of every flow and block, once each, as written."""
        return [*(item for flow in self.flows for item in flow.entries), *self.block_items]

    @cached_property
    def texts(self) -> Sequence[Field]:
        """Every text once, hooks' parameters aside: those are no words to a client."""
        items = [field for item in self.written_items for field in fields.of_item(item, 0)]
        flows = [field for flow in self.flows for field in fields.of_flow(flow)]
        return [*items, *flows, *fields.of_bot(self.bot)]

    @cached_property
    def versions(self) -> Sequence[tuple[Field, Path, str]]:
        """Each of the texts in each of its languages: (text, place, words)."""
        return [(field, path, text) for field in self.texts for path, text in fields.versions(field)]

    def hook_entries(self, flow: FlowDocument) -> list["Entry"]:
        """Entries of the flow's `on_complete:`, or of the bot's where the flow has none."""
        own = "on_complete" in flow.raw
        return _entries(flow.source, flow.raw) if own else _entries(self.bot.source, self.bot.raw)

    @cached_property
    def all_hook_entries(self) -> Sequence["Entry"]:
        """Every entry of every `on_complete:`, once."""
        own = [entry for flow in self.flows for entry in _entries(flow.source, flow.raw)]
        return [*_entries(self.bot.source, self.bot.raw), *own]

    def misspelt(self, key: str) -> bool:
        """Whether bot.yaml seems to have this key under a wrong name, which is reported as such."""
        return any(nearest(other, [key]) for other in self.bot.raw)


#: One call of a hook as written: file, place, entry.
type Entry = tuple[Source, Path, Mapping[str, Data]]


def _entries(source: Source, raw: Mapping[str, Data]) -> list[Entry]:
    return [
        (source, ("on_complete", index), entry)
        for index, entry in enumerate(sequence(raw.get("on_complete")))
        if isinstance(entry, dict)
    ]
