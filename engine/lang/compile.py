"""Files into a Project or findings: the map of this package, and the only way to load a flow."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from engine.core.answers import TYPES
from engine.core.hookspec import HookSpec
from engine.lang import files, grammar, schema
from engine.lang.checks import CHECKS, PATH_CHECKS
from engine.lang.checks.scope import Scope
from engine.lang.checks.walks import Walks
from engine.lang.diagnostics import Diagnostic
from engine.lang.document import BotDocument, FlowDocument, Types
from engine.lang.findings import sifted
from engine.lang.grammar import Validator
from engine.lang.ignore import considered
from engine.lang.memory import Memory
from engine.lang.schemas import TypeEntry
from engine.lang.source import Source
from engine.lang.story import Story, story

if TYPE_CHECKING:
    from engine.core.model import Project

#: One check of one project says no more: nobody mends more in one go.
MOST_TOLD = 300


@dataclass(frozen=True)
class Compilation:
    """What became of a project's files."""

    #: In reading order.
    diagnostics: tuple[Diagnostic, ...]
    #: Every file as read, by name: what a report quotes from.
    sources: Mapping[str, Source]
    #: What `project` and `stories` are made of.
    scope: Scope

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        return tuple(finding for finding in self.diagnostics if finding.severity == "error")

    @cached_property
    def project(self) -> "Project | None":
        """None where bot.yaml or a flow has an error. Linked when asked for: who only checks never asks."""
        if not self.scope.has_bot or any(files.kind_of(name) != "story" for name in self._wrong):
            return None
        from engine.lang import link

        return link.project(self.scope.bot, self.scope.flows)

    @cached_property
    def stories(self) -> tuple[Story, ...]:
        """Stories without errors, by file name."""
        return tuple(story(one) for one in self.scope.stories if one.file not in self._wrong)

    @property
    def _wrong(self) -> set[str]:
        return {finding.file for finding in self.errors}


def compile(
    paths: Sequence[Path],
    hooks: Sequence[HookSpec] = (),
    types: Types = TYPES,
    type_entries: Mapping[str, TypeEntry] | None = None,
    memory: Memory | None = None,
) -> Compilation:
    """Compile one project: a folder with its bot.yaml, or the files given; raises OSError."""
    return compile_bytes(files.read(paths), hooks, types, type_entries, memory, files.beside(paths))


def compile_bytes(
    texts: Mapping[str, bytes],
    hooks: Sequence[HookSpec] = (),
    types: Types = TYPES,
    type_entries: Mapping[str, TypeEntry] | None = None,
    memory: Memory | None = None,
    beside: frozenset[str] | None = None,
) -> Compilation:
    """Compile a project held in memory, file name → bytes. `type_entries`: what the schema says of types it lacks;
    `memory`: of an earlier compilation, which spares what has not changed since; `beside`: names of the files that
    pictures may be, None where that is not known."""
    memory = memory or Memory()
    sources = memory.sources(texts)
    scope = _scope(sources, hooks, types, beside)
    found = [finding for one in sources.values() for finding in one.findings]
    found += _held_against_schemas(sources.values(), grammar.of_files(type_entries), memory)
    found += [finding for check in CHECKS for finding in islice(check(scope), MOST_TOLD)]
    walks = Walks(scope, tuple(found))
    found += [finding for check in PATH_CHECKS for finding in islice(check(walks), MOST_TOLD)]
    return Compilation(considered(sifted(found), sources), sources, scope)


def _held_against_schemas(
    sources: Iterable[Source], validators: Mapping[str, Validator], memory: Memory
) -> Iterator[Diagnostic]:
    for one in sources:
        kind = files.kind_of(one.file)
        if one.root is not None and kind is not None:
            yield from memory.held(one, partial(schema.findings, validate=validators[kind]))


def _scope(
    sources: Mapping[str, Source], hooks: Sequence[HookSpec], types: Types, beside: frozenset[str] | None
) -> Scope:
    of = {
        kind: [one for one in sources.values() if files.kind_of(one.file) == kind] for kind in ("bot", "flow", "story")
    }
    bot = BotDocument(of["bot"][0] if of["bot"] else Source(files.BOT_FILE, ""))
    flows = [FlowDocument(one, bot, types) for one in of["flow"]]
    return Scope(
        bot=bot,
        flows=[document for document in flows if document.source.root is not None],
        stories=[one for one in of["story"] if one.root is not None],
        hooks={spec.name: spec for spec in hooks},
        types=types,
        has_bot=bot.source.root is not None,
        bot_there=bool(of["bot"]),
        flow_ids=frozenset(document.id for document in flows),
        beside=beside,
    )
