"""Faults put into the emulated account, its controls, and its file."""

import asyncio
from pathlib import Path
from random import Random
from typing import Any

import httpx2
import pytest

from integrations.amocrm.emulator.core import Emulator
from integrations.amocrm.emulator.faults import Fault
from integrations.amocrm.emulator.state import State
from integrations.amocrm.emulator.store import SqliteStore
from integrations.amocrm.emulator.transport import EmulatorTransport
from tests.integrations.amocrm.world import Clock

LEADS = "POST /api/v4/leads"


async def put_in(crm: httpx2.AsyncClient, **fault: Any) -> None:
    assert (await crm.post("/__emulator__/faults", json={"faults": [fault]})).status_code == 200


async def state(crm: httpx2.AsyncClient) -> dict[str, Any]:
    found: dict[str, Any] = (await crm.get("/__emulator__/state")).json()
    return found


@pytest.mark.parametrize(("kind", "leads"), [("drop_before", 0), ("drop_after", 1)])
async def test_a_cut_line_hides_whether_the_write_was_carried_out(
    crm: httpx2.AsyncClient, kind: str, leads: int
) -> None:
    await put_in(crm, kind=kind, route=LEADS)
    with pytest.raises((httpx2.ReadError, httpx2.RemoteProtocolError)):
        await crm.post("/api/v4/leads", json=[{"name": "x"}])
    found = await state(crm)
    assert len(found["leads"]) == leads
    assert [request["status"] for request in found["requests"]] == [0]


async def test_a_late_answer_is_a_timeout_after_the_write(crm: httpx2.AsyncClient) -> None:
    await put_in(crm, kind="delay", route=LEADS, seconds=0.2)
    with pytest.raises(httpx2.ReadTimeout):
        # Only the answer is late: a busy machine may take twenty milliseconds to connect or to write.
        await crm.post("/api/v4/leads", json=[{"name": "x"}], timeout=httpx2.Timeout(60, read=0.02))
    assert len((await state(crm))["leads"]) == 1


@pytest.mark.parametrize("status", [401, 402, 403, 404, 429, 500, 502, 503, 504])
async def test_any_status_can_be_answered_instead(crm: httpx2.AsyncClient, status: int) -> None:
    await put_in(crm, kind="status", status=status, html=True, route=LEADS, retry_after=3)
    answer = await crm.post("/api/v4/leads", json=[{"name": "x"}])
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html")
    assert answer.headers["retry-after"] == "3"
    assert (await crm.post("/api/v4/leads", json=[{"name": "x"}])).status_code == 200


async def test_a_500_can_hide_a_committed_write_and_a_200_can_be_unreadable(crm: httpx2.AsyncClient) -> None:
    await put_in(crm, kind="status", status=500, committed=True, route=LEADS)
    await put_in(crm, kind="garbage", route=LEADS)
    assert (await crm.post("/api/v4/leads", json=[{"name": "x"}])).status_code == 500
    unreadable = await crm.post("/api/v4/leads", json=[{"name": "x"}])
    assert unreadable.status_code == 200
    with pytest.raises(ValueError, match="Unterminated string"):
        unreadable.json()
    assert len((await state(crm))["leads"]) == 2


async def test_a_fault_can_begin_later_last_and_be_taken_back(crm: httpx2.AsyncClient) -> None:
    await put_in(crm, kind="status", status=503, route="GET /api/v4/leads*", skip=1, times=None)
    statuses = [(await crm.get(f"/api/v4/leads{rest}")).status_code for rest in ("", "", "/1")]
    assert statuses == [204, 503, 503]
    assert (await crm.get("/api/v4/contacts")).status_code == 204
    await crm.delete("/__emulator__/faults")
    assert (await crm.get("/api/v4/leads")).status_code == 204


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("faults", {"kind": "explosion"}),
        ("faults", {"kind": "delay", "minutes": 5}),
        ("faults", ["x"]),
        ("switches", {"colour": "red"}),
        ("clock", {}),
    ],
)
async def test_a_wrong_control_body_is_told_what_is_wrong(crm: httpx2.AsyncClient, path: str, body: object) -> None:
    answer = await crm.post(f"/__emulator__/{path}", json=body)
    assert answer.status_code == 400
    assert answer.json()["detail"] != "Bad Request"


async def test_switches_and_the_clock_are_moved_over_http(crm: httpx2.AsyncClient) -> None:
    await crm.post("/__emulator__/switches", json={"index_lag_s": 5})
    await crm.post("/api/v4/leads", json=[{"name": "Выкуп"}])
    assert (await crm.get("/api/v4/leads", params={"query": "Выкуп"})).status_code == 204
    await crm.post("/__emulator__/clock", json={"advance_s": 5})
    assert (await crm.get("/api/v4/leads", params={"query": "Выкуп"})).status_code == 200


async def test_the_state_holds_no_tokens(crm: httpx2.AsyncClient, emulator: Emulator) -> None:
    assert emulator.new_long_lived_token() not in (await crm.get("/__emulator__/state")).text


async def test_an_account_in_a_file_survives_a_restart(tmp_path: Path, clock: Clock) -> None:
    store = SqliteStore(tmp_path / "crm.db")
    first = Emulator(State(store), clock=clock, random=Random(1))
    headers = {"Authorization": f"Bearer {first.new_long_lived_token()}"}
    first.faults.add(Fault("drop_after", route=LEADS, skip=1))
    url = "https://dealer.amocrm.ru"
    async with httpx2.AsyncClient(transport=EmulatorTransport(first), base_url=url, headers=headers) as crm:
        await crm.post("/api/v4/leads", json=[{"name": "Первая"}])
        with pytest.raises(httpx2.ReadError):
            await crm.post("/api/v4/leads", json=[{"name": "Вторая"}])
        assert (await crm.post("/api/v4/leads", json=[{"name": "x", "price": "?"}])).status_code == 400
    store.close()
    second = Emulator(State(SqliteStore(tmp_path / "crm.db")), clock=clock)
    async with httpx2.AsyncClient(transport=EmulatorTransport(second), base_url=url, headers=headers) as crm:
        leads = (await crm.get("/api/v4/leads")).json()["_embedded"]["leads"]
        assert [lead["name"] for lead in leads] == ["Первая", "Вторая"]
        made = (await crm.post("/api/v4/leads", json=[{"name": "Третья"}])).json()["_embedded"]["leads"]
        assert made[0]["id"] > leads[-1]["id"]


async def test_the_door_inside_the_process_does_not_wait_out_a_delay_nobody_waits_for(emulator: Emulator) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        await asyncio.sleep(0)

    emulator.faults.add(Fault("delay", seconds=600))
    transport = EmulatorTransport(emulator, sleep)
    async with httpx2.AsyncClient(transport=transport, base_url="https://dealer.amocrm.ru") as crm:
        with pytest.raises(httpx2.ReadTimeout):
            await crm.get("/api/v4/account", timeout=5)
    assert slept == [5]
