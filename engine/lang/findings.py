"""All findings of a project → what the author sees: one per mistake, in reading order."""

from collections.abc import Iterable, Sequence

from engine.lang.diagnostics import Diagnostic, Path, order

#: Findings about the form of a value: what its meaning would be is not worth a word.
_FORM = ("CQ0", "CQ1")
#: Findings about the form that leave the meaning intact.
_HARMLESS = frozenset({"CQ004", "CQ005", "CQ008", "CQ009", "CQ104", "CQ106"})


def sifted(found: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Without repetitions and without what only follows from a malformed value."""
    malformed = {(one.file, one.path) for one in found if one.path is not None and _malforms(one)}
    cut = {(one.file, one.path) for one in found if one.path is not None and one.code in {"CQ011", "CQ012"}}
    kept: dict[object, Diagnostic] = {}
    for one in found:
        follows = cut if one.code.startswith(_FORM) else malformed
        if one.code not in {"CQ011", "CQ012"} and one.path is not None and _within(one.file, one.path, follows):
            continue
        kept.setdefault((one.code, one.place), one)
    return tuple(sorted(kept.values(), key=order))


def _malforms(one: Diagnostic) -> bool:
    return one.code.startswith(_FORM) and one.severity == "error" and one.code not in _HARMLESS


def _within(file: str, path: Path, broken: Iterable[tuple[str, Path | None]]) -> bool:
    places = {(file, path[:length]) for length in range(len(path) + 1)}
    return not places.isdisjoint(broken)
