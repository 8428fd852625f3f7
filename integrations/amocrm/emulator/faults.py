"""Faults put into the account on purpose: delays, lost connections, foreign status codes."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Literal, get_args, get_type_hints

from integrations.amocrm.emulator.message import Record, Request, Response, page, problem

type Kind = Literal["delay", "drop_before", "drop_after", "status", "garbage"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong with the requests of a route."""

    kind: Kind
    #: "POST /api/v4/leads"; "*" stands for anything, also inside the path.
    route: str = "*"
    #: How many requests it meets; None = until it is taken back.
    times: int | None = 1
    #: How many requests of the route pass before it begins.
    skip: int = 0
    #: delay: seconds the answer is late; the request is carried out at once.
    seconds: float = 0.0
    #: status: what is answered instead.
    status: int = 500
    #: status: an nginx page instead of problem+json.
    html: bool = False
    #: status: the request is carried out all the same, and its answer lost behind this one.
    committed: bool = False
    #: status: the Retry-After header.
    retry_after: int | None = None

    def meets(self, request: Request) -> bool:
        return self.route == "*" or fnmatchcase(f"{request.method} {request.path}", self.route)

    def response(self) -> Response:
        found = page(self.status) if self.html else problem(self.status)
        if self.retry_after is None:
            return found
        return replace(found, headers={**found.headers, "Retry-After": str(self.retry_after)})


class Faults:
    """The faults still to come, in the order they were put in; the first that meets a request takes it."""

    def __init__(self, faults: Iterable[Fault] = ()) -> None:
        self._faults = list(faults)

    def add(self, fault: Fault) -> None:
        self._faults.append(fault)

    def clear(self) -> None:
        self._faults.clear()

    def next_for(self, request: Request) -> Fault | None:
        for index, fault in enumerate(self._faults):
            if not fault.meets(request):
                continue
            if fault.skip:
                self._faults[index] = replace(fault, skip=fault.skip - 1)
                continue
            if fault.times is not None:
                self._faults[index] = replace(fault, times=fault.times - 1)
                if fault.times == 1:
                    del self._faults[index]
            return fault
        return None


def read_fault(item: Record) -> Fault:
    """Raises ValueError, naming what is wrong, for anything that is not a fault."""
    if item.get("kind") not in get_args(Kind.__value__):
        raise ValueError(f"kind is one of {', '.join(get_args(Kind.__value__))}")
    check_types(Fault, {key: value for key, value in item.items() if key != "kind"})
    return Fault(**item)


def check_types(kind: type, item: Record) -> None:
    """Raises ValueError for keys a dataclass does not have, and for values of a wrong type."""
    types = get_type_hints(kind)
    unknown = set(item) - set(types)
    if unknown:
        raise ValueError(f"unknown keys: {', '.join(sorted(unknown))}")
    for key, value in item.items():
        wanted = float | int if types[key] is float else types[key]
        if not isinstance(value, wanted) or (isinstance(value, bool) and types[key] is not bool):
            raise ValueError(f"{key} cannot be {value!r}")
