"""The hook `webhook.post`: a signed request, to the address that was checked and to no other."""

import asyncio
import hashlib
import hmac
import ipaddress
import json
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta

import httpx2

from engine.core.failures import AmbiguousFailure, PermanentFailure, TemporaryFailure
from engine.core.hookspec import HookSpec
from engine.core.lead import Lead
from engine.core.ports import Journal
from engine.core.values import Json
from integrations.webhook.address import Address, Resolve, Target, canonical, is_public, resolve
from integrations.webhook.spec import SPEC

SIGNATURE = "X-CarQuery-Signature"
#: The delivery's id, the same for every repetition: by it a receiver knows a request again.
DELIVERY = "X-CarQuery-Delivery"
#: For the whole request, name resolution included: everybody else's leads wait meanwhile.
SECONDS = 10.0
#: The longest wait we take on the receiver's word.
LONGEST_WAIT = timedelta(minutes=15)

_NOT_SENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout)


class WebhookPost:
    def __init__(
        self,
        secret: str | None,
        hosts: Collection[str],
        *,
        now: Callable[[], datetime],
        transport: httpx2.AsyncBaseTransport | None = None,
        resolve: Resolve = resolve,
        public: Callable[[Address], bool] = is_public,
    ) -> None:
        """`hosts` are the only ones anything is sent to; `public` says which addresses they may have.

        Raises ValueError for what is no host name.
        """
        self._secret = secret
        self._hosts = frozenset(map(canonical, hosts))
        self._now = now
        self._resolve = resolve
        self._public = public
        # No proxies of the environment: they would resolve the name once more.
        self._http = httpx2.AsyncClient(transport=transport, trust_env=False, follow_redirects=False, timeout=SECONDS)

    @property
    def spec(self) -> HookSpec:
        return SPEC

    async def deliver(self, lead: Lead, params: Mapping[str, Json], journal: Journal) -> None:
        """After an unknown outcome the request is repeated: the receiver knows it by its delivery id."""
        if journal.progress.get("sent"):
            return
        url, target = self._target(str(params["url"]))
        if self._secret is None:
            raise PermanentFailure(
                "WEBHOOK_POST_SECRET is not set",
                advice="Задайте WEBHOOK_POST_SECRET: этим словом подписываются запросы webhook.post.",
            )
        body = json.dumps(payload(lead, journal.key), ensure_ascii=False).encode()
        await journal.attempting("request")
        try:
            async with asyncio.timeout(SECONDS):
                status, wait = await self._post(url, target, body, journal.key, self._secret)
        except TimeoutError as error:
            raise AmbiguousFailure(f"{target.host} did not answer within {SECONDS:g} s") from error
        _judge(target, status, wait)
        await journal.reached(sent=True)

    def _target(self, url: str) -> tuple[str, Target]:
        try:
            target = Target.of(url)
        except ValueError as error:
            raise PermanentFailure(str(error), advice=f"Адрес {url} не подходит: нужен обычный https.") from error
        if not target.is_among(self._hosts):
            raise PermanentFailure(
                f"{target.host} is not among the allowed hosts",
                advice=f"Сервер {target.host} не разрешён. Добавьте его в WEBHOOK_POST_HOSTS.",
            )
        return url, target

    async def _post(self, url: str, target: Target, body: bytes, key: str, secret: str) -> tuple[int, timedelta | None]:
        """Status of the answer, and how long it asks to wait; what else it says is nobody's business."""
        address = await self._address(target)
        at = httpx2.URL(url)
        headers = {
            "Host": at.netloc.decode("ascii"),
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "CarQuery",
            SIGNATURE: signature(secret, int(self._now().timestamp()), body),
            DELIVERY: key,
        }
        # The name was resolved once: we connect to what was checked, and check the certificate against the name.
        request = self._http.build_request(
            "POST",
            at.copy_with(host=str(address)),
            headers=headers,
            content=body,
            extensions={"sni_hostname": target.host},
        )
        try:
            response = await self._http.send(request, stream=True)
        except _NOT_SENT as error:
            raise TemporaryFailure(f"{target.host} cannot be reached: {type(error).__name__}") from error
        except httpx2.RequestError as error:
            raise AmbiguousFailure(f"{target.host} did not answer: {type(error).__name__}") from error
        await response.aclose()
        named = response.headers.get("retry-after", "")
        return response.status_code, timedelta(seconds=int(named)) if named.isdigit() else None

    async def _address(self, target: Target) -> Address:
        try:
            found = [ipaddress.ip_address(address) for address in await self._resolve(target.host, target.port)]
        except (OSError, ValueError) as error:
            raise TemporaryFailure(f"{target.host} has no address: {error}") from error
        # One private address among public ones is a trap, not an oversight.
        if not found or not all(self._public(address) for address in found):
            raise PermanentFailure(
                f"{target.host} leads into a private network",
                advice=f"Сервер {target.host} указывает на внутренний адрес: туда бот ничего не отправляет.",
            )
        return found[0]

    async def close(self) -> None:
        await self._http.aclose()


def payload(lead: Lead, key: str) -> dict[str, Json]:
    """What the receiver gets; the shape is in docs/built-in-hooks.md."""
    client = lead.client
    return {
        "delivery": key,
        "lead": {
            "id": lead.id,
            "flow": lead.flow,
            "title": lead.title,
            "finished_at": lead.finished_at.isoformat(),
            "client": {"id": client.id, "name": client.name, "username": client.username},
            "answers": [
                {"id": one.id, "type": one.type, "label": one.label, "value": one.value, "shown": one.shown}
                for one in lead.answers
            ],
        },
    }


def signature(secret: str, timestamp: int, body: bytes) -> str:
    """`t=<Unix seconds>,v1=<HMAC-SHA256 of "<Unix seconds>.<body>">`, so that an old request cannot be sent anew."""
    signed = hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256)
    return f"t={timestamp},v1={signed.hexdigest()}"


def _judge(target: Target, status: int, wait: timedelta | None) -> None:
    said = f"{target.host} answered {status}"
    if 200 <= status < 300:
        return
    if status in (408, 425, 429):
        raise TemporaryFailure(said, retry_after=min(wait or timedelta(), LONGEST_WAIT))
    if status >= 500:
        raise AmbiguousFailure(said, retry_after=min(wait or timedelta(), LONGEST_WAIT))
    if 300 <= status < 400:
        raise PermanentFailure(said, advice=f"{target.host} перенаправляет на другой адрес: укажите в url конечный.")
    raise PermanentFailure(said, advice=f"{target.host} не принял заявку (ответ {status}).")
