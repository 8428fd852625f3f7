"""Faults as JSON: `{"effect": "too_many_requests", "retry_after": 3, "methods": ["sendMessage"], "times": 2}`."""

from collections.abc import Callable, Mapping
from dataclasses import asdict

from engine.botapi.faults import (
    Delay,
    Effect,
    Fault,
    LostAnswer,
    NetworkLoss,
    ServerError,
    TooManyRequests,
)
from engine.core.values import Json


def _number(fields: Mapping[str, object], name: str, default: float) -> float:
    value = fields.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"`{name}` must be a number")
    return value


EFFECTS: Mapping[str, Callable[[Mapping[str, object]], Effect]] = {
    "too_many_requests": lambda fields: TooManyRequests(int(_number(fields, "retry_after", 1))),
    "server_error": lambda fields: ServerError(int(_number(fields, "code", 502))),
    "network_loss": lambda fields: NetworkLoss(),
    "lost_answer": lambda fields: LostAnswer(),
    "delay": lambda fields: Delay(_number(fields, "seconds", 1)),
}
NAMES: Mapping[type[Effect], str] = {
    TooManyRequests: "too_many_requests",
    ServerError: "server_error",
    NetworkLoss: "network_loss",
    LostAnswer: "lost_answer",
    Delay: "delay",
}


def read_fault(fields: Mapping[str, object]) -> tuple[Effect, list[str], int | None]:
    """The effect, the methods it hits and how often; ValueError says what is wrong."""
    name = fields.get("effect")
    make = EFFECTS.get(name) if isinstance(name, str) else None
    if make is None:
        raise ValueError(f"`effect` must be one of {', '.join(EFFECTS)}")
    methods = fields.get("methods") or []
    if not isinstance(methods, list) or not all(isinstance(method, str) for method in methods):
        raise ValueError("`methods` must be a list of method names")
    times = fields.get("times", 1)
    if times is not None and (isinstance(times, bool) or not isinstance(times, int) or times < 1):
        raise ValueError("`times` must be a whole number from 1, or null for until cleared")
    return make(fields), methods, times


def fault_object(fault: Fault) -> dict[str, Json]:
    numbers: Mapping[str, Json] = asdict(fault.effect)
    return {
        "effect": NAMES[type(fault.effect)],
        **numbers,
        "methods": sorted(fault.methods),
        "times": fault.times,
    }
