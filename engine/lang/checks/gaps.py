"""What stays empty on some path: places in texts, options without a row, CRM fields."""

from collections.abc import Iterator
from functools import partial
from itertools import combinations, islice

from engine.core.arithmetic import CONSTANTS, FUNCTIONS
from engine.core.clauses import Table
from engine.core.texts import Place as TextPlace
from engine.core.texts import Template
from engine.lang.checks.crm import both, field_of, written_to
from engine.lang.checks.texts import MOST_TOLD, at_place, filled_texts
from engine.lang.checks.walks import Walks, shown
from engine.lang.diagnostics import Diagnostic, Path
from engine.lang.document import FlowDocument, Item, mapping
from engine.lang.fields import Field, versions
from engine.lang.offered import offered, rows_of
from engine.lang.paths.search import Met, Missing, Search, Wish
from engine.lang.paths.verdict import Gap

#: Of questions that write one field: more are no branches.
_MOST_BRANCHES = 12
#: Options listed in one finding.
_MOST_LISTED = 8


def texts(walks: Walks) -> Iterator[Diagnostic]:
    """`{…}` without a default is always filled where its text is shown; so is a looked-up value."""
    lacking: set[tuple[str, str]] = set()
    for flow, search in walks.flows:
        for field in filled_texts(walks.scope, flow):
            for path, text in versions(field):
                gaps = (_gap(walks, flow, search, field, path, text, place) for place in Template.parse(text).places)
                for gap in islice(filter(None, gaps), MOST_TOLD):
                    lacking.add((flow.id, gap.args["name"]))
                    yield gap
    yield from _values(walks, lacking)


def _gap(
    walks: Walks, flow: FlowDocument, search: Search, field: Field, path: Path, text: str, place: TextPlace
) -> Diagnostic | None:
    """One place that may stay empty, with the answers that leave it so."""
    item = flow.by_id.get(place.name)
    if place.default is not None or field.droppable or place.name in field.given or item is None or not item.answers:
        return None
    if item.unclear or flow.position(place.name) >= field.position or _always_there(item):
        return None
    if walks.broken(field.source, path) or _doubtful(flow, field):
        return None
    wishes: list[Wish] = [Missing(place.name)]
    if field.owner is not None:
        condition = search.places.condition(field.owner)
        if condition is None:
            return None
        wishes.append(Met(condition))
    if field.condition is not None:
        own = search.places.read(field.source, *field.condition)
        if own is None:
            return None
        wishes.append(Met(own))
    example = search.example(wishes, field.position)
    if example is None or search.passable(field.position) is None:
        return None
    at = partial(at_place, field, path, text, place)
    finding = field.source.error("CQ303", path, "absent", at=at(), name=place.name, flow=flow.id)
    return finding.shown_by(shown(example))


def _always_there(item: Item) -> bool:
    return item.kind == "ask" and not item.skippable and not any(True for _ in item.conditions)


def _doubtful(flow: FlowDocument, field: Field) -> bool:
    """Whether the rule whose words these are names what it cannot: that is reported there."""
    formula = [
        word for word in field.given if word.isidentifier() and word not in {*CONSTANTS, *FUNCTIONS, "and", "or"}
    ]
    return any(flow.position(word) < 0 or flow.position(word) >= field.position for word in formula)


def _values(walks: Walks, lacking: set[tuple[str, str]]) -> Iterator[Diagnostic]:
    """Options a `compute:` table has no value for, where no text has told of it."""
    for flow, search in walks.flows:
        for place in search.places.all:
            made = search.places.formulas.get(place.id)
            parent = flow.by_id.get(made.parent) if isinstance(made, Table) else None
            options = offered(parent, flow.bot) if parent is not None else None
            if not isinstance(made, Table) or options is None or (flow.id, place.id) in lacking or "other" in made.rows:
                continue
            left = [id for id in options.ids if id not in made.rows]
            example = search.example([Missing(place.id, Gap.HIDDEN), Met(place.condition or ())], place.index + 1)
            if left and example is not None:
                path = (*place.item.path, "compute", made.parent)
                at = place.item.source.key(path)
                args = {"name": made.parent, "left": _listed(left), "value": place.id}
                finding = place.item.source.warning("CQ214", path, "value", at=at, **args)
                yield finding.shown_by(((made.parent, left[0]),))


def rows(walks: Walks) -> Iterator[Diagnostic]:
    """Every option of the parent has a row in `choices_by:`."""
    told: set[object] = set()
    for flow, _ in walks.flows:
        for item in flow.items:
            table = rows_of(item, walks.scope.bot) if "choices_by" in item.raw else None
            parent = flow.by_id.get(next(iter(mapping(item.raw.get("choices_by"))), ""))
            options = offered(parent, walks.scope.bot) if parent is not None and table else None
            if not table or options is None or parent is None:
                continue
            written = {key for _, _, key, _ in table}
            left = [id for _, _, listed in options.lists for id in listed if id not in written]
            if parent.type_name == "yes_no":
                left = [id for id in options.ids if id not in written]
            source, path = table[0][0], table[0][1][:-1]
            mark = (source.file, path, tuple(left))
            if left and mark not in told and not walks.broken(source, path):
                told.add(mark)
                finding = source.warning("CQ214", path, at=source.key(path), name=parent.name, left=_listed(left))
                if source is not item.source:
                    finding = finding.beside(item.source.related((*item.path, "choices_by"), "depends"))
                yield finding.shown_by(((parent.name, left[0]),))


def _listed(ids: list[str]) -> str:
    return ", ".join(f"`{id}`" for id in ids[:_MOST_LISTED]) + ("…" if len(ids) > _MOST_LISTED else "")


def crm_fields(walks: Walks) -> Iterator[Diagnostic]:
    """A field several branches write is written on every path."""
    for flow, search in walks.flows:
        for items in written_to(flow).values():
            writers = [search.places.by_id[item.name] for item in items]
            if not 2 <= len(writers) <= _MOST_BRANCHES or any(not writer.condition for writer in writers):
                continue
            if any(both(search, *pair) is not None for pair in combinations(items, 2)):
                # Not branches of one question: that is told as such.
                continue
            wishes: list[Wish] = [Missing(writer.id, Gap.HIDDEN) for writer in writers]
            example = search.example(wishes, len(flow.items))
            if example is None or search.passable(len(flow.items)) is None:
                continue
            *others, last = items
            names = ", ".join(f"`{item.name}`" for item in items)
            name = field_of(last)
            variant = "" if name else "price"
            finding = last.source.warning("CQ606", (*last.path, "crm"), variant, name=name, others=names)
            related = [other.source.related((*other.path, "crm"), "also") for other in others]
            yield finding.beside(*related).shown_by(shown(example))
