"""Conditions nobody meets and conditions everybody meets, each with the answers that show it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.core.conditions import Condition
from engine.lang.checks.walks import Site, Walks, of_every_flow, shown, sites
from engine.lang.diagnostics import Diagnostic, Path, Related
from engine.lang.document import Item, mapping
from engine.lang.paths.places import withins
from engine.lang.paths.search import Given, Met, Search, Wish
from engine.lang.paths.verdict import needs_answer
from engine.lang.scalars import Data


def decided(walks: Walks) -> Iterator[Diagnostic]:
    """Every `if:` is sometimes met and sometimes not."""
    found = [
        (flow, finding)
        for flow, search in walks.flows
        for site in sites(walks, flow, search)
        for finding in _site(site)
    ]
    yield from of_every_flow(found, walks)


def ends(walks: Walks) -> Iterator[Diagnostic]:
    """Somebody gets past every stop."""
    for _, search in walks.flows:
        for place in search.places.all:
            if place.item.kind == "stop" and search.blocked(place.index + 1):
                if place.condition:
                    yield _end(search, place.item, place.index)
                break


def _end(search: Search, item: Item, index: int) -> Diagnostic:
    """The stop behind which nobody comes."""
    path = (*item.path, "if") if "if" in item.raw else (*item.path, "stop")
    others = [place.item for place in search.places.all[:index] if place.item.kind == "stop"]
    alone = search.impossible((), index + 1, frozenset(other.name for other in others))
    finding = item.source.error("CQ203", path, "always" if alone else "all", at=item.source.key(path))
    if not alone:
        finding = finding.beside(*(_at_id(other, "stops") for other in others))
    condition = search.places.all[index].condition or ()
    return finding.shown_by(shown(search.example([Met(condition)], index), whole=True))


@dataclass(frozen=True, slots=True)
class _Test:
    """One key of one group."""

    name: str
    value: Data
    path: Path

    @property
    def group(self) -> dict[str, Data]:
        return {self.name: self.value}


def _site(site: Site) -> Iterator[Diagnostic]:
    search, until = site.search, site.position
    if search.blocked(until) or search.impossible([Met(site.base)], until):
        # What nobody gets to is told where they are kept from it.
        return
    dead = [_dead(site, path, group) for path, group in site.groups]
    yield from (finding for finding in dead if finding is not None)
    is_stop = site.item is not None and site.item.kind == "stop"
    if any(finding is not None for finding in dead) or is_stop:
        return
    if search.impossible([Met(site.base), Met(site.read(site.value), False)], until):
        always = site.source.warning("CQ209", site.path, "always", at=site.source.key(site.path))
        yield always.shown_by(shown(search.example([Met(site.base), Met(site.read(site.value))], until)))
        return
    for path, group in site.groups:
        tests = _tests(path, group)
        for test in tests if len(tests) > 1 else ():
            if search.impossible([Met(site.base), Met(site.read(test.group), False)], until):
                at = site.source.key(test.path)
                always = site.source.warning("CQ209", test.path, "always_one", at=at, name=test.name)
                yield always.shown_by(shown(search.example([Met(site.read(test.group))], until), whole=True))


def _dead(site: Site, path: Path, group: Data) -> Diagnostic | None:
    """Why nobody meets a group of tests; None where somebody does, or where the reason is told elsewhere."""
    search, until = site.search, site.position
    condition = site.read(group)
    if not search.impossible([Met(site.base), Met(condition)], until):
        return None
    stops = frozenset(place.id for place in search.places.all[:until] if place.item.kind == "stop")
    tests = _tests(path, group)
    for test in tests:
        if needs_answer(site.test(test.group, test.name)) and search.impossible([Given(test.name)], until):
            # Nobody is asked this: that is told there.
            return None
        if search.impossible([Met(site.read(test.group))], until, stops):
            return _alone(site, test)
    if search.impossible([Met(site.base), Met(condition)], until, stops):
        return _together(site, path, tests, stops)
    return _stopped(site, path, condition, stops)


def _tests(path: Path, group: Data) -> list[_Test]:
    return [_Test(name, value, (*path, name)) for name, value in mapping(group).items()]


def _alone(site: Site, test: _Test) -> Diagnostic:
    """One test no answer passes, perhaps for the question's own rules."""
    question = site.search.places.questions.get(test.name)
    ruled = question is not None and any(rule.min or rule.max for rule in question.rules)
    bounded = any(True for _ in withins(site.test(test.group, test.name)))
    finding = site.source.warning(
        "CQ209", test.path, "outside" if ruled and bounded else "alone", at=site.source.key(test.path), name=test.name
    )
    if question is not None and ruled and bounded:
        path = (*question.item.path, "validate")
        finding = finding.beside(question.item.source.related(path, "bounds", at=question.item.source.key(path)))
    return finding.shown_by(shown(site.search.example([Given(test.name)], site.position), whole=True))


def _together(site: Site, path: Path, tests: Sequence[_Test], stops: frozenset[str]) -> Diagnostic:
    """Tests that exclude each other, or the block's condition."""
    search, until = site.search, site.position
    base: Condition = site.base
    needed = list(tests)
    if search.impossible([Met(site.read(_joined(needed)))], until, stops):
        base = ()
    for test in tests:
        rest = [other for other in needed if other is not test]
        if rest and search.impossible([Met(base), Met(site.read(_joined(rest)))], until, stops):
            needed = rest
    last = needed[-1]
    before = needed[:-1]
    variant = "together" if before else "block"
    args = {"name": last.name, "others": ", ".join(f"`{test.name}`" for test in before)}
    finding = site.source.warning("CQ209", last.path, variant, at=site.source.key(last.path), **args)
    related = [site.source.related(test.path, "excluded", at=site.source.key(test.path)) for test in before]
    related += _own_conditions(site, needed)
    if not before and site.item is not None:
        related += [_at_if(used, "excluded") for used in site.item.used if "if" in used.raw]
    wishes: list[Wish] = [Met(base), Met(site.read(_joined(before)))] if before else [Met(base)]
    return finding.beside(*related).shown_by(shown(search.example(wishes, until, stops)))


def _own_conditions(site: Site, needed: Sequence[_Test]) -> Iterator[Related]:
    """Where the items looked at depend on each other."""
    for test in needed:
        item = site.flow.by_id.get(test.name)
        if item is not None and "if" in item.raw and needs_answer(site.test(test.group, test.name)):
            yield _at_if(item, "own_if")


def _joined(tests: Sequence[_Test]) -> Data:
    return {test.name: test.value for test in tests}


def _stopped(site: Site, path: Path, condition: Condition, stops: frozenset[str]) -> Diagnostic:
    """The stop that catches everybody this was meant for."""
    search, until = site.search, site.position
    wishes = [Met(site.base), Met(condition)]
    alone = [id for id in stops if search.impossible(wishes, until, stops - {id})]
    caught = [place.item for place in search.places.all[:until] if place.id in (alone or stops)]
    names = ", ".join(f"`{item.name}`" for item in caught)
    at = site.source.key(site.path) if path == site.path else None
    finding = site.source.warning("CQ203", path, "stopped", at=at, name=names)
    finding = finding.beside(*(_at_id(item, "stops") for item in caught))
    return finding.shown_by(shown(search.example(wishes, until, stops)))


def _at_id(item: Item, key: str) -> Related:
    return item.source.related((*item.path, "id"), key)


def _at_if(item: Item, key: str) -> Related:
    path = (*item.path, "if")
    return item.source.related(path, key, at=item.source.key(path))
