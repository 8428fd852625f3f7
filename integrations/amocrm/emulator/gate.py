"""Who may come in: tokens, the limit of requests a second, and the block that follows when it is ignored."""

from collections import deque

from integrations.amocrm.emulator.call import Refused, Switches
from integrations.amocrm.emulator.message import Request, Response, answer, page, problem
from integrations.amocrm.emulator.state import State

STRIKE_WINDOW_S = 60.0


class Gate:
    def __init__(self) -> None:
        #: token → times of its requests within the last second.
        self._recent: dict[str, deque[float]] = {}
        self._strikes: deque[float] = deque()
        self._blocked_until = 0.0

    def refuse_blocked(self, now: float) -> None:
        """A blocked address gets the nginx page on every URL, the token endpoint included."""
        if now < self._blocked_until:
            raise Refused(page(403))

    def admit(self, request: Request, state: State, switches: Switches, now: float) -> int:
        """The id of the user the token acts for; raises `Refused`."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        record = find_token(state, token.strip()) if scheme.lower() == "bearer" else None
        if record is None or record["expires_at"] <= now:
            raise Refused(problem(401))
        self._count(token, switches, now)
        return int(record["user"])

    def _count(self, token: str, switches: Switches, now: float) -> None:
        if not switches.rate_limit:
            return
        recent = self._recent.setdefault(token, deque())
        while recent and recent[0] <= now - 1:
            recent.popleft()
        if len(recent) < switches.rate_limit:
            recent.append(now)
            return
        self._strikes.append(now)
        while self._strikes[0] <= now - STRIKE_WINDOW_S:
            self._strikes.popleft()
        if len(self._strikes) >= switches.block_after:
            self._blocked_until = now + switches.block_s
            self._strikes.clear()
        raise Refused(too_many(switches))


def find_token(state: State, access_token: str) -> dict[str, int] | None:
    for record in state.rows("tokens"):
        if record["access_token"] == access_token:
            return record
    return None


def too_many(switches: Switches) -> Response:
    if switches.rate_limit_html:
        return page(429)
    return answer({"title": "Too Many Requests", "status": 429, "retry_after": 1}, 429, "application/problem+json")
