"""How Telegram refuses: a code, a sentence, and sometimes how long to wait.

The sentences are those of Telegram's own server (telegram-bot-api `Client.cpp`, TDLib) or, where only its
closed part speaks, those users report.
"""

from collections.abc import Mapping

from engine.core.values import Json

#: Bot API error code → the word its description begins with (telegram-bot-api, `fail_query_with_error`).
PREFIXES: Mapping[int, str] = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    500: "Internal Server Error",
    502: "Bad Gateway",
}


class ApiError(Exception):
    """A refusal: raised inside a method, returned as a value by `Emulator.call`."""

    def __init__(self, code: int, description: str, parameters: Mapping[str, Json] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ApiError) and self._key == other._key

    def __hash__(self) -> int:
        return hash((self.code, self.description))

    def __repr__(self) -> str:
        return f"ApiError({self.code}, {self.description!r})"

    @property
    def _key(self) -> tuple[int, str, Mapping[str, Json] | None]:
        return self.code, self.description, self.parameters

    def body(self) -> dict[str, Json]:
        """The JSON object of the answer."""
        body: dict[str, Json] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


class ConnectionLost(Exception):
    """The network failed and the caller gets no answer; `done` says whether the work was done before that."""

    def __init__(self, *, done: bool) -> None:
        super().__init__("the connection was lost" + (" after the request was carried out" if done else ""))
        self.done = done


def refuse(code: int, message: str) -> ApiError:
    """The refusal Telegram makes of a message: prefixed, its first letter lowered unless it opens a CONSTANT."""
    prefix = PREFIXES[code]
    if message.startswith(prefix):
        return ApiError(code, message)
    is_constant = len(message) >= 2 and (message[1] == "_" or "A" <= message[1] <= "Z")
    return ApiError(code, f"{prefix}: {message if is_constant else message[0].lower() + message[1:]}")


def bad_request(message: str) -> ApiError:
    return refuse(400, message)


def within(where: str, wrong: ApiError) -> ApiError:
    """A refusal of something nested: `can't parse {where}: {what is wrong}`."""
    reason = wrong.description.removeprefix("Bad Request: ")
    return bad_request(f"Can't parse {where}: {reason[0].upper()}{reason[1:]}")


def too_many_requests(retry_after: int) -> ApiError:
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})
