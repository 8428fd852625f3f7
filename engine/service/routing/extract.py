"""What a text already answers in one branch: each value with the words it was read from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from engine.core import conditions, interpreter
from engine.core.answers.amounts import YearType
from engine.core.answers.choices import YesNoType
from engine.core.answers.dates import DateType, parse_day
from engine.core.arithmetic import evaluate
from engine.core.facts import clock
from engine.core.letters import Word, split
from engine.core.model import Flow, Step
from engine.core.values import Moment, Value
from engine.service.routing import cascades, roles
from engine.service.routing.options import Lexicon
from engine.service.routing.reading import Reading
from engine.service.routing.stems import FUNCTION, NEGATIONS, alike, stem
from engine.service.routing.towns import Towns


@dataclass(frozen=True, slots=True)
class Said:
    """A text for one step, as the client could have typed it, and where it stands."""

    raw: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Extracted:
    """Accepted values by step id with the client's words they come from."""

    values: Mapping[str, Value] = field(default_factory=dict)
    quotes: Mapping[str, str] = field(default_factory=dict)
    #: The texts behind the values.
    raw: Mapping[str, str] = field(default_factory=dict)
    #: Answers nobody said, with the answers they follow from.
    implied: Mapping[str, str] = field(default_factory=dict)


def extract(flow: Flow, reading: Reading, lexicon: Lexicon, towns: Towns, moment: Moment) -> Extracted:
    """Every value passes the step's own validation, in the flow's order; the rest is dropped."""
    said: dict[str, Said] = {}
    said.update(_marked(flow, reading))
    said.update(_named(flow, reading, lexicon))
    said.update(_counted(flow, reading, moment))
    said.update(_dated(flow, reading, moment))
    said.update(_agreed(flow, reading, moment.language))
    said.update(_placed(flow, reading, towns, said))
    implied: dict[str, tuple[str, Said]] = {}
    for id, source, one in _implied(flow, said):
        if id not in said:
            implied.setdefault(id, (source, one))
    said.update({id: one for id, (_, one) in implied.items()})
    raw = {id: one.raw for id, one in said.items()}
    values = interpreter.prefill(flow, raw, moment)
    return Extracted(
        values,
        {id: reading.quote(said[id].start, said[id].end) for id in values},
        raw,
        {id: source for id, (source, _) in implied.items()},
    )


def covered(flow: Flow, reading: Reading, found: Extracted, language: str) -> float:
    """The share of the text, small words aside, that is answers and the names of their questions."""
    quoted = {word.key for quote in found.quotes.values() for word in split(quote)}
    named = set[str]()
    for step in flow.steps:
        if step.id in found.quotes:
            unit = step.unit.plain(language) if step.unit else ""
            named.update(roles.stems(f"{step.label.plain(language)} {unit}"))
    telling = [word for word in reading.words if word.key in quoted or word.key not in FUNCTION]
    explained = [word for word in telling if word.key in quoted or stem(word.key) in named]
    return sum(len(word.text) for word in explained) / (sum(len(word.text) for word in telling) or 1)


def _marked(flow: Flow, reading: Reading) -> Iterator[tuple[str, Said]]:
    """Addresses, phones, VINs, plates: the first of each kind."""
    for step in flow.steps:
        mark = next((mark for mark in reading.marks if mark.kind == step.type.name), None)
        if mark is not None:
            yield step.id, Said(mark.text, mark.start, mark.end)


def _named(flow: Flow, reading: Reading, lexicon: Lexicon) -> Iterator[tuple[str, Said]]:
    for step, mentions in cascades.chosen(flow, reading, lexicon):
        raw = ", ".join(dict.fromkeys(mention.option for mention in mentions))
        yield step.id, Said(raw, reading.start(mentions[0]), reading.end(mentions[-1]))


