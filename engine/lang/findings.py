"""All findings of a project → what the author sees: one per mistake, in reading order."""

from collections.abc import Sequence
from dataclasses import replace

from engine.lang.diagnostics import Diagnostic, Path, Place, Related, order
from engine.lang.near import folded

#: Findings about the form of a value: what its meaning would be is not worth a word.
_FORM = ("CQ0", "CQ1")
#: Findings about the form that leave the meaning intact.
_HARMLESS = frozenset({"CQ004", "CQ005", "CQ008", "CQ009", "CQ105"})
#: A text that was cut or read as a map: nothing about it is what it seems.
_CUT = frozenset({"CQ003", "CQ011", "CQ012", "CQ013"})
#: A key that means nothing here: nor does anything below it.
_MOOT = frozenset({"CQ100", "CQ104"})

type _Places = frozenset[tuple[str, Path]]


def sifted(found: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Without repetitions and without what only follows from a malformed value."""
    found = _named(_from_blocks(_turned(found)))
    formal = [one for one in found if one.code.startswith(_FORM) and one.severity == "error"]
    malformed = _places([one for one in formal if one.code not in _HARMLESS])
    cut = _places([one for one in formal if one.code in _CUT])
    moot = _places([one for one in formal if one.code in _MOOT])
    merged = _places([one for one in formal if one.key == "CQ004.several"])
    places = {one.place for one in found if one.severity == "error" and one.code != "CQ105"}
    kept: dict[object, Diagnostic] = {}
    for one in found:
        if one.code == "CQ105" and one.place in places:
            # It is no name, and what it should have been is said already.
            continue
        if one.path is not None and one.code not in _CUT:
            path = one.path
            if one.code.startswith(_FORM):
                follows = _within(one.file, path, cut) or _within(one.file, path[:-1], moot)
            else:
                follows = _within(one.file, path, malformed)
            if follows or (one.code != "CQ004" and _within(one.file, path, merged)):
                continue
        kept.setdefault((one.code, one.place), one)
    return tuple(sorted(kept.values(), key=order))


#: A related place that may be the mistake itself → the code and variant that then say so.
_UNUSED = {
    "unused": ("CQ202", "misnamed"),
    "unused_option": ("CQ204", "misnamed"),
    "unused_list": ("CQ202", "misnamed_list"),
    "unused_block": ("CQ202", "misnamed_block"),
}


def _turned(found: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Several references to one unknown name, while the name it resembles is unused: that name is the mistake."""
    by_place: dict[tuple[Place, str], list[Diagnostic]] = {}
    for one in found:
        if one.related and one.related[0].key in _UNUSED:
            name = one.args.get("value") or one.args["name"]
            by_place.setdefault((one.related[0].place, name), []).append(one)
    turned = [_misnamed(place, name, users) for (place, name), users in by_place.items() if len(users) > 1]
    gone = {id(user) for users in by_place.values() if len(users) > 1 for user in users}
    return [*(one for one in found if id(one) not in gone), *turned]


def _misnamed(place: Place, name: str, users: list[Diagnostic]) -> Diagnostic:
    code, variant = _UNUSED[users[0].related[0].key]
    args = {"name": users[0].args["near"], "near": name, "count": str(len(users))}
    related = tuple(Related(user.place, "named") for user in users[:3])
    return Diagnostic(code, "error", place, variant, args, related).mended(name, safe=False)


def _from_blocks(found: list[Diagnostic]) -> list[Diagnostic]:
    """A flow that lacks a block lacks everything in it, which is one mistake."""
    first: dict[tuple[str, str], Diagnostic] = {}
    for one in found:
        if one.variant == "item_block":
            mark = one.file, one.args["block"]
            before = first.get(mark)
            first[mark] = min(before, one, key=order) if before is not None else one
    return [one for one in found if one.variant != "item_block" or one in first.values()]


def _named(found: list[Diagnostic]) -> list[Diagnostic]:
    """A name that is none, while others call it by its right one: what they call it is the repair."""
    gone: set[int] = set()
    better: dict[int, Diagnostic] = {}
    for one in (one for one in found if one.code == "CQ105" and "id" in one.args):
        written, meant = one.args["id"], folded(one.args["id"])
        users = [other for other in found if _calls(other, written, meant)]
        gone |= {id(other) for other in users}
        gone |= {
            id(other) for other in found if other.code == "CQ203" and (other.file, other.path) == (one.file, one.path)
        }
        right = next((name for other in users for name in _called(other) if name in meant), None)
        if right is not None:
            near = replace(one, args={**one.args, "near": right})
            better[id(one)] = near.mended(right, safe=False)
    return [better.get(id(one), one) for one in found if id(one) not in gone]


def _called(one: Diagnostic) -> tuple[str, ...]:
    """What a finding about a name that is not there says of it: the name, and what it should be."""
    return tuple(one.args.get(key, "") for key in ("value", "name", "near"))


def _calls(one: Diagnostic, written: str, meant: tuple[str, ...]) -> bool:
    """Whether the finding is about the place that calls the wrongly `written` name by its right one."""
    if one.code not in ("CQ202", "CQ204", "CQ303"):
        return False
    unknown = one.args.get("value") or one.args.get("name", "")
    return unknown in meant or (one.args.get("near") == written and unknown in meant) or _is_turned(one, written)


def _is_turned(one: Diagnostic, written: str) -> bool:
    return one.variant.startswith("misnamed") and one.args.get("name") == written


def _places(found: list[Diagnostic]) -> _Places:
    return frozenset((one.file, path) for one in found for path in (one.path, *one.spoils) if path is not None)


def _within(file: str, path: Path, broken: _Places) -> bool:
    return any((file, path[:length]) in broken for length in range(len(path) + 1))
