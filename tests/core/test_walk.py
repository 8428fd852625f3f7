"""The walk: the first visible item still open, and every way back."""

import pytest

from engine.core.raw import Tapped, Typed, Unreadable
from engine.core.session import DONE, REVIEW
from tests.core.flows import (
    CONSENT,
    IN_ENGLISH,
    Client,
    compute,
    flow,
    no,
    photo,
    rule,
    say,
    step,
    stop,
    when,
    within,
)

SELL = flow(
    step("brand", choices={"toyota": "Toyota", "kia": "Kia"}, other="Другая"),
    step("year", "year"),
    stop("too_old", "Старше 1995 не берём.", when=when(year=within(most=1994))),
    step("pledge", "yes_no", skip="Не знаю"),
    step("bank", when=when(pledge="yes"), optional=True),
    say("rules", "Правила", button="Понятно"),
    step("name", "name"),
)


def test_questions_come_in_order_and_end_in_the_review() -> None:
    client = Client(SELL)
    places = [client.place]
    for act in (
        lambda: client.taps("toyota"),
        lambda: client.answers("2015"),
        lambda: client.taps("no"),
        lambda: client.reads_on(),
        lambda: client.answers("Анна"),
    ):
        act()
        places.append(client.place)
    assert places == ["brand", "year", "pledge", "rules", "name", REVIEW]
    assert client.rows == {"brand": "Toyota", "year": "2015", "pledge": "Нет", "name": "Анна"}


def test_the_funnel_counts_every_move() -> None:
    client = Client(SELL).taps("toyota").answers("тысяча", "2015").skips().reads_on().answers("Анна")
    client.edits("year").goes_back().edits("name").answers("Ольга").submits()
    assert client.kinds == [
        "started",
        "answered",
        "invalid",
        "answered",
        "skipped",
        "answered",
        "reviewed",
        "edited",
        "back",
        "edited",
        "answered",
        "reviewed",
        "submitted",
    ]
    assert [event.step for event in client.events[:5]] == [None, "brand", "year", "year", "pledge"]
    assert all(event.at == client.moment.now and event.session == "s1" for event in client.events)


def test_a_refused_answer_changes_nothing() -> None:
    client = Client(SELL).taps("kia")
    before = client.session
    client.answers("не помню")
    assert client.session == before
    assert client.told == "Напишите год четырьмя цифрами, например 2016."


def test_a_follow_up_comes_only_where_its_condition_holds() -> None:
    assert Client(SELL).taps("kia").answers("2015").taps("yes").place == "bank"
    assert Client(SELL).taps("kia").answers("2015").taps("no").place == "rules"
    assert Client(SELL).taps("kia").answers("2015").skips().place == "rules"


def test_a_mandatory_question_cannot_be_skipped() -> None:
    client = Client(SELL).skips()
    assert (client.place, client.told) == ("brand", "")


def test_a_skipped_answer_is_empty_on_the_review() -> None:
    client = Client(SELL).taps("kia").answers("2015").skips().reads_on().answers("Анна")
    assert client.rows["pledge"] is None


def test_skipping_an_answered_question_takes_the_answer_back() -> None:
    client = Client(SELL).taps("kia").answers("2015").taps("yes").answers("Сбер").reads_on().answers("Анна")
    client.edits("pledge").skips()
    assert client.rows == {"brand": "Kia", "year": "2015", "pledge": None, "name": "Анна"}


def test_back_leads_one_screen_back_and_loses_nothing() -> None:
    client = Client(SELL).taps("kia").answers("2015").taps("yes").answers("Сбер").reads_on()
    places = []
    while client.screen.can_back:
        places.append(client.goes_back().place)
    assert places == ["rules", "bank", "pledge", "year", "brand"]
    assert client.values == {"brand": "kia", "year": 2015, "pledge": "yes", "bank": "Сбер"}
    assert client.goes_back().place == "brand"


def test_after_back_the_walk_goes_on_at_the_first_open_question() -> None:
    client = Client(SELL).taps("kia").answers("2015").taps("yes").goes_back().goes_back()
    assert client.place == "year"
    assert client.screen.current == "2015"
    assert client.answers("2016").place == "bank"


def test_an_answer_given_before_can_be_kept() -> None:
    client = Client(SELL).taps("kia").answers("2015").goes_back().goes_back()
    assert client.keeps().place == "pledge"
    assert client.values == {"brand": "kia", "year": 2015}


def test_there_is_nothing_to_keep_at_an_open_question() -> None:
    client = Client(SELL)
    assert client.keeps().session.rev == 1


