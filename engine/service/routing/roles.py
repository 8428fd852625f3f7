"""Which question each number of a text answers: by its unit, the words around it, «от» and «до», and what is left."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.core.answers.amounts import MoneyType, NumberType, YearType
from engine.core.conditions import ALWAYS
from engine.core.letters import Word, key, split
from engine.core.model import Step
from engine.service.routing.amounts import MONEY, Amount
from engine.service.routing.stems import FUNCTION, alike, stem

#: How far from its number a telling word may stand, in words.
_BEFORE, _AFTER = 3, 2
_BY_UNIT, _BY_WORD, _BY_BOUND, _BY_PRICE, _BY_TYPE = 4.0, 3.0, 3.0, 2.0, 0.5
#: Less is no reason.
_LEAST = 1.0
_UPPER = frozenset(map(key, ("до", "максимум", "дороже", "больше", "пределах", "макс", "do")))
_LOWER = frozenset(map(key, ("от", "минимум", "дешевле", "меньше", "ot")))
#: Words that price anything in Russian.
_PRICED = frozenset(
    map(key, ("за", "цена", "цену", "ценник", "цене", "стоимость", "прошу", "просят", "просит", "хочу", "отдам", "za"))
)
_QUOTED = re.compile(r"«([^«»]+)»")


@dataclass(frozen=True, slots=True)
class Counted:
    """A question answered by a number, with the words that go with it."""

    step: Step
    #: Stems of the label and of the author's words for the AI.
    stems: frozenset[str]
    unit: str
    #: "от" or "до" where the label says so.
    bound: str
    #: What a bare small number means here: «пробег 90» is thousands where the author's example says «тыс».
    thousands: bool
    millions: bool

    @property
    def money(self) -> bool:
        return isinstance(self.step.type, MoneyType)


@dataclass(frozen=True, slots=True)
class Assigned:
    step: Step
    amount: Amount
    value: float


def counted(steps: Sequence[Step], language: str) -> tuple[Counted, ...]:
    """The flow's questions about amounts; years are told by their looks."""
    found = [step for step in steps if isinstance(step.type, NumberType) and not isinstance(step.type, YearType)]
    return tuple(_counted(step, language) for step in found)


def _counted(step: Step, language: str) -> Counted:
    label = step.label.plain(language)
    shown = " ".join(text.plain(language) for text in (step.ask, step.hint) if text).casefold()
    ends = label.casefold().split()[-1:]
    return Counted(
        step,
        frozenset(stems(" ".join((label, *quoted(step.ai or ""))))),
        step.unit.plain(language).casefold() if step.unit else "",
        ends[0] if ends and ends[0] in ("от", "до") else "",
        "тыс" in shown or "тыс" in (step.ai or ""),
        "млн" in shown or "млн" in (step.ai or ""),
    )


def assigned(
    fields: Sequence[Counted], amounts: Sequence[Amount], words: Sequence[Word], most: Mapping[str, float]
) -> tuple[Assigned, ...]:
    """Each amount to at most one question and the other way round; what is not plain stays out.

    `most`: the greatest amount a question accepts, by step id, where its rules say so.
    """
    rated = [
        _Rated(score, field, amount)
        for amount in amounts
        for field in fields
        if (score := _score(field, amount, words)) is not None
        and _meant(field, amount, score) <= most.get(field.step.id, 1e15)
    ]
    taken: dict[str, Assigned] = {}
    used: set[Amount] = set()
    # The surest first; of equals the question that must be answered; then what stands first.
    for one in sorted(rated, key=lambda one: (-one.score, one.field.step.optional)):
        if one.score >= _LEAST and one.field.step.id not in taken and one.amount not in used:
            taken[one.field.step.id] = Assigned(one.field.step, one.amount, _meant(one.field, one.amount, one.score))
            used.add(one.amount)
    _leftover(rated, taken, used)
    return tuple(taken.values())


@dataclass(frozen=True, slots=True)
class _Rated:
    """How much speaks for an amount being the answer to a question."""

    score: float
    field: Counted
    amount: Amount

    @property
    def main(self) -> bool:
        """Always asked and never skipped."""
        return self.field.step.when == ALWAYS and not self.field.step.optional


