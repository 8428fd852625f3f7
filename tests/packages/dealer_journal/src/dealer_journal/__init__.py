"""A dealer's own hook: writes a line per lead into a file, once."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.core.hookspec import HookFactory, HookSpec
from engine.core.lead import Lead
from engine.core.ports import Journal
from engine.core.values import Json

SPEC = HookSpec(
    name="dealer.journal",
    about="Записывает заявку строкой в журнал.",
    parameters={
        "type": "object",
        "properties": {"line": {"type": "string", "minLength": 1}},
        "required": ["line"],
        "additionalProperties": False,
    },
)


@dataclass(frozen=True, slots=True)
class JournalHook:
    file: Path

    @property
    def spec(self) -> HookSpec:
        return SPEC

    async def deliver(self, lead: Lead, params: Mapping[str, Json], journal: Journal) -> None:
        if journal.progress.get("written"):
            return
        await journal.attempting("line")
        with self.file.open("a", encoding="utf-8") as file:
            print(lead.flow, params["line"], file=file)
        await journal.reached(written=True)


def make(environment: Mapping[str, str]) -> JournalHook:
    return JournalHook(Path(environment["DEALER_JOURNAL"]))


HOOKS = (HookFactory(SPEC, make),)
