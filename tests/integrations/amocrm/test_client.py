"""What each answer of AmoCRM, and each silence, means for a delivery."""

import asyncio
from contextlib import nullcontext
from datetime import timedelta
from itertools import pairwise
from typing import Any

import httpx2
import pytest

from engine.core.failures import AmbiguousFailure, PermanentFailure, TemporaryFailure
from integrations.amocrm.access import LongLivedToken, WatchedToken
from integrations.amocrm.api import AmoApi
from integrations.amocrm.breaker import Breaker
from integrations.amocrm.client import USER_AGENT, AmoClient, even_pace, open_http
from integrations.amocrm.emulator.core import Emulator
from integrations.amocrm.emulator.faults import Fault
from integrations.amocrm.emulator.fields import add_field
from integrations.amocrm.emulator.oauth import LONG_LIVED_S
from integrations.amocrm.emulator.transport import EmulatorTransport
from integrations.amocrm.refusal import Refused
from tests.integrations.amocrm.world import UNLIMITED, URL
from tests.service.memory import MemoryAlerts, Watch

LEADS = "/api/v4/leads"


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def account(watch: Watch) -> Emulator:
    return Emulator(switches=UNLIMITED, clock=watch.seconds)


@pytest.fixture
def client(account: Emulator, watch: Watch) -> AmoClient:
    async def no_time(seconds: float) -> None:
        await asyncio.sleep(0)

    http = open_http(URL, EmulatorTransport(account, no_time))
    return AmoClient(http, LongLivedToken(account.new_long_lived_token()), Breaker(watch), nullcontext())


async def post(client: AmoClient) -> Any:
    return await client.post(LEADS, [{"name": "x"}])


async def test_a_body_that_cannot_be_unpacked_leaves_the_outcome_open() -> None:
    def broken(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, headers={"Content-Encoding": "gzip"}, stream=httpx2.ByteStream(b"no gzip"))

    http = open_http(URL, httpx2.MockTransport(broken))
    client = AmoClient(http, LongLivedToken("x"), Breaker(Watch()), nullcontext())
    with pytest.raises(AmbiguousFailure):
        await post(client)
    with pytest.raises(TemporaryFailure) as reading:
        await client.get(LEADS)
    assert not isinstance(reading.value, AmbiguousFailure)


async def test_nothing_found_is_none_and_a_write_gives_ids(client: AmoClient) -> None:
    assert await client.get(f"{LEADS}/5") is None
    assert (await post(client))["_embedded"]["leads"][0]["id"] == 6001


@pytest.mark.parametrize(
    "fault",
    [
        Fault("drop_before"),
        Fault("drop_after"),
        Fault("delay", seconds=60),
        Fault("garbage"),
        Fault("status", status=500),
        Fault("status", status=502, html=True),
        Fault("status", status=504, committed=True),
    ],
)
async def test_a_write_that_was_not_answered_may_have_happened_and_a_read_may_be_repeated(
    client: AmoClient, account: Emulator, fault: Fault
) -> None:
    await post(client)
    account.faults.add(fault)
    with pytest.raises(AmbiguousFailure):
        await post(client)
    account.faults.add(fault)
    with pytest.raises(TemporaryFailure) as read:
        await client.get(LEADS)
    assert not isinstance(read.value, AmbiguousFailure)


