"""Everything a check may look at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.core.ports import HookSpec
from engine.lang.document import BotDocument, FlowDocument, Types
from engine.lang.source import Source


@dataclass(frozen=True, slots=True)
class Scope:
    """The documents of one project; a document whose file could not be read is not here."""

    bot: BotDocument
    #: In the order of their files.
    flows: Sequence[FlowDocument]
    stories: Sequence[Source]
    hooks: Mapping[str, HookSpec]
    types: Types
    #: What the schema says of each type.
    entries: Mapping[str, Mapping[str, object]]
    #: Whether there is a readable bot.yaml; without it nothing that refers to it is a mistake.
    has_bot: bool
    #: Ids of all flow files, the unreadable included.
    flow_ids: frozenset[str]
