"""The body of `carquery check`: every project under the paths compiled or mended, its findings, an exit code."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from engine.core.hookspec import HookSpec
from engine.lang import files
from engine.lang.catalogue import fix_title
from engine.lang.catalogue.entry import Language
from engine.lang.compile import compile, compile_bytes
from engine.lang.diagnostics import Diagnostic, order
from engine.lang.fix import fixed
from engine.lang.memory import Memory
from engine.lang.report import RENDERERS, Sources, text
from engine.lang.source import Source

CLEAN, FOUND, MISUSED = 0, 1, 2


__all__ = ["Checked", "Language", "NothingToCheck", "check", "fix", "told"]


class NothingToCheck(ValueError):
    """The paths hold no file of ours; the message names the path."""


@dataclass(frozen=True, slots=True)
class Checked:
    """The findings of the files asked for, and every file read along the way."""

    findings: tuple[Diagnostic, ...]
    #: The files asked for.
    sources: Sources
    #: Those and the files of their projects: what related places may point into.
    all_sources: Sources

    @property
    def exit_code(self) -> int:
        return FOUND if any(one.severity != "info" for one in self.findings) else CLEAN

    def render(self, format: str, language: Language, *, colour: bool = False) -> str:
        """`format` is a key of RENDERERS; colours are for a terminal and text only."""
        if format == "text":
            return text(self.findings, self.sources, language, colour=colour, quoted=self.all_sources)
        return RENDERERS[format](self.findings, self.sources, language)


def check(paths: Sequence[Path], hooks: Sequence[HookSpec] = ()) -> Checked:
    """Check folders to the bottom, and single files within their folder's project; raises NothingToCheck, OSError."""
    found: list[Diagnostic] = []
    asked: dict[str, Source] = {}
    everything: dict[str, Source] = {}
    for folder, wanted in _projects(paths).items():
        compiled = compile([folder], hooks)
        names = {path.as_posix() for path in wanted}
        found += [one for one in compiled.diagnostics if one.file in names]
        asked |= {name: source for name, source in compiled.sources.items() if name in names}
        everything |= compiled.sources
    if not asked:
        raise NothingToCheck(", ".join(map(str, paths)))
    return Checked(tuple(sorted(found, key=order)), asked, everything)


def fix(paths: Sequence[Path], hooks: Sequence[HookSpec] = ()) -> tuple[Diagnostic, ...]:
    """Mend what can safely be mended in the files asked for, and say what; raises NothingToCheck, OSError."""
    repaired: list[Diagnostic] = []
    for folder, wanted in _projects(paths).items():
        texts = files.read([folder])
        again = partial(compile_bytes, hooks=hooks, memory=Memory(), beside=files.beside([folder]))
        result = fixed(texts, again, [one.as_posix() for one in wanted])
        for name, raw in result.texts.items():
            if raw != texts[name]:
                files.write(Path(name), raw)
        repaired += result.repaired
    return tuple(sorted(repaired, key=order))


def _projects(paths: Sequence[Path]) -> Mapping[Path, frozenset[Path]]:
    for path in paths:
        if not path.exists() or (path.is_file() and files.kind_of(path.name) is None):
            raise NothingToCheck(str(path))
    return files.projects(paths)


def told(repaired: Sequence[Diagnostic], language: Language) -> str:
    """What was mended, a line each."""
    lines = [
        f"{one.file}:{one.span.line}: {one.code}, {fix_title(one.fix.key, language)}" for one in repaired if one.fix
    ]
    return "\n".join([*lines, _MENDED[language].format(count=len(lines))])


_MENDED: Mapping[Language, str] = {"ru": "Исправлено: {count}", "en": "Repaired: {count}"}
