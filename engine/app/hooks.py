"""Which hooks there are: our own in a literal table, other packages' through their entry points."""

from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import EntryPoint, entry_points

from engine.core.ports import CarQueryError, Hook, HookFactory, HookSpec
from integrations.amocrm.spec import LEAD
from integrations.csv_export.spec import SPEC as CSV_APPEND
from integrations.telegram_notify.spec import SPEC as TELEGRAM_NOTIFY
from integrations.webhook.spec import SPEC as WEBHOOK_POST

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
    for entry in entry_points(group=GROUP):
        for factory in _offered(entry):
            name = factory.spec.name
            if name in taken:
                raise BrokenIntegration(f"the hook {name} of {_named(entry)} is already offered by {taken[name]}")
            taken[name] = _named(entry)
            found.append(factory)
    return tuple(found)


def made(environment: Mapping[str, str]) -> Iterator[Hook]:
    """Other packages' hooks, ready to deliver; raises BrokenIntegration."""
    for factory in foreign():
        try:
            yield factory.make(environment)
        except Exception as error:
            raise BrokenIntegration(f"the hook {factory.spec.name} cannot start: {error}") from error


def _offered(entry: EntryPoint) -> Sequence[HookFactory]:
    try:
        offered = entry.load()
    except Exception as error:
        # Any mistake of a foreign package may surface on import.
        raise BrokenIntegration(f"{_named(entry)} cannot be loaded: {error!r}") from error
    if not isinstance(offered, Sequence) or not all(isinstance(factory, HookFactory) for factory in offered):
        raise BrokenIntegration(f"{_named(entry)} must be a sequence of HookFactory")
    return offered


def _named(entry: EntryPoint) -> str:
    package = f" of {entry.dist.name}" if entry.dist else ""
    return f"{entry.value}{package}"
