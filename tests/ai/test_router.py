"""Whatever models and the log do, the client has an answer; and models are asked no more than they need to be."""

import asyncio
import time

import pytest

from engine.core.lead import Client
from engine.core.values import Moment
from engine.service.routing.breaker import Breaker
from engine.service.routing.learned import Learned
from engine.service.routing.router import Budget, Router
from engine.service.routing.tiers import Limits, Tiers
from tests.ai.fakes import Clock, FakeModel, MemoryLog, answer
from tests.scaled import ScaledLoop

TEXT = "продам камри 2015 пробег 120 тысяч"
CAMRY = {"choices": [{"field": "sell.brand", "option": "toyota", "quote": "камри"}, {"field": "sell.model", "option": "camry", "quote": "камри"}]}  # fmt: skip
ANNA = Client(7, "Анна Петрова", "anna_p")


def router(learned: Learned, *models: FakeModel, **more: object) -> Router:
    return Router(learned.project, models, learned=learned, clock=time.monotonic, **more)  # type: ignore[arg-type]  # passed on as they are


async def test_a_sure_first_model_is_enough(learned: Learned, moment: Moment) -> None:
    first, second = FakeModel("small", answer(**CAMRY)), FakeModel("large", answer())
    found = await router(learned, first, second).understand(TEXT, moment)
    assert (found.flow, found.model, found.escalated) == ("sell", "small", False)
    assert found.answers == {"brand": "toyota", "model": "camry"}
    assert second.asked == []


@pytest.mark.parametrize(("confidence", "asked"), [(0.649, 1), (0.65, 0), (0.0, 1), (1.0, 0)])
async def test_the_second_model_is_asked_below_the_threshold_only(
    learned: Learned, moment: Moment, confidence: float, asked: int
) -> None:
    first, second = FakeModel("small", answer(confidence=confidence)), FakeModel("large", answer("buy", 0.8))
    found = await router(learned, first, second).understand(TEXT, moment)
    assert len(second.asked) == asked
    assert (found.flow, found.escalated) == (("buy", True) if asked else ("sell", False))


@pytest.mark.parametrize(
    "trouble", ["timeout", "rate_limited", "unavailable", "rejected", "refused", "malformed", "{}"]
)
async def test_the_second_model_stands_in_for_the_first(learned: Learned, moment: Moment, trouble: str) -> None:
    found = await router(learned, FakeModel("small", trouble), FakeModel("large", answer())).understand(TEXT, moment)
    assert (found.flow, found.model, found.escalated) == ("sell", "large", True)


@pytest.mark.parametrize("trouble", ["rate_limited", "unavailable", "rejected", "refused", "malformed", "не json"])
async def test_without_models_the_text_is_read_here(learned: Learned, moment: Moment, trouble: str) -> None:
    models = FakeModel("small", trouble), FakeModel("large", trouble)
    found = await router(learned, *models).understand(TEXT, moment)
    assert (found.flow, found.model) == ("sell", "offline")
    assert found.answers == {"brand": "toyota", "model": "camry", "year": 2015, "mileage": 120_000}


def test_models_that_hang_cost_the_client_no_more_than_the_deadline(learned: Learned, moment: Moment) -> None:
    log, limits = MemoryLog(), Limits()
    models = FakeModel("small", "..."), FakeModel("large", "...")

    async def waited() -> float:
        loop = asyncio.get_running_loop()
        began = loop.time()
        asking = Router(learned.project, models, learned=learned, clock=loop.time, limits=limits, log=log)
        assert (await asking.understand(TEXT, moment)).model == "offline"
        return loop.time() - began

    with asyncio.Runner(loop_factory=ScaledLoop) as runner:
        assert runner.run(waited()) == pytest.approx(limits.overall, abs=0.1)
    assert [call.outcome for call in log.calls] == ["timeout", "timeout", "ok"]
    assert [len(model.asked) for model in models] == [1, 1]


