"""Flows built by hand, as the compiler would build them, and a client who walks through them."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast
from zoneinfo import ZoneInfo

from engine.core import interpreter
from engine.core.answers import TYPES, Asked, Refusal
from engine.core.arithmetic import Expression, Literally, parse
from engine.core.clauses import Rule, Table
from engine.core.conditions import ALWAYS, Answered, Condition, HasAll, Not, OneOf, Test, Within
from engine.core.model import Compute, Consent, Flow, Item, Say, Step, Stop
from engine.core.options import Choices, Option
from engine.core.raw import Attached, Finished, Raw, Tapped, Typed
from engine.core.screen import Screen
from engine.core.session import DONE, REVIEW, Event, Move, Rejection, Session
from engine.core.texts import Text
from engine.core.values import Json, Moment, Value

MOSCOW = ZoneInfo("Europe/Moscow")
NOW = Moment(datetime(2026, 11, 22, 12, 0, tzinfo=MOSCOW))
IN_ENGLISH = Moment(NOW.now, "en")

type Options = Mapping[str, str]


def options(listed: Options) -> tuple[Option, ...]:
    return tuple(Option(id, Text.of(label)) for id, label in listed.items())


def text(words: str | None) -> Text | None:
    return None if words is None else Text.of(words)


def step(
    id: str,
    type: str = "text",
    *,
    ask: str | None = None,
    label: str | None = None,
    choices: Options | None = None,
    by: Mapping[str, Mapping[str, Options]] | None = None,
    other: str | None = None,
    none: str | None = None,
    unit: str | None = None,
    retry: str | None = None,
    skip: str | None = None,
    hint: str | None = None,
    when: Condition = ALWAYS,
    rules: tuple[Rule, ...] = (),
    optional: bool = False,
    decimals: int = 0,
    consent: Consent | None = None,
    was: tuple[str, ...] = (),
) -> Step:
    """A question; `choices` is a plain list, `by` is `{parent: {parent option: list}}`."""
    rows: dict[str | None, tuple[Option, ...]] = {}
    parent = None
    if by is not None:
        ((parent, table),) = by.items()
        rows = {row: options(listed) for row, listed in table.items()}
    elif choices is not None:
        rows = {None: options(choices)}
    elif type == "yes_no":
        rows = {None: options({"yes": "Да", "no": "Нет"})}
    offered = Choices(rows, parent, text(other), text(none)) if rows else None
    return Step(
        id=id,
        ask=Text.of(ask if ask is not None else f"{id}?"),
        type=TYPES["choice" if offered is not None and type == "text" else type],
        label=Text.of(label or id),
        when=when,
        optional=optional or skip is not None,
        skip=text(skip),
        hint=text(hint),
        unit=text(unit),
        decimals=decimals,
        choices=offered,
        rules=rules,
        retry=text(retry),
        consent=consent,
        was=was,
    )


def say(id: str, words: str, *, button: str | None = None, when: Condition = ALWAYS) -> Say:
    return Say(id, Text.of(words), when, text(button))


def stop(id: str, words: str = "Стоп.", *, when: Condition = ALWAYS) -> Stop:
    return Stop(id, Text.of(words), when)


def compute(
    id: str,
    formula: str | Mapping[str, Mapping[str, int | float]],
    *,
    label: str | None = None,
    unit: str | None = None,
    decimals: int = 0,
    when: Condition = ALWAYS,
) -> Compute:
    """A value never asked: arithmetic, or `{parent: {option: amount}}`."""
    if isinstance(formula, str):
        return Compute(id, parse(formula), when, text(label), text(unit), decimals)
    ((parent, rows),) = formula.items()
    return Compute(id, Table(parent, rows), when, text(label), text(unit), decimals)


def rule(
    min: str | int | float | None = None,
    max: str | int | float | None = None,
    *,
    pattern: str | None = None,
    must: str | None = None,
    say: str | None = None,
    soft: bool = False,
) -> Rule:
    return Rule(bound(min), bound(max), pattern, bound(must), text(say), soft)


def bound(written: str | int | float | None) -> Expression | None:
    return parse(written) if isinstance(written, str) else None if written is None else Literally(written)


def when(**tests: str | bool | Test | tuple[str, ...]) -> Condition:
    """`when(pledge="yes")`: all must hold; True and False ask whether there is an answer."""
    group: dict[str, Test] = {}
    for name, test in tests.items():
        match test:
            case bool():
                group[name] = Answered(test)
            case str():
                group[name] = OneOf((test,))
            case tuple():
                group[name] = OneOf(test)
            case _:
                group[name] = test
    return (group,)


def within(least: str | int | None = None, most: str | int | None = None) -> Within:
    return Within(bound(least), bound(most))


def has_all(*values: str) -> HasAll:
    return HasAll(values)


def no(test: Test | str) -> Not:
    return Not(OneOf((test,)) if isinstance(test, str) else test)


def flow(*items: Item, version: str = "1", done: str = "Спасибо!", id: str = "sell") -> Flow:
    return Flow(id, version, Text.of("Анкета"), items, Text.of(done))


def asked(question: Step, answers: Mapping[str, Value] | None = None, moment: Moment = NOW) -> Asked:
    return Asked(question, answers or {}, moment)


def read(question: Step, raw: Raw | str, answers: Mapping[str, Value] | None = None) -> Value | Refusal:
    """What a question makes of an answer."""
    return question.type.read(Typed(raw) if isinstance(raw, str) else raw, asked(question, answers))


def refused(question: Step, raw: Raw | str) -> str | None:
    """The key of the refusal, None where the answer is taken."""
    found = read(question, raw)
    return found.key if isinstance(found, Refusal) else None


CONSENT = Consent("2026-11-01", Text.of("Разрешите записать контакты."), refused=Text.of("Без согласия нельзя."))


def photo(number: int) -> Attached:
    return Attached("photo", f"file{number}", f"unique{number}", number)


def copied(session: Session) -> Session:
    """The session as a store gives it back."""
    return Session.from_json(cast(Mapping[str, Json], json.loads(json.dumps(session.to_json()))))


@dataclass(slots=True)
class Client:
    """Walks through a flow; every action is also done on a stored copy, which must lead to the same place."""

    flow: Flow
    moment: Moment = NOW
    given: Mapping[str, Value] | None = None
    session: Session = field(init=False)
    #: What the last refused answer was told.
    told: str | None = None
    events: list[Event] = field(init=False)

    def __post_init__(self) -> None:
        begun = interpreter.start(self.flow, "s1", self.moment, self.given)
        self.session, self.events = begun.session, list(begun.events)

    def _does(self, act: Callable[[Session], Move | Rejection]) -> "Client":
        result, again = act(self.session), act(copied(self.session))
        self.told = result.text if isinstance(result, Rejection) else None
        assert isinstance(again, type(result))
        self.events += result.events
        if isinstance(result, Rejection):
            assert again == result
            return self
        assert isinstance(again, Move)
        assert again.events == result.events
        assert again.session.to_json() == result.session.to_json()
        assert result.session.rev >= self.session.rev
        assert result.session == self.session or result.session.rev > self.session.rev
        self.session = result.session
        assert interpreter.screen(self.flow, copied(self.session), self.moment) == self.screen
        return self

    def answers(self, *raws: Raw | str) -> "Client":
        """Each in turn; a text is typed."""
        for raw in raws:
            given = Typed(raw) if isinstance(raw, str) else raw
            self._does(lambda session, given=given: interpreter.answer(self.flow, session, given, self.moment))  # type: ignore[misc]
        return self

    def taps(self, *ids: str) -> "Client":
        return self.answers(*(Tapped(id) for id in ids))

    def finishes(self) -> "Client":
        return self.answers(Finished())

    def skips(self) -> "Client":
        return self._does(lambda session: interpreter.skip(self.flow, session, self.moment))

    def goes_back(self) -> "Client":
        return self._does(lambda session: interpreter.back(self.flow, session, self.moment))

    def keeps(self) -> "Client":
        return self._does(lambda session: interpreter.keep(self.flow, session, self.moment))

    def clears(self) -> "Client":
        return self._does(lambda session: interpreter.clear(self.flow, session, self.moment))

    def reads_on(self) -> "Client":
        return self._does(lambda session: interpreter.acknowledge(self.flow, session, self.moment))

    def edits(self, id: str) -> "Client":
        return self._does(lambda session: interpreter.edit(self.flow, session, id, self.moment))

    def submits(self) -> "Client":
        return self._does(lambda session: interpreter.submit(self.flow, session, self.moment))

    def meets(self, changed: Flow) -> "Client":
        """The flow is edited under the client's feet."""
        self.flow = changed
        return self._does(lambda session: Move(interpreter.reconcile(changed, session, self.moment)))

    @property
    def place(self) -> str:
        return self.session.step

    @property
    def screen(self) -> Screen:
        return interpreter.screen(self.flow, self.session, self.moment)

    @property
    def values(self) -> Mapping[str, Value | None]:
        return self.session.answers

    @property
    def rows(self) -> dict[str, str | None]:
        """The review."""
        assert self.place == REVIEW
        return {row.id: row.value for row in self.screen.rows}

    @property
    def kinds(self) -> list[str]:
        """What the funnel counted."""
        return [event.kind for event in self.events]

    @property
    def finished(self) -> bool:
        return self.place == DONE
