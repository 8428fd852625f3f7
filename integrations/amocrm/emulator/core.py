"""The emulated account: takes a request, gives back what AmoCRM would, or nothing when the line is cut."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random, SystemRandom

from integrations.amocrm.emulator import control, oauth
from integrations.amocrm.emulator.call import Call, Refused, Switches
from integrations.amocrm.emulator.faults import Fault, Faults
from integrations.amocrm.emulator.gate import Gate
from integrations.amocrm.emulator.message import Record, Request, Response, problem
from integrations.amocrm.emulator.routes import ROUTES, Route
from integrations.amocrm.emulator.seed import seed
from integrations.amocrm.emulator.state import State

#: How many requests `/__emulator__/state` remembers.
JOURNAL_SIZE = 10_000


@dataclass(frozen=True, slots=True)
class Reply:
    """What the door does: after `delay_s` it sends the response, or closes the line when there is none."""

    response: Response | None
    delay_s: float = 0.0


class Emulator:
    """One account. The core of both doors; it knows no sockets and never sleeps."""

    def __init__(
        self,
        state: State | None = None,
        switches: Switches | None = None,
        *,
        clock: Callable[[], float] = time.time,
        random: Random | None = None,
    ) -> None:
        self.state = State() if state is None else state
        self.switches = switches or Switches()
        self.faults = Faults()
        self.random = SystemRandom() if random is None else random
        #: Method, path and status of the requests so far; status 0 = the line was cut.
        self.requests: deque[Record] = deque(maxlen=JOURNAL_SIZE)
        #: Seconds the account's clock was put forward.
        self.ahead_s = 0.0
        self._clock = clock
        self._gate = Gate()
        if self.state.empty():
            seed(self.state, self.random)

    @property
    def now(self) -> float:
        """Unix seconds on the account's clock."""
        return self._clock() + self.ahead_s

    def new_code(self) -> str:
        """A fresh authorization code, good for 20 minutes and once."""
        code = oauth.new_code(self.state, self.random, self.now)
        self.state.commit()
        return code

    def new_long_lived_token(self, host: str = "127.0.0.1") -> str:
        """A token that acts for the administrator for five years."""
        admin = next(row["id"] for row in self.state.rows("users") if row["rights"]["is_admin"])
        token = oauth.new_long_lived_token(self.state, self.random, self.now, admin, host)
        self.state.commit()
        return token

    def respond(self, request: Request) -> Reply:
        if request.path.startswith(control.PREFIX):
            return Reply(control.respond(self, request))
        reply = self._meet(request, self.faults.next_for(request))
        status = reply.response.status if reply.response else 0
        self.requests.append({"at": self.now, "method": request.method, "path": request.path, "status": status})
        return reply

    def _meet(self, request: Request, fault: Fault | None) -> Reply:
        match fault:
            case None:
                return Reply(self._answer(request))
            case Fault(kind="delay", seconds=seconds):
                # Carried out at once and answered late: what a client's timeout looks like from here.
                return Reply(self._answer(request), seconds)
            case Fault(kind="drop_before"):
                return Reply(None)
            case Fault(kind="drop_after"):
                self._answer(request)
                return Reply(None)
            case Fault(kind="garbage"):
                return Reply(replace(self._answer(request), body=b'{"_embedded":{"lea'))
            case Fault(kind="status", committed=committed):
                if committed:
                    self._answer(request)
                return Reply(self._stamped(fault.response()))
        raise AssertionError(f"a fault of no kind: {fault}")

    def _answer(self, request: Request) -> Response:
        try:
            response = self._handle(request)
        except Refused as refused:
            response = refused.response
        except Exception:
            # A mistake of ours; the next request must not keep half of this one.
            self.state.rollback()
            raise
        if response.status < 400:
            self.state.commit()
        else:
            self.state.rollback()
        return self._stamped(response)

    def _handle(self, request: Request) -> Response:
        now = self.now
        self._gate.refuse_blocked(now)
        matches = [(route, path) for route in ROUTES if (path := route.match(request.path)) is not None]
        if not matches:
            return problem(404)
        # "/leads/notes" fits no other template: entity and id are different words.
        found = next(((route, path) for route, path in matches if route.method == request.method), None)
        route: Route = (found or matches[0])[0]
        user = self._gate.admit(request, self.state, self.switches, now) if route.closed else 0
        if found is None:
            return problem(405)
        call = Call(request, found[1], self.state, self.switches, now, user, self.random)
        return route.handler(call)

    def _stamped(self, response: Response) -> Response:
        """With the id that support asks for."""
        return replace(response, headers={**response.headers, "X-Request-Id": self.random.randbytes(16).hex()})
