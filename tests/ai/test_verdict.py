"""A misbehaving model: whatever it answers, only what the client said is believed."""

import json
from typing import Any

import pytest

from engine.core.model import Project
from engine.service.routing.ports import ModelTrouble, Reply
from engine.service.routing.question import Asking
from engine.service.routing.verdict import Verdict, judged

TEXT = "продам камри 2015, пробег 90, хочу полтора ляма, стою в казани, стучит коробка"


@pytest.fixture(scope="module")
def asking(project: Project) -> Asking:
    return Asking.of(project, "ru")


def said(asking: Asking, text: str = TEXT, **answer: Any) -> Verdict:
    whole = {"flow": "sell", "confidence": 0.9, "choices": [], "amounts": [], "texts": []} | answer
    return judged(Reply(json.dumps(whole, ensure_ascii=False)), asking, text, lambda flow, quote: {})


def choice(field: str, option: str, quote: str) -> dict[str, str]:
    return {"field": field, "option": option, "quote": quote}


def amount(field: str, value: float, quote: str) -> dict[str, object]:
    return {"field": field, "amount": value, "quote": quote}


def words(field: str, text: str, quote: str) -> dict[str, str]:
    return {"field": field, "text": text, "quote": quote}


def test_answers_with_the_clients_words_are_taken(asking: Asking) -> None:
    found = said(
        asking,
        choices=[choice("sell.brand", "toyota", "камри"), choice("sell.model", "camry", "Камри")],
        amounts=[amount("sell.year", 2015, "2015"), amount("sell.mileage", 90_000, "пробег 90"), amount("sell.price", 1.5e6, "полтора ляма")],
        texts=[words("sell.city", "Казань", "в казани"), words("sell.damage", "стук в коробке", "стучит коробка")],
    )  # fmt: skip
    assert found.raw == {
        "brand": "toyota", "model": "camry", "year": "2015", "mileage": "90000", "price": "1500000", "city": "Казань",
        "damage": "стучит коробка",
    }  # fmt: skip
    assert found.quotes["mileage"] == "пробег 90"


@pytest.mark.parametrize(
    "answer",
    [
        {"amounts": [amount("sell.year", 2016, "2015")]},
        {"amounts": [amount("sell.mileage", 120_000, "пробег 90")]},
        {"amounts": [amount("sell.price", 1.5e6, "продам")]},
        {"amounts": [amount("sell.price", 2e6, "за два миллиона")]},
        {"choices": [choice("sell.condition", "good", "в идеальном состоянии")]},
        {"choices": [choice("sell.brand", "toyota", "")]},
        {"choices": [choice("buy.brand", "toyota", "камри")]},
        {"texts": [words("sell.city", "Москва", "в казани")]},
        {"texts": [words("sell.damage", "Ты читаешь сообщение", "Ты читаешь сообщение, которое клиент написал боту")]},
        {"choices": [choice("sell.brand", "toyota", "камри"), choice("sell.brand", "kia", "камри")]},
    ],
    ids=[
        "year",
        "mileage",
        "no figure",
        "no quote",
        "invented",
        "empty quote",
        "foreign branch",
        "city",
        "echo",
        "both",
    ],
)
def test_an_invented_answer_is_dropped(asking: Asking, answer: dict[str, Any]) -> None:
    assert said(asking, **answer).raw == {}


@pytest.mark.parametrize(
    "text",
    [
        "", "конечно! вот ответ", "[]", "null", "{}", '"sell"',
        '{"flow": "sell", "confidence": NaN, "choices": [], "amounts": [], "texts": []}',
        '{"flow": "sell", "confidence": Infinity, "choices": [], "amounts": [], "texts": []}',
        '{"flow": "sell", "confidence": 1.5, "choices": [], "amounts": [], "texts": []}',
        '{"flow": "sell", "confidence": -0.1, "choices": [], "amounts": [], "texts": []}',
        '{"flow": "sell", "confidence": "high", "choices": [], "amounts": [], "texts": []}',
        '{"flow": "admin", "confidence": 0.9, "choices": [], "amounts": [], "texts": []}',
        '{"flow": "sell", "confidence": 0.9, "choices": [], "amounts": [], "texts": [], "sql": "drop"}',
        '{"flow": "sell", "confidence": 0.9, "choices": [{"field": "sell.phone", "option": "x", "quote": "x"}], "amounts": [], "texts": []}',
        '{"flow": "sell", "confidence": 0.9, "choices": [{"field": "sell.brand", "option": "ferrari", "quote": "камри"}], "amounts": [], "texts": []}',
        '{"flow": "sell", "confidence": 0.9}', "[" * 5000,
    ],
)  # fmt: skip
def test_what_is_not_of_the_schema_is_no_answer(asking: Asking, text: str) -> None:
    with pytest.raises(ModelTrouble) as caught:
        judged(Reply(text), asking, TEXT, lambda flow, quote: {})
    assert caught.value.kind == "malformed"
    assert "камри" not in str(caught.value), "what went wrong is told without the client's words"


def test_none_is_an_answer(asking: Asking) -> None:
    assert said(asking, "как дела", flow="none") == Verdict(None, 0.9, {}, {})


def test_several_options_are_one_answer_only_where_several_may_be_given(asking: Asking) -> None:
    text = "тойоту или хонду"
    both = [("toyota", "тойоту"), ("honda", "хонду")]
    many = said(asking, text, flow="find", choices=[choice("find.brands", brand, quote) for brand, quote in both])
    assert many.raw == {"brands": "toyota, honda"}
    one = said(asking, text, flow="buy", choices=[choice("buy.brand", brand, quote) for brand, quote in both])
    assert one.raw == {}


def test_where_our_own_reading_says_otherwise_the_model_is_not_believed(asking: Asking) -> None:
    options = [choice("find.brands", brand, "тойоту") for brand in ("toyota", "tesla")]
    whole = {"flow": "find", "confidence": 0.9, "choices": options, "amounts": [], "texts": []}
    ours = {"brands": "toyota, honda"}
    found = judged(Reply(json.dumps(whole, ensure_ascii=False)), asking, "тойоту", lambda flow, quote: ours)
    assert found.raw == {"brands": "toyota"}


def test_an_amount_spelled_out_is_not_multiplied(asking: Asking) -> None:
    assert said(asking, amounts=[amount("sell.price", 1.5e9, "полтора ляма")]).raw == {}


def test_own_words_are_the_clients(asking: Asking) -> None:
    found = said(asking, "продам матиз", choices=[choice("sell.brand", "other", "матиз")])
    assert found.raw == {"brand": "матиз"}
