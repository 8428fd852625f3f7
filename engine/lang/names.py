"""Names in an author's texts and formulas: whether the item exists, stands earlier and has an answer."""

import re
from collections.abc import Callable, Sequence

from engine.core.arithmetic import CONSTANTS
from engine.lang.diagnostics import Diagnostic, Path, Span
from engine.lang.document import FlowDocument, Item, mapping, sequence
from engine.lang.near import nearest
from engine.lang.source import Source

#: A misspelt name was meant to be one of so many above.
_MOST_COMPARED = 150
#: The place of a name, looked for only where there is something to say.
type Where = Callable[[], Span]


def unusable(
    flow: FlowDocument,
    source: Source,
    path: Path,
    name: str,
    before: int,
    *,
    at: Where,
    code: str = "CQ202",
    own: str | None = None,
) -> Diagnostic | None:
    """Why `name` cannot be used by what stands at position `before`; None where it can. `own` may be used as well."""
    item = flow.by_id.get(name)
    if name == own:
        return None
    if item is None:
        finding = _unknown(flow, source, path, name, before, at(), code, own)
        return finding if finding.fix is not None or not flow.incomplete else None
    if not item.answers:
        return source.error("CQ206", path, "no_answer", at=at(), name=name)
    if flow.position(name) == before:
        return source.error("CQ205", path, "itself", at=at(), name=name)
    if flow.position(name) > before:
        there = item.source.related((*item.path, "id"), "here")
        return source.error("CQ205", path, at=at(), name=name).beside(there)
    return None


def _unknown(
    flow: FlowDocument, source: Source, path: Path, name: str, before: int, at: Span, code: str, own: str | None
) -> Diagnostic:
    above = flow.items[max(0, before - _MOST_COMPARED) : before]
    usable = [item.name for item in above if item.id is not None and item.answers]
    near = _labelled(name, above) or nearest(
        name, [*usable, *(CONSTANTS if code == "CQ202" else ()), *([own] if own else ())]
    )
    block = _block_of(flow, name)
    if block is not None:
        return source.error(code, path, "item_block", at=at, name=name, block=block)
    if near is None:
        shown = ", ".join(usable[-8:])
        return source.error(code, path, "item" if usable else "item_none", at=at, name=name, known=shown)
    finding = source.error(code, path, "item_near", at=at, name=name, near=near).mended(near)
    meant = flow.by_id.get(near)
    if meant is None or len(re.findall(rf"\b{re.escape(near)}\b", meant.source.text)) > 1:
        return finding
    # Nobody uses the name that is there: perhaps it is the misspelt one.
    return finding.beside(meant.source.related((*meant.path, "id"), "unused"))


def _block_of(flow: FlowDocument, name: str) -> str | None:
    """The block that has such an item, where the flow does not use it."""
    for block, entries in flow.bot.blocks.items():
        if block not in flow.used and any(mapping(entry).get("id") == name for entry in sequence(entries)):
            return block
    return None


def _labelled(name: str, items: Sequence[Item]) -> str | None:
    """The item an author calls by its label or its CRM field."""
    for item in items:
        if name.casefold() in (str(item.raw.get(key)).casefold() for key in ("label", "crm")) and item.answers:
            return item.name or None
    return None
