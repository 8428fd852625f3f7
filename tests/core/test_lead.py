"""From a finished session to a lead and its deliveries."""

import json
from dataclasses import replace
from typing import cast

import pytest

from engine.core.clauses import CrmTarget
from engine.core.finish import deliveries, lead_from_session, rendered
from engine.core.lead import Client as Person
from engine.core.lead import Lead
from engine.core.model import Flow, HookCall, Parameter
from engine.core.options import Choices, Option
from engine.core.texts import Template, Text
from engine.core.values import Json
from tests.core.flows import CONSENT, IN_ENGLISH, NOW, Client, compute, copied, flow, photo, say, step, when, within

ANNA = Person(7, "Анна", "anna", "ru")
SELL = flow(
    step("brand", choices={"kia": "Kia", "lada": "Lada"}, other="Другая", label="Марка"),
    step("mileage", "number", unit="км"),
    compute("double", "mileage * 2", label="Вдвое", unit="км"),
    compute("secret", "mileage + 1"),
    replace(compute("sent", "mileage + 2"), crm=CrmTarget("field", "Пробег плюс два")),
    step("pledge", "yes_no", skip="Не знаю"),
    step("bank", when=when(pledge="yes")),
    step("extras", "many", choices={"hatch": "Люк", "heat": "Подогрев"}, other="Другое", optional=True),
    step("photos", "photo", optional=True),
    step("day", "date", optional=True),
    step("consent", "consent", consent=CONSENT),
    step("phone", "phone"),
)


def finished(changed: Flow = SELL) -> Client:
    client = Client(changed).answers("ЗАЗ", "120 тыс").taps("yes").answers("Сбер").taps("hatch")
    client.answers("Лебёдка").finishes().answers(photo(1)).finishes().answers("15 марта 2026").taps("yes")
    return client.answers("89161234567").submits()


def test_a_lead_holds_what_is_visible_and_answered_in_the_flows_order() -> None:
    lead = lead_from_session(SELL, finished().session, ANNA, NOW)
    assert [(found.id, found.label, found.shown, found.crm_value) for found in lead.answers] == [
        ("brand", "Марка", "ЗАЗ", "ЗАЗ"),
        ("mileage", "mileage", "120\u00a0000\u00a0км", 120_000),
        ("double", "Вдвое", "240\u00a0000\u00a0км", 240_000),
        ("sent", "Пробег плюс два", "120\u00a0002", 120_002),
        ("pledge", "pledge", "Да", "Да"),
        ("bank", "bank", "Сбер", "Сбер"),
        ("extras", "extras", "Люк, Лебёдка", ["Люк", "Лебёдка"]),
        ("photos", "photos", "1 фото", "1 фото"),
        ("day", "day", "15.03.2026", "2026-03-15"),
        ("consent", "consent", "дано", "дано"),
        ("phone", "phone", "+7 916 123-45-67", "+79161234567"),
    ]
    assert (lead.id, lead.flow, lead.title, lead.version, lead.client) == ("s1", "sell", "Анкета", "1", ANNA)
    assert lead.finished_at == NOW.now


def test_answers_still_to_come_have_a_sign_of_their_own_and_skipped_ones_their_default() -> None:
    name = Template.parse("{brand} {mileage}, залог {pledge|не указан}, телефон {phone}")
    changed = replace(SELL, hooks=(HookCall("amocrm.lead", {"name": name}),))
    client = Client(changed).taps("kia")
    (begun,) = deliveries(changed, client.session, NOW, awaited="…")
    assert begun.params == {"name": "Kia …, залог …, телефон …"}
    client.answers("120 тыс").skips()
    (begun,) = deliveries(changed, client.session, NOW, awaited="…")
    assert begun.params == {"name": "Kia 120 000 км, залог не указан, телефон …"}
    (sent,) = deliveries(changed, client.session, NOW)
    assert sent.params == {"name": "Kia 120 000 км, залог не указан, телефон"}