async def test_an_unsure_answer_counts_when_the_second_model_fails(learned: Learned, moment: Moment) -> None:
    found = await router(learned, FakeModel("small", answer(confidence=0.5)), FakeModel("large", "timeout")).understand(
        TEXT, moment
    )
    assert (found.flow, found.confidence, found.model) == (None, 0.5, "small")


def one(kind: str, field: str, value: object, quote: str) -> dict[str, object]:
    name = {"choices": "option", "amounts": "amount"}[kind]
    return {kind: [{"field": f"sell.{field}", name: value, "quote": quote}]}


@pytest.mark.parametrize(
    ("text", "said", "kept"),
    [
        ("продам камри", one("choices", "brand", "tesla", "камри"), {}),
        ("продам камри", one("choices", "brand", "other", "камри"), {}),
        ("продам камри", one("choices", "brand", "toyota", "камри"), {"brand": "toyota"}),
        ("продам машину, битая", one("choices", "condition", "good", "битая"), {}),
        ("продам ласточку", one("choices", "brand", "lada", "ласточку"), {"brand": "lada"}),
        ("продам, пробег 90", one("amounts", "mileage", 90, "пробег 90"), {}),
        ("продам, пробег 90", one("amounts", "mileage", 90_000, "пробег 90"), {"mileage": 90_000}),
        ("продам, 90 на одометре", one("amounts", "mileage", 90_000, "90 на одометре"), {"mileage": 90_000}),
        ("продам за 500 000 руб", one("amounts", "price", 500_000_000, "за 500 000 руб"), {}),
        ("продам, 15 года", one("amounts", "year", 2015, "15 года"), {"year": 2015}),
        ("продам, пробег 15, 2016 года", one("amounts", "year", 2015, "пробег 15, 2016 года"), {}),
    ],
)  # fmt: skip
async def test_a_real_quote_with_an_answer_it_does_not_give(
    learned: Learned, moment: Moment, text: str, said: dict[str, object], kept: dict[str, object]
) -> None:
    found = await router(learned, FakeModel("small", answer(**said))).understand(text, moment)
    assert (found.flow, found.answers) == ("sell", kept)


async def test_two_unsure_models_lead_to_the_menu(learned: Learned, moment: Moment) -> None:
    models = FakeModel("small", answer(confidence=0.5)), FakeModel("large", answer(confidence=0.6))
    found = await router(learned, *models).understand(TEXT, moment)
    assert (found.flow, found.answers, found.model) == (None, {}, "large")


async def test_a_text_about_nothing_is_no_reason_to_ask_twice(learned: Learned, moment: Moment) -> None:
    second = FakeModel("large", answer())
    found = await router(learned, FakeModel("small", answer("none", 0.95)), second).understand("как дела", moment)
    assert found.flow is None
    assert second.asked == []


async def test_while_the_breaker_is_open_models_are_not_asked(learned: Learned, moment: Moment) -> None:
    clock = Clock()
    first, second = FakeModel("small", "unavailable"), FakeModel("large", "unavailable")
    tiers = Tiers((first, second), clock, Limits(), Breaker(clock))
    asking = router(learned, tiers=tiers)
    for _ in range(5):
        found = await asking.understand(TEXT, moment)
        assert found.flow == "sell"
    # Two at each of the first two texts, one at the third: that was the fifth failure.
    assert len(first.asked) + len(second.asked) == 5
    clock.now = 31.0
    await asking.understand(TEXT, moment)
    assert len(first.asked) + len(second.asked) == 6


async def test_refusals_and_doubts_do_not_open_the_breaker(learned: Learned, moment: Moment) -> None:
    first, second = FakeModel("small", "refused"), FakeModel("large", answer(confidence=0.1))
    asking = router(learned, first, second)
    for _ in range(8):
        await asking.understand(TEXT, moment)
    assert len(first.asked) == 8