def _counted(flow: Flow, reading: Reading, moment: Moment) -> Iterator[tuple[str, Said]]:
    fields = roles.counted(flow.steps, moment.language)
    found = roles.assigned(fields, reading.amounts, reading.words, _most(flow, moment))
    for step, raw, amount in roles.texts(found, moment.language):
        yield step.id, Said(raw, amount.start, amount.end)
    years = [step for step in flow.steps if isinstance(step.type, YearType)]
    if years and reading.years:
        yield years[0].id, Said(reading.years[0].text, reading.years[0].start, reading.years[0].end)


def _most(flow: Flow, moment: Moment) -> Mapping[str, float]:
    """The greatest amount each step takes, where that does not depend on answers."""
    scope = clock(moment)
    found: dict[str, float] = {}
    for step in flow.steps:
        bounds = [evaluate(rule.max, scope) for rule in step.rules if rule.max is not None and not rule.soft]
        limits = [bound for bound in bounds if bound is not None and not isinstance(bound, bool)]
        if limits:
            found[step.id] = min(limits)
    return found


def _dated(flow: Flow, reading: Reading, moment: Moment) -> Iterator[tuple[str, Said]]:
    """The first day named, for the first question about a day."""
    steps = [step for step in flow.steps if isinstance(step.type, DateType)]
    found = _day(reading, moment.now.date()) if steps else None
    if found is not None:
        yield steps[0].id, found


def _day(reading: Reading, today: date) -> Said | None:
    words = reading.words
    for first, word in enumerate(words):
        for last in (first + 2, first + 1, first):
            if last >= len(words) or (last == first and word.digits):
                continue
            text = reading.text[word.start : words[last].end]
            day = parse_day(text, today)
            if day is not None:
                return Said(day.isoformat(), word.start, words[last].end)
    return None


def _agreed(flow: Flow, reading: Reading, language: str) -> Iterator[tuple[str, Said]]:
    """A yes-or-no question answered by the mere mention of its subject: «в залоге», «без залога»."""
    for step in flow.steps:
        if not isinstance(step.type, YesNoType):
            continue
        for spoken in (step.label.plain(language), *roles.quoted(step.ai or "")):
            telling = roles.stems(spoken)
            places = [_place(reading.words, one) for one in telling]
            met = [place for place in places if place is not None]
            if met and len(met) == len(telling) and max(met) - min(met) <= len(met) + 1:
                raw = "no" if _denied(reading.words, min(met), max(met)) else "yes"
                yield step.id, Said(raw, reading.words[min(met)].start, reading.words[max(met)].end)
                break


def _place(words: Sequence[Word], telling: str) -> int | None:
    return next((at for at, word in enumerate(words) if stem(word.key) == telling or alike(word.key, telling)), None)


def _denied(words: Sequence[Word], first: int, last: int) -> bool:
    around = (*words[max(0, first - 2) : first], *words[last + 1 : last + 2])
    return any(word.key in NEGATIONS for word in around)


def _placed(flow: Flow, reading: Reading, towns: Towns, said: Mapping[str, Said]) -> Iterator[tuple[str, Said]]:
    steps = [step for step in flow.steps if step.type.name == "city"]
    found = towns.find(reading.words) if steps else None
    if found is None:
        return
    name, first, last = found
    start, end = reading.words[first].start, reading.words[last].end
    if not any(one.start < end and start < one.end for one in said.values()):
        yield steps[0].id, Said(name, start, end)


def _implied(flow: Flow, said: Mapping[str, Said]) -> Iterator[tuple[str, str, Said]]:
    """An answer that only one other answer makes possible says that other one too: «из Кореи» is from abroad."""
    for id, one in said.items():
        step = flow.step(id)
        if step is None or len(step.when) != 1 or isinstance(step.type, DateType):
            continue
        tests = list(step.when[0].items())
        match tests:
            case [(parent, conditions.OneOf((value,)))] if isinstance(flow.item(parent), Step):
                yield parent, id, Said(value, one.start, one.end)
            case _:
                pass
