"""Parts of an item: what its answer must satisfy, what its value is looked up in, where it goes in the CRM."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from engine.core.arithmetic import Expression
from engine.core.texts import Text


@dataclass(frozen=True, slots=True)
class Rule:
    """What an answer must satisfy: bounds on its scale, a pattern, or a formula."""

    min: Expression | None = None
    max: Expression | None = None
    #: An RE2 pattern; the whole answer must match.
    pattern: str | None = None
    must: Expression | None = None
    say: Text | None = None
    #: Ask once more, then accept.
    soft: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A computed value looked up by one answer's option id; the key `other` is the fallback."""

    parent: str
    rows: Mapping[str, int | float]


type CrmKind = Literal["field", "contact", "price", "tag", "note", "nowhere"]


@dataclass(frozen=True, slots=True)
class CrmTarget:
    """Where an answer goes in the CRM besides the note; `name` for a lead's or contact's field."""

    kind: CrmKind = "note"
    name: str | None = None


#: Where an answer goes that names no field: the note, which has everything.
NOTE = CrmTarget()
