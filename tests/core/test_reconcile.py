"""A session meets a flow that has changed: nothing is lost, everything that fits again returns."""

from dataclasses import replace

import pytest

from engine.core import interpreter
from engine.core.model import Flow, Item
from engine.core.raw import Attached
from engine.core.session import DONE, REVIEW
from tests.core.flows import CONSENT, NOW, Client, copied, flow, photo, rule, say, step, stop, when, within

BRANDS = {"toyota": "Toyota", "kia": "Kia"}
MODELS = {"toyota": {"camry": "Camry", "corolla": "Corolla"}, "kia": {"rio": "Rio"}}
BRAND = step("brand", choices=BRANDS, other="Другая")
MODEL = step("model", by={"brand": MODELS}, other="Нет в списке")
YEAR = step("year", "year")
NAME = step("name", "name")


def version(number: int, *items: Item) -> Flow:
    return flow(*items, version=str(number))


def test_the_same_version_changes_nothing() -> None:
    client = Client(version(1, BRAND, YEAR)).taps("kia")
    assert interpreter.reconcile(client.flow, client.session, NOW) == client.session


def test_a_changed_version_is_noted_and_counts_as_a_change() -> None:
    client = Client(version(1, BRAND, YEAR)).taps("kia")
    rev = client.session.rev
    client.meets(version(2, BRAND, YEAR))
    assert (client.session.version, client.session.rev, client.place) == ("2", rev + 1, "year")
    assert interpreter.reconcile(client.flow, client.session, NOW) == client.session


def test_a_removed_step_parks_its_answer_which_returns_with_the_step() -> None:
    client = Client(version(1, BRAND, YEAR, NAME)).taps("kia").answers("2015")
    client.meets(version(2, BRAND, NAME))
    assert client.values == {"brand": "kia"}
    assert client.session.parked == {"year": (2015,)}
    assert client.place == "name"
    client.meets(version(1, BRAND, YEAR, NAME))
    assert client.values == {"brand": "kia", "year": 2015}
    assert client.session.parked == {}
    assert client.place == "name"


def test_a_step_added_before_is_asked_before_the_review() -> None:
    client = Client(version(1, BRAND, NAME)).taps("kia")
    client.meets(version(2, BRAND, YEAR, NAME))
    assert client.place == "name"
    assert client.answers("Анна").place == "year"
    assert client.answers("2015").place == REVIEW


def test_a_step_added_under_the_review_is_asked_at_once() -> None:
    client = Client(version(1, BRAND)).taps("kia")
    assert client.place == REVIEW
    assert client.meets(version(2, BRAND, YEAR)).place == "year"


def test_the_client_whose_step_vanished_stands_at_the_first_open_one() -> None:
    client = Client(version(1, BRAND, YEAR, NAME)).taps("kia")
    assert client.meets(version(2, BRAND, NAME)).place == "name"
    assert client.meets(version(3, BRAND)).place == REVIEW


def test_a_step_of_another_type_parks_what_does_not_fit_it() -> None:
    client = Client(version(1, step("x", "text"), NAME)).answers("привет")
    client.meets(version(2, step("x", "phone"), NAME))
    assert client.session.parked == {"x": ("привет",)}
    assert client.place == "name"
    client.answers("Анна").answers("89161234567")
    assert client.rows == {"x": "+7 916 123-45-67", "name": "Анна"}
    client.meets(version(1, step("x", "text"), NAME))
    assert client.values["x"] == "+79161234567"


@pytest.mark.parametrize(
    "type",
    ["number", "money", "year", "date", "phone", "email", "url", "vin", "plate", "photo", "file", "yes_no", "consent"],
)
def test_a_text_never_passes_for_another_type(type: str) -> None:
    client = Client(version(1, step("x", "text"), step("end"))).answers("что-то")
    client.meets(version(2, step("x", type, consent=CONSENT if type == "consent" else None), step("end")))
    assert client.session.parked == {"x": ("что-то",)}
    client.answers("конец")
    assert client.place == "x"


@pytest.mark.parametrize("type", ["name", "city"])
def test_a_text_that_the_new_type_would_store_stays(type: str) -> None:
    client = Client(version(1, step("x", "text"), step("end"))).answers("Анна")
    assert client.meets(version(2, step("x", type), step("end"))).values == {"x": "Анна"}


