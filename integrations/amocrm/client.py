"""AmoCRM's REST API v4 spoken politely: at an even pace, one token, every refusal named."""

import asyncio
import logging
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from typing import Any

import httpx2
import structlog
from aiolimiter import AsyncLimiter

from engine.core.failures import AmbiguousFailure, TemporaryFailure
from integrations.amocrm.access import Access
from integrations.amocrm.breaker import Breaker
from integrations.amocrm.refusal import failure_of, is_page

log = structlog.get_logger()

USER_AGENT = "CarQuery/0.1"
TIMEOUT = httpx2.Timeout(20.0, connect=5.0, pool=5.0)
#: After a block or an unpaid bill nothing is asked for this long (facts: AMOCRM §2.1).
BLOCKED = timedelta(minutes=15)
#: A dead token is looked at again this often: somebody may have put a new one into the account.
UNAUTHORISED = timedelta(minutes=5)

#: Whoever stood still for longer before sending (a stopped process, a paused machine) asks anew who may send.
STALE_SECONDS = 10.0

#: Nothing has left this machine yet, so nothing can have happened.
NOT_SENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.UnsupportedProtocol)


def even_pace() -> AsyncLimiter:
    """Five requests a second without bursts: AmoCRM allows seven and blocks those who insist."""
    return AsyncLimiter(1, 0.2)


def open_http(base_url: str, transport: httpx2.AsyncBaseTransport | None = None) -> httpx2.AsyncClient:
    """The HTTP client for an account; the transport is the seam where an emulator comes in."""
    return httpx2.AsyncClient(
        base_url=base_url, transport=transport, timeout=TIMEOUT, headers={"User-Agent": USER_AGENT}
    )


class AmoClient:
    """One account's requests. Shared by everything that talks to the account, so that the pace is one."""

    def __init__(
        self,
        http: httpx2.AsyncClient,
        access: Access,
        breaker: Breaker,
        limiter: AbstractAsyncContextManager[None] | None = None,
    ) -> None:
        self._http = http
        self._access = access
        self._breaker = breaker
        self._limiter = even_pace() if limiter is None else limiter

    @property
    def base_url(self) -> str:
        """The account's address without a slash: also how our own phone book names the account."""
        return str(self._http.base_url).rstrip("/")

    async def get(self, path: str, query: dict[str, str] | None = None) -> Any:
        """What is there, or None (204). Raises TemporaryFailure or PermanentFailure."""
        return await self._request("GET", path, {"params": query})

    async def post(self, path: str, body: Any) -> Any:
        """What came back. Raises AmbiguousFailure when it may have been carried out all the same."""
        return await self._request("POST", path, {"json": body})

    async def patch(self, path: str, body: Any) -> Any:
        return await self._request("PATCH", path, {"json": body})

    async def put(self, path: str, body: Any) -> Any:
        return await self._request("PUT", path, {"json": body})

    async def upload(self, url: str, part: bytes, kind: str) -> Any:
        """A part of a file, to the address the drive gave for it."""
        return await self._request("POST", url, {"content": part, "headers": {"Content-Type": kind}})

    async def _request(self, method: str, path: str, sent: dict[str, Any]) -> Any:
        """`path` on the account's host, or a whole address on the drive's."""
        token = await self._access.token()
        response = await self._send(token, method, path, sent)
        if response.status_code == 401:
            renewed = await self._access.renewed(token)
            if renewed is not None:
                response = await self._send(renewed, method, path, sent)
        return self._read(response, write=method != "GET")

    async def _send(self, token: str, method: str, path: str, sent: dict[str, Any]) -> httpx2.Response:
        self._breaker.check()
        headers = {**sent.get("headers", {}), "Authorization": f"Bearer {token}"}
        begun = asyncio.get_running_loop().time()
        async with self._limiter:
            if asyncio.get_running_loop().time() - begun > STALE_SECONDS:
                raise TemporaryFailure(f"it took too long to begin {method} {path}", alone=True)
            try:
                response = await self._http.request(method, path, **{**sent, "headers": headers})
            except httpx2.RequestError as error:
                raise _unreachable(error, method, path) from error
        level = logging.DEBUG if response.is_success else logging.WARNING
        # Support asks for the request id. Never the query: it holds phones.
        request_id = response.headers.get("x-request-id")
        # Whoever knows the rest of an upload's address may write there.
        path = response.request.url.path.partition("/upload/")[0]
        log.log(level, "amocrm_request", method=method, path=path, status=response.status_code, request_id=request_id)
        return response

    def _read(self, response: httpx2.Response, *, write: bool) -> Any:
        status = response.status_code
        if 200 <= status < 300:
            if status in (202, 204) or not response.content:
                return None
            try:
                return response.json()
            except ValueError as error:
                kind = AmbiguousFailure if write else TemporaryFailure
                raise kind("AmoCRM's answer is not JSON") from error
        if status == 401:
            advice = f"AmoCRM не принимает токен. {self._access.advice}"
            raise self._breaker.trip("AmoCRM refuses the token", advice, UNAUTHORISED)
        if status == 402:
            raise self._breaker.trip(
                "the AmoCRM account is not paid", "AmoCRM не оплачена. Продлите подписку.", BLOCKED
            )
        if status == 403 and is_page(response):
            raise blocked(self._breaker)
        raise failure_of(response, write=write)


def blocked(breaker: Breaker) -> TemporaryFailure:
    """What the front server's 403 page means, on any address of AmoCRM; returns the failure to raise."""
    advice = (
        "AmoCRM заблокировала запросы с нашего адреса. Напишите в поддержку AmoCRM: "
        "назовите IP сервера и адрес аккаунта."
    )
    return breaker.trip("AmoCRM blocks us", advice, BLOCKED)


def _unreachable(error: httpx2.RequestError, method: str, path: str) -> TemporaryFailure:
    message = f"AmoCRM did not answer {method} {path}: {type(error).__name__}"
    if method == "GET" or isinstance(error, NOT_SENT):
        return TemporaryFailure(message)
    return AmbiguousFailure(message)