def test_hidden_and_skipped_answers_are_no_part_of_a_lead() -> None:
    client = Client(SELL).taps("kia").answers("1").taps("yes").answers("Сбер").goes_back().goes_back().taps("no")
    client.finishes().skips().skips().taps("yes").answers("89161234567").submits()
    lead = lead_from_session(SELL, client.session, ANNA, NOW)
    assert [found.id for found in lead.answers] == ["brand", "mileage", "double", "sent", "pledge", "consent", "phone"]
    assert client.values["bank"] == "Сбер"


def test_a_lead_finds_its_answers() -> None:
    lead = lead_from_session(SELL, finished().session, ANNA, NOW)
    assert lead.answer("bank") is not None
    assert lead.answer("gone") is None
    phone = lead.first("phone")
    assert phone is not None
    assert phone.crm_value == "+79161234567"
    assert lead.first("email") is None


def test_a_lead_survives_a_store() -> None:
    lead = lead_from_session(SELL, finished().session, ANNA, NOW)
    assert Lead.from_json(cast(dict[str, Json], json.loads(json.dumps(lead.to_json())))) == lead


def test_a_stored_session_makes_the_same_lead() -> None:
    session = finished().session
    assert lead_from_session(SELL, copied(session), ANNA, NOW) == lead_from_session(SELL, session, ANNA, NOW)


def test_the_crm_reads_option_names_in_the_language_of_the_moment() -> None:
    body = Text({"ru": Template.parse("Седан"), "en": Template.parse("Saloon")})
    cars = flow(replace(step("body", "choice"), choices=Choices({None: (Option("sedan", body),)})))
    client = Client(cars, moment=IN_ENGLISH).taps("sedan").submits()
    assert lead_from_session(cars, client.session, ANNA, NOW).answers[0].crm_value == "Седан"
    assert lead_from_session(cars, client.session, ANNA, IN_ENGLISH).answers[0].crm_value == "Saloon"


HOOKS = (
    HookCall(
        "amocrm.lead", {"name": Template.parse("Выкуп {brand} {bank|без залога}"), "tags": (Template.parse("тг"),)}
    ),
    HookCall("telegram.notify", {"chat": Template.parse("sales")}, when(pledge="yes")),
    HookCall("never", {}, when(mileage=within(10**9))),
    HookCall("last", {"deep": {"price": 5, "text": Template.parse("{mileage}"), "none": None, "yes": True}}),
)


def test_one_delivery_per_hook_whose_condition_holds_in_order() -> None:
    hooked = replace(SELL, hooks=HOOKS)
    found = deliveries(hooked, finished(hooked).session, NOW)
    assert [(one.id, one.position, one.hook, one.lead, one.status) for one in found] == [
        ("s1.0", 0, "amocrm.lead", "s1", "pending"),
        ("s1.1", 1, "telegram.notify", "s1", "pending"),
        ("s1.2", 2, "last", "s1", "pending"),
    ]
    assert [one.params for one in found] == [
        {"name": "Выкуп ЗАЗ Сбер", "tags": ["тг"]},
        {"chat": "sales"},
        {"deep": {"price": 5, "text": "120\u00a0000\u00a0км".replace("\u00a0", " "), "none": None, "yes": True}},
    ]
    assert all(one.due_at == NOW.now and one.attempts == 0 for one in found)


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (Template.parse("{a}"), "<b> & строка"),
        (Template.parse("  {gone}  x "), "x"),
        (Template.parse("{gone|нет}"), "нет"),
        ((1, 2.5, False, None), [1, 2.5, False, None]),
        ({"a": (Template.parse("{a}"),)}, {"a": ["<b> & строка"]}),
    ],
)
def test_hooks_get_plain_text_in_one_line(value: Parameter, plain: Json) -> None:
    assert rendered(value, {"a": "<b> &\n строка"}) == plain


def test_a_message_is_no_part_of_a_lead() -> None:
    talk = flow(say("hi", "Привет", button="Дальше"), step("a"))
    client = Client(talk).reads_on().answers("раз").submits()
    assert [found.id for found in lead_from_session(talk, client.session, ANNA, NOW).answers] == ["a"]
