"""Delivery of updates by HTTP POST (telegram-bot-api `WebhookActor.cpp`).

Updates of one queue go one after another, queues side by side. Anything but 2xx is delivered again: at once, then
after `Retry-After` or 2, 4, 8 … seconds, until the update's life ends. An unanswered request is cut after 60 s.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress

import aiohttp

from engine.botapi.clock import Clock
from engine.botapi.query import Query, Upload, form_texts
from engine.botapi.state import Bot, Update, Webhook
from engine.botapi.updates import Updates

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
CUT_SECONDS = 60
LONGEST_RETRY_AFTER = 3600
LONGEST_PAUSE = 60.0
#: Methods a webhook may not call in its answer, besides everything that begins with «get».
NOT_IN_ANSWER = frozenset({"deletewebhook", "setwebhook", "close", "logout"})

#: Carries out a method named in a webhook's answer.
type Perform = Callable[[Bot, Query], Awaitable[None]]


class Webhooks:
    def __init__(
        self,
        updates: Updates,
        clock: Clock,
        perform: Perform,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._updates = updates
        self._clock = clock
        self._perform = perform
        self._sleep = sleep
        self._session: aiohttp.ClientSession | None = None
        #: (bot id, queue) → the task that empties it.
        self._tasks: dict[tuple[int, str], asyncio.Task[None]] = {}
        self._slots: dict[int, asyncio.Semaphore] = {}
        #: When each bot may set a webhook again, on the monotonic clock: Telegram takes one a second.
        self.next_change: dict[int, float] = {}

    def start(self, bot: Bot, webhook: Webhook) -> None:
        """Deliver to this address from now on, what already waits included."""
        self.stop(bot)
        bot.webhook = webhook
        self._slots[bot.id] = asyncio.Semaphore(webhook.max_connections)
        self.deliver(bot)

    def stop(self, bot: Bot) -> None:
        bot.webhook = None
        for key in [key for key in self._tasks if key[0] == bot.id]:
            self._tasks.pop(key).cancel()

    def deliver(self, bot: Bot) -> None:
        """Start emptying every queue that is not being emptied."""
        if bot.webhook is None:
            return
        for queue in {update.queue for update in bot.pending.values()}:
            key = bot.id, queue
            if key not in self._tasks:
                self._tasks[key] = asyncio.get_running_loop().create_task(self._empty(bot, queue))

    async def close(self) -> None:
        tasks = list(self._tasks.values())
        self._tasks.clear()
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _empty(self, bot: Bot, queue: str) -> None:
        key = bot.id, queue
        try:
            while (webhook := bot.webhook) is not None:
                self._updates.drop_expired(bot)
                update = next((one for one in bot.pending.values() if one.queue == queue), None)
                if update is None:
                    return
                await self._hand_over(bot, webhook, update)
        finally:
            if self._tasks.get(key) is asyncio.current_task():
                del self._tasks[key]

    async def _hand_over(self, bot: Bot, webhook: Webhook, update: Update) -> None:
        """Post the update until it is accepted or its life ends."""
        pause, failures = 1.0, 0
        while update.id in bot.pending:
            # A webhook may have come with a stored state, without `start`.
            slots = self._slots.setdefault(bot.id, asyncio.Semaphore(webhook.max_connections))
            async with slots:
                retry_after = await self._post(bot, webhook, update)
            if retry_after is None:
                self._updates.confirm(bot, update.id)
                return
            if not retry_after and failures:
                pause = min(pause * 2, LONGEST_PAUSE)
            wait = retry_after or (pause if failures else 0.0)
            failures += 1
            if (update.expires - self._clock()).total_seconds() < wait:
                self._updates.drop(bot, update.id)
                return
            await self._sleep(wait)

    async def _post(self, bot: Bot, webhook: Webhook, update: Update) -> float | None:
        """None when accepted, else the seconds of `Retry-After`, 0 when the bot named none."""
        headers = {SECRET_HEADER: webhook.secret_token} if webhook.secret_token else {}
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=CUT_SECONDS))
        try:
            async with self._session.post(
                webhook.url, json=update.fields(), headers=headers, allow_redirects=False
            ) as response:
                if 200 <= response.status <= 299:
                    await self._answer(bot, await _called(response))
                    return None
                webhook.last_error = (
                    self._clock(),
                    f"Wrong response from the webhook: {response.status} {response.reason}",
                )
                after = response.headers.get("Retry-After", "")
                return float(min(int(after), LONGEST_RETRY_AFTER)) if after.isdecimal() else 0.0
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            webhook.last_error = self._clock(), f"{type(error).__name__}: {error}"
            return 0.0

    async def _answer(self, bot: Bot, query: Query) -> None:
        """A method may be called in the answer; its result is told to nobody."""
        if query.method and query.method not in NOT_IN_ANSWER and not query.method.startswith("get"):
            await self._perform(bot, query)


async def _called(response: aiohttp.ClientResponse) -> Query:
    """The method and parameters in a webhook's answer, as JSON or as a form; no method if there is none."""
    params: dict[str, str] = {}
    files: dict[str, Upload] = {}
    if response.content_type.startswith("multipart/"):
        reader = aiohttp.MultipartReader.from_response(response)
        while isinstance(part := await reader.next(), aiohttp.BodyPartReader):
            if part.name and part.filename:
                files[part.name] = Upload(part.filename, bytes(await part.read(decode=True)))
            elif part.name:
                params[part.name] = await part.text()
    elif (body := (await response.text()).strip()).startswith("{"):
        params = form_texts(json.loads(body))
    return Query(params.pop("method", "").lower(), params, files)
