"""The whole way to models over HTTP, against a third party's emulator of OpenAI."""

import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from llmock.pytest_plugin import LLMock
from llmock.scenarios import Delay, Fail, Match, Reply

from engine.core.lead import Client
from engine.core.values import Moment
from engine.service.routing.learned import Learned
from engine.service.routing.router import Router
from engine.service.routing.tiers import Limits
from integrations.openai.model import Service
from tests.ai.fakes import MemoryLog, answer

SMALL, LARGE = "gpt-4o-mini", "gpt-4o"
TEXT = "продам камри 2015 пробег 120 тысяч"
CAMRY = {"choices": [{"field": "sell.brand", "option": "toyota", "quote": "камри"}], "amounts": [{"field": "sell.year", "amount": 2015, "quote": "2015"}]}  # fmt: skip
SEEDS = ("89161234567", "anna@mail.ru", "А123ВС777", "XTA219010K0654321", "Светлана", "Петрова")

type Routing = Callable[..., Router]


@pytest.fixture
async def routing(llmock: LLMock, learned: Learned) -> AsyncIterator[Routing]:
    service = Service("sk-test", llmock.base_url("openai"))

    def made(**more: Any) -> Router:
        models = [service.model(SMALL), service.model(LARGE)]
        return Router(learned.project, models, learned=learned, clock=time.monotonic, **more)

    yield made
    await service.close()


def says(llmock: LLMock, model: str, text: str, times: int | None = None) -> None:
    llmock.add(Reply(text=text, times=times, match=Match(model=model)))


def asked(llmock: LLMock) -> list[str | None]:
    return [record.model for record in llmock.requests]


async def test_a_text_becomes_a_branch_and_answers(llmock: LLMock, routing: Routing, moment: Moment) -> None:
    says(llmock, SMALL, answer("sell", 0.93, **CAMRY))
    found = await routing().understand(TEXT, moment)
    assert (found.flow, found.confidence, found.model, found.escalated) == ("sell", 0.93, SMALL, False)
    assert found.answers == {"brand": "toyota", "year": 2015}
    assert asked(llmock) == [SMALL]


@pytest.mark.parametrize(("confidence", "models"), [(0.649, [SMALL, LARGE]), (0.65, [SMALL])])
async def test_it_escalates_below_the_threshold_and_not_at_it(
    llmock: LLMock, routing: Routing, moment: Moment, confidence: float, models: list[str]
) -> None:
    says(llmock, SMALL, answer("sell", confidence))
    says(llmock, LARGE, answer("check", 0.8))
    found = await routing().understand(TEXT, moment)
    assert asked(llmock) == models
    assert (found.flow, found.escalated) == (("check", True) if len(models) == 2 else ("sell", False))


@pytest.mark.parametrize("status", [429, 500, 503, 400, 401])
async def test_a_failing_first_model_hands_over(llmock: LLMock, routing: Routing, moment: Moment, status: int) -> None:
    llmock.add(Fail(status, times=None, retry_after=30 if status == 429 else None, match=Match(model=SMALL)))
    says(llmock, LARGE, answer("sell", 0.9))
    found = await routing().understand(TEXT, moment)
    assert (found.flow, found.model) == ("sell", LARGE)
    assert asked(llmock) == [SMALL, LARGE], "one request each: the SDK repeats nothing and waits for no Retry-After"


@pytest.mark.parametrize("status", [429, 500])
async def test_when_all_models_fail_the_text_is_read_here(
    llmock: LLMock, routing: Routing, moment: Moment, status: int
) -> None:
    llmock.outage(status=status)
    found = await routing().understand(TEXT, moment)
    assert (found.flow, found.model) == ("sell", "offline")


async def test_hanging_models_cost_the_deadline_and_no_more(llmock: LLMock, routing: Routing, moment: Moment) -> None:
    llmock.add(Delay(5.0, times=None))
    log = MemoryLog()
    found = await routing(limits=Limits(tier=0.3, overall=30.0), log=log).understand(TEXT, moment)
    assert (found.flow, found.model) == ("sell", "offline")
    assert [call.outcome for call in log.calls] == ["timeout", "timeout", "ok"]
    # Nothing waited for the five seconds.
    assert sum(call.latency_ms for call in log.calls) < 5000


@pytest.mark.parametrize(
    "nonsense",
    [
        "Конечно! Вот ответ:",
        '{"flow": "sell", "confidence": 0.9',
        '{"flow": "sell"}',
        answer("admin", 0.99),
        answer("sell", 0.99).replace("0.99", "NaN"),
        answer("sell", 0.99)[:-1] + ', "note": "лишнее"}',
        answer("sell", 7.0),
    ],
    ids=["prose", "cut", "keys missing", "foreign branch", "NaN", "extra key", "confidence"],
)
async def test_nonsense_of_the_first_model_goes_to_the_second_and_no_further(
    llmock: LLMock, routing: Routing, moment: Moment, nonsense: str
) -> None:
    says(llmock, SMALL, nonsense)
    says(llmock, LARGE, nonsense)
    log = MemoryLog()
    found = await routing(log=log).understand(TEXT, moment)
    assert asked(llmock) == [SMALL, LARGE]
    assert [call.outcome for call in log.calls] == ["malformed", "malformed", "ok"]
    assert (found.flow, found.model) == ("sell", "offline")


async def test_invented_values_and_echoed_rules_reach_nobody(llmock: LLMock, routing: Routing, moment: Moment) -> None:
    invented = {
        "choices": [{"field": "sell.condition", "option": "good", "quote": "в идеале"}],
        "amounts": [{"field": "sell.price", "amount": 1, "quote": "120"}],
        "texts": [{"field": "sell.damage", "text": "Ты читаешь сообщение", "quote": "Ты читаешь сообщение"}],
    }
    says(llmock, SMALL, answer("sell", 0.9, **invented))
    found = await routing().understand(TEXT, moment)
    assert (found.flow, found.answers) == ("sell", {})


async def test_an_answer_made_up_from_the_schema_alone_fills_nothing(
    llmock: LLMock, routing: Routing, moment: Moment
) -> None:
    # Without a script the emulator answers with the first values the schema allows: valid, and about nothing said.
    found = await routing().understand(TEXT, moment)
    assert asked(llmock)[0] == SMALL
    assert found.answers == {} or found.model == "offline"


async def test_the_open_breaker_answers_at_once(llmock: LLMock, routing: Routing, moment: Moment) -> None:
    llmock.outage(status=503)
    asking = routing()
    for _ in range(3):
        await asking.understand(TEXT, moment)
    before = len(asked(llmock))
    assert before == 5
    found = await asking.understand(TEXT, moment)
    assert (found.flow, found.model) == ("sell", "offline")
    assert len(asked(llmock)) == before


async def test_nothing_personal_is_in_any_request(llmock: LLMock, routing: Routing, moment: Moment) -> None:
    says(llmock, SMALL, answer("check", 0.2))
    says(llmock, LARGE, answer("check", 0.9))
    log = MemoryLog()
    text = f"меня зовут Светлана Петрова, {' '.join(SEEDS)}, проверьте машину"
    found = await routing(log=log).understand(text, moment, Client(1, "Светлана Петрова"))
    bodies = str([record.body for record in llmock.requests])
    assert "проверьте машину" in bodies
    assert [seed for seed in SEEDS if seed in bodies or seed in str(log.calls)] == []
    assert found.answers["vin"] == "XTA219010K0654321"
