"""How well texts are understood: labelled phrases against what was made of them."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from engine.core.values import Json
from engine.service.routing.understanding import Understanding

#: How the menu is called beside the flows.
MENU = "—"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text as a client types it, with the branch it is about; None: about none."""

    text: str
    flow: str | None
    #: None: nobody wrote down which answers it holds.
    answers: Mapping[str, Json] | None = None


@dataclass(frozen=True, slots=True)
class FieldScore:
    """How often a value was found, and how often what was found is right."""

    right: int
    found: int
    labelled: int

    @property
    def precision(self) -> float | None:
        return self.right / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        return self.right / self.labelled if self.labelled else None


@dataclass(frozen=True, slots=True)
class Score:
    """Shares are of the phrases about some branch, `accepted` of those about none."""

    phrases: int
    off_topic: int
    right: float
    wrong: float
    #: Left to the menu.
    asked: float
    #: Off-topic phrases a branch was proposed for.
    accepted: float
    #: Labelled flow → proposed flow → how often; MENU for none.
    confusion: Mapping[str, Mapping[str, int]]
    #: By `flow.step`, on the rightly routed phrases whose answers are labelled.
    fields: Mapping[str, FieldScore]


class UnreadablePhrases(ValueError):
    """The file is not one JSON object a line with `text` and `flow`; the message names the line."""


def phrases(lines: Iterable[str]) -> Iterator[Phrase]:
    """JSON Lines: `{"text": …, "flow": "sell" | null, "answers": {…}}`."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise UnreadablePhrases(f"line {number}: not JSON: {error}") from error
        if not isinstance(row, dict) or not isinstance(row.get("text"), str) or "flow" not in row:
            raise UnreadablePhrases(f"line {number}: an object with `text` and `flow` is expected")
        yield Phrase(row["text"], cast(str | None, row["flow"]), cast(Mapping[str, Json] | None, row.get("answers")))


def score(results: Sequence[tuple[Phrase, Understanding]]) -> Score:
    confusion: dict[str, Counter[str]] = defaultdict(Counter)
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for phrase, understood in results:
        confusion[phrase.flow or MENU][understood.flow or MENU] += 1
        if phrase.flow is not None and understood.flow == phrase.flow:
            _count(phrase, understood, counts)
    ours = [(phrase, understood) for phrase, understood in results if phrase.flow is not None]
    others = [understood for phrase, understood in results if phrase.flow is None]
    right = sum(understood.flow == phrase.flow for phrase, understood in ours)
    asked = sum(understood.flow is None for _, understood in ours)
    return Score(
        phrases=len(ours),
        off_topic=len(others),
        right=_share(right, len(ours)),
        wrong=_share(len(ours) - right - asked, len(ours)),
        asked=_share(asked, len(ours)),
        accepted=_share(sum(understood.flow is not None for understood in others), len(others)),
        confusion=confusion,
        fields={name: FieldScore(*counted) for name, counted in sorted(counts.items())},
    )


def overall(fields: Mapping[str, FieldScore]) -> FieldScore:
    """All fields together."""
    return FieldScore(
        sum(one.right for one in fields.values()),
        sum(one.found for one in fields.values()),
        sum(one.labelled for one in fields.values()),
    )


def _count(phrase: Phrase, understood: Understanding, counts: dict[str, list[int]]) -> None:
    if phrase.answers is None:
        return
    found = {name: _plain(value) for name, value in understood.answers.items()}
    for name in {*found, *phrase.answers}:
        counted = counts[f"{phrase.flow}.{name}"]
        counted[0] += name in found and name in phrase.answers and found[name] == phrase.answers[name]
        counted[1] += name in found
        counted[2] += name in phrase.answers


def _plain(value: object) -> object:
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
