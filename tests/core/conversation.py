"""Any client on any flow, edited meanwhile: what holds after every single step."""

from collections.abc import Callable
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from engine.core import interpreter
from engine.core.facts import survey
from engine.core.finish import deliveries, lead_from_session
from engine.core.lead import Client as Person
from engine.core.model import Flow, Say, Step, Stop
from engine.core.raw import Finished, Raw, SharedContact, Tapped, Typed, Unreadable
from engine.core.reconcile import fits
from engine.core.screen import Screen
from engine.core.session import DONE, REVIEW, Move, Rejection, Session
from engine.core.values import Value
from tests.core.flows import NOW, copied, photo
from tests.core.random_flows import IDS, edits, flows

WORDS = (
    "", "раз", "Анна", "Икс", "игрек", "Икс, зет", "Другое", "Ничего", "лебёдка", "да", "нет", "не знаю", "согласен",
    "5", "999", "1500", "2015", "2030", "100 тыс", "1,5", "вчера", "завтра", "15 марта 2027", "89161234567",
    "ivan@mail.ru", "avito.ru/1", "XTA210990Y2766045", "А123ВС77", "<b>{a}</b>", "\x00", "длинный ответ",
)  # fmt: skip
#: What each type takes, one of them perhaps against a rule.
GOOD: dict[str, tuple[str, ...]] = {
    "text": ("раз", "да", "<b>{a}</b>"),
    "name": ("Анна", "Ян"),
    "city": ("Тула",),
    "number": ("5", "999", "1500", "2500"),
    "money": ("5", "999", "1500", "2500"),
    "year": ("1999", "2015", "2026"),
    "date": ("вчера", "сегодня", "завтра"),
    "phone": ("89161234567",),
    "email": ("ivan@mail.ru",),
    "url": ("avito.ru/1",),
    "vin": ("XTA210990Y2766045",),
    "plate": ("А123ВС77",),
    "consent": ("да", "да", "нет"),
    "yes_no": ("да", "нет"),
    "choice": ("Икс", "Игрек", "Зет", "Дубль", "лебёдка"),
    "many": ("Икс", "Икс, зет", "Игрек", "Ничего", "лебёдка"),
}
raws: st.SearchStrategy[Raw] = st.one_of(
    st.sampled_from(WORDS).map(Typed),
    st.sampled_from(WORDS).map(Typed),
    st.sampled_from(["x", "y", "z", "w", "yes", "no", "none", "other", "gone"]).map(Tapped),
    st.integers(1, 4).map(photo),
    st.just(Finished()),
    st.sampled_from([Unreadable(), SharedContact("79161234567", own=True), SharedContact("1", own=False)]),
)


