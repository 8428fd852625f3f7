"""`check --fix`: repairs that leave no doubt, each kept only if the finding is gone and nothing new appeared."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from engine.lang.compile import Compilation
from engine.lang.diagnostics import Diagnostic, Edit, Span

#: A repair may bring to light what another one can mend; so often at most.
_MOST_ROUNDS = 10
#: Repairs of one file tried one by one where they do not go together.
_MOST_SINGLE = 50
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_MARK = "\ufeff"

type Texts = Mapping[str, bytes]
type Compiler = Callable[[Texts], Compilation]


@dataclass(slots=True)
class Fixed:
    """The files after the repairs, and what was repaired."""

    texts: dict[str, bytes]
    repaired: list[Diagnostic] = field(default_factory=list)


def fixed(texts: Texts, compile: Compiler, files: Iterable[str]) -> Fixed:
    """Mend what can safely be mended in these files of a project."""
    result, wanted = Fixed(dict(texts)), frozenset(files)
    for _ in range(_MOST_ROUNDS):
        before = compile(result.texts)
        kept = len(result.repaired)
        for file in sorted(wanted):
            before = _mend(file, before, compile, result)
        if len(result.repaired) == kept:
            break
    return result


def _mend(file: str, before: Compilation, compile: Compiler, result: Fixed) -> Compilation:
    """Apply a file's repairs, all at once if that goes well, else those that do; the compilation after them."""
    mendable = [one for one in before.diagnostics if one.file == file and one.fix is not None and one.fix.safe]
    together = _apart(mendable)
    for group in [together] + [[one] for one in mendable[:_MOST_SINGLE]] * (len(mendable) > 1):
        # What has been mended along with another is no longer there.
        current = [one for one in group if one in before.diagnostics]
        changed = _edited(result.texts[file], [edit for one in current for edit in (one.fix.edits if one.fix else ())])
        if not current or changed is None:
            continue
        texts = {**result.texts, file: changed}
        after = compile(texts)
        if _better(current, before, after, file):
            result.texts, before = texts, after
            result.repaired += current
            if group is together:
                break
    return before


def _apart(mendable: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Repairs that do not touch each other."""
    taken: list[Diagnostic] = []
    ends: list[Span] = []
    for one in mendable:
        spans = [edit.span for edit in one.fix.edits] if one.fix else []
        if not any(_overlap(span, other) for span in spans for other in ends):
            taken.append(one)
            ends += spans
    return taken


def _overlap(one: Span, two: Span) -> bool:
    return one[:2] <= two[2:] and two[:2] <= one[2:]


def _better(mended: Sequence[Diagnostic], before: Compilation, after: Compilation, file: str) -> bool:
    """The findings are gone, and no other is there that was not before."""
    had, has = _count(before.diagnostics), _count(after.diagnostics)
    gone = all(has[_mark(one)] < had[_mark(one)] for one in mended)
    if before.sources[file].root is None:
        # What could not be read could not be judged: now it can, and only the mended lines answer for the repair.
        lines = {line for one in mended for line in range(one.span.line, one.span.end_line + 1)}
        fresh = [one for one in after.diagnostics if had[_mark(one)] == 0 and one.file == file]
        return gone and not any(one.span.line in lines for one in fresh)
    return gone and not any(has[mark] > had[mark] for mark in has)


def _count(found: Sequence[Diagnostic]) -> Counter[object]:
    return Counter(map(_mark, found))


def _mark(one: Diagnostic) -> object:
    """What stays the same about a finding when lines move."""
    return one.file, one.key, tuple(sorted(one.args.items()))


def _edited(raw: bytes, edits: Sequence[Edit]) -> bytes | None:
    """The file with the edits; its byte order mark and line ends stay. None where it is not UTF-8."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
    mark = _MARK if text.startswith(_MARK) else ""
    lines = _LINE.findall(text.removeprefix(mark))
    for edit in sorted(edits, key=lambda one: one.span, reverse=True):
        start, end = edit.span.line - 1, edit.span.end_line - 1
        if end >= len(lines):
            return None
        head, tail = lines[start][: edit.span.column - 1], lines[end][edit.span.end_column - 1 :]
        lines[start : end + 1] = [head + edit.text + tail]
    return (mark + "".join(lines)).encode()
