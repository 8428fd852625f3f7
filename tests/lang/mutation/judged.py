"""Whether the checker sees a mistake: the mutated project compared with the shipped one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random

from engine.app.hooks import specs
from engine.core.model import Project
from engine.lang.compile import compile_bytes
from engine.lang.diagnostics import Diagnostic
from engine.lang.memory import Memory
from engine.lang.source import read
from tests.lang.mutation.mutants import Mutant, Spot, spots

FLOWS = Path(__file__).parents[3] / "flows"
FILES = {path.name: path.read_bytes() for path in sorted(FLOWS.glob("*.yaml")) if ".story." not in path.name}
SEED = "carquery"


@dataclass(frozen=True, slots=True)
class Judged:
    mutant: Mutant
    #: Whether the bot would do something else, or not start.
    matters: bool
    #: Whether a finding, or a place it relates to, is on the mutated line.
    there: bool
    findings: tuple[Diagnostic, ...]

    @property
    def survives(self) -> bool:
        return self.matters and not self.there


def all_mutants() -> list[Mutant]:
    return [spot.mutant(SEED) for spot in _spots()]


def sample(most: int) -> list[Mutant]:
    """So many of each kind, always the same."""
    chosen: list[Spot] = []
    for kind in dict.fromkeys(spot.kind for spot in _spots()):
        of_kind = [spot for spot in _spots() if spot.kind == kind]
        chosen += Random(f"sample {kind}").sample(of_kind, min(most, len(of_kind)))
    return [spot.mutant(SEED) for spot in chosen]


@cache
def _spots() -> list[Spot]:
    return spots([read(name, raw) for name, raw in FILES.items()], SEED)


def judged(chosen: Iterable[Mutant]) -> Iterator[Judged]:
    memory, hooks = Memory(), specs()
    shipped = compile_bytes(FILES, hooks, memory=memory)
    assert shipped.project is not None
    assert shipped.diagnostics == ()
    # One file after the other: of what has not changed the memory keeps the last state only.
    for mutant in sorted(chosen, key=lambda one: one.file):
        found = compile_bytes({**FILES, mutant.file: mutant.text.encode()}, hooks, memory=memory)
        yield Judged(
            mutant, _differs(shipped.project, found.project), _there(mutant, found.diagnostics), found.diagnostics
        )


def _differs(shipped: Project, project: Project | None) -> bool:
    """The version aside, which is a hash of the file's words."""
    return project is None or _plain(project) != _plain(shipped)


def _plain(project: Project) -> Project:
    return replace(project, flows={id: replace(flow, version="") for id, flow in project.flows.items()})


def _there(mutant: Mutant, findings: tuple[Diagnostic, ...]) -> bool:
    places = [place for one in findings for place in (one.place, *(related.place for related in one.related))]
    return any(place.file == mutant.file and place.span.line <= mutant.line <= place.span.end_line for place in places)
