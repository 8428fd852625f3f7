"""A server of our own for what the third-party emulator cannot do: OpenAI's refusals, bodies that break off, and its
strictness about schemas (Structured outputs, "Supported schemas", as of 2026)."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

_KEYWORDS = frozenset(("type", "properties", "required", "additionalProperties", "items", "enum"))


class StrictServer:
    """Takes what OpenAI takes; `respond` says what comes back."""

    def __init__(self, respond: Callable[[web.Request], Any]) -> None:
        self._respond = respond
        self.bodies: list[Mapping[str, Any]] = []
        self.headers: list[Mapping[str, str]] = []

    async def handle(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        self.bodies.append(body)
        self.headers.append(dict(request.headers))
        problem = wrong(body)
        if problem is not None:
            return web.json_response({"error": {"message": problem, "type": "invalid_request_error"}}, status=400)
        found = self._respond(request)
        return await found if asyncio.iscoroutine(found) else found


@asynccontextmanager
async def serving(respond: Callable[[web.Request], Any]) -> AsyncIterator[tuple[StrictServer, str]]:
    """The server and its base URL."""
    server = StrictServer(respond)
    app = web.Application()
    app.router.add_post("/v1/chat/completions", server.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    try:
        yield server, f"http://127.0.0.1:{port}/v1"
    finally:
        await runner.cleanup()


def completion(content: str | None, finish: str = "stop", **message: Any) -> web.Response:
    return web.json_response(
        {
            "id": "c1",
            "object": "chat.completion",
            "created": 1,
            "model": "any",
            "choices": [
                {"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": content, **message}}
            ],
            "usage": {"prompt_tokens": 4000, "completion_tokens": 60, "total_tokens": 4060},
        }
    )


def wrong(body: Mapping[str, Any]) -> str | None:
    """What OpenAI would refuse about the request."""
    form = body.get("response_format", {})
    if form.get("type") != "json_schema" or form["json_schema"].get("strict") is not True:
        return "response_format must be a strict json_schema"
    if "temperature" in body and not 0 <= body["temperature"] <= 2:
        return "temperature"
    return _schema(form["json_schema"]["schema"])


def _schema(schema: Mapping[str, Any]) -> str | None:
    if strange := set(schema) - _KEYWORDS:
        return f"not permitted: {strange}"
    if schema.get("type") == "object":
        if schema.get("additionalProperties") is not False:
            return "additionalProperties must be false"
        if set(schema.get("required", ())) != set(schema.get("properties", {})):
            return "every property must be required"
        return next((found for inner in schema["properties"].values() if (found := _schema(inner))), None)
    if schema.get("type") == "array":
        return _schema(schema["items"])
    if len(schema.get("enum", ())) > 1000:
        return "too many enum values"
    return None


def dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
