"""Status codes, content types, tokens and limits of the emulated account (facts/AMOCRM.md §1, §2, §8)."""

import re
from dataclasses import replace

import httpx2
import pytest

from integrations.amocrm.emulator.core import Emulator
from integrations.amocrm.emulator.message import read_query
from tests.integrations.amocrm.world import Clock


async def trade(crm: httpx2.AsyncClient, emulator: Emulator, **grant: str) -> httpx2.Response:
    integration = emulator.state.get("integration", 0) or {}
    return await crm.post("/oauth2/access_token", json={**integration, **grant})


async def test_nothing_found_is_204_without_a_body(crm: httpx2.AsyncClient) -> None:
    for path in ("/api/v4/leads", "/api/v4/contacts/999", "/api/v4/leads/999", "/api/v4/leads/999/notes"):
        answer = await crm.get(path)
        assert (answer.status_code, answer.content) == (204, b"")


async def test_an_unknown_address_is_404_and_deleting_is_405(crm: httpx2.AsyncClient) -> None:
    unknown = await crm.get("/api/v4/nobody")
    assert unknown.status_code == 404
    assert unknown.headers["content-type"].startswith("application/problem+json")
    assert (await crm.delete("/api/v4/leads/6001")).status_code == 405
    assert (await crm.put("/api/v4/account")).status_code == 405


async def test_every_answer_carries_an_x_request_id_and_success_is_hal(crm: httpx2.AsyncClient) -> None:
    answer = await crm.get("/api/v4/account", params={"with": "drive_url,is_api_filter_enabled"})
    assert answer.headers["content-type"].startswith("application/hal+json")
    assert re.fullmatch(r"[0-9a-f]{32}", answer.headers["x-request-id"])
    account = answer.json()
    assert account["is_api_filter_enabled"] is False
    assert account["drive_url"] == account["_links"]["self"]["href"].removesuffix("/api/v4/account")
    assert "drive_url" not in (await crm.get("/api/v4/account")).json()


async def test_a_request_without_a_good_token_is_401(crm: httpx2.AsyncClient) -> None:
    answer = await crm.get("/api/v4/account", headers={"Authorization": "Bearer wrong"})
    assert answer.status_code == 401
    assert answer.json()["status"] == 401


async def test_a_code_is_traded_once_and_within_20_minutes(
    crm: httpx2.AsyncClient, emulator: Emulator, clock: Clock
) -> None:
    code = emulator.new_code()
    first = await trade(crm, emulator, grant_type="authorization_code", code=code)
    assert first.status_code == 200
    assert first.json()["expires_in"] == 86400
    again = await trade(crm, emulator, grant_type="authorization_code", code=code)
    assert (again.status_code, again.json()["hint"]) == (400, "Authorization code has been revoked")
    late = emulator.new_code()
    clock.now += 20 * 60 + 1
    expired = await trade(crm, emulator, grant_type="authorization_code", code=late)
    assert expired.json()["hint"] == "Authorization code has expired"
    garbage = await trade(crm, emulator, grant_type="authorization_code", code="abc")
    assert garbage.json()["hint"] == "Cannot decrypt the authorization code"


async def test_a_refresh_kills_the_pair_it_came_from(crm: httpx2.AsyncClient, emulator: Emulator) -> None:
    old = (await trade(crm, emulator, grant_type="authorization_code", code=emulator.new_code())).json()
    new = (await trade(crm, emulator, grant_type="refresh_token", refresh_token=old["refresh_token"])).json()
    for token, status in ((old["access_token"], 401), (new["access_token"], 200)):
        answer = await crm.get("/api/v4/account", headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == status
    again = await trade(crm, emulator, grant_type="refresh_token", refresh_token=old["refresh_token"])
    assert (again.status_code, again.json()["hint"]) == (401, "Token has been revoked")


async def test_the_token_endpoint_takes_forms_and_compares_the_redirect_uri_exactly(
    crm: httpx2.AsyncClient, emulator: Emulator
) -> None:
    integration = emulator.state.get("integration", 0) or {}
    form = {**integration, "grant_type": "authorization_code", "code": emulator.new_code()}
    slash = {**form, "redirect_uri": integration["redirect_uri"] + "/"}
    assert (await crm.post("/oauth2/access_token", data=slash)).status_code == 400
    assert (await crm.post("/oauth2/access_token", data=form)).status_code == 200


async def test_a_refresh_token_tells_where_the_account_lives(crm: httpx2.AsyncClient, emulator: Emulator) -> None:
    pair = (await trade(crm, emulator, grant_type="authorization_code", code=emulator.new_code())).json()
    path = "/oauth2/account/current/subdomain"
    found = (await crm.get(path, headers={"X-Refresh-Token": pair["refresh_token"]})).json()
    assert found["subdomain"] == "dealer"
    assert (await crm.get(path, headers={"X-Refresh-Token": "x"})).status_code == 401


async def test_the_eighth_request_of_a_second_is_429_and_a_stubborn_client_is_blocked(
    crm: httpx2.AsyncClient, emulator: Emulator, clock: Clock
) -> None:
    emulator.switches = replace(emulator.switches, block_after=3, block_s=900)
    statuses = [(await crm.get("/api/v4/account")).status_code for _ in range(10)]
    assert statuses == [200] * 7 + [429] * 3
    clock.now += 1.01
    for path in ("/api/v4/account", "/oauth2/access_token"):
        blocked = await crm.post(path)
        assert (blocked.status_code, blocked.headers["content-type"]) == (403, "text/html")
    clock.now += 900
    assert (await crm.get("/api/v4/account")).status_code == 200


async def test_pages_are_linked_with_the_clients_own_origin(crm: httpx2.AsyncClient, emulator: Emulator) -> None:
    emulator.switches = replace(emulator.switches, rate_limit=0)
    await crm.post("/api/v4/leads", json=[{"name": f"Сделка {number}"} for number in range(120)])
    url: str | None = "/api/v4/leads?order[id]=desc&limit=50"
    ids: list[int] = []
    while url:
        page = (await crm.get(url)).json()
        ids += [lead["id"] for lead in page["_embedded"]["leads"]]
        url = page["_links"].get("next", {}).get("href")
        assert url is None or httpx2.URL(url).host == crm.base_url.host
    assert ids == sorted(ids, reverse=True)
    assert len(ids) == 120
    assert (await crm.get("/api/v4/leads?page=9")).status_code == 204
    too_many = await crm.post("/api/v4/leads", json=[{"name": "x"}] * 251)
    assert (too_many.status_code, too_many.json()["detail"]) == (422, "Limit 250 per page")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("with=contacts&limit=5", {"with": "contacts", "limit": "5"}),
        ("filter[id][0]=1&filter[id][1]=2", {"filter": {"id": {"0": "1", "1": "2"}}}),
        ("filter[id][]=1&filter[id][]=2", {"filter": {"id": {"0": "1", "1": "2"}}}),
        ("order%5Bid%5D=desc", {"order": {"id": "desc"}}),
        ("query=%2B7916", {"query": "+7916"}),
    ],
)
def test_queries_are_read_the_php_way(text: str, tree: dict[str, object]) -> None:
    assert read_query(text) == tree