def test_a_tightened_rule_parks_and_a_loosened_one_returns() -> None:
    client = Client(version(1, YEAR, NAME)).answers("1990")
    client.meets(version(2, step("year", "year", rules=(rule(min=2000),)), NAME))
    assert client.session.parked == {"year": (1990,)}
    assert client.meets(version(3, YEAR, NAME)).values == {"year": 1990}


def test_the_newer_answer_stays_while_it_fits_and_the_parked_one_waits() -> None:
    client = Client(version(1, step("x", "text"), NAME)).answers("много")
    client.meets(version(2, step("x", "number"), NAME)).answers("Анна", "5")
    assert client.values["x"] == 5
    client.meets(version(1, step("x", "text"), NAME))
    assert client.values["x"] == "много"
    assert client.session.parked == {"x": (5,)}
    client.meets(version(2, step("x", "number"), NAME))
    assert client.values["x"] == 5
    assert client.session.parked == {"x": ("много",)}


def test_a_skip_is_kept_while_the_step_may_be_skipped() -> None:
    client = Client(version(1, step("x", optional=True), NAME)).skips()
    assert client.meets(version(2, step("x", optional=True), step("y"), NAME)).values == {"x": None}
    client.meets(version(3, step("x"), NAME))
    assert client.values == {}
    assert client.session.parked == {}


def test_a_skip_is_not_replaced_by_what_was_parked() -> None:
    client = Client(version(1, step("x", "text", optional=True), NAME)).answers("привет")
    client.meets(version(2, step("x", "number", optional=True), NAME)).answers("Анна").skips()
    assert client.values["x"] is None
    assert client.meets(version(1, step("x", "text", optional=True), NAME)).values["x"] is None


def test_a_removed_option_parks_the_answer() -> None:
    client = Client(version(1, BRAND, NAME)).taps("kia")
    client.meets(version(2, step("brand", choices={"toyota": "Toyota"}), NAME))
    assert client.session.parked == {"brand": ("kia",)}
    assert client.meets(version(3, BRAND, NAME)).values == {"brand": "kia"}


def test_removing_other_parks_own_words() -> None:
    client = Client(version(1, BRAND, NAME)).answers("ЗАЗ")
    client.meets(version(2, step("brand", choices=BRANDS), NAME))
    assert client.session.parked == {"brand": ({"other": "ЗАЗ"},)}


def test_another_parent_parks_the_child_and_the_first_one_brings_it_back() -> None:
    client = Client(version(1, BRAND, MODEL, NAME)).taps("toyota", "camry").answers("Анна")
    client.edits("brand").taps("kia")
    assert client.place == "model"
    assert client.session.parked == {"model": ("camry",)}
    assert [option.id for option in client.screen.options] == ["rio", "other"]
    client.goes_back().taps("toyota")
    assert client.rows == {"brand": "Toyota", "model": "Camry", "name": "Анна"}


def test_own_words_leave_and_return_with_their_parent() -> None:
    client = Client(version(1, BRAND, MODEL, NAME)).taps("toyota").answers("Supra", "Анна")
    assert client.edits("brand").taps("kia").place == "model"
    assert client.goes_back().taps("toyota").rows["model"] == "Supra"


def test_a_parent_without_a_row_makes_the_child_a_text() -> None:
    client = Client(version(1, BRAND, MODEL, NAME)).answers("ЗАЗ")
    assert client.screen.options == ()
    client.answers("Таврия", "Анна").edits("brand").answers("Лада")
    assert client.place == "model"
    assert client.answers("Гранта").rows["model"] == "Гранта"


def test_a_step_that_became_a_message_is_left_behind() -> None:
    client = Client(version(1, BRAND, YEAR)).taps("kia")
    assert client.meets(version(2, BRAND, say("year", "Год не важен"), NAME)).place == "name"
    assert client.screen.said == ("Год не важен",)
    again = (
        Client(version(1, BRAND, YEAR)).taps("kia").meets(version(2, BRAND, say("year", "Важно", button="Ясно"), NAME))
    )
    assert again.place == "year"
    assert again.reads_on().place == "name"


def test_a_stop_that_is_not_reached_any_more_lets_the_client_on() -> None:
    client = Client(version(1, YEAR, stop("old", when=when(year=within(most=2000))), NAME)).answers("1990")
    assert client.place == "old"
    assert client.meets(version(2, YEAR, stop("old", when=when(year=within(most=1980))), NAME)).place == "name"
    assert client.meets(version(1, YEAR, stop("old", when=when(year=within(most=2000))), NAME)).place == "old"


