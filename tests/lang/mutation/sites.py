"""Where a hand may slip in a flow: every key and value of a file with the part it plays."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from engine.lang.diagnostics import Path
from engine.lang.source import Source
from engine.lang.tree import Mapping, Node, Scalar, Sequence

#: `word`: of the language; `id`, `option`, `name` (of a list or block): a name given; `reference`, `chosen`, `named`:
#: the same used elsewhere.
type Role = Literal[
    "word",
    "id",
    "option",
    "reference",
    "chosen",
    "name",
    "named",
    "text",
    "enum",
    "number",
    "boolean",
    "formula",
    "hook",
]

_VALUES: dict[str, Role] = {
    "id": "id", "flow": "id", "use": "named", "offer": "named", "menu": "named", "choices": "named",
    "type": "enum", "compute": "formula", "must": "formula", "min": "number", "max": "number", "optional": "boolean",
    "soft": "boolean", "private": "boolean", "price": "boolean", "answered": "boolean", "columns": "number",
    "messages": "number", "seconds": "number", "escalate_below": "number",
    "propose_from": "number", "timezone": "enum",
}  # fmt: skip
#: Texts of other people's making: any word will do.
_FREE = frozenset({"crm", "version", "policy", "examples", "after", "quiet", "languages", "tags", "ai"})


@dataclass(frozen=True, slots=True)
class Site:
    """A key or a scalar value; `whole` is the pair's value where the site is a key."""

    path: Path
    node: Scalar
    role: Role | None
    is_key: bool
    whole: Node | None = None
    #: Whether it stands in `{}` or `[]`.
    inline: bool = False


def sites(source: Source) -> list[Site]:
    """In reading order."""
    assert source.root is not None
    return list(_walk(source.root, (), inline=False))


def _walk(node: Node, path: Path, *, inline: bool) -> Iterator[Site]:
    match node:
        case Mapping(pairs):
            for key, value in pairs:
                below = (*path, key.value)
                yield Site(below, key, _of_key(below), True, value, inline or node.flow)
                yield from _walk(value, below, inline=inline or node.flow)
        case Sequence(items):
            for index, item in enumerate(items):
                yield from _walk(item, (*path, index), inline=inline or node.flow)
        case Scalar():
            yield Site(path, node, _of_value(path), False, None, inline)


def _words(path: Path) -> list[str]:
    return [part for part in path if isinstance(part, str)]


def _of_key(path: Path) -> Role | None:
    words = _words(path)
    above = words[:-1]
    if above[:1] == ["lists"]:
        return "name" if len(above) == 1 else "option" if words[-1] not in ("label", "photo", "ai") else "word"
    if above == ["blocks"]:
        return "name"
    if "on_complete" in above and "if" not in above:
        at = above.index("on_complete")
        return "hook" if len(above) == at + 1 and words[-1] != "if" else "word"
    if "if" in above:
        return "reference" if above[-1] == "if" else "word"
    for table in ("choices_by", "compute"):
        if table in above:
            return "reference" if above[-1] == table else "chosen"
    if above[-1:] == ["choices"]:
        return "option"
    return "word"


def _of_value(path: Path) -> Role | None:
    words = _words(path)
    last = words[-1]
    if "lists" in words[:1] or "choices" in words[:-1]:
        return "text" if last not in _FREE else None
    if "if" in words[:-1]:
        return "number" if last in ("min", "max") else "boolean" if last == "answered" else "chosen"
    if "choices_by" in words[:-1]:
        return "named" if words[-2] == "choices_by" else "text"
    if "compute" in words[:-1]:
        return "number"
    if words[0] == "on_complete":
        return "text" if last in ("name", "text") else None
    if words == ["language"]:
        return "number"
    if last in _FREE or words[0] in ("consent", "reminders"):
        return "text" if last == "text" else None
    return _VALUES.get(last, "text")