class Conversation(RuleBasedStateMachine):
    to_begin_with: ClassVar[st.SearchStrategy[Flow]] = flows()

    def __init__(self) -> None:
        super().__init__()
        self.flow: Flow
        self.session: Session
        #: What the client answered last, by step id, as long as they have not taken it back.
        self.given: dict[str, Value] = {}
        self.versions = 1

    @initialize(data=st.data(), given=st.dictionaries(st.sampled_from(IDS), st.sampled_from(WORDS), max_size=3))
    def starts(self, data: st.DataObject, given: dict[str, str]) -> None:
        self.flow = data.draw(self.to_begin_with)
        taken = interpreter.prefill(self.flow, given, NOW)
        self.session = interpreter.start(self.flow, "s1", NOW, taken).session
        self.given = {id: value for id, value in taken.items() if self.session.answers.get(id) == value}

    def does(self, act: Callable[[Session], Move | Rejection]) -> Move | Rejection:
        before, result = self.session, act(self.session)
        again = act(copied(before))
        if isinstance(result, Rejection):
            assert again == result
            return result
        assert isinstance(again, Move)
        assert again.session.to_json() == result.session.to_json()
        assert again.events == result.events
        assert result.session == before or result.session.rev > before.rev
        assert result.events == () or result.session != before
        self.session = result.session
        return result

    @rule(raw=raws)
    def answers(self, raw: Raw) -> None:
        place = self.session.step
        result = self.does(lambda session: interpreter.answer(self.flow, session, raw, NOW))
        kinds = {event.kind for event in result.events}
        if isinstance(result, Rejection):
            assert (result.text != "") is (self.flow.step(place) is not None)
        elif "answered" in kinds:
            value = self.session.answers[place]
            assert value is not None
            self.given[place] = value
            assert place not in self.session.gathered
        elif "stopped" in kinds or "skipped" in kinds:
            self.given.pop(place, None)

    @rule(data=st.data(), questions=st.sampled_from([1, 8, 3]))
    def walks_on(self, data: st.DataObject, questions: int) -> None:
        for _ in range(questions):
            step = self.flow.step(self.session.step)
            if step is None:
                self.reads_on()
            elif step.type.name in ("photo", "file"):
                self.answers(photo(data.draw(st.integers(1, 4))))
            else:
                self.answers(Typed(data.draw(st.sampled_from(GOOD[step.type.name]))))
            if step is not None and step.type.gathers:
                self.answers(Finished())

    @rule()
    def confirms(self) -> None:
        self.answers(Finished())

    @rule(data=st.data())
    def taps_what_is_offered(self, data: st.DataObject) -> None:
        offered = [option.id for option in self.screen().options]
        if offered:
            self.answers(Tapped(data.draw(st.sampled_from(offered))))

    @rule()
    def skips(self) -> None:
        place, can = self.session.step, self.screen().can_skip
        result = self.does(lambda session: interpreter.skip(self.flow, session, NOW))
        assert isinstance(result, Move) is can or self.screen().refused
        if isinstance(result, Move):
            self.given.pop(place, None)

    @rule()
    def goes_back(self) -> None:
        before = self.session
        shown = self.screen()
        self.does(lambda session: interpreter.back(self.flow, session, NOW))
        assert (self.session != before) is shown.can_back
        assert self.session.answers == before.answers or shown.refused

    @rule()
    def goes_back_to_the_beginning(self) -> None:
        seen = 0
        while self.screen().can_back:
            self.does(lambda session: interpreter.back(self.flow, session, NOW))
            seen += 1
            assert seen <= 4 * len(self.flow.items) + 4, "Back goes round in a circle"

    @rule(data=st.data())
    def changes_an_answer_of_the_finished_form(self, data: st.DataObject) -> None:
        self.walks_on(data, 8)
        rows = [row.id for row in self.screen().rows if row.editable]
        if rows:
            id = data.draw(st.sampled_from(rows))
            self.does(lambda session: interpreter.edit(self.flow, session, id, NOW))
            self.walks_on(data, data.draw(st.sampled_from([1, 8])))

    @rule(data=st.data())
    def edits(self, data: st.DataObject) -> None:
        rows = [row.id for row in self.screen().rows if row.editable]
        id = data.draw(st.sampled_from([*rows, *IDS]))
        self.does(lambda session: interpreter.edit(self.flow, session, id, NOW))

    @rule()
    def keeps(self) -> None:
        self.does(lambda session: interpreter.keep(self.flow, session, NOW))

    @rule()
    def clears(self) -> None:
        before = self.session.answers
        self.does(lambda session: interpreter.clear(self.flow, session, NOW))
        assert self.session.answers == before

    @rule()
    def reads_on(self) -> None:
        self.does(lambda session: interpreter.acknowledge(self.flow, session, NOW))

    @rule()
    def is_stored(self) -> None:
        shown = self.screen()
        self.session = copied(self.session)
        assert self.screen() == shown

    @rule(data=st.data())
    def meets_an_edited_flow(self, data: st.DataObject) -> None:
        self.versions += 1
        fresh = f"r{self.versions}"
        self.flow = data.draw(edits(self.flow, str(self.versions), fresh))
        renamed = self.flow.step(fresh)
        if renamed is not None and renamed.was[0] in self.given:
            self.given[fresh] = self.given.pop(renamed.was[0])
        self.does(lambda session: Move(interpreter.reconcile(self.flow, session, NOW)))
        assert interpreter.reconcile(self.flow, self.session, NOW) == self.session

    @rule()
    def sends(self) -> None:
        place = self.session.step
        result = self.does(lambda session: interpreter.submit(self.flow, session, NOW))
        assert (self.session.step == DONE) is (place in (REVIEW, DONE))
        assert len([event for event in result.events if event.kind == "submitted"]) == (place == REVIEW)

    def screen(self) -> Screen:
        return interpreter.screen(self.flow, self.session, NOW)

    @invariant()
    def every_screen_renders(self) -> None:
        shown = self.screen()
        assert shown.place == self.session.step
        assert shown == interpreter.screen(self.flow, copied(self.session), NOW)
        assert "\u0000" not in shown.text

    @invariant()
    def the_client_stands_on_something_visible(self) -> None:
        if self.session.step in (REVIEW, DONE):
            return
        facts = survey(self.flow, self.session, NOW)
        (item,) = (item for item in facts.visible if item.id == self.session.step)
        assert isinstance(item, Step | Stop) or (isinstance(item, Say) and item.button is not None)

    @invariant()
    def no_answer_disappears(self) -> None:
        if self.session.step == DONE:
            return
        for id, value in self.given.items():
            # An answer goes where its question went: to the step that was it.
            places = [id, *(step.id for step in self.flow.steps if id in step.was)]
            kept = [copy for at in places for copy in (self.session.answers.get(at), *self.session.parked.get(at, ()))]
            assert any(copy == value or list_of(copy) == list_of(value) for copy in kept), (id, value, self.session)

    @invariant()
    def every_answer_of_a_visible_step_fits_it(self) -> None:
        if self.session.step == DONE:
            return
        facts = survey(self.flow, self.session, NOW)
        for item in facts.visible:
            if isinstance(item, Step) and item.id in self.session.answers:
                value = self.session.answers[item.id]
                assert item.optional if value is None else fits(item, value, facts)

    @invariant()
    def the_review_is_complete(self) -> None:
        if self.session.step != REVIEW:
            return
        facts = survey(self.flow, self.session, NOW)
        assert facts.open == REVIEW
        assert self.session.edit is None
        for item in facts.visible:
            if isinstance(item, Step):
                assert item.id in self.session.answers
                assert self.session.answers[item.id] != item.type.refusal or item.type.refusal is None

    @invariant()
    def a_lead_holds_only_what_is_visible_and_answered(self) -> None:
        facts = survey(self.flow, self.session, NOW)
        lead = lead_from_session(self.flow, self.session, Person(1), NOW)
        assert {answer.id for answer in lead.answers} <= {item.id for item in facts.visible} & set(facts.present)
        answered = {item.id for item in facts.visible if isinstance(item, Step) and item.id in facts.present}
        assert answered <= {answer.id for answer in lead.answers}
        assert len({one.id for one in deliveries(self.flow, self.session, NOW)}) >= 1


def list_of(value: Value | None) -> object:
    """A stored tuple is a list."""
    return list(value) if isinstance(value, tuple | list) else value
