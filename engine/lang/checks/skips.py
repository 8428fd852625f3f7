"""What depends on questions the client may skip."""

from collections.abc import Iterator

from engine.core.conditions import Answered, Condition, Every, Not, OneOf, Some, Test
from engine.lang.checks.walks import Site, Walks, of_every_flow, shown, sites
from engine.lang.diagnostics import Diagnostic, Path, Related
from engine.lang.document import FlowDocument, mapping
from engine.lang.paths.questions import Question
from engine.lang.paths.search import Met, Missing, Search, Wish
from engine.lang.paths.verdict import Gap, needs_answer
from engine.lang.scalars import Data


def skipped(walks: Walks) -> Iterator[Diagnostic]:
    """Nobody evades a stop, slips under a `not`, or falls between all branches by skipping a question."""
    found = [
        (flow, finding)
        for flow, search in walks.flows
        for site in sites(walks, flow, search)
        for path, group in site.groups
        for finding in _group(site, path, group)
    ]
    yield from of_every_flow(found, walks)
    for flow, search in walks.flows:
        yield from _between(flow, search)


def _group(site: Site, path: Path, group: Data) -> Iterator[Diagnostic]:
    for name in mapping(group):
        question = site.search.places.questions.get(name)
        if question is None or question.broken or not question.item.skippable:
            continue
        test = site.test({name: mapping(group)[name]}, name)
        rest = {other: value for other, value in mapping(group).items() if other != name}
        if needs_answer(test) and site.item is not None and site.item.kind == "stop":
            yield from _evaded(site, (*path, name), name, rest)
        elif not needs_answer(test) and _denies(test) and not _minded(site, name):
            yield from _slipped(site, (*path, name), name, rest)


def _evaded(site: Site, path: Path, name: str, rest: Data) -> Iterator[Diagnostic]:
    """A stop that does not stop those who skip."""
    wishes: list[Wish] = [
        Missing(name, Gap.SKIPPED),
        Met(site.base),
        Met(site.read(rest)),
        Met(site.read(site.value), False),
    ]
    example = site.search.example(wishes, site.position)
    if example is not None and site.search.passable(site.position) is not None:
        finding = site.source.warning("CQ210", path, "stop", at=site.source.key(path), name=name)
        yield finding.beside(_skip(site.search.places.questions[name])).shown_by(shown(example))


def _slipped(site: Site, path: Path, name: str, rest: Data) -> Iterator[Diagnostic]:
    """A `not` that lets through those who skip."""
    yield from _told(site, path, name, "not", [Met(site.read(rest)), Met(site.read(site.value))])


def _told(site: Site, path: Path, name: str, variant: str, wishes: list[Wish]) -> Iterator[Diagnostic]:
    """The finding, where answers show it."""
    example = site.search.example([Missing(name, Gap.SKIPPED), Met(site.base), *wishes], site.position)
    if example is not None and site.search.passable(site.position) is not None:
        finding = site.source.warning("CQ210", path, variant, at=site.source.key(path), name=name)
        yield finding.beside(_skip(site.search.places.questions[name])).shown_by(shown(example))


def _denies(test: Test) -> bool:
    """Whether it says which answer is not wanted, rather than that none is."""
    match test:
        case Not(Answered()) | Answered():
            return False
        case Not():
            return True
        case Every(tests) | Some(tests):
            return any(_denies(one) for one in tests)
        case _:
            return False


def _minded(site: Site, name: str) -> bool:
    """Whether the author has thought of the skipped answer: another group says so."""
    groups = site.read(site.value)
    return any(isinstance(group.get(name), Answered) for group in groups)


def _between(flow: FlowDocument, search: Search) -> Iterator[Diagnostic]:
    """Branches for every answer of a question, and none for those who skip it."""
    for name, question in search.places.questions.items():
        options = question.options
        if question.broken or not question.item.skippable or options is None or question.item.type_name == "many":
            continue
        looking = [(place, place.condition) for place in search.places.all if _looks_only_at(place.condition, name)]
        branches = [place for place, condition in looking if _taken(condition) is not None]
        covered = {option for _, condition in looking for option in _taken(condition) or ()}
        if len(branches) < 2 or len(branches) < len(looking) or not covered >= set(options):
            continue
        at_skip = question.item.source.key(_skip_path(question))
        names = ", ".join(f"`{place.id}`" for place in branches)
        path = _skip_path(question)
        finding = question.item.source.warning("CQ210", path, "between", at=at_skip, name=name, others=names)
        related = [place.item.source.related((*place.item.path, "if"), "depends") for place in branches]
        yield finding.beside(*related).shown_by(((name, "@skipped"),))


def _looks_only_at(condition: Condition | None, name: str) -> bool:
    return bool(condition) and all(set(group) == {name} for group in condition or ())


def _taken(condition: Condition | None) -> set[str] | None:
    """The options a branch is for; None where it is for something else."""
    taken: set[str] = set()
    for group in condition or ():
        (test,) = group.values()
        if not isinstance(test, OneOf):
            return None
        taken.update(test.values)
    return taken


def _skip_path(question: Question) -> Path:
    return (*question.item.path, "skip" if "skip" in question.item.raw else "optional")


def _skip(question: Question) -> Related:
    """Where the question says that it may be skipped."""
    path = _skip_path(question)
    return question.item.source.related(path, "skippable", at=question.item.source.key(path))
