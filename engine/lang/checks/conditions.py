"""`if:` looks at earlier answers, with a test that fits them and options that exist."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from engine.core.values import NONE, OTHER
from engine.lang.checks.scope import Scope
from engine.lang.diagnostics import Diagnostic, Path
from engine.lang.document import FlowDocument, Item, mapping, several
from engine.lang.formulas import Formula, unreadable
from engine.lang.kinds import all_kinds
from engine.lang.link_bounds import Kinds
from engine.lang.link_conditions import MEASURED, measured_as, scale_of
from engine.lang.names import unusable
from engine.lang.near import nearest
from engine.lang.offered import Offered, offered, unnamed
from engine.lang.scalars import Data, resolved
from engine.lang.schema import compared
from engine.lang.source import Source
from engine.lang.words import BOOLEANS

#: Types nothing can be compared with: their answers are files or a permission.
_UNCOMPARABLE = ("photo", "file", "consent")


def conditions(scope: Scope) -> Iterator[Diagnostic]:
    """Every `if:` of items, of `use:` and of a flow's own hooks."""
    for flow in scope.flows:
        kinds = all_kinds(flow)
        for position, item in flow.placed:
            if "if" in item.raw:
                where = _Where(flow, item.source, position, kinds)
                yield from where.condition(item.raw["if"], (*item.path, "if"))
        for source, path, raw in scope.hook_entries(flow):
            if "if" in raw:
                where = _Where(flow, source, len(flow.items), kinds)
                yield from where.condition(raw["if"], (*path, "if"))


@dataclass(frozen=True, slots=True)
class _Where:
    """A condition's surroundings: whose it is and what stands above it."""

    flow: FlowDocument
    source: Source
    position: int
    kinds: Kinds

    def condition(self, value: Data, path: Path) -> Iterator[Diagnostic]:
        groups = (
            [(group, (*path, index)) for index, group in enumerate(value)]
            if isinstance(value, list)
            else [(value, path)]
        )
        for group, place in groups:
            for name, test in mapping(group).items():
                at = partial(self.source.key, (*place, name))
                trouble = unusable(self.flow, self.source, (*place, name), name, self.position, at=at)
                item = self.flow.by_id.get(name)
                if trouble is not None:
                    yield trouble
                elif item is not None and not item.unclear:
                    yield from self._test(test, (*place, name), item)

    def _test(self, test: Data, path: Path, item: Item) -> Iterator[Diagnostic]:
        if not isinstance(test, dict):
            yield from self._values(test, path, item)
            return
        if "min" in test or "max" in test:
            yield from self._bounds(test, path, item)
        if "all" in test:
            if item.type_name != "many":
                at = self.source.key((*path, "all"))
                yield self.source.error("CQ206", (*path, "all"), "all", at=at, name=item.name)
            else:
                yield from self._values(test["all"], (*path, "all"), item)
        if "not" in test:
            yield from self._test(test["not"], (*path, "not"), item)
        if "answered" in test and len(test) > 1 and resolved(test["answered"]) is not True:
            yield self.source.warning("CQ209", (*path, "answered"), "never")

    def _values(self, value: Data, path: Path, item: Item) -> Iterator[Diagnostic]:
        if item.type_name in _UNCOMPARABLE:
            yield self.source.error("CQ206", path, "only_answered", name=item.name)
            return
        scale = scale_of(item)
        for text, place in several(value, path):
            if scale in MEASURED:
                yield from self._bound(text, place, item)
            elif item.type_name in {"choice", "many", "yes_no"}:
                yield from self._option(text, place, item)

    def _option(self, text: str, path: Path, item: Item) -> Iterator[Diagnostic]:
        options = offered(item, self.flow.bot)
        if options is None or text in options.ids:
            return
        near = _meant(text, item, options.ids, self.flow)
        known = ", ".join(options.ids[:12]) + ("…" if len(options.ids) > 12 else "")
        variant = "near" if near else "reserved" if text in (OTHER, NONE) else ""
        finding = self.source.error("CQ204", path, variant, value=text, name=item.name, near=near or "", known=known)
        yield beside(finding, options, near)

    def _bounds(self, test: dict[str, Data], path: Path, item: Item) -> Iterator[Diagnostic]:
        if scale_of(item) is None:
            side = "min" if "min" in test else "max"
            yield self.source.error("CQ206", (*path, side), "bounds", at=self.source.key((*path, side)), name=item.name)
            return
        for side in ("min", "max"):
            if side in test:
                yield from self._bound(str(test[side]), (*path, side), item)
        least, most = (_figure(test, side, item, self.kinds) for side in ("min", "max"))
        if least is not None and most is not None and least > most:
            yield self.source.warning("CQ209", (*path, "min"), "bounds", least=str(test["min"]), most=str(test["max"]))

    def _bound(self, text: str, path: Path, item: Item) -> Iterator[Diagnostic]:
        if text[:1] in ("<", ">", "="):
            yield self.source.error("CQ103", path, "compare", line=compared(f"{item.name}{text}") or "{min: 1}")
            return
        yield from unreadable(
            Formula(self.flow, self.source, path, self.position, self.kinds), text, measured_as(item, self.kinds)
        )


def beside(finding: Diagnostic, options: Offered, near: str | None) -> Diagnostic:
    """With its repair, and with the option that was perhaps meant where it is perhaps the misspelt one."""
    if near is None:
        return finding
    there = unnamed(options, near)
    return finding.mended(near, safe=there is None).beside(*([there] if there else []))


def _figure(test: dict[str, Data], side: str, item: Item, kinds: Kinds) -> float | None:
    return measured_as(item, kinds).bound(str(test[side])) if side in test else None


def _meant(text: str, item: Item, ids: tuple[str, ...], flow: FlowDocument) -> str | None:
    """The option an author wrote in other words: by its label, as true or false, or misspelt."""
    if item.type_name == "yes_no":
        word = BOOLEANS.get(text.lower()) or text.lower()
        return {"true": "yes", "false": "no"}.get(word) or nearest(text, ids)
    options = offered(item, flow.bot)
    for _, _, listed in options.lists if options else ():
        for id, label in listed.items():
            if isinstance(label, str) and label.casefold() == text.casefold():
                return str(id)
    return nearest(text, ids)
