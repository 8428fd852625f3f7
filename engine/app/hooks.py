"""Which hooks there are: our own in a literal table, other packages' through their entry points."""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from engine.core.failures import CarQueryError
from engine.core.hookspec import HookFactory, HookSpec
from integrations.amocrm.spec import LEAD
from integrations.csv_export.spec import SPEC as CSV_APPEND
from integrations.telegram_notify.spec import SPEC as TELEGRAM_NOTIFY
from integrations.webhook.spec import SPEC as WEBHOOK_POST

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

    from engine.core.ports import Hook

#: Another package announces its hooks here: an object that is a sequence of HookFactory.
GROUP = "carquery.integrations"

#: Ours. Specs only: checking a flow must not load what delivers it.
OWN: tuple[HookSpec, ...] = (LEAD, TELEGRAM_NOTIFY, WEBHOOK_POST, CSV_APPEND)


class BrokenIntegration(CarQueryError):
    """An installed package offers hooks that cannot be used."""


def specs() -> tuple[HookSpec, ...]:
    """Everything `on_complete:` may name; raises BrokenIntegration."""
    return (*OWN, *(factory.spec for factory in foreign()))


def foreign() -> tuple[HookFactory, ...]:
    """Hooks of other installed packages; raises BrokenIntegration."""
    taken = {spec.name: "CarQuery itself" for spec in OWN}
    found: list[HookFactory] = []
    for entry in _announced():
        for factory in _offered(entry):
            name = factory.spec.name
            if name in taken:
                raise BrokenIntegration(f"the hook {name} of {_named(entry)} is already offered by {taken[name]}")
            taken[name] = _named(entry)
            found.append(factory)
    return tuple(found)


def made(environment: Mapping[str, str]) -> Iterator["Hook"]:
    """Other packages' hooks, ready to deliver; raises BrokenIntegration."""
    for factory in foreign():
        try:
            yield factory.make(environment)
        except Exception as error:
            raise BrokenIntegration(f"the hook {factory.spec.name} cannot start: {error}") from error


def _announced() -> Iterable["EntryPoint"]:
    """Entry points of our group. The library that reads them loads for as long as a check takes, so look first."""
    if not any(_mentioned(Path(place)) for place in dict.fromkeys(sys.path)):
        return ()
    from importlib.metadata import entry_points

    return entry_points(group=GROUP)


def _mentioned(place: Path) -> bool:
    """Whether a package installed there may announce hooks; what is not a folder is not looked into."""
    if place.is_file():
        return True
    with suppress(OSError):
        for name in os.listdir(place):
            if name.lower().endswith((".dist-info", ".egg-info")) or name == "EGG-INFO":
                with suppress(OSError):
                    if GROUP.encode() in (place / name / "entry_points.txt").read_bytes():
                        return True
    return False


def _offered(entry: "EntryPoint") -> Sequence[HookFactory]:
    try:
        offered = entry.load()
    except Exception as error:
        # Any mistake of a foreign package may surface on import.
        raise BrokenIntegration(f"{_named(entry)} cannot be loaded: {error!r}") from error
    if not isinstance(offered, Sequence) or not all(isinstance(factory, HookFactory) for factory in offered):
        raise BrokenIntegration(f"{_named(entry)} must be a sequence of HookFactory")
    return offered


def _named(entry: "EntryPoint") -> str:
    package = f" of {entry.dist.name}" if entry.dist else ""
    return f"{entry.value}{package}"
