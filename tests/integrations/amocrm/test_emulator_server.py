"""`carquery amocrm emulator`: one line says everything a client needs."""

import asyncio
import json
from pathlib import Path

import httpx2
import pytest

from integrations.amocrm.emulator.server import run


async def first_line(capsys: pytest.CaptureFixture[str], state_file: Path | None = None) -> dict[str, str]:
    """Run the server until it has answered once with what it printed."""
    running = asyncio.create_task(run("127.0.0.1", 0, state_file))
    try:
        printed = ""
        async with asyncio.timeout(60):
            while not printed:  # standard output has no event to wait for
                await asyncio.sleep(0.01)
                printed = capsys.readouterr().out
        found: dict[str, str] = json.loads(printed)
        headers = {"Authorization": f"Bearer {found['long_lived_token']}"}
        async with httpx2.AsyncClient(base_url=found["base_url"], headers=headers, trust_env=False) as client:
            assert (await client.post("/api/v4/leads", json=[{"name": "x"}])).status_code == 200
            leads = (await client.get("/api/v4/leads")).json()["_embedded"]["leads"]
            return {**found, "leads": str(len(leads))}
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_it_prints_one_json_line_and_serves(capsys: pytest.CaptureFixture[str]) -> None:
    found = await first_line(capsys)
    names = {"base_url", "client_id", "client_secret", "redirect_uri", "code", "long_lived_token"}
    assert names <= set(found)


async def test_it_keeps_the_account_in_a_file_on_request(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    first = await first_line(capsys, tmp_path / "crm.db")
    second = await first_line(capsys, tmp_path / "crm.db")
    assert (first["leads"], second["leads"]) == ("1", "2")
    assert first["client_secret"] == second["client_secret"]
