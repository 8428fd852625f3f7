"""What checks about paths look at: the documents, a search over each flow's answers, and what is already told."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from engine.core.conditions import ALWAYS, Condition, Test
from engine.lang.checks.scope import Scope
from engine.lang.diagnostics import Diagnostic, Path
from engine.lang.document import FlowDocument, Item
from engine.lang.link_conditions import conjoined
from engine.lang.paths.places import Places
from engine.lang.paths.search import Answer, Example, Search
from engine.lang.scalars import Data
from engine.lang.source import Source


@dataclass(frozen=True)
class Walks:
    """A project with what was found in it so far: nothing is concluded from what has a mistake."""

    scope: Scope
    found: Sequence[Diagnostic]

    @cached_property
    def searches(self) -> Mapping[str, Search]:
        """By flow id."""
        return {flow.id: Search(Places(flow, self.broken, self._hooks(flow))) for flow in self.scope.flows}

    @cached_property
    def flows(self) -> Sequence[tuple[FlowDocument, Search]]:
        """Flows whose names can be trusted, each with its search."""
        pairs = [(flow, self.searches[flow.id]) for flow in self.scope.flows]
        return [(flow, search) for flow, search in pairs if not search.places.unclear]

    def broken(self, source: Source, path: Path) -> bool:
        """Whether an error stands at this place or below."""
        return (source.file, path) in self._broken

    def told(self, source: Source, path: Path) -> bool:
        """Whether anything was found at this place or below."""
        return (source.file, path) in self._told

    @cached_property
    def _broken(self) -> frozenset[tuple[str, Path]]:
        return _prefixes(one for one in self.found if one.severity == "error")

    @cached_property
    def _told(self) -> frozenset[tuple[str, Path]]:
        return _prefixes(self.found)

    def _hooks(self, flow: FlowDocument) -> list[tuple[Source, Path, Data]]:
        entries = self.scope.hook_entries(flow)
        return [(source, (*path, "if"), raw["if"]) for source, path, raw in entries if "if" in raw]


@dataclass(frozen=True, slots=True)
class Site:
    """One `if:` as written, within one flow."""

    flow: FlowDocument
    search: Search
    source: Source
    #: Of the `if:` itself.
    path: Path
    value: Data
    #: Items before this place come before it.
    position: int
    #: What holds here anyhow: the condition of the block around.
    base: Condition
    #: None: a hook's.
    item: Item | None = None

    @property
    def groups(self) -> list[tuple[Path, Data]]:
        """Its alternatives with their places."""
        if isinstance(self.value, list):
            return [((*self.path, index), group) for index, group in enumerate(self.value)]
        return [(self.path, self.value)]

    def read(self, value: Data) -> Condition:
        """A group, or some tests of one, as the engine tests it; only where nothing is wrong with the site."""
        return self.search.places.read(self.source, self.path, value) or ALWAYS

    def test(self, group: Data, name: str) -> Test:
        """The test of one key of a group."""
        return self.read(group)[0][name]


def sites(walks: Walks, flow: FlowDocument, search: Search) -> Iterator[Site]:
    """Every `if:` of a flow in which no mistake was found."""
    for position, item in flow.placed:
        # Of what an unknown kind of item asks nothing is known.
        if "if" in item.raw and item.kind is not None and not walks.told(item.source, (*item.path, "if")):
            around = [search.places.condition(used) for used in item.used]
            path = (*item.path, "if")
            if None not in around and search.places.read(item.source, path, item.raw["if"]) is not None:
                base = conjoined([one for one in around if one is not None])
                yield Site(flow, search, item.source, path, item.raw["if"], position, base, item)
    for source, path, raw in walks.scope.hook_entries(flow):
        known = "if" in raw and search.places.read(source, (*path, "if"), raw["if"]) is not None
        if known and not walks.told(source, (*path, "if")):
            yield Site(flow, search, source, (*path, "if"), raw["if"], len(flow.items), ALWAYS)


def of_every_flow(found: Iterable[tuple[FlowDocument, Diagnostic]], walks: Walks) -> Iterator[Diagnostic]:
    """What is wrong in bot.yaml is wrong only where it is so in every flow that shares it."""
    by_place: dict[object, list[tuple[FlowDocument, Diagnostic]]] = {}
    for flow, one in found:
        by_place.setdefault((one.key, one.place, one.path), []).append((flow, one))
    for alike in by_place.values():
        one = alike[0][1]
        if one.file != walks.scope.bot.source.file or len(alike) >= _sharing(one, walks):
            yield one


def _sharing(one: Diagnostic, walks: Walks) -> int:
    """How many flows share what stands at a place of bot.yaml."""
    path = one.path or ()
    flows = walks.scope.flows
    if path[:1] == ("blocks",):
        return sum(any(item.path[:2] == path[:2] and item.used for item in flow.items) for flow in flows)
    return sum("on_complete" not in flow.raw for flow in flows)


def shown(example: Example | None, *, whole: bool = False) -> tuple[tuple[str, str], ...]:
    """An example as a finding carries it; `whole`: with what any answer would do for."""
    return tuple((answer.id, _words(answer, whole=whole)) for answer in example or ())


def _words(answer: Answer, *, whole: bool) -> str:
    if answer.value is None:
        return "@skipped"
    return answer.shown if answer.shown and (answer.matters or whole) else "@any"


def _prefixes(found: Iterable[Diagnostic]) -> frozenset[tuple[str, Path]]:
    return frozenset(
        (one.file, one.path[:length]) for one in found if one.path is not None for length in range(len(one.path) + 1)
    )
