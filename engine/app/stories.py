"""All stories under some paths: which there are, how they went, what to print."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from engine.app.hooks import specs
from engine.app.stage import Theatre
from engine.lang import files
from engine.lang.catalogue import message
from engine.lang.compile import Compilation, compile
from engine.lang.diagnostics import Diagnostic
from engine.lang.report import text_of
from engine.lang.source import Source
from engine.lang.story import Story
from engine.stories import report
from engine.stories.coverage import showable
from engine.stories.failure import Failure
from engine.stories.play import Played, play


class NoStories(ValueError):
    """The paths hold no story; the message names them."""


@dataclass(slots=True)
class Outcome:
    """How the stories of one or more projects went."""

    played: list[Played] = field(default_factory=list)
    #: Errors in files, which keep their stories from being played.
    broken: list[Diagnostic] = field(default_factory=list)
    #: Everything the flows can show, by project and flow.
    items: dict[str, frozenset[str]] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        return not self.broken and all(one.failure is None for one in self.played)

    def text(self) -> str:
        errors = [text_of(one, self.sources, "ru") for one in self.broken]
        return "\n\n".join([*errors, report.text(self.played, self.items, self.sources)])

    def as_json(self) -> str:
        broken = [Failure(one.place, message(one, "ru")) for one in self.broken]
        return report.as_json(self.played, self.items, broken)


async def play_all(paths: Sequence[Path]) -> Outcome:
    """Play every story under the paths; a flow file stands for the stories about it. Raises NoStories, OSError."""
    hooks, outcome, found = specs(), Outcome(), False
    for folder, asked in files.projects(paths).items():
        compiled = compile([folder], hooks)
        wanted = _wanted({path.as_posix() for path in asked}, compiled)
        found = found or bool(wanted) or any(files.kind_of(error.file) == "story" for error in compiled.errors)
        outcome.sources.update(compiled.sources)
        outcome.broken += compiled.errors
        if compiled.project is not None and wanted:
            outcome.items.update(showable(compiled.project))
            with TemporaryDirectory() as temporary:
                theatre = Theatre(compiled.project, hooks, Path(temporary))
                outcome.played += [await play(story, compiled.project, theatre.open) for story in wanted]
    if not found:
        raise NoStories(", ".join(map(str, paths)))
    return outcome


def _wanted(asked: set[str], compiled: Compilation) -> list[Story]:
    """The stories asked for, and those about a flow asked for."""
    flows = {Path(name).name.removesuffix(files.FLOW_SUFFIX) for name in asked}
    return [story for story in compiled.stories if story.file in asked or story.flow in flows]
