"""A compiled questionnaire: immutable, every default applied, every text and condition parsed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from engine.core.arithmetic import Expression
from engine.core.clauses import NOTE, CrmTarget, Rule, Table
from engine.core.conditions import ALWAYS, Condition
from engine.core.options import Choices
from engine.core.texts import Template, Text

if TYPE_CHECKING:
    from engine.core.answers import AnswerType


@dataclass(frozen=True, slots=True)
class Consent:
    """What the client agrees to before the first personal question."""

    version: str
    text: Text
    #: Address of the whole policy.
    policy: str | None = None
    #: What a client who refuses reads; Back still works there.
    refused: Text | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A question."""

    id: str
    ask: Text
    type: "AnswerType"
    #: Short name in the review, in notes and on edit buttons.
    label: Text
    when: Condition = ALWAYS
    optional: bool = False
    #: The skip button's word where the flow's own differs from the bot's.
    skip: Text | None = None
    hint: Text | None = None
    why: Text | None = None
    unit: Text | None = None
    #: Digits after the point of number and money.
    decimals: int = 0
    choices: Choices | None = None
    rules: tuple[Rule, ...] = ()
    #: Replaces the type's "did not understand".
    retry: Text | None = None
    crm: CrmTarget = NOTE
    #: Never goes to the AI; always true for personal types.
    private: bool = False
    #: The author's words for the AI, where the label does not say enough.
    ai: str | None = None
    was: tuple[str, ...] = ()
    #: A picture shown with the question: a file name beside the flow, or a URL.
    photo: str | None = None
    #: What a `consent` step asks for; its text is already part of `ask`.
    consent: Consent | None = None


@dataclass(frozen=True, slots=True)
class Say:
    """A message glued above the next screen; with `button`, a screen of its own."""

    id: str
    say: Text
    when: Condition = ALWAYS
    button: Text | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """A visible end: no review, no lead; Back works."""

    id: str
    stop: Text
    when: Condition = ALWAYS
    #: Other flows offered as buttons.
    offer: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Compute:
    """A value never asked; absent while an answer it needs is absent."""

    id: str
    formula: Expression | Table
    when: Condition = ALWAYS
    #: With a label it appears in the review and the note.
    label: Text | None = None
    unit: Text | None = None
    decimals: int = 0
    #: It is a day (as its ordinal), not an amount.
    day: bool = False
    crm: CrmTarget = NOTE


type Item = Step | Say | Stop | Compute

#: A hook's parameter: JSON whose texts are templates.
type Parameter = Template | int | float | bool | tuple[Parameter, ...] | Mapping[str, Parameter] | None


@dataclass(frozen=True, slots=True)
class HookCall:
    """What happens to a finished lead: a hook with its parameters, perhaps on a condition."""

    hook: str
    params: Mapping[str, Parameter] = field(default_factory=dict)
    when: Condition = ALWAYS


@dataclass(frozen=True, slots=True)
class Understand:
    """How the AI recognises this flow in free text."""

    about: str = ""
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Flow:
    """One branch: a flat list of items; order and conditions decide what comes."""

    id: str
    #: Hash of everything that shapes a conversation in it.
    version: str
    title: Text
    items: tuple[Item, ...]
    done: Text
    understand: Understand = Understand()
    #: Heading of the check-your-answers screen, None for the bot's.
    review: Text | None = None
    again: Text | None = None
    hooks: tuple[HookCall, ...] = ()
    was: tuple[str, ...] = ()
    #: The flow file, for messages.
    source: str = ""
    _by_id: Mapping[str, Item] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {item.id: item for item in self.items})

    def item(self, id: str) -> Item | None:
        return self._by_id.get(id)

    def step(self, id: str) -> Step | None:
        found = self._by_id.get(id)
        return found if isinstance(found, Step) else None

    @property
    def steps(self) -> tuple[Step, ...]:
        return tuple(item for item in self.items if isinstance(item, Step))


@dataclass(frozen=True, slots=True)
class Reminders:
    """Nudges to a client who stopped half-way."""

    #: Minutes since the last answer, ascending.
    after: tuple[int, ...] = ()
    #: No nudges between these local times "HH:MM".
    quiet: tuple[str, str] | None = None
    text: Text | None = None


@dataclass(frozen=True, slots=True)
class Throttling:
    """How many messages a client may send before the bot asks to wait."""

    messages: int = 15
    seconds: float = 10
    text: Text | None = None


@dataclass(frozen=True, slots=True)
class Thresholds:
    """How sure the AI must be, 0…1."""

    #: Below this the fallback model is asked.
    escalate_below: float = 0.65
    #: Below this the menu is shown instead of a proposal.
    propose_from: float = 0.65


@dataclass(frozen=True, slots=True)
class Bot:
    """Everything that is not one flow's: languages, menu, words."""

    #: The first is the main one.
    languages: tuple[str, ...]
    #: Flow ids in the menu's order.
    menu: tuple[str, ...]
    greeting: Text
    help: Text
    #: Button words; every key of `engine.core.phrases.BUTTONS` is present.
    buttons: Mapping[str, Text]
    #: Small service texts; every key of `engine.core.phrases.TEXTS` is present.
    texts: Mapping[str, Text]
    #: Descriptions of /start, /help, /menu in Telegram's own menu.
    commands: Mapping[str, Text]
    consent: Consent | None = None
    reminders: Reminders = Reminders()
    throttling: Throttling = Throttling()
    ai: Thresholds = Thresholds()
    #: IANA name: the meaning of `today` and of the quiet hours.
    timezone: str = "Europe/Moscow"
    #: Hooks of flows without a list of their own (already copied into those flows).
    hooks: tuple[HookCall, ...] = ()


@dataclass(frozen=True, slots=True)
class Project:
    """The compiled whole: one bot and its flows, swapped as one on reload."""

    bot: Bot
    flows: Mapping[str, Flow]

    def flow(self, id: str) -> Flow | None:
        """A flow by its id or by an id it had before."""
        found = self.flows.get(id)
        return found or next((flow for flow in self.flows.values() if id in flow.was), None)
