"""Values known before the first question: from a link, from the AI, from an earlier consent."""

from engine.core import interpreter
from engine.core.session import REVIEW
from engine.core.values import Value
from tests.core.flows import CONSENT, NOW, Client, flow, rule, say, step, stop, when, within

MODELS = {"toyota": {"camry": "Camry"}, "kia": {"rio": "Rio"}}
SELL = flow(
    step("brand", choices={"toyota": "Toyota", "kia": "Kia"}, other="Другая"),
    step("model", by={"brand": MODELS}, other="Нет в списке"),
    step("year", "year", rules=(rule(min=1950, max="this_year"),)),
    stop("too_old", when=when(year=within(most=1994))),
    step("mileage", "number", rules=(rule(max=400_000, soft=True),)),
    step("pledge", "yes_no", skip="Не знаю"),
    step("bank", when=when(pledge="yes")),
    step("extras", "many", choices={"hatch": "Люк", "heat": "Подогрев"}, optional=True),
    step("consent", "consent", consent=CONSENT),
    step("name", "name"),
    step("phone", "phone"),
)


def filled(**raw: str) -> dict[str, Value]:
    return interpreter.prefill(SELL, raw, NOW)


def test_texts_become_answers_by_the_steps_own_validation() -> None:
    assert filled(year="2015 г.", brand="опель", model="Астра", phone="8 916 123-45-67", extras="люк") == {
        "brand": {"other": "опель"},
        "model": {"other": "Астра", "under": "опель"},
        "year": 2015,
        "extras": ["hatch"],
        "phone": "+79161234567",
    }
    assert filled(brand="Toyota", model="camry") == {"brand": "toyota", "model": "camry"}
    assert filled(brand="тойота", model="Кемри") == {"brand": "toyota", "model": "camry"}


def test_what_is_not_accepted_is_dropped_and_asked_normally() -> None:
    assert filled(year="1890", mileage="много", phone="123", gone="x", brand="", name="   ") == {}
    client = Client(SELL, given=filled(brand="kia", year="тысяча"))
    assert client.values == {"brand": "kia"}
    assert client.place == "model"


def test_an_unusual_value_is_left_to_be_asked() -> None:
    assert filled(mileage="450 тыс") == {}
    assert filled(mileage="45 тыс") == {"mileage": 45_000}


def test_nobody_consents_by_a_link() -> None:
    assert filled(consent="да") == {}
    assert filled(consent="нет") == {}


def test_what_is_hidden_is_dropped() -> None:
    assert filled(bank="Сбер") == {}
    assert filled(bank="Сбер", pledge="нет") == {"pledge": "no"}
    assert filled(bank="Сбер", pledge="да") == {"pledge": "yes", "bank": "Сбер"}


def test_an_option_of_a_parent_still_to_come_is_left_to_be_asked() -> None:
    assert filled(model="Camry") == {}


def test_a_stop_ends_what_is_taken() -> None:
    client = Client(SELL, given=filled(brand="kia", model="rio", year="1980", mileage="100"))
    assert client.place == "too_old"


def test_the_walk_starts_at_the_first_question_still_open() -> None:
    client = Client(SELL, given=filled(brand="kia", year="2015"))
    assert client.place == "model"
    assert client.taps("rio").place == "mileage"
    assert client.values == {"brand": "kia", "year": 2015, "model": "rio"}


def test_a_prefilled_answer_can_be_visited_and_changed() -> None:
    client = Client(SELL, given=filled(brand="kia")).goes_back()
    assert client.place == "brand"
    assert client.screen.current == "Kia"


def test_a_consent_given_before_counts_for_its_version_only() -> None:
    contacts = flow(step("consent", "consent", consent=CONSENT), step("phone", "phone"))
    assert Client(contacts, given={"consent": "2026-11-01"}).place == "phone"
    assert Client(contacts, given={"consent": "2025-01-01"}).place == "consent"


def test_values_given_are_checked_again() -> None:
    client = Client(SELL, given={"brand": "gone", "model": "camry", "year": "2015", "phone": "привет", "no_such": 1})
    assert client.values == {}
    assert client.session.parked == {}
    assert client.place == "brand"


def test_a_form_prefilled_whole_starts_at_its_review() -> None:
    client = Client(flow(step("a"), say("hi", "Привет"), step("b", optional=True)), given={"a": "раз", "b": "два"})
    assert client.place == REVIEW
    assert client.kinds == ["started", "reviewed"]
    assert client.submits().finished
