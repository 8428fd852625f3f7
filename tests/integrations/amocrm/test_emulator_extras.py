"""What the emulated account has beyond our own client's needs: unsorted requests, duplicate control, webhooks."""

from dataclasses import replace
from typing import Any

import httpx2
import pytest

from integrations.amocrm.emulator.core import Emulator


@pytest.fixture(autouse=True)
def unlimited(emulator: Emulator) -> None:
    """The clock stands still, so every request falls into the same second."""
    emulator.switches = replace(emulator.switches, rate_limit=0)


def form_of(uid: str = "chat-1", **embedded: Any) -> dict[str, Any]:
    metadata = {
        "form_id": 1,
        "form_name": "Бот",
        "form_page": "t.me",
        "form_sent_at": 1,
        "ip": "1.1.1.1",
        "referer": "",
    }
    return {"source_name": "Telegram", "source_uid": uid, "metadata": metadata, "_embedded": embedded}


async def test_an_unsorted_request_is_seen_by_nobody_until_it_is_accepted(crm: httpx2.AsyncClient) -> None:
    contact = {"name": "Иван", "custom_fields_values": [{"field_code": "PHONE", "values": [{"value": "+79161234567"}]}]}
    form = form_of(leads=[{"name": "Выкуп"}], contacts=[contact])
    made = (await crm.post("/api/v4/leads/unsorted/forms", json=[form])).json()["_embedded"]["unsorted"][0]
    lead, uid = made["_embedded"]["leads"][0]["id"], made["uid"]
    assert (await crm.get("/api/v4/leads")).status_code == 204
    assert (await crm.get(f"/api/v4/leads/{lead}")).status_code == 204
    assert (await crm.get("/api/v4/contacts?query=9161234567")).status_code == 204
    [listed] = (await crm.get("/api/v4/leads/unsorted")).json()["_embedded"]["unsorted"]
    assert (listed["uid"], listed["category"]) == (uid, "forms")
    assert (await crm.post("/api/v4/leads/unsorted/forms", json=[form])).status_code == 400

    assert (await crm.post(f"/api/v4/leads/unsorted/{uid}/accept", json={"status_id": 4402})).status_code == 200
    accepted = (await crm.get(f"/api/v4/leads/{lead}?with=contacts")).json()
    assert (accepted["status_id"], len(accepted["_embedded"]["contacts"])) == (4402, 1)
    assert (await crm.get("/api/v4/contacts?query=9161234567")).status_code == 200
    assert (await crm.get(f"/api/v4/leads/unsorted/{uid}")).status_code == 404


async def test_a_declined_request_leaves_nothing(crm: httpx2.AsyncClient, emulator: Emulator) -> None:
    form = form_of(leads=[{"name": "Выкуп"}], contacts=[{"name": "Иван"}])
    made = (await crm.post("/api/v4/leads/unsorted/forms", json=[form])).json()["_embedded"]["unsorted"][0]
    assert (await crm.delete(f"/api/v4/leads/unsorted/{made['uid']}/decline")).status_code == 200
    assert [list(emulator.state.rows(table)) for table in ("leads", "contacts", "unsorted")] == [[], [], []]
    assert (await crm.delete(f"/api/v4/leads/unsorted/{made['uid']}/decline")).status_code == 404


async def test_an_unsorted_request_without_its_source_is_refused(crm: httpx2.AsyncClient) -> None:
    refused = await crm.post("/api/v4/leads/unsorted/forms", json=[{"_embedded": {"leads": [{"name": "x"}]}}])
    [item] = refused.json()["validation-errors"]
    assert {"source_uid", "metadata.form_id"} <= {error["path"] for error in item["errors"]}
    assert (await crm.get("/api/v4/leads/unsorted")).status_code == 204


async def test_duplicate_control_adds_to_an_open_lead_of_the_same_phone(
    crm: httpx2.AsyncClient, emulator: Emulator
) -> None:
    def request(phone: str, name: str) -> list[dict[str, Any]]:
        values = [{"field_code": "PHONE", "values": [{"value": phone}]}]
        return [{"name": name, "_embedded": {"contacts": [{"name": "Иван", "custom_fields_values": values}]}}]

    [first] = (await crm.post("/api/v4/leads/complex", json=request("+79161234567", "Выкуп"))).json()
    [second] = (await crm.post("/api/v4/leads/complex", json=request("8 (916) 123-45-67", "Ещё"))).json()
    assert (second["merged"], second["id"] != first["id"]) == (False, True)
    emulator.switches = replace(emulator.switches, duplicate_control=True)
    [third] = (await crm.post("/api/v4/leads/complex", json=request("8 (916) 123-45-67", "Снова"))).json()
    assert (third["merged"], third["id"], third["contact_id"]) == (True, second["id"], second["contact_id"])
    await crm.patch(
        "/api/v4/leads", json=[{"id": first["id"], "status_id": 142}, {"id": second["id"], "status_id": 143}]
    )
    [fourth] = (await crm.post("/api/v4/leads/complex", json=request("+79161234567", "Новая"))).json()
    assert fourth["merged"] is False


async def test_webhooks_are_kept_and_taken_back(crm: httpx2.AsyncClient) -> None:
    address = "https://bot.dealer.example/amo"
    assert (await crm.get("/api/v4/webhooks")).status_code == 204
    for events in (["add_lead"], ["add_lead", "status_lead"]):
        made = await crm.post("/api/v4/webhooks", json={"destination": address, "settings": events})
        assert made.status_code == 201
    [kept] = (await crm.get("/api/v4/webhooks")).json()["_embedded"]["webhooks"]
    assert (kept["destination"], kept["settings"]) == (address, ["add_lead", "status_lead"])
    assert (await crm.post("/api/v4/webhooks", json={"destination": "x", "settings": []})).status_code == 400
    assert (await crm.request("DELETE", "/api/v4/webhooks", json={"destination": address})).status_code == 204
    assert (await crm.get("/api/v4/webhooks")).status_code == 204
