"""An author's patterns: RE2 reads them, and they mean what they seem to."""

import re
from collections.abc import Iterator

import re2

from engine.lang.checks.rules import rules_of
from engine.lang.checks.scope import Scope
from engine.lang.diagnostics import Diagnostic, Path
from engine.lang.document import Item
from engine.lang.source import Source

#: What RE2 says → our wording; RE2's sentence begins with one of these.
_COMPLAINTS = {
    "invalid perl operator": "perl", "missing )": "bracket", "unexpected )": "bracket", "missing ]": "square",
    "no argument for repetition": "repeat", "bad repetition": "repeat", "invalid repetition": "size",
    "invalid escape": "escape", "trailing \\": "escape", "invalid character class": "range",
    "invalid named capture": "group",
}  # fmt: skip
#: RE2 knows only Latin letters here, unlike Python.
_LATIN_ONLY = re.compile(r"\\\\|(?P<class>\\[wWbB]|\[\[:\^?(?:alpha|alnum|lower|upper|word):\]\])")
_CLASS = re.compile(r"\\.|\[\^?\]?(?:\\.|\[:\w+:\]|[^\]\\])*\]", re.DOTALL)
_RUSSIAN = re.compile(r"а-я|А-Я|А-я")


def patterns(scope: Scope) -> Iterator[Diagnostic]:
    """Every `pattern:` of every question."""
    for item in scope.written_items:
        if item.kind != "ask" or item.type is None:
            continue
        for rule, path in rules_of(item):
            if isinstance(rule.get("pattern"), str):
                yield from _pattern(item, str(rule["pattern"]), (*path, "pattern"))


def _pattern(item: Item, pattern: str, path: Path) -> Iterator[Diagnostic]:
    source = item.source
    if item.type is None or item.type.scale != "length":
        yield source.error("CQ104", path, "pattern", at=source.key(path), type=str(item.type_name))
        return
    unread = _unread(source, pattern, path)
    if unread is not None:
        yield unread
        return
    for found in _LATIN_ONLY.finditer(pattern):
        if part := found["class"]:
            at = source.inside(path, found.start("class"), len(part))
            variant = "border" if part in (r"\b", r"\B") else ""
            yield source.warning("CQ410", path, variant, at=at, part=part)
    for found in _CLASS.finditer(pattern):
        yield from _without_yo(source, found[0], found.start(), path)


def _unread(source: Source, pattern: str, path: Path) -> Diagnostic | None:
    options = re2.Options()
    options.log_errors = False
    try:
        re2.compile(pattern, options)
    except re2.error as error:
        said = error.args[0].decode(errors="replace") if error.args and isinstance(error.args[0], bytes) else ""
        word = next((word for start, word in _COMPLAINTS.items() if said.startswith(start)), "other")
        part = said.partition(": ")[2]
        at = source.inside(path, pattern.find(part), len(part)) if part and part in pattern else None
        return source.error("CQ402", path, f"re_{word}", at=at, part=part)
    return None


def _without_yo(source: Source, letters: str, offset: int, path: Path) -> Iterator[Diagnostic]:
    """`[а-я]` has all Russian letters but «ё»."""
    for found in _RUSSIAN.finditer(letters):
        lower, upper = found[0] != "А-Я", found[0] != "а-я"
        missing = "ё" * (lower and "ё" not in letters) + "Ё" * (upper and "Ё" not in letters)
        if missing:
            at = source.inside(path, offset + found.start(), len(found[0]))
            whole = found[0] + missing
            finding = source.warning("CQ409", path, at=at, part=found[0], letter=missing, whole=whole)
            # Other answers will be accepted: that is for the author to decide.
            yield finding.mended(whole, safe=False) if at.end_column - at.column == len(found[0]) else finding