def test_an_edit_of_a_vanished_step_ends() -> None:
    client = Client(version(1, BRAND, YEAR, NAME)).taps("kia").answers("2015", "Анна").edits("year")
    client.meets(version(2, BRAND, NAME))
    assert (client.place, client.session.edit) == (REVIEW, None)


def test_a_finished_session_stays_as_it_is() -> None:
    client = Client(version(1, BRAND)).taps("kia").submits()
    before = client.session
    client.meets(version(2, NAME))
    assert client.session is before
    assert client.place == DONE


def test_a_renamed_flow_is_noted() -> None:
    client = Client(version(1, BRAND)).taps("kia")
    assert client.meets(flow(BRAND, version="2", id="buyout")).session.flow == "buyout"


def test_another_version_of_consent_is_asked_anew() -> None:
    newer = replace(CONSENT, version="2027-01-01")
    client = Client(version(1, step("consent", "consent", consent=CONSENT), NAME)).taps("yes")
    client.meets(version(2, step("consent", "consent", consent=newer), NAME)).answers("Анна")
    assert client.place == "consent"
    assert client.taps("yes").values["consent"] == "2027-01-01"


def test_photos_gathered_for_a_vanished_step_return_with_it() -> None:
    client = Client(version(1, step("photos", "photo"), NAME)).answers(photo(1), photo(2))
    client.meets(version(2, NAME)).meets(version(1, step("photos", "photo"), NAME))
    assert client.place == "name"
    assert client.answers("Анна").place == "photos"
    assert client.screen.gathered == 2


def test_a_doubt_of_another_type_is_forgotten() -> None:
    doubtful = step("x", "number", rules=(rule(max=1, soft=True),))
    client = Client(version(1, doubtful)).answers("5")
    client.meets(version(2, step("x", "date")))
    assert client.screen.doubt is None
    assert client.finishes().told == "Напишите дату, например 15.03.2026 или «15 марта»."
    ticks = Client(version(1, doubtful)).answers("5").meets(version(2, step("x", "many", choices={"a": "А"})))
    assert ticks.screen.gathered == 0
    assert ticks.taps("a").finishes().values == {"x": ["a"]}


def test_two_versions_may_take_turns_without_losing_anything() -> None:
    old = version(1, BRAND, MODEL, YEAR, step("photos", "photo"), NAME)
    new = version(2, step("brand", choices={"kia": "Kia"}), YEAR, step("mileage", "number"), NAME)
    client = Client(old).taps("toyota", "camry").answers("2015", Attached("photo", "f", "u", 1)).finishes()
    before = dict(client.values)
    for changed in (new, old, new, old):
        client.meets(changed)
    assert client.values == before
    assert client.session.parked == {}
    assert client.place in ("name", "photos")


def test_a_session_survives_a_store() -> None:
    client = Client(
        version(1, BRAND, step("photos", "photo", optional=True), step("x", "many", choices={"a": "А", "b": "Б"}), NAME)
    )
    client.answers("ЗАЗ", photo(1)).finishes().taps("a", "b").finishes().answers("Анна").edits("x").taps("a")
    assert copied(client.session) == client.session


def test_every_type_a_step_ever_had_gets_its_own_answer_back() -> None:
    words, amount, day = (version(n, step("x", type), NAME) for n, type in enumerate(("text", "number", "date")))
    client = Client(words).answers("привет").meets(amount).goes_back().answers("5").meets(words)
    assert client.values["x"] == "привет"
    client.meets(day)
    assert client.session.parked == {"x": ("привет", 5)}
    assert client.meets(amount).values["x"] == 5
    assert client.meets(words).values["x"] == "привет"


def test_each_parent_gets_its_own_child_back() -> None:
    client = Client(version(1, BRAND, MODEL)).taps("toyota", "camry")
    client.edits("brand").taps("kia", "rio").edits("brand").answers("Лада", "Гранта")
    for brand, model in (("toyota", "Camry"), ("kia", "Rio"), ("Лада", "Гранта"), ("kia", "Rio")):
        assert client.edits("brand").answers(brand).rows["model"] == model


def test_a_no_to_another_question_is_no_refusal_of_consent() -> None:
    client = Client(version(1, step("x", "yes_no"), NAME)).taps("no")
    client.meets(version(2, step("x", "consent", consent=CONSENT), NAME)).goes_back()
    assert client.place == "x"
    assert not client.screen.refused
    assert client.session.parked == {"x": ("no",)}