def _leftover(rated: Sequence[_Rated], taken: dict[str, Assigned], used: set[Amount]) -> None:
    """A plain amount nobody claimed goes to the one question that could take it; to the main one of several."""
    for amount in dict.fromkeys(one.amount for one in rated):
        if amount in used or (amount.times == 1 and amount.value < 10_000):
            continue
        free = [
            one for one in rated if one.amount == amount and one.field.step.id not in taken and one.score > -_BY_BOUND
        ]
        main = [one for one in free if one.main]
        always = [one for one in free if one.field.step.when == ALWAYS]
        pool = free if len(free) == 1 else main if len(main) == 1 else always
        if len({one.field.money for one in free}) == 1 and len(pool) == 1:
            taken[pool[0].field.step.id] = Assigned(pool[0].field.step, amount, amount.value)
            used.add(amount)


def _meant(field: Counted, amount: Amount, score: float) -> float:
    """«пробег 90» → 90 000, «до 2.5» → 2 500 000, where the author's own examples count so."""
    value = amount.value
    if amount.times > 1 or (amount.unit == MONEY and value >= 1000) or value >= 1000 or score < _LEAST:
        return value
    if field.millions and (value < 20 if value % 1 else value < 10):
        return value * 1_000_000
    return value * 1_000 if field.thousands else value


def _score(field: Counted, amount: Amount, words: Sequence[Word]) -> float | None:
    """How much speaks for this question; None where something speaks against it."""
    score = _BY_TYPE if field.money else 0.0
    unit = amount.unit
    if unit == MONEY or (field.unit and key(unit) == key(field.unit)):
        if (unit == MONEY) != field.money:
            return None
        score += _BY_UNIT
    first = next((place for place, word in enumerate(words) if word.start >= amount.start), len(words))
    last = next((place for place in range(len(words) - 1, -1, -1) if words[place].end <= amount.end), -1)
    before = words[max(0, first - _BEFORE) : first]
    after = words[last + 1 : last + 1 + _AFTER]
    named: list[float] = [len(before) - place for place, word in enumerate(before) if _names(field, word)]
    named += [place + 1.5 for place, word in enumerate(after) if _names(field, word)]
    if named:
        score += _BY_WORD - 0.5 * min(named)
    elif amount.times == 1 and unit and unit != MONEY and _noun(unit) and amount.value < 1000:
        # «7 мест», «3 месяца»: somebody else's number.
        return None
    near = {word.key for word in before[-2:]}
    upper, lower = bool(near & _UPPER), bool(near & _LOWER) or amount.lower
    if upper or lower:
        if field.bound:
            score += _BY_BOUND if (field.bound == "до") == (upper and not amount.lower) else -_BY_BOUND
        elif field.money:
            score += _BY_BOUND / 2 if upper and not amount.lower else -_BY_BOUND / 2
    if field.money and near & _PRICED:
        score += _BY_PRICE
    return score


def _names(field: Counted, word: Word) -> bool:
    found = stem(word.key)
    return found in field.stems or any(alike(word.key, telling) for telling in field.stems)


def _noun(unit: str) -> bool:
    return len(unit) > 2 and key(unit) not in FUNCTION and key(unit) not in _PRICED


def scale(step: Step, language: str) -> int:
    """What one is under the step's unit."""
    unit = step.unit.plain(language) if step.unit else ""
    return 1_000 if unit.startswith("тыс") else 1_000_000 if unit.startswith("млн") else 1


def texts(found: Sequence[Assigned], language: str) -> Iterator[tuple[Step, str, Amount]]:
    """As a client could have typed them; under «тыс. км» a hundred thousand is a hundred."""
    for one in found:
        counted_in = scale(one.step, language)
        value = one.value / counted_in if one.value >= counted_in else one.value
        yield one.step, f"{value:f}".rstrip("0").rstrip("."), one.amount


def quoted(author: str) -> tuple[str, ...]:
    """The client's words an author gave as examples: those in «…»."""
    return tuple(_QUOTED.findall(author))


def stems(spoken: str) -> tuple[str, ...]:
    """The telling stems of a label or of a client's words."""
    words = (word.key for word in split(spoken))
    return tuple(stem(word) for word in words if word not in FUNCTION and not word.isdigit())
