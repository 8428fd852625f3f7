"""What is decided about conditions, held against a client who walks every path of random flows."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import combinations

from hypothesis import HealthCheck, assume, given, settings

from engine.core.answers import TYPES
from engine.core.facts import Facts, survey
from engine.core.model import Flow, Step
from engine.core.rehearse import candidates_for
from engine.core.session import REVIEW, Session
from engine.core.values import Moment, Value
from engine.lang.compile import compile_bytes
from engine.lang.document import BotDocument, FlowDocument
from engine.lang.paths.places import Place, Places
from engine.lang.paths.search import MOST_STEPS, Example, Given, Met, Missing, Search
from engine.lang.source import read
from tests.drawn import TIMES
from tests.lang.paths.documents import BOT, flows

#: The day examples are shown for.
NOW = Moment(datetime(2026, 7, 1, 12, tzinfo=UTC))
#: Answers tried for one flow.
MOST_WALKS = 3000

THOROUGH = settings(
    max_examples=60 * TIMES, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


@dataclass
class Walked:
    """What every client together saw of a flow."""

    visible: set[str]
    answered: set[str]
    lacked: set[str]
    finished: bool
    stopped: bool
    pairs: set[tuple[str, str]]


def walks(flow: Flow) -> Iterator[Facts]:
    """Every way through the flow with the answers its author could think of."""
    waiting = [Session("walk", flow.id, flow.version, step=REVIEW)]
    count = 0
    while waiting:
        session = waiting.pop()
        facts = survey(flow, session, NOW)
        item = flow.item(facts.open)
        if isinstance(item, Step):
            for value in answers(item, flow, facts):
                waiting.append(replace(session, answers={**session.answers, item.id: value}))
            continue
        count += 1
        assume(count < MOST_WALKS)
        yield facts


def answers(step: Step, flow: Flow, facts: Facts) -> Iterator[Value | None]:
    """What this client tries at a question: every set of options, else what conditions mention."""
    if step.type.name != "many":
        yield from candidates_for(step, flow, facts)
        return
    ids = [option.id for option in facts.asked(step).options]
    for count in range(1, len(ids) + 1):
        yield from map(list, combinations(ids, count))
    if step.choices is not None and step.choices.none is not None:
        yield ["none"]
    if step.optional:
        yield None


def walked(flow: Flow) -> Walked:
    seen = Walked(set(), set(), set(), False, False, set())
    for facts in walks(flow):
        visible = [item.id for item in facts.visible]
        seen.visible.update(visible)
        seen.answered.update(facts.present)
        seen.finished = seen.finished or facts.open == REVIEW
        if facts.open == REVIEW:
            seen.lacked.update(item.id for item in flow.items if item.id not in facts.present)
            seen.pairs.update((one, two) for one in facts.present for two in facts.present)
    return seen


def searched(text: str) -> tuple[Flow, Search]:
    files = {"bot.yaml": BOT.encode(), "sell.flow.yaml": text.encode()}
    compiled = compile_bytes(files)
    # A flow nobody gets through is refused before anybody walks it.
    assume(compiled.project is not None)
    assert compiled.project is not None
    bot = BotDocument(read("bot.yaml", files["bot.yaml"]))
    document = FlowDocument(read("sell.flow.yaml", files["sell.flow.yaml"]), bot, TYPES)
    return compiled.project.flows["sell"], Search(Places(document, lambda source, path: False))


def met(place: Place) -> Met:
    assert place.condition is not None
    return Met(place.condition)


@THOROUGH
@given(flows())
def test_what_cannot_be_seen_nobody_sees(text: str) -> None:
    flow, search = searched(text)
    seen = walked(flow)
    end = len(flow.items)
    for place in search.places.all:
        if place.id in seen.visible:
            assert not search.impossible([met(place)], place.index)
        if place.item.answers and place.id in seen.answered:
            assert not search.impossible([Given(place.id)], end, every_stop(search))
    if seen.finished:
        assert not search.blocked(end)
        for id in seen.lacked & {place.id for place in search.places.all if place.item.answers}:
            assert not search.impossible([Missing(id)], end)
        for one, two in seen.pairs:
            assert not search.impossible([Given(one), Given(two)], end)


def every_stop(search: Search) -> frozenset[str]:
    return frozenset(place.id for place in search.places.all if place.item.kind == "stop")


@THOROUGH
@given(flows())
def test_an_example_shows_what_it_is_an_example_of(text: str) -> None:
    flow, search = searched(text)
    for place in search.places.all:
        for wanted in (True, False):
            wish = Met(met(place).condition, wanted)
            example = search.example([wish], place.index)
            if example is None or search.passable(place.index) is None:
                continue
            facts = replayed(flow, search, example, place.index)
            visible = place.id in {item.id for item in facts.visible}
            assert visible is wanted, (place.id, wanted, example)


def replayed(flow: Flow, search: Search, example: Example, until: int) -> Facts:
    """The flow walked with the example's answers, then with those that avoid the other stops, then with any."""
    given = {answer.id: answer.value for answer in (*(search.passable(until) or ()), *example)}
    session = Session("example", flow.id, flow.version, step=REVIEW)
    while True:
        facts = survey(flow, session, NOW)
        item = flow.item(facts.open)
        order = [item.id for item in flow.items]
        if not isinstance(item, Step) or order.index(item.id) >= until:
            return facts
        value = given[item.id] if item.id in given else next(candidates_for(item, flow, facts))
        session = replace(session, answers={**session.answers, item.id: value})


@THOROUGH
@given(flows())
def test_what_somebody_can_see_is_shown_by_an_example(text: str) -> None:
    """Where no formula counts, everything is decided, both ways."""
    assume("compute" not in text and "this_year" not in text and "min: a" not in text and "min: b" not in text)
    flow, search = searched(text)
    seen = walked(flow)
    for place in search.places.all:
        example = search.example([met(place)], place.index)
        there = example is not None and search.passable(place.index) is not None
        assert there is (place.id in seen.visible), place.id
    assert (search.passable(len(flow.items)) is not None) is seen.finished


def test_a_walk_that_takes_too_long_concludes_nothing() -> None:
    asked = "".join(f"  - {{id: q{n}, ask: Что?, choices: {{a: А, b: Б, c: В, d: Г}}}}\n" for n in range(10))
    groups = ", ".join("{" + ", ".join(f"q{n}: {{not: {id}}}" for n in range(10)) + "}" for id in "abcd")
    text = f"flow: sell\ntitle: П\nsteps:\n{asked}  - {{id: s, if: [{groups}], stop: Нет}}\ndone: Да\n"
    bot = BotDocument(read("bot.yaml", BOT.encode()))
    document = FlowDocument(read("sell.flow.yaml", text.encode()), bot, TYPES)
    search = Search(Places(document, lambda source, path: False))
    stop = search.places.all[-1]
    assert stop.condition is not None
    assert not search.impossible([Met(stop.condition, False)], stop.index)
    assert search.steps <= MOST_STEPS + 1
