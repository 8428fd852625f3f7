"""One model of an OpenAI-compatible service as the router's port."""

import json
from typing import Any, cast

import httpx2
from openai import (
    APIConnectionError,
    APIError,
    APIStatusError,
    APITimeoutError,
    AsyncOpenAI,
    OpenAIError,
    RateLimitError,
)
from openai.types.chat import ChatCompletion

from engine.service.routing.ports import ModelTrouble, Question, Reply
from integrations.openai.prices import cost

#: An answer is a branch and a dozen fields; more is a model gone astray.
MOST_TOKENS = 1000
#: The router's own limit is shorter; this one only keeps a forgotten connection from living for ever.
_CONNECTION_S = 15.0


class Service:
    """A connection to OpenAI or a server like it."""

    def __init__(self, api_key: str, base_url: str | None = None) -> None:
        # The SDK's own 600 s and two retries are not for a client who waits.
        self._client = AsyncOpenAI(api_key=api_key, base_url=base_url, timeout=_CONNECTION_S, max_retries=0)

    def model(self, name: str) -> "OpenAiModel":
        return OpenAiModel(self._client, name)

    async def close(self) -> None:
        await self._client.close()


class OpenAiModel:
    """Strict structured output by chat completions, which every compatible server has."""

    def __init__(self, client: AsyncOpenAI, name: str) -> None:
        self._client = client
        self._name = name

    @property
    def name(self) -> str:
        return self._name

    async def ask(self, question: Question) -> Reply:
        """One request, never repeated; raises ModelTrouble."""
        try:
            answer = await self._client.chat.completions.create(
                model=self._name,
                messages=[
                    {"role": "system", "content": question.instructions},
                    # JSON keeps the message one string, whatever it says of roles and rules.
                    {"role": "user", "content": json.dumps({"message": question.message}, ensure_ascii=False)},
                ],
                response_format={
                    "type": "json_schema",
                    "json_schema": {
                        "name": "understanding",
                        "strict": True,
                        "schema": cast(dict[str, object], question.schema),
                    },
                },
                temperature=0,
                max_completion_tokens=MOST_TOKENS,
            )
        except APITimeoutError as error:
            raise ModelTrouble("timeout") from error
        except RateLimitError as error:
            raise ModelTrouble("rate_limited") from error
        except APIConnectionError as error:
            raise ModelTrouble("unavailable") from error
        except APIStatusError as error:
            # Its message may quote the request.
            raise ModelTrouble(
                "unavailable" if error.status_code >= 500 else "rejected", f"HTTP {error.status_code}"
            ) from error
        except (APIError, OpenAIError, httpx2.HTTPError, ValueError, TypeError) as error:
            # Truncated or foreign JSON surfaces as ValueError of several libraries.
            raise ModelTrouble("malformed", type(error).__name__) from error
        return self._read(answer)

    def _read(self, answer: ChatCompletion) -> Reply:
        """Servers that are merely alike leave fields out, whatever the types promise."""
        found = cast(Any, answer)
        usage = getattr(found, "usage", None)
        prompt, completion = (_count(usage, name) for name in ("prompt_tokens", "completion_tokens"))
        spent = Reply("", prompt, completion, cost(self._name, prompt, completion))
        choices = getattr(found, "choices", None) or []
        message = getattr(choices[0], "message", None) if choices else None
        if message is None:
            raise ModelTrouble("malformed", "no choices", spent)
        reason = getattr(choices[0], "finish_reason", None)
        if getattr(message, "refusal", None) or reason == "content_filter":
            raise ModelTrouble("refused", spent=spent)
        content = getattr(message, "content", None)
        if reason == "length" or not isinstance(content, str):
            raise ModelTrouble("malformed", "the answer is cut short", spent)
        return Reply(content, prompt, completion, spent.cost)


def _count(usage: object, name: str) -> int:
    found = getattr(usage, name, 0)
    return found if isinstance(found, int) and found > 0 else 0