def test_a_message_with_a_button_is_a_screen_and_stays_read() -> None:
    client = Client(SELL).taps("kia").answers("2015").taps("no")
    assert client.screen.text == "Правила"
    assert client.answers("что?").place == "rules"
    assert client.told == ""
    client.reads_on().goes_back()
    assert client.place == "rules"
    assert client.reads_on().place == "name"
    assert client.session.acknowledged == ("rules",)


def test_only_a_message_can_be_acknowledged() -> None:
    assert Client(SELL).reads_on().session.rev == 1


def test_a_stop_ends_without_review_and_lead_and_back_works() -> None:
    client = Client(SELL).taps("kia").answers("1990")
    assert client.place == "too_old"
    assert client.screen.text == "Старше 1995 не берём."
    assert client.kinds[-1] == "stopped"
    assert client.submits().place == "too_old"
    assert client.answers("алло").told == ""
    client.goes_back()
    assert client.place == "year"
    assert client.answers("2000").place == "pledge"


def test_nothing_behind_a_reached_stop_is_there() -> None:
    client = Client(SELL).taps("kia").answers("2015").taps("yes").answers("Сбер")
    client.goes_back().goes_back().goes_back()
    assert client.answers("1990").place == "too_old"
    assert [item.id for item in client.screen.rows] == []
    assert client.goes_back().answers("2016").place == "rules"
    assert client.values["bank"] == "Сбер"


def test_a_stop_reached_by_an_edit_leads_back_to_the_edited_question() -> None:
    client = Client(SELL).taps("kia").answers("2015").skips().reads_on().answers("Анна").edits("year").answers("1990")
    assert client.place == "too_old"
    assert client.goes_back().place == "year"
    assert client.answers("2001").place == REVIEW
    assert client.session.edit is None


def test_a_question_opened_by_an_edit_leads_back_to_the_edited_question() -> None:
    client = Client(SELL).taps("kia").answers("2015").skips().reads_on().answers("Анна").edits("pledge").taps("yes")
    assert client.place == "bank"
    assert client.goes_back().place == "pledge"
    assert client.taps("no").place == REVIEW


def test_back_from_an_edited_question_with_something_open_behind_it_leads_on_backwards() -> None:
    client = Client(SELL).taps("kia").answers("2015").skips().reads_on().answers("Анна").edits("pledge").taps("yes")
    assert [client.goes_back().place for _ in range(3)] == ["pledge", "year", "brand"]
    assert not client.screen.can_back


def test_an_edit_is_dropped_by_back_and_returns_to_the_review() -> None:
    client = Client(SELL).taps("kia").answers("2015").skips().reads_on().answers("Анна").edits("year")
    assert client.screen.current == "2015"
    assert client.screen.progress is None
    assert client.goes_back().place == REVIEW
    assert client.session.edit is None


def test_only_the_review_s_own_answers_can_be_edited() -> None:
    client = Client(SELL).taps("kia").answers("2015").skips().reads_on().answers("Анна")
    for nothing in ("bank", "rules", "too_old", "gone", REVIEW, ""):
        assert client.edits(nothing).place == REVIEW
    early = Client(SELL).taps("kia")
    assert early.edits("brand").place == "year"


def test_a_form_is_sent_only_from_a_complete_review() -> None:
    client = Client(SELL)
    for _ in range(3):
        assert client.submits().place == "brand"
    client.taps("kia").answers("2015").skips().reads_on().answers("Анна")
    assert client.submits().finished
    assert client.kinds.count("submitted") == 1


def test_a_second_tap_sends_nothing_more() -> None:
    client = Client(SELL).taps("kia").answers("2015").skips().reads_on().answers("Анна").submits()
    rev = client.session.rev
    for act in (client.submits, client.goes_back, client.keeps, client.clears, client.reads_on, client.skips):
        act()
        assert (client.place, client.session.rev) == (DONE, rev)
    client.answers(Typed("ещё"), Tapped("kia")).edits("year")
    assert (client.place, client.session.rev) == (DONE, rev)
    assert client.kinds.count("submitted") == 1


def test_what_became_wrong_on_the_review_is_asked_again_before_sending() -> None:
    visit = flow(step("day", "date", rules=(rule(min="today"),)), step("name", "name"))
    client = Client(visit).answers("завтра", "Анна")
    assert client.place == REVIEW
    client.moment = type(client.moment)(client.moment.now.replace(day=25))
    assert client.submits().place == "day"
    assert client.session.parked == {"day": ("2026-11-23",)}
    assert client.answers("завтра").place == REVIEW
    assert client.submits().finished


def test_a_flow_of_optional_questions_can_be_sent_empty() -> None:
    client = Client(flow(step("one", optional=True), step("two", optional=True))).skips().skips()
    assert client.rows == {"one": None, "two": None}
    assert client.submits().finished


