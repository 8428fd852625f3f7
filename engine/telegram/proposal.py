"""«Понял: …»: what the bot made of a free text, on a screen of its own, to be taken, corrected or refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import cast

from engine.core.amend import announced
from engine.core.answers.choices import YesNoType
from engine.core.model import Flow
from engine.core.phrases import phrase, plural
from engine.core.screen import Row, Screen
from engine.core.session import Session
from engine.core.values import Json, Moment, Value
from engine.telegram.html import cut
from engine.telegram.keys import Button, Frame, Rows
from engine.telegram.words import Words

PLACE = "Proposal"
PENCIL = "✏️ "
#: A value on a button or in the sentence is only a reminder.
MOST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Proposal:
    flow: str
    #: Values by step id, accepted by their steps.
    values: Mapping[str, Value] = field(default_factory=dict)
    #: The client wrote it inside a form: refused, the form goes on.
    inside: bool = False
    #: Inside this very form: taken, it changes the form instead of beginning one.
    correction: bool = False
    #: The client's own words, where the open question would take them as they are if the proposal is refused.
    words: str | None = None
    #: The step that took the text for own words meanwhile: if the proposal is taken, the form waits there.
    answered: str | None = None
    #: The entry of the AI's log that learns what the client thinks of it.
    call: int | None = None

    def without(self, step: str) -> "Proposal":
        return replace(self, values={id: value for id, value in self.values.items() if id != step})

    def joined(self, more: Mapping[str, Value], flow: Flow) -> "Proposal":
        """With what the client said after it: newer wins, and a new make is not the make of the old model."""
        changed = {id for id, value in more.items() if id in self.values and self.values[id] != value}
        kept = {id: value for id, value in self.values.items() if _parent(flow, id) not in changed}
        merged = {**kept, **more}
        return replace(self, values={step.id: merged[step.id] for step in flow.steps if step.id in merged})

    def left(self, answered: str, flow: Flow, session: Session, moment: Moment) -> "Proposal | None":
        """What is still to be confirmed after the client answered that step instead; None where that is nothing."""
        others = {id: value for id, value in self.values.items() if id != answered}
        shown, _ = announced(flow, others, moment, session)
        values = {id: value for id, value in others.items() if id in shown and session.answers.get(id) != value}
        return replace(self, values=values, words=None) if values else None

    def to_json(self) -> dict[str, Json]:
        return {
            "flow": self.flow,
            "values": dict(self.values),
            "inside": self.inside,
            "correction": self.correction,
            "words": self.words,
            "answered": self.answered,
            "call": self.call,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Json]) -> "Proposal":
        return cls(
            cast(str, data["flow"]),
            cast(Mapping[str, Value], data["values"]),
            cast(bool, data["inside"]),
            cast(bool, data["correction"]),
            cast(str | None, data["words"]),
            cast(str | None, data.get("answered")),
            cast(int | None, data["call"]),
        )


def _parent(flow: Flow, id: str) -> str | None:
    step = flow.step(id)
    return step.choices.parent if step is not None and step.choices is not None else None


def screen(proposal: Proposal, flow: Flow, session: Session | None, words: Words, moment: Moment) -> Screen:
    """The branch (unless the client is in it), what was understood, how much is left; a row a value."""
    shown, left = announced(flow, proposal.values, moment, session if proposal.correction else None)
    parts = [] if proposal.correction else [words.text("proposal", flow=words.title(flow))]
    if shown:
        remains = (
            plural("count.question", left, moment.language) if left else phrase("count.question.none", moment.language)
        )
        parts.append(words.text("understood", answers=_listed(flow, shown, moment.language), left=remains))
    rows = [Row(id, step.label.plain(moment.language), value) for id, value in shown.items() if (step := flow.step(id))]
    return Screen("proposal", None, "\n\n".join(parts), rows=tuple(rows))


def _listed(flow: Flow, shown: Mapping[str, str], language: str) -> str:
    """«Toyota Camry, 2015, 120 000 км»: a model stands beside its make, a yes or no behind its subject."""
    text, before = "", None
    for id, value in shown.items():
        step = flow.step(id)
        if step is None:
            continue
        said = cut(value, MOST_SHOWN)
        if isinstance(step.type, YesNoType):
            said = f"{step.label.plain(language)} — {said.casefold()}"
        joint = " " if step.choices is not None and step.choices.parent == before else ", "
        text += f"{joint if text else ''}{said}"
        before = id
    return text


def keys(frame: Frame) -> Rows:
    """Accept, a pencil for each value, refuse."""
    words = frame.words
    pencils = [
        Button(f"{PENCIL}{cut(f'{row.label}: {row.value}', MOST_SHOWN)}", f"{PLACE}.pencil:{row.id}")
        for row in frame.screen.rows
    ]
    return [
        [Button(words.button("accept"), f"{PLACE}.accept")],
        *([pencil] for pencil in pencils),
        [Button(words.button("reject"), f"{PLACE}.reject")],
    ]