async def test_a_connection_that_never_opened_carried_nothing(watch: Watch) -> None:
    async def refuse(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("refused")

    http = open_http(URL, httpx2.MockTransport(refuse))
    client = AmoClient(http, LongLivedToken("t"), Breaker(watch), nullcontext())
    with pytest.raises(TemporaryFailure) as failure:
        await post(client)
    assert not isinstance(failure.value, AmbiguousFailure)


@pytest.mark.parametrize(("html", "named", "wait"), [(True, None, 1), (False, 30, 30), (True, 86_400, 900)])
async def test_too_many_requests_wait_as_long_as_asked_within_reason(
    client: AmoClient, account: Emulator, html: bool, named: int | None, wait: int
) -> None:
    account.faults.add(Fault("status", status=429, html=html, retry_after=named))
    with pytest.raises(TemporaryFailure) as failure:
        await post(client)
    assert not isinstance(failure.value, AmbiguousFailure)
    assert failure.value.retry_after == timedelta(seconds=wait)


async def test_a_refused_body_says_what_was_wrong(client: AmoClient) -> None:
    with pytest.raises(Refused) as refused:
        await client.post(LEADS, [{"name": "x", "custom_fields_values": [{"field_id": 1, "values": [{"value": 1}]}]}])
    [issue] = refused.value.issues
    assert (issue.code, issue.path, issue.field_index) == (
        "NotSupportedChoice",
        "custom_fields_values.0.field_id",
        0,
    )
    with pytest.raises(Refused) as empty:
        await client.post(LEADS, [])
    assert empty.value.issues == ()
    assert "Request data can not be empty" in empty.value.advice


@pytest.mark.parametrize("status", [403, 404, 405])
async def test_a_refusal_as_json_is_permanent(client: AmoClient, account: Emulator, status: int) -> None:
    account.faults.add(Fault("status", status=status))
    with pytest.raises(PermanentFailure):
        await post(client)


@pytest.mark.parametrize(
    ("status", "html", "pause", "advice"),
    [(401, False, 5, "токен"), (402, False, 15, "подписку"), (403, True, 15, "поддержку")],
)
async def test_a_refusal_of_everybody_stops_all_traffic_for_a_while_and_says_what_to_do(
    client: AmoClient, account: Emulator, watch: Watch, status: int, html: bool, pause: int, advice: str
) -> None:
    account.faults.add(Fault("status", status=status, html=html))
    with pytest.raises(TemporaryFailure) as failure:
        await post(client)
    assert failure.value.retry_after == timedelta(minutes=pause)
    assert advice in failure.value.advice
    asked = len(account.requests)
    watch.forward(minutes=pause, seconds=-10)
    with pytest.raises(TemporaryFailure) as held:
        await client.get(LEADS)
    assert held.value.retry_after == timedelta(seconds=10)
    assert len(account.requests) == asked
    watch.forward(seconds=11)
    await post(client)


async def test_a_renewed_token_repeats_the_request_once(account: Emulator, watch: Watch) -> None:
    class Renewing:
        advice = ""

        def __init__(self) -> None:
            self.tokens = ["dead"]

        async def token(self) -> str:
            return self.tokens[-1]

        async def renewed(self, refused: str) -> str | None:
            self.tokens.append(account.new_long_lived_token())
            return self.tokens[-1]

    client = AmoClient(open_http(URL, EmulatorTransport(account)), Renewing(), Breaker(watch), nullcontext())
    await post(client)
    assert [request["status"] for request in account.requests] == [401, 200]


async def test_requests_are_paced_below_the_limit_of_a_real_account(watch: Watch) -> None:
    account = Emulator()
    http = open_http(URL, EmulatorTransport(account))
    client = AmoClient(http, LongLivedToken(account.new_long_lived_token()), Breaker(watch), even_pace())
    await asyncio.gather(*(client.get("/api/v4/account") for _ in range(9)))
    assert {request["status"] for request in account.requests} == {200}
    moments = [request["at"] for request in account.requests]
    assert all(later - earlier > 0.15 for earlier, later in pairwise(moments))


async def test_requests_name_us(watch: Watch) -> None:
    seen: list[httpx2.Request] = []

    async def remember(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return httpx2.Response(204)

    http = open_http(URL, httpx2.MockTransport(remember))
    await AmoClient(http, LongLivedToken("secret"), Breaker(watch), nullcontext()).get(LEADS, {"query": "+7916"})
    assert seen[0].headers["user-agent"] == USER_AGENT
    assert seen[0].headers["authorization"] == "Bearer secret"
    assert seen[0].url.query == b"query=%2B7916"


async def test_a_short_query_is_not_sent_because_an_empty_one_finds_everybody(
    client: AmoClient, account: Emulator
) -> None:
    assert await AmoApi(client).find_contacts("") == []
    assert await AmoApi(client).find_contacts("123") == []
    assert list(account.requests) == []


async def test_every_page_of_fields_is_read(client: AmoClient, account: Emulator) -> None:
    for number in range(120):
        add_field(account.state, "leads", f"Поле {number}", None, "text")
    account.state.commit()
    assert len(await AmoApi(client).fields("leads")) == 120


async def test_the_admin_hears_of_a_long_lived_tokens_end_a_month_before_and_then_every_week(watch: Watch) -> None:
    account = Emulator(clock=watch.seconds)
    alerts = MemoryAlerts()
    access = WatchedToken(account.new_long_lived_token(), alerts, watch)
    watch.forward(seconds=LONG_LIVED_S - timedelta(days=31).total_seconds())
    await access.token()
    assert alerts.told == []
    for days, told in ((2, 1), (6, 1), (1, 2), (7, 3)):
        watch.forward(days=days)
        await access.token()
        assert len(alerts.told) == told
    assert "AMOCRM_LONG_LIVED_TOKEN" in alerts.told[0]


async def test_a_token_that_says_nothing_about_its_end_is_used_all_the_same(watch: Watch) -> None:
    for token in ("", "opaque", "a.b.c", "a.bm90IGpzb24.c"):
        assert await WatchedToken(token, MemoryAlerts(), watch).token() == token
