"""What was asked of models, on both databases."""

from dataclasses import replace
from decimal import Decimal

from engine.service.routing.ports import AiCall, Usage
from engine.storage.ai_log import SqlAiLog
from engine.storage.database import Database
from tests.storage.made import MINUTE, NOON

CALL = AiCall(
    at=NOON, client=7, model="gpt-4o-mini", tier="first", masked_text="продам ⟦имя 1⟧", prompt_tokens=4000,
    completion_tokens=60, cost=Decimal("0.000636"), latency_ms=812, flow="sell", confidence=0.93, outcome="ok",
)  # fmt: skip


async def test_every_reading_has_a_number_of_its_own(database: Database) -> None:
    log = SqlAiLog(database)
    first, second = await log.add(CALL), await log.add(CALL)
    assert second > first


async def test_tokens_are_counted_for_the_client_and_for_all(database: Database) -> None:
    log = SqlAiLog(database)
    assert await log.spent(NOON, 7) == (0, 0)
    await log.add(CALL)
    await log.add(replace(CALL, client=8))
    await log.add(replace(CALL, client=None))
    await log.add(replace(CALL, at=NOON - MINUTE))
    assert await log.spent(NOON, 7) == (4060, 3 * 4060)


async def test_the_admin_sees_what_came_of_it(database: Database) -> None:
    log = SqlAiLog(database)
    unsure = replace(CALL, flow=None, confidence=0.4)
    await log.add(unsure)
    accepted = await log.add(replace(CALL, model="gpt-4o", tier="fallback", cost=Decimal("0.01")))
    later = NOON + MINUTE
    await log.add(
        replace(
            CALL,
            at=later,
            outcome="timeout",
            flow=None,
            confidence=None,
            prompt_tokens=0,
            completion_tokens=0,
            cost=Decimal(0),
        )
    )
    rejected = await log.add(
        replace(CALL, at=later, model="offline", tier="offline", prompt_tokens=0, completion_tokens=0, cost=Decimal(0))
    )
    await log.judge(accepted, True)
    await log.judge(rejected, False)
    found = await log.usage(NOON)
    assert found == Usage(
        texts=2, proposed=2, accepted=1, rejected=1, offline=1, failed=1, tokens=2 * 4060, cost=found.cost, leads=0
    )
    assert round(found.cost, 6) == Decimal("0.010636")
    assert (await log.usage(later + MINUTE)).texts == 0
