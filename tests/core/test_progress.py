"""«Шаг 3 из 8»: the total only while nothing to come can change it."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from engine.core.facts import survey
from engine.core.model import Flow, Step
from engine.core.reconcile import reconcile
from engine.core.rehearse import candidates_for
from engine.core.session import REVIEW
from tests.core.flows import CONSENT, Client, compute, flow, say, step, stop, when, within
from tests.core.random_flows import flows


def shown(client: Client) -> tuple[int, int | None] | None:
    found = client.screen.progress
    return None if found is None else (found.step, found.total)


def test_without_conditions_the_total_is_known_from_the_start() -> None:
    client = Client(flow(step("a"), say("hi", "Привет"), step("b", optional=True), step("c")))
    assert shown(client) == (1, 3)
    assert shown(client.answers("раз")) == (2, 3)
    assert shown(client.skips()) == (3, 3)


def test_the_total_appears_once_the_deciding_answer_is_given() -> None:
    client = Client(flow(step("pledge", "yes_no"), step("bank", when=when(pledge="yes")), step("end")))
    assert shown(client) == (1, None)
    assert shown(client.taps("no")) == (2, 2)
    assert shown(client.goes_back()) == (1, 2)
    assert shown(client.taps("yes")) == (2, 3)


def test_a_skipped_answer_decides_as_well() -> None:
    client = Client(flow(step("pledge", "yes_no", optional=True), step("bank", when=when(pledge="yes")), step("end")))
    assert shown(client.skips()) == (2, 2)


def test_a_total_that_depends_through_a_computed_value_is_not_promised() -> None:
    client = Client(flow(step("x", "number"), compute("y", "x * 2"), step("big", when=when(y=within(10))), step("end")))
    assert shown(client) == (1, None)
    assert shown(client.answers("7")) == (2, 3)


def test_a_total_that_depends_through_another_question_is_not_promised() -> None:
    client = Client(
        flow(step("a", "yes_no"), step("b", "yes_no", when=when(a="yes")), step("c", when=when(b="yes")), step("end"))
    )
    assert shown(client) == (1, None)
    assert shown(client.taps("yes")) == (2, None)
    assert shown(client.taps("no")) == (3, 3)
    assert shown(Client(client.flow).taps("no")) == (2, 2)


def test_a_question_hidden_for_good_promises_nothing_about_what_hangs_on_it() -> None:
    client = Client(flow(step("a", "yes_no"), step("b", when=when(a="yes")), step("c", when=when(b=True)), step("end")))
    assert shown(client.taps("no")) == (2, 2)


def test_a_possible_stop_and_messages_do_not_change_the_total() -> None:
    client = Client(
        flow(
            step("a", "number"), stop("end", when=when(a=within(5))), say("hi", "Привет", when=when(a=True)), step("b")
        )
    )
    assert shown(client) == (1, 2)
    assert shown(client.answers("1")) == (2, 2)


def test_nothing_is_shown_on_a_stop_a_message_the_review_and_while_editing() -> None:
    client = Client(
        flow(step("a", "number"), stop("end", when=when(a=within(5))), say("hi", "Привет", button="Дальше"))
    )
    assert shown(client.answers("7")) is None
    assert shown(client.goes_back().answers("1")) is None
    assert shown(client.reads_on()) is None
    assert shown(client.edits("a")) is None


def test_consent_is_not_counted_so_giving_it_once_makes_no_number_jump() -> None:
    client = Client(flow(step("a"), step("consent", "consent", consent=CONSENT), step("b")))
    assert shown(client) == (1, 2)
    assert shown(client.answers("раз")) is None
    assert shown(client.taps("yes")) == (2, 2)


def test_prefilled_answers_count_as_given() -> None:
    client = Client(flow(step("a"), step("b"), step("c")), given={"a": "раз", "b": "два"})
    assert shown(client) == (3, 3)


@given(built=flows(), data=st.data())
def test_a_total_once_shown_comes_true(built: Flow, data: st.DataObject) -> None:
    client, promised = Client(built), None
    for _ in range(2 * len(built.items)):
        step, progress = built.step(client.place), client.screen.progress
        if progress is not None and progress.total is not None:
            assert promised in (None, progress.total)
            promised = progress.total
        if step is None:
            client.reads_on()
            continue
        found = survey(built, client.session, client.moment)
        options = [value for value in candidates_for(step, built, found) if value is not None]
        if not options or data.draw(st.booleans()):
            client.skips()
        if client.place == step.id and options:
            accepted = {**client.session.answers, step.id: data.draw(st.sampled_from(options))}
            there = replace(client.session, answers=accepted)
            client.session = reconcile(
                built, replace(there, step=survey(built, there, client.moment).open), client.moment
            )
    asked = survey(built, client.session, client.moment).visible
    if client.place == REVIEW and promised is not None:
        assert promised == len([item for item in asked if isinstance(item, Step) and item.type.refusal is None])
