"""A signed request reaches the allowed program once it will have it, and nobody else ever."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta

import httpx2
import pytest
from aiohttp import web

from engine.core.failures import AmbiguousFailure, PermanentFailure, TemporaryFailure
from engine.service.journal import OutboxJournal
from integrations.webhook.hook import DELIVERY, SIGNATURE, WebhookPost
from tests.service.memory import MemoryOutbox, Watch
from tests.storage.made import NOON, delivery, lead

SECRET = "a long random word"
URL = "https://hooks.example.com/lead?from=bot"
PUBLIC, OTHER = "93.184.216.34", "2606:4700::1111"


class Program:
    """The receiver, as a transport: what arrives, and what it answers."""

    def __init__(self, *answers: int | Exception | httpx2.Response) -> None:
        self.answers = list(answers)
        self.requests: list[httpx2.Request] = []

    async def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        answer = self.answers.pop(0) if self.answers else 200
        if isinstance(answer, Exception):
            raise answer
        return answer if isinstance(answer, httpx2.Response) else httpx2.Response(answer)


class Names:
    """DNS: each question takes the next answer, the last one stays."""

    def __init__(self, *answers: Sequence[str] | Exception) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append(host)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


class Office:
    def __init__(self, program: Program, names: Names | None = None, secret: str | None = SECRET) -> None:
        self.program, self.names, self.watch, self.outbox = (
            program,
            names or Names([PUBLIC]),
            Watch(NOON),
            MemoryOutbox(),
        )
        self.hook = WebhookPost(
            secret,
            ["hooks.example.com"],
            now=self.watch,
            transport=httpx2.MockTransport(program),
            resolve=self.names,
        )
        self.journal = OutboxJournal(self.outbox, delivery(), self.watch)

    async def deliver(self, url: str = URL) -> None:
        await self.hook.deliver(lead(), {"url": url}, self.journal)


async def test_the_lead_arrives_signed_and_named() -> None:
    office = Office(Program())
    await office.deliver()
    [request] = office.program.requests
    body = json.loads(request.content)
    assert body["delivery"] == request.headers[DELIVERY] == "s1:0"
    assert body["lead"]["answers"][0] == {
        "id": "brand",
        "type": "choice",
        "label": "Марка",
        "value": "kia",
        "shown": "Kia",
    }
    moment, signature = (part.partition("=")[2] for part in request.headers[SIGNATURE].split(","))
    assert int(moment) == int(NOON.timestamp())
    expected = hmac.new(SECRET.encode(), f"{moment}.".encode() + request.content, hashlib.sha256).hexdigest()
    assert signature == expected
    assert office.journal.progress == {"sent": True}


async def test_the_request_goes_to_the_address_that_was_checked_and_the_certificate_to_the_name() -> None:
    # A name that answers differently the second time (DNS rebinding) is not asked a second time.
    office = Office(Program(), Names([PUBLIC], ["127.0.0.1"]))
    await office.deliver()
    [request] = office.program.requests
    assert (request.url.host, request.headers["host"]) == (PUBLIC, "hooks.example.com")
    assert request.url.raw_path == b"/lead?from=bot"
    assert request.extensions["sni_hostname"] == "hooks.example.com"
    assert office.names.asked == ["hooks.example.com"]


async def test_an_address_of_ipv6_is_taken_too() -> None:
    office = Office(Program(), Names([OTHER]))
    await office.deliver()
    assert office.program.requests[0].url.host == OTHER


@pytest.mark.parametrize(
    "addresses",
    [["127.0.0.1"], ["169.254.169.254"], ["::ffff:10.0.0.1"], ["fd00:ec2::254"], [PUBLIC, "10.0.0.1"], []],
    ids=str,
)
async def test_a_name_that_leads_into_our_network_is_refused(addresses: list[str]) -> None:
    office = Office(Program(), Names(addresses))
    with pytest.raises(PermanentFailure) as failure:
        await office.deliver()
    assert "внутренний адрес" in failure.value.advice
    assert office.program.requests == []


@pytest.mark.parametrize(
    "url",
    [
        "https://other.example.com/",
        "https://hooks.example.com.evil.com/",
        "https://127.0.0.1/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0177.0.0.1/",
        "https://[::1]/",
        "https://hooks.example.com:22/",
        "http://hooks.example.com/",
        "https://hooks.example.com@evil.com/",
    ],
)
async def test_a_server_nobody_allowed_gets_nothing(url: str) -> None:
    office = Office(Program())
    with pytest.raises(PermanentFailure) as failure:
        await office.deliver(url)
    assert failure.value.advice
    assert office.program.requests == []
    assert office.names.asked == []


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "127.1", "localhost"])
async def test_a_number_that_is_an_address_is_checked_as_one_even_where_it_was_allowed(host: str) -> None:
    program = Program()
    hook = WebhookPost(SECRET, [host], now=Watch(NOON), transport=httpx2.MockTransport(program))
    with pytest.raises((PermanentFailure, TemporaryFailure)):
        await hook.deliver(lead(), {"url": f"https://{host}/"}, OutboxJournal(MemoryOutbox(), delivery(), Watch(NOON)))
    assert program.requests == []


async def test_a_redirect_is_not_followed() -> None:
    moved = httpx2.Response(302, headers={"Location": "http://169.254.169.254/latest/meta-data/"})
    office = Office(Program(moved))
    with pytest.raises(PermanentFailure) as failure:
        await office.deliver()
    assert "перенаправляет" in failure.value.advice
    assert len(office.program.requests) == 1


async def test_a_missing_secret_says_so() -> None:
    office = Office(Program(), secret=None)
    with pytest.raises(PermanentFailure) as failure:
        await office.deliver()
    assert "WEBHOOK_POST_SECRET" in failure.value.advice


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (500, AmbiguousFailure),
        (503, AmbiguousFailure),
        (429, TemporaryFailure),
        (408, TemporaryFailure),
        (400, PermanentFailure),
        (404, PermanentFailure),
        (410, PermanentFailure),
        (httpx2.ReadTimeout("late"), AmbiguousFailure),
        (httpx2.ReadError("cut"), AmbiguousFailure),
        (httpx2.ConnectError("refused"), TemporaryFailure),
    ],
    ids=str,
)
async def test_what_an_answer_means(answer: int | Exception, kind: type[Exception]) -> None:
    office = Office(Program(answer))
    with pytest.raises(kind) as failure:
        await office.deliver()
    assert type(failure.value) is kind
    assert "sent" not in office.journal.progress


async def test_a_wait_the_receiver_asks_for_is_kept_within_reason() -> None:
    for named, kept in (("30", 30), ("86400", 900)):
        office = Office(Program(httpx2.Response(429, headers={"Retry-After": named})))
        with pytest.raises(TemporaryFailure) as failure:
            await office.deliver()
        assert failure.value.retry_after == timedelta(seconds=kept)


async def test_a_name_without_an_address_is_asked_again_later() -> None:
    office = Office(Program(), Names(OSError("no such host")))
    with pytest.raises(TemporaryFailure) as failure:
        await office.deliver()
    assert not isinstance(failure.value, AmbiguousFailure)


async def test_a_repetition_is_known_by_its_delivery_and_a_delivered_lead_is_not_repeated() -> None:
    office = Office(Program(httpx2.ReadTimeout("late")))
    with pytest.raises(AmbiguousFailure):
        await office.deliver()
    office.watch.forward(minutes=1)
    await office.deliver()
    await office.deliver()
    first, second = office.program.requests
    assert first.headers[DELIVERY] == second.headers[DELIVERY]
    assert first.headers[SIGNATURE] != second.headers[SIGNATURE]


@pytest.fixture
async def local_program() -> AsyncIterator[tuple[int, list[web.Request]]]:
    """A real server on this machine, and what reached it."""
    received: list[web.Request] = []

    async def receive(request: web.Request) -> web.Response:
        await request.read()
        received.append(request)
        return web.Response(text="x" * 10_000_000)

    application = web.Application()
    application.router.add_route("*", "/{path:.*}", receive)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield runner.addresses[0][1], received
    await runner.cleanup()


class Plain(httpx2.AsyncBaseTransport):
    """The real network without its TLS."""

    def __init__(self) -> None:
        self._inner = httpx2.AsyncHTTPTransport()

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        request.url = request.url.copy_with(scheme="http")
        return await self._inner.handle_async_request(request)


async def test_over_the_network_it_connects_to_the_address_and_reads_no_more_than_the_status(
    local_program: tuple[int, list[web.Request]],
) -> None:
    port, received = local_program
    names = Names(["127.0.0.1"])
    hook = WebhookPost(
        SECRET,
        [f"hooks.example.com:{port}"],
        now=Watch(NOON),
        transport=Plain(),
        resolve=names,
        public=lambda address: True,
    )
    journal = OutboxJournal(MemoryOutbox(), delivery(), Watch(NOON))
    await hook.deliver(lead(), {"url": f"https://hooks.example.com:{port}/lead"}, journal)
    [request] = received
    assert (request.host, request.path) == (f"hooks.example.com:{port}", "/lead")
    await hook.close()
    await asyncio.sleep(0)
