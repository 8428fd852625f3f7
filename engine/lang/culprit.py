"""The line that misled YAML, which often complains further down: small repairs are tried, the one that helps tells."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise

import yaml

from engine.lang.loader import events
from engine.lang.schemas import is_id
from engine.lang.words import ITEM_KEYS

#: A longer file is not read twenty times over.
_LONGEST = 64 * 1024
_MOST_TRIED = 40
_PAIR = re.compile(r"\s*(?:- +)*(?:[^\W\d][\w.]*|\"[^\"]*\"):(?:\s|$)")
_VALUE = re.compile(r"(?P<head>\s*(?:- +)*(?:[^\s:#'\"{\[][^:#]*?:\s+)?)(?P<quote>[\"'])(?P<rest>.*)$")
_NO_SPACE = re.compile(r"(\s*(?:- +)*[A-Za-z_][\w.]*:)(?=[^\s:/])")
_NO_COLON = re.compile(r"(?P<head>\s*(?:- +)*)(?P<key>[a-z_][a-z0-9_.]*)(?:\s*(?:=|;|::|,)|\s+[-–—])?\s+(?P<rest>\S.*)")
_ONLY_VALUE = re.compile(r"(?P<head>\s*- +)(?P<value>[^\s:\"'{\[#|>][^:#]*)$")
_WRONG_DASH = re.compile(r"(?P<indent>\s*)(?P<dash>[–—−•*])\s*(?=\S)")
_TIGHT_DASH = re.compile(r"(?P<indent>\s*)-(?=[\w\"'«])")


@dataclass(frozen=True, slots=True)
class Repair:
    """A line (counted from 0) as it was perhaps meant; what is marked of it and what was wrong."""

    line: int
    variant: str
    text: str
    column: int
    length: int

    @property
    def moves(self) -> bool:
        """Whether the line then belongs to something else."""
        return self.variant in ("indent_to", "no_dash")


def culprit(lines: list[str], noticed: int) -> Repair | None:
    """The repair after which the file reads on past the place where trouble was noticed; None where none does."""
    if sum(map(len, lines)) > _LONGEST:
        return None
    best: tuple[float, int] = (noticed + 1, -len(lines))
    found: Repair | None = None
    for repair in islice(_tried(lines, noticed), _MOST_TRIED):
        after = [*lines[: repair.line], repair.text, *lines[repair.line + 1 :]]
        reached = _reached(after)
        score = reached, -_oddities(after, min(repair.line, noticed) - 4, max(repair.line, noticed) + 4)
        if reached > noticed + 1 and score > best:
            best, found = score, repair
        if best == (math.inf, 0):
            break
    return found


def open_quote(lines: list[str], noticed: int) -> Repair | None:
    """The first text above whose quote is opened and, as the next line shows, never closed."""
    for number, line in enumerate(lines[: noticed + 1]):
        repair = _closed(number, line)
        if repair is not None and _begins_anew(_next(lines, number)):
            return repair
    return None


def swallows(lines: list[str], first: int, last: int) -> bool:
    """Whether a quoted text of several lines holds what can only be keys."""
    return any(_begins_anew(line) for line in lines[first + 1 : last + 1])


def _closed(number: int, line: str) -> Repair | None:
    found = _VALUE.match(line)
    if found is None or not found["head"].strip():
        return None
    quote, rest = found["quote"], found["rest"]
    body = re.sub(r"\\.", "", rest) if quote == '"' else rest.replace("''", "")
    if quote in body:
        return None
    text, comment = _split(rest.rstrip())
    other = "'\"".replace(quote, "")
    inner = text[:-1] if text.endswith(other) and text.count(other) == 1 else text
    mended = found["head"] + quote + inner + quote + comment
    return Repair(number, "unclosed", mended, found.start("quote"), 1)


def _split(text: str) -> tuple[str, str]:
    found = re.search(r"\s+#\s.*$", text)
    return (text[: found.start()], text[found.start() :]) if found else (text, "")


def _begins_anew(line: str | None) -> bool:
    return line is None or _PAIR.match(line) is not None


def _tried(lines: list[str], noticed: int) -> Iterator[Repair]:
    """Repairs of the line of the complaint and of those that may have led there, the likeliest first."""
    for number in _suspects(lines, noticed):
        yield from of_words(number, lines[number])
    for number in sorted(_suspects(lines, noticed), key=lambda number: (_known(lines[number]), number == noticed)):
        line, own = lines[number], _indent(lines[number])
        for width in _widths(lines, number):
            if width != own:
                yield Repair(number, "indent_to", " " * width + line.lstrip(), own, max(1, len(line.strip())))


def of_words(number: int, line: str) -> Iterator[Repair]:
    """Repairs of what is written on a line, its indent left alone."""
    size = len(line)
    if found := _NO_SPACE.match(line):
        yield Repair(number, "space", f"{found[1]} {line[found.end() :]}", found.end() - 1, 1)
    if found := _WRONG_DASH.match(line):
        yield Repair(number, "dash", f"{found['indent']}- {line[found.end() :]}", found.start("dash"), 1)
    elif found := _TIGHT_DASH.match(line):
        yield Repair(number, "dash_space", f"{found['indent']}- {line[found.end() :]}", found.end() - 1, 1)
    elif _PAIR.match(line) and not line.lstrip().startswith("-"):
        own = _indent(line)
        yield Repair(number, "no_dash", " " * own + "- " + line.lstrip(), own, size - own)
    if found := _NO_COLON.match(line):
        mended = f"{found['head']}{found['key']}: {found['rest']}"
        yield Repair(number, "no_colon", mended, found.start("key"), size - found.start("key"))
    if found := _ONLY_VALUE.match(line):
        name = found["value"].rstrip()
        key, variant = ("id", "no_key") if is_id(name) else ("ask", "no_key_text")
        yield Repair(number, variant, f"{found['head']}{key}: {name}", found.start("value"), len(name))


def _suspects(lines: list[str], noticed: int) -> list[int]:
    """The line of the complaint, the one before, those it is inside of, and the first of its neighbours."""
    openers: list[int] = []
    before = first = noticed
    depth = whole = _indent(lines[noticed])
    for number in range(noticed - 1, -1, -1):
        if not _counts(lines[number]):
            continue
        own = _indent(lines[number])
        before = number if before == noticed else before
        if own < depth:
            openers.append(number)
            depth = own
        elif own == whole == depth:
            first = number
        if own == 0:
            break
    return list(dict.fromkeys([noticed, before, *openers, first]))


def _widths(lines: list[str], number: int) -> list[int]:
    """Indents the line may have been meant to have: those around it."""
    around = [*_around(lines, range(number - 1, -1, -1)), *_around(lines, range(number + 1, len(lines)))]
    found: list[int] = []
    for line in around:
        own = _indent(line)
        inner = own + len(line) - own - len(line[own:].lstrip("- "))
        found += [own, inner] if line[own : own + 2] == "- " else [own]
    if lines[number].lstrip().startswith("- "):
        # Its own keys below say where the dash belongs.
        found += [_indent(line) - 2 for line in _around(lines, range(number + 1, len(lines)))[:1] if _indent(line) > 1]
    usual = [depth for depth in found if depth % 2 == 0]
    return list(dict.fromkeys([*usual, *found]))


def _around(lines: list[str], numbers: range) -> list[str]:
    return list(islice((lines[number] for number in numbers if _counts(lines[number])), 2))


def _oddities(lines: list[str], first: int, last: int) -> int:
    """How many lines stand deeper than they should: two spaces more than the key they belong to, else no deeper."""
    written = [line for line in lines[max(0, first) : last + 1] if _counts(line)]
    return sum(not _fits(one, two) for one, two in pairwise(written))


def _fits(line: str, following: str) -> bool:
    own, depth = _indent(line), _indent(following)
    inner = own + 2 if line[own : own + 2] == "- " else own
    if line.rstrip().endswith(":"):
        return depth == inner + 2 or (following.lstrip().startswith("- ") and depth == inner)
    return depth <= inner or line.rstrip().endswith(("|", ">"))


def _known(line: str) -> bool:
    """Whether the line's key is a word of the language: that is where such keys stand, others moved."""
    key = line.strip().removeprefix("- ").partition(":")[0]
    return key in ITEM_KEYS


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _counts(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _next(lines: list[str], number: int) -> str | None:
    return next((line for line in lines[number + 1 :] if _counts(line)), None)


def _reached(lines: list[str]) -> float:
    """The line at which YAML gives up; infinity where it does not."""
    try:
        for _ in events("\n".join(lines)):
            pass
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return mark.line if mark is not None else 0
    return math.inf
