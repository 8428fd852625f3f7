"""One lead's delivery killed at every await, restarted, and looked for in the account: whole, and once."""

from collections.abc import Sequence

from integrations.amocrm.emulator.faults import Fault
from tests.chaos.town import WHOLE, Town


async def crash_at_every(town: Town, faults: Sequence[Fault] = (), *, step: int = 1, first: int = 1) -> int:
    """Kill a delivery at its first, (first + step)-th … await until it has no more; how many times it died.

    Raises AssertionError at the first lead that is lost, doubled, or handed to a person.
    """
    deaths = 0
    for at in range(first, 100_000, step):
        delivery = await town.record(at)
        for fault in faults:
            town.emulator.faults.add(fault)
        death = await town.deliver(kill_at=at)
        if death.killed:
            deaths += 1
            town.pass_time()
            survivor = await town.deliver()
            check(town, delivery, survivor.result, f"killed at await {at}")
        else:
            check(town, delivery, death.result, "never killed")
        town.emulator.faults.clear()
        if not death.killed:
            return deaths
        town.pass_time()
    raise AssertionError("the delivery never ended")


def check(town: Town, delivery: str, result: dict[str, object], what: str) -> None:
    assert result["left"] is False, f"{delivery} is still waiting, {what}"
    assert not [alert for alert in result["alerts"] if "не ушла" in alert], f"{delivery} needs a person, {what}"  # type: ignore[attr-defined]  # JSON
    assert town.found(delivery) == WHOLE, f"{delivery} is lost or doubled, {what}"
