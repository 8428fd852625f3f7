"""The door in process: an aiogram session that calls the emulator, and means to know when handlers are done.

The only module here that imports aiogram. Answers pass through aiogram's own `check_response`, so its exceptions,
models and retries are the real ones.
"""

import asyncio
import json
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Any, cast
from urllib.parse import unquote, urlsplit

from aiogram import BaseMiddleware, Bot, Dispatcher
from aiogram.client.session.base import BaseSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import InputFile, TelegramObject, Update
from aiohttp import ClientResponseError, RequestInfo
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

from engine.botapi.activity import Activity
from engine.botapi.emulator import Emulator
from engine.botapi.errors import ApiError, ConnectionLost
from engine.botapi.query import Upload

#: Never asked: only the paths matter.
SERVER = TelegramAPIServer.from_base("http://emulated.invalid")


class EmulatedSession(BaseSession):
    """`Bot(token, session=EmulatedSession(emulator))` talks to the emulator without a socket."""

    def __init__(self, emulator: Emulator, timeout: float = 60.0) -> None:
        super().__init__(api=SERVER, timeout=timeout)
        self.emulator = emulator

    async def close(self) -> None:
        """Nothing to close: the emulator may serve other bots."""

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 (aiogram's own signature)
    ) -> TelegramType:
        params, files = await self._form(bot, method)
        try:
            async with asyncio.timeout(self.timeout if timeout is None else timeout):
                answer = await self.emulator.call(bot.token, method.__api_method__, params, files)
        except TimeoutError as error:
            raise TelegramNetworkError(method=method, message="Request timeout error") from error
        except ConnectionLost as error:
            message = f"ServerDisconnectedError: {error}"
            raise TelegramNetworkError(method=method, message=message) from error
        if isinstance(answer, ApiError):
            status, body = answer.code, answer.body()
        else:
            status, body = 200, {"ok": True, "result": answer}
        response = self.check_response(bot, method, status, json.dumps(body))
        return cast(TelegramType, response.result)

    async def stream_content(
        self,
        url: str,
        headers: dict[str, Any] | None = None,  # Any: aiogram's own signature
        timeout: int = 30,  # noqa: ASYNC109 (aiogram's own signature)
        chunk_size: int = 65536,
        raise_for_status: bool = True,
    ) -> AsyncGenerator[bytes, None]:
        _, _, token, *path = unquote(urlsplit(url).path).split("/")
        try:
            content = self.emulator.download(token.removeprefix("bot"), "/".join(path)).content
        except ApiError as refusal:
            headers_read = CIMultiDictProxy(CIMultiDict(headers or {}))
            request = RequestInfo(URL(url), "GET", headers_read, URL(url))
            raise ClientResponseError(request, (), status=refusal.code, message=refusal.description) from None
        for start in range(0, len(content), chunk_size):
            yield content[start : start + chunk_size]

    async def _form(self, bot: Bot, method: TelegramMethod[TelegramType]) -> tuple[dict[str, str], dict[str, Upload]]:
        """The same fields `AiohttpSession.build_form_data` would post."""
        inputs: dict[str, InputFile] = {}
        params: dict[str, str] = {}
        for name, value in method.model_dump(warnings=False).items():
            prepared = self.prepare_value(value, bot=bot, files=inputs)
            if prepared:
                params[name] = prepared
        files = {
            key: Upload(source.filename or key, b"".join([chunk async for chunk in source.read(bot)]))
            for key, source in inputs.items()
        }
        return params, files


class _Watch(BaseMiddleware):
    def __init__(self, activity: Activity) -> None:
        self._activity = activity

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[object]],
        event: TelegramObject,
        data: dict[str, Any],  # Any: aiogram's own signature
    ) -> object:
        try:
            return await handler(event, data)
        finally:
            if isinstance(event, Update):
                self._activity.handled(data["bot"].id, event.update_id)


def watch(dispatcher: Dispatcher, emulator: Emulator) -> None:
    """Make `emulator.settled()` exact: an update counts as finished when this Dispatcher is done with it.

    The watcher goes outside every outer middleware there is, error handling included.
    """
    emulator.activity.watched = True
    manager = dispatcher.update.outer_middleware
    others = list(manager)
    for middleware in others:
        manager.unregister(middleware)
    manager.register(_Watch(emulator.activity))
    for middleware in others:
        manager.register(middleware)


async def feed(dispatcher: Dispatcher, bot: Bot, emulator: Emulator) -> int:
    """Hand everything that waits to the Dispatcher, one by one, until nothing does; how many updates that was."""
    count = 0
    while updates := emulator.take_updates(emulator.bot(bot.token)):
        for update in updates:
            await dispatcher.feed_raw_update(bot, dict(update.fields()))
            emulator.activity.handled(bot.id, update.id)
            count += 1
    return count
