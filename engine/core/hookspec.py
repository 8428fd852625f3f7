"""A hook as it is offered: what the checker knows of it, and how it is made; loads nothing that delivers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.core.values import Json

if TYPE_CHECKING:
    from engine.core.ports import Hook


@dataclass(frozen=True, slots=True)
class HookSpec:
    """What the checker knows of a hook: its name and a JSON Schema of its parameters (texts are templates)."""

    name: str
    parameters: Mapping[str, Json]
    #: One Russian sentence for the author.
    about: str = ""


@dataclass(frozen=True, slots=True)
class HookFactory:
    """A hook of another package, as its entry point offers it: known by its spec, made when the bot starts."""

    spec: HookSpec
    #: Gets the environment variables, those of `.env` included.
    make: "Callable[[Mapping[str, str]], Hook]"