def test_a_flow_without_questions_starts_at_its_review() -> None:
    client = Client(flow(say("hello", "Здравствуйте!")))
    assert client.place == REVIEW
    assert client.screen.said == ("Здравствуйте!",)
    assert not client.screen.can_back
    assert client.kinds == ["started", "reviewed"]


CONTACTS = flow(step("car"), step("consent", "consent", consent=CONSENT), step("phone", "phone"))


def test_consent_stands_before_the_phone_and_is_no_row_of_the_review() -> None:
    client = Client(CONTACTS).answers("Kia").taps("yes")
    assert client.values["consent"] == "2026-11-01"
    client.answers("89161234567")
    assert client.rows == {"car": "Kia", "phone": "+7 916 123-45-67"}


def test_a_refusal_stops_without_a_lead_and_back_asks_again() -> None:
    client = Client(CONTACTS).answers("Kia").taps("no")
    assert client.screen.refused
    assert client.screen.text == "Без согласия нельзя."
    assert client.screen.can_back
    assert client.kinds[-1] == "stopped"
    assert client.submits().place == "consent"
    assert client.keeps().place == "consent"
    client.goes_back()
    assert client.place == "consent"
    assert not client.screen.refused
    assert "consent" not in client.values
    assert client.taps("yes").place == "phone"


def test_who_refused_may_change_their_mind_in_words() -> None:
    client = Client(CONTACTS).answers("Kia", "нет")
    assert client.screen.refused
    assert client.answers("согласен").place == "phone"


def test_a_refusal_is_never_reviewed() -> None:
    client = Client(flow(step("consent", "consent", consent=CONSENT), step("note", optional=True))).taps("no")
    assert client.place == "consent"
    assert client.goes_back().taps("yes").skips().place == REVIEW
    assert client.edits("consent").taps("no").place == "consent"
    assert client.submits().place == "consent"


def test_something_unreadable_is_told_what_is_expected() -> None:
    client = Client(SELL).answers(Unreadable())
    assert client.told == "Выберите один из вариантов ниже."


def test_retry_replaces_the_general_sentence_but_not_a_special_one() -> None:
    car = flow(step("vin", "vin", retry="VIN <b>семнадцать</b> знаков, {name}"), step("x"))
    assert Client(car).answers("не знаю").told == "VIN <b>семнадцать</b> знаков,"
    assert "у вас 16" in (Client(car).answers("XTA210990Y276604").told or "")


def test_the_client_is_answered_in_their_language() -> None:
    client = Client(SELL, moment=IN_ENGLISH).answers("whatever", "long ago")
    assert client.told == "Write the year in four digits, for example 2016."


@pytest.mark.parametrize("place", ["brand", "year", "pledge", "rules", "name", REVIEW])
def test_back_is_offered_exactly_where_it_leads_somewhere(place: str) -> None:
    client = Client(SELL)
    acts = [
        lambda: client.taps("kia"),
        lambda: client.answers("2015"),
        client.skips,
        client.reads_on,
        lambda: client.answers("Анна"),
    ]
    while client.place != place:
        acts.pop(0)()
    can, before = client.screen.can_back, client.session
    client.goes_back()
    assert can is (client.session != before)
    assert can is (place != "brand")


def test_a_hidden_answer_is_kept_but_counts_nowhere() -> None:
    branching = flow(
        step("pledge", "yes_no"),
        step("bank", when=when(pledge="yes")),
        compute("debt", {"pledge": {"yes": 100, "no": 0}}, label="Долг"),
        step("sure", "yes_no", when=when(bank=True)),
        step("end", ask="Банк {bank|не нужен}"),
    )
    client = Client(branching).taps("yes").answers("Сбер").taps("yes").answers("конец")
    client.edits("pledge").taps("no")
    assert client.rows == {"pledge": "Нет", "debt": "0", "end": "конец"}
    assert client.values["bank"] == "Сбер"
    assert client.edits("end").screen.text == "Банк не нужен"
    client.goes_back().edits("pledge").taps("yes")
    assert client.rows == {"pledge": "Да", "bank": "Сбер", "debt": "100", "sure": "Да", "end": "конец"}


def test_not_is_true_of_an_absent_answer() -> None:
    asked = flow(step("a", "yes_no", optional=True), step("b", when=when(a=no("yes"))), step("c", when=when(a="no")))
    assert Client(asked).skips().place == "b"
    assert Client(asked).taps("yes").place == REVIEW
    assert Client(asked).taps("no").place == "b"


def test_photos_sent_to_a_question_of_words_are_no_answer() -> None:
    assert Client(SELL).answers(photo(1)).told == "Выберите один из вариантов ниже."