async def test_what_is_personal_reaches_no_model_and_no_log(learned: Learned, moment: Moment) -> None:
    seeds = ("89161234567", "anna@mail.ru", "А123ВС777", "XTA219010K0654321", "Анна", "Петрова", "Борис")
    text = f"я Борис, {' '.join(seeds)}, проверьте машину перед покупкой"
    first, log = FakeModel("small", answer("check", 0.9)), MemoryLog()
    found = await router(learned, first, log=log).understand(text, moment, ANNA)
    sent = first.asked[0].message
    kept = str(log.calls)
    assert [seed for seed in seeds if seed in sent or seed in kept] == []
    # It comes back for the form itself.
    assert found.answers["vin"] == "XTA219010K0654321"
    assert found.answers["phone"] == "+79161234567"


async def test_a_quote_around_a_placeholder_is_restored(learned: Learned, moment: Moment) -> None:
    damage = {"texts": [{"field": "sell.damage", "text": "коробка", "quote": "стучит коробка, звоните ⟦телефон 1⟧"}],
              "choices": [{"field": "sell.condition", "option": "repair", "quote": "стучит"}]}  # fmt: skip
    first = FakeModel("small", answer(**damage))
    found = await router(learned, first).understand("продам, стучит коробка, звоните 89161234567", moment)
    assert found.answers["damage"] == "стучит коробка, звоните 89161234567"


async def test_a_text_without_words_is_not_sent(learned: Learned, moment: Moment) -> None:
    first = FakeModel("small", answer())
    assert (await router(learned, first).understand("... 12 !", moment)).flow is None
    assert first.asked == []


async def test_the_message_is_cut_to_what_anybody_reads(learned: Learned, moment: Moment) -> None:
    first = FakeModel("small", answer())
    await router(learned, first).understand("продам машину " * 500, moment)
    assert len(first.asked[0].message) <= 1000


async def test_every_attempt_is_logged_with_its_cost_and_the_last_with_the_proposal(
    learned: Learned, moment: Moment
) -> None:
    log = MemoryLog()
    models = FakeModel("small", answer(confidence=0.3)), FakeModel("large", answer(**CAMRY))
    found = await router(learned, *models, log=log).understand(TEXT, moment, ANNA)
    assert [(call.model, call.tier, call.flow, call.confidence, call.outcome) for call in log.calls] == [
        ("small", "first", None, 0.3, "ok"),
        ("large", "fallback", "sell", 0.9, "ok"),
    ]
    assert {(call.client, call.prompt_tokens, call.completion_tokens) for call in log.calls} == {(7, 1000, 50)}
    assert found.call == 2


async def test_the_clients_verdict_is_kept(learned: Learned, moment: Moment) -> None:
    log = MemoryLog()
    asking = router(learned, log=log)
    found = await asking.understand(TEXT, moment, ANNA)
    assert [(call.model, call.tier, call.flow) for call in log.calls] == [("offline", "offline", "sell")]
    await asking.judged(found.call, accepted=False)
    assert log.verdicts == {1: False}


@pytest.mark.parametrize("spent", [(40_000, 40_000), (0, 2_000_000)], ids=["the client's", "everybody's"])
async def test_a_spent_budget_leaves_models_alone(learned: Learned, moment: Moment, spent: tuple[int, int]) -> None:
    log, first = MemoryLog(), FakeModel("small", answer())
    log.tokens = spent
    found = await router(learned, first, log=log, budget=Budget()).understand(TEXT, moment, ANNA)
    assert (found.flow, found.model, first.asked) == ("sell", "offline", [])


async def test_a_log_that_is_away_costs_the_client_nothing(learned: Learned, moment: Moment) -> None:
    log = MemoryLog()
    log.down = True
    asking = router(learned, FakeModel("small", answer(**CAMRY)), log=log)
    found = await asking.understand(TEXT, moment, ANNA)
    assert (found.flow, found.call) == ("sell", None)
    await asking.judged(1, accepted=True)


async def test_an_answer_the_flow_refuses_is_dropped(learned: Learned, moment: Moment) -> None:
    future = {"amounts": [{"field": "sell.year", "amount": 2031, "quote": "2031"}]}
    found = await router(learned, FakeModel("small", answer(**future))).understand("продам 2031", moment)
    assert (found.flow, found.answers) == ("sell", {})
