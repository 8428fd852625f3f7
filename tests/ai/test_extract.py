"""What a text already answers: through the steps' own validation, each value with the client's words."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from engine.app.hooks import specs
from engine.core.values import Json, Moment, Value
from engine.lang.compile import compile, compile_bytes
from engine.service.routing.extract import Extracted
from engine.service.routing.offline import Offline

ROOT = Path(__file__).parents[2]

BOT = """
language: 1
languages: [ru]
menu: [repair, sale]
greeting: Привет
help: Помощь
"""
REPAIR = """
flow: repair
title: Починить велосипед
understand:
  about: клиенту нужен ремонт велосипеда
  examples: [починить велик, спустило колесо, не переключаются скорости, нужно обслуживание велосипеда перед сезоном]
steps:
  - id: brand
    ask: Какой велосипед?
    choices:
      stels: Stels
      merida: {label: Merida, ai: "меридка, мери"}
  - id: wheel
    ask: Какой диаметр колеса?
    type: number
    unit: дюймов
    optional: true
  - id: urgent
    ask: Нужно срочно?
    label: Срочно
    type: yes_no
    optional: true
  - id: price
    ask: Сколько готовы заплатить?
    hint: «2 тыс»
    label: Цена
    type: money
    unit: ₽
    optional: true
done: Спасибо
"""
SALE = """
flow: sale
title: Купить велосипед
understand:
  about: клиент хочет купить велосипед
  examples: [куплю велик ребёнку, какие велосипеды есть, хочу горный велосипед, сколько стоит новый байк]
steps:
  - id: budget
    ask: Какой бюджет?
    type: money
    unit: ₽
done: Спасибо
"""


type Answers = Callable[[str, str], dict[str, Value]]


@pytest.fixture
def answers(offline: Offline, moment: Moment) -> Answers:
    def of(flow: str, text: str) -> dict[str, Value]:
        return dict(offline.extract(flow, offline.read(text), moment).values)

    return of


@pytest.mark.parametrize(
    ("flow", "text", "expected"),
    [
        ("sell", "камри 2015, пробег 120 тысяч", {"brand": "toyota", "model": "camry", "year": 2015, "mileage": 120_000}),
        ("sell", "весту за 700 т.р. 2017 год пробег 110", {"brand": "lada", "model": "vesta", "year": 2017, "mileage": 110_000, "price": 700_000}),
        ("sell", "октавия 98000 км 1.35 млн", {"brand": "skoda", "model": "octavia", "mileage": 98_000, "price": 1_350_000}),
        ("sell", "тигуан не в залоге", {"brand": "volkswagen", "model": "tiguan", "pledge": "no"}),
        ("sell", "тигуан в залоге у банка", {"brand": "volkswagen", "model": "tiguan", "pledge": "yes"}),
        ("sell", "мазда 6 в туле", {"brand": "mazda", "model": "mazda_6", "city": "Тула"}),
        ("sell", "солярис 2017", {"brand": "hyundai", "model": "solaris", "year": 2017}),
        ("sell", "солярис hs 2024", {"brand": "solaris", "model": "hs", "year": 2024}),
        ("sell", "бумер 2010 года", {"brand": "bmw", "year": 2010}),
        ("buy", "хочу джолион в кредит, первый взнос 500 тыс, бюджет 2 ляма", {"brand": "haval", "model": "jolion", "budget": 2_000_000, "payment": "credit", "down_payment": 500_000}),
        ("buy", "вариатор не предлагать, нужна механика", {"gearbox": "manual"}),
        ("buy", "рио или солярис, что есть", {}),
        ("find", "от 1.5 до 2 млн", {"budget_from": 1_500_000, "budget_to": 2_000_000}),
        ("find", "кроссовер из кореи на 7 мест", {"bodies": ["crossover"], "origin": "abroad", "countries": ["korea"], "features": ["seats7"]}),
        ("check", "вин JTEBU3FJ50K123456", {"known": "vin", "vin": "JTEBU3FJ50K123456"}),
        ("check", "осмотр с экспертом завтра в казани", {"service": "visit", "city": "Казань", "visit_date": "2026-11-23"}),
        ("legal", "виновник дтп не платит, ущерб 250 тысяч", {"topic": "accident", "amount": 250_000}),
    ],
)  # fmt: skip
def test_values_are_found(answers: Answers, flow: str, text: str, expected: Mapping[str, Json]) -> None:
    found = {name: list(value) if isinstance(value, tuple) else value for name, value in answers(flow, text).items()}
    assert found == expected


def test_a_phone_is_read_here_and_nowhere_else(offline: Offline, moment: Moment) -> None:
    found = offline.understand("продам гранту 2018 тел 8 916 123-45-67", moment)
    assert found.answers["phone"] == "+79161234567"
    assert found.quotes["phone"] == "8 916 123-45-67"


def test_every_value_carries_words_of_the_client(offline: Offline, moment: Moment) -> None:
    text = "Продам камрюху 2015, 120 тыс пробег, хочу полтора ляма, не в залоге, Тула"
    found = offline.understand(text, moment)
    assert set(found.quotes) == set(found.answers) >= {"brand", "model", "year", "mileage", "price", "pledge"}
    assert all(quote in text for quote in found.quotes.values())


def test_what_the_validators_refuse_is_dropped(answers: Answers) -> None:
    assert "year" not in answers("sell", "продам запорожец 1949 года")
    assert "budget_to" not in answers("find", "бюджет минимум 3 млн, максимум 2 млн")
    assert "mileage" not in answers("sell", "пробег 5 млн км")


def test_a_question_that_would_not_be_asked_is_not_answered(answers: Answers) -> None:
    # The bank is asked only of a pledged car, the taxi only of one that went far.
    assert "taxi" not in answers("sell", "рио 2015 пробег 100 тыс такси")
    assert "taxi" in answers("sell", "рио 2023 пробег 300 тыс такси")


@pytest.fixture(scope="module")
def bicycles() -> Offline:
    found = compile_bytes(
        {"bot.yaml": BOT.encode(), "repair.flow.yaml": REPAIR.encode(), "sale.flow.yaml": SALE.encode()}
    )
    assert found.errors == ()
    assert found.project is not None
    return Offline.of(found.project, "ru")


def test_another_trade_works_from_its_own_files(bicycles: Offline, moment: Moment) -> None:
    repaired = bicycles.understand("надо починить меридку, колесо 26 дюймов, срочно, до 3 тыс", moment)
    assert repaired.flow == "repair"
    assert repaired.answers == {"brand": "merida", "wheel": 26, "urgent": "yes", "price": 3000}
    bought = bicycles.understand("хочу купить велосипед до 40 тысяч", moment)
    assert (bought.flow, dict(bought.answers)) == ("sale", {"budget": 40_000})
    assert bicycles.understand("как дела", moment).flow is None


@pytest.mark.parametrize("example", ["household", "estimate", "passport_loss"])
def test_a_single_form_is_learnt_as_well(example: str, moment: Moment) -> None:
    project = compile([ROOT / "docs" / "examples" / example], specs()).project
    assert project is not None
    reader = Offline.of(project, "ru")
    assert isinstance(reader.extract(next(iter(project.flows)), reader.read("завтра 15 тысяч"), moment), Extracted)
    assert reader.understand("привет", moment).flow is None
