"""What a choice offers."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.core.texts import Text
from engine.core.values import Value, option_id


@dataclass(frozen=True, slots=True)
class Option:
    """One button of a choice."""

    id: str
    label: Text
    #: What the CRM's list calls it, where it is not the label.
    crm: str | None = None
    #: A file name or URL shown with the option.
    photo: str | None = None
    #: What else clients call it: words for the AI and for the reading of free text.
    ai: tuple[str, ...] = ()
    #: Ids it had before.
    was: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choices:
    """What a step offers: one list, or one per answer to an earlier step."""

    #: Options by the parent's option id; the key None is the list that depends on nothing.
    rows: Mapping[str | None, tuple[Option, ...]]
    #: The step whose answer picks the row (`choices_by`), None for a plain list.
    parent: str | None = None
    #: The label of "something else", which accepts the client's own words.
    other: Text | None = None
    #: The label of "none of these" of a `many` step.
    none: Text | None = None
    columns: int | None = None

    def offered(self, answers: Mapping[str, Value]) -> tuple[Option, ...]:
        """The options for these answers; empty where the parent's answer has no row."""
        if self.parent is None:
            return self.rows[None]
        return self.rows.get(option_id(answers.get(self.parent, "")), ())
