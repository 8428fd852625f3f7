"""All findings of a project → what the author sees: one per mistake, in reading order."""

from collections.abc import Sequence

from engine.lang.diagnostics import Diagnostic, Path, Place, Related, order

#: Findings about the form of a value: what its meaning would be is not worth a word.
_FORM = ("CQ0", "CQ1")
#: Findings about the form that leave the meaning intact.
_HARMLESS = frozenset({"CQ004", "CQ005", "CQ008", "CQ009", "CQ105"})
#: A text that was cut or read as a map: nothing about it is what it seems.
_CUT = frozenset({"CQ011", "CQ012"})
#: A key that means nothing here: nor does anything below it.
_MOOT = frozenset({"CQ100", "CQ104"})

type _Places = frozenset[tuple[str, Path]]


def sifted(found: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Without repetitions and without what only follows from a malformed value."""
    found = _turned(found)
    formal = [one for one in found if one.code.startswith(_FORM) and one.severity == "error"]
    malformed = _places([one for one in formal if one.code not in _HARMLESS])
    cut = _places([one for one in formal if one.code in _CUT])
    moot = _places([one for one in formal if one.code in _MOOT])
    merged = _places([one for one in formal if one.key == "CQ004.several"])
    kept: dict[object, Diagnostic] = {}
    for one in found:
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


def _turned(found: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Several references to one unknown name, while the name it resembles is unused: that name is the mistake."""
    by_id: dict[tuple[Place, str], list[Diagnostic]] = {}
    for one in found:
        if one.variant == "item_near" and one.related and one.related[0].key == "unused":
            by_id.setdefault((one.related[0].place, one.args["name"]), []).append(one)
    turned = [_misnamed(place, name, users) for (place, name), users in by_id.items() if len(users) > 1]
    gone = {id(user) for users in by_id.values() if len(users) > 1 for user in users}
    return [*(one for one in found if id(one) not in gone), *turned]


def _misnamed(place: Place, name: str, users: list[Diagnostic]) -> Diagnostic:
    args = {"name": users[0].args["near"], "near": name, "count": str(len(users))}
    related = tuple(Related(user.place, "named") for user in users[:3])
    return Diagnostic("CQ202", "error", place, "misnamed", args, related).mended(name, safe=False)


def _places(found: list[Diagnostic]) -> _Places:
    return frozenset((one.file, path) for one in found for path in (one.path, *one.spoils) if path is not None)


def _within(file: str, path: Path, broken: _Places) -> bool:
    return any((file, path[:length]) in broken for length in range(len(path) + 1))
