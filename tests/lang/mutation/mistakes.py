"""Mistakes a hand makes, done mechanically: each function breaks one site of a file in every way it knows."""

import re
from collections.abc import Callable, Iterator
from random import Random

from engine.lang.source import Source
from engine.lang.tree import Mapping, Scalar
from tests.lang.mutation.sites import Site, sites

#: The text of a file after the mistake, and the line on which it was made.
type Broken = tuple[str, int]
type Mistake = Callable[["Page", Site, Random], Iterator[Broken]]

_LOOKALIKES = str.maketrans("aceopxy", "асеорху")
_LAYOUT = str.maketrans("qwertyuiopasdfghjklzxcvbnm", "йцукенгшщзфывапролдячсмить")
_TEXT = frozenset({"text"})


class Page:
    """A file being broken."""

    def __init__(self, source: Source) -> None:
        self.source, self.lines = source, source.lines
        self.sites = sites(source)
        #: Names that something in the file uses: to misspell another one is to rename it.
        self.referred = {site.node.value for site in self.sites if site.role == "reference"}
        self.chosen = {site.node.value for site in self.sites if site.role == "chosen"}
        for site in self.sites:
            if site.role == "formula":
                self.referred |= set(re.findall(r"[a-z_]\w*", site.node.value))
            elif site.role == "text":
                self.referred |= set(re.findall(r"\{(\w+)", site.node.value))

    def uses(self, site: Site) -> bool:
        """Whether something in the file names this name."""
        return site.role == "name" or site.node.value in (self.chosen if site.role == "option" else self.referred)

    def written(self, site: Site) -> str:
        """A one-line scalar as it stands in the file, quotes included."""
        span = site.node.span
        return self.lines[span.line - 1][span.column - 1 : span.end_column - 1]

    def put(self, site: Site, text: str, *, before: int = 0, after: int = 0) -> Broken:
        """With this text in the stead of the site, or of so many characters more on either side."""
        span = site.node.span
        line = self.lines[span.line - 1]
        new = line[: span.column - 1 - before] + text + line[span.end_column - 1 + after :]
        return self.with_line(span.line, new)

    def with_line(self, number: int, *new: str) -> Broken:
        """With these lines instead of one."""
        return "\n".join([*self.lines[: number - 1], *new, *self.lines[number:]]), number


def slips(word: str, random: Random) -> Iterator[str]:
    """A Latin word as fingers spoil it."""
    at = random.randrange(len(word))
    if len(word) > 2:
        swapped = [i for i in range(len(word) - 1) if word[i] != word[i + 1]]
        if swapped:
            i = random.choice(swapped)
            yield word[:i] + word[i + 1] + word[i] + word[i + 2 :]
        yield word[:at] + word[at + 1 :]
    yield word[:at] + word[at] + word[at:]
    yield word[: at + 1] + random.choice("qwzxj") + word[at + 1 :]
    if word.translate(_LOOKALIKES) != word:
        yield word.translate(_LOOKALIKES)
    yield word.translate(_LAYOUT)
    yield word.capitalize()


def misspelt_word(page: Page, site: Site, random: Random) -> Iterator[Broken]:
    if site.is_key and site.role in ("word", "hook") and not site.node.style:
        yield from (page.put(site, wrong) for wrong in slips(site.node.value, random))


def misspelt_reference(page: Page, site: Site, random: Random) -> Iterator[Broken]:
    if site.role in ("reference", "chosen", "named") and not site.node.style and site.node.value.isidentifier():
        yield from (page.put(site, wrong) for wrong in slips(site.node.value, random))


def misspelt_name(page: Page, site: Site, random: Random) -> Iterator[Broken]:
    """Only names something uses: another one is renamed, not misspelt."""
    if site.role in ("id", "option", "name") and page.uses(site) and not site.node.style:
        yield from (page.put(site, wrong) for wrong in slips(site.node.value, random))


def misspelt_value(page: Page, site: Site, random: Random) -> Iterator[Broken]:
    if site.is_key:
        return
    if site.role == "enum":
        yield from (page.put(site, wrong) for wrong in slips(site.node.value, random))
    if site.role == "boolean" and site.node.value in ("true", "false"):
        yield from (page.put(site, wrong) for wrong in ("да", "yes", "1", "ture", '"true"', "[true]"))
    if site.role == "number":
        yield from (page.put(site, wrong) for wrong in ("десять", "[10]", "", '"десять"', "много 10", "{10}"))
    if site.role == "formula":
        for found in re.finditer(r"[a-z_]{3,}", site.node.value):
            wrong = site.node.value[: found.start()] + next(slips(found[0], random)) + site.node.value[found.end() :]
            yield page.put(site, wrong)
        for operator in re.findall(r"[-+*/()]|>=|<", site.node.value)[:2]:
            yield page.put(site, site.node.value.replace(operator, "", 1))


def misspelt_place(page: Page, site: Site, random: Random) -> Iterator[Broken]:
    """`{name}` within a text of one line."""
    if site.is_key or site.role not in _TEXT or site.node.span.line != site.node.span.end_line:
        return
    text = page.written(site)
    for found in re.finditer(r"\{(\w+)([^}]*)\}", text):
        inner = next(slips(found[1], random))
        for wrong in (f"{{{inner}{found[2]}}}", found[0][:-1], found[0] + "}", f"{{{found[1].capitalize()}}}", "{}"):
            yield page.put(site, text[: found.start()] + wrong + text[found.end() :])


def dropped(page: Page, site: Site, random: Random) -> Iterator[Broken]:
    """A key without its value, a value without its key, a pair that must not be missing."""
    if not site.is_key or site.inline or not isinstance(site.whole, Scalar) or site.whole.style in ("|", ">"):
        return
    number, line = site.node.span.line, page.lines[site.node.span.line - 1]
    head = line[: site.node.span.column - 1]
    if site.role == "word":
        yield page.with_line(number, head + line[site.whole.span.column - 1 :])
        if site.whole.value:
            yield page.with_line(number, line[: site.node.span.end_column])
    if site.path[-1] in ("id", "ask", "say", "stop", "title", "done", "flow") and "-" not in head:
        text, _ = page.with_line(number)
        yield text, number - 1


def colon(page: Page, site: Site, random: Random) -> Iterator[Broken]:
    """No colon, no space after it, something else instead of it."""
    if site.is_key:
        yield page.put(site, page.written(site), after=1)
        if isinstance(site.whole, Scalar) and site.whole.span.line == site.node.span.line and site.whole.value:
            yield page.put(site, page.written(site) + ":", after=2)
        yield page.put(site, page.written(site) + random.choice(["=", ";", " -", "::"]), after=1)


def doubled(page: Page, site: Site, random: Random) -> Iterator[Broken]:
    """A line twice; a step twice."""
    if not site.is_key or site.inline:
        return
    number, line = site.node.span.line, page.lines[site.node.span.line - 1]
    if isinstance(site.whole, Scalar) and site.whole.span.end_line == number and not line.lstrip().startswith("-"):
        text, _ = page.with_line(number, line, line)
        yield text, number + 1
    if site.path[-1] == "id" and line.lstrip().startswith("- id"):
        indent = len(line) - len(line.lstrip())
        end = next(
            i for i in range(number, len(page.lines))
            if page.lines[i].strip() and len(page.lines[i]) - len(page.lines[i].lstrip()) <= indent
        )  # fmt: skip
        whole = page.lines[number - 1 : end]
        yield "\n".join([*page.lines[: number - 1], *whole, *page.lines[number - 1 :]]), number + len(whole)


def another_kind(page: Page, site: Site, random: Random) -> Iterator[Broken]:
    """A list or a map where a text stands."""
    if site.is_key or site.role is None or site.node.span.line != site.node.span.end_line or not site.node.value:
        return
    written = page.written(site)
    yield page.put(site, f"[{written}]")
    yield page.put(site, f"{{value: {written}}}")


def indent(page: Page, site: Site, random: Random) -> Iterator[Broken]:
    """One space more or less, a tab, a level too deep, at the margin."""
    if not site.is_key or site.inline:
        return
    number, line = site.node.span.line, page.lines[site.node.span.line - 1]
    if not line.startswith(" "):
        yield page.with_line(number, " " + line)
        return
    stripped = line.lstrip()
    yield page.with_line(number, " " + line)
    yield page.with_line(number, line[1:])
    yield page.with_line(number, "  " + line)
    yield page.with_line(number, line[2:])
    yield page.with_line(number, "\t" + stripped)
    yield page.with_line(number, stripped)
    yield page.with_line(number, "\u00a0" + line[1:])


def quotes(page: Page, site: Site, random: Random) -> Iterator[Broken]:
    """Quotes that do not match, are of another kind, are not there though needed, or do not embrace the whole."""
    if site.is_key or site.role is None or site.node.span.line != site.node.span.end_line or not site.node.value:
        return
    written = page.written(site)
    if site.node.style in ("'", '"'):
        inner = written[1:-1]
        other = "'" if site.node.style == '"' else '"'
        for wrong in (written[:-1], written[1:], inner + other, written[:-1] + other, f"“{inner}”", inner):
            yield page.put(site, wrong)
    else:
        first, *rest = written.split(" ")
        for wrong in (f'"{written}', f'{written}"', f"“{written}”", f"\"{written}'", f"«{written}"):
            yield page.put(site, wrong)
        if rest:
            yield page.put(site, f'"{first}" {" ".join(rest)}')


def punctuation(page: Page, site: Site, random: Random) -> Iterator[Broken]:
    """What misleads YAML inside and at the beginning of a text."""
    if site.is_key or site.role not in _TEXT or site.node.span.line != site.node.span.end_line or site.node.style:
        return
    written = page.written(site)
    words = written.split(" ")
    if len(words) > 1:
        at = random.randrange(1, len(words))
        for mark in (":", " #1"):
            yield page.put(site, " ".join(words[:at]) + mark + " " + " ".join(words[at:]))
    for start in random.sample(["@", "*", "&", "%", "- ", "{", "[", "!", "`", "? ", "> ", "| "], 2):
        yield page.put(site, start + written)
    if site.inline and len(words) > 1:
        yield page.put(site, words[0] + ", " + " ".join(words[1:]))


def brackets(page: Page, site: Site, random: Random) -> Iterator[Broken]:
    """A bracket or a comma of `{}` and `[]` that is missing, doubled or of the other kind."""
    if not site.is_key or site.whole is None or isinstance(site.whole, Scalar) or not site.whole.flow:
        return
    span, number = site.whole.span, site.whole.span.line
    if span.end_line != number:
        return
    line = page.lines[number - 1]
    head, inner, tail = line[: span.column - 1], line[span.column : span.end_column - 2], line[span.end_column - 1 :]
    open, close = line[span.column - 1], line[span.end_column - 2]
    other = {"}": "]", "]": "}"}[close]
    for wrong in (f"{open}{inner}", f"{inner}{close}", f"{open}{inner}{other}", f"{open}{inner}{close}{close}"):
        yield page.with_line(number, head + wrong + tail)
    if isinstance(site.whole, Mapping) and len(site.whole.pairs) > 1 and inner.count('"') == 0:
        yield page.with_line(number, head + open + inner.replace(", ", " ", 1) + close + tail)
        yield page.with_line(number, head + open + inner.replace(", ", "; ", 1) + close + tail)
    if ": " in inner:
        yield page.with_line(number, head + open + inner.replace(": ", ":", 1) + close + tail)
        yield page.with_line(number, head + open + inner.replace(": ", " ", 1) + close + tail)


def dashes(page: Page, site: Site, random: Random) -> Iterator[Broken]:
    """The dash of an item: gone, without its space, a long one from a word processor."""
    line = page.lines[site.node.span.line - 1]
    if site.inline or line[: site.node.span.column - 1].strip() != "-":
        return
    for wrong in ("", "-", "– ", "— ", "* "):
        yield page.put(site, wrong + page.written(site), before=2)


def joined(page: Page, site: Site, random: Random) -> Iterator[Broken]:
    """Two lines run into one."""
    number = site.node.span.line
    if not site.is_key or site.inline or number >= len(page.lines) or not isinstance(site.whole, Scalar):
        return
    following = page.lines[number]
    if site.whole.style not in ("|", ">") and re.match(r"\s+\w+:", following):
        text = "\n".join([*page.lines[: number - 1], page.lines[number - 1] + following, *page.lines[number + 1 :]])
        yield text, number


def foreign_letters(page: Page, site: Site, random: Random) -> Iterator[Broken]:
    """What comes along from a word processor or a messenger."""
    if site.is_key:
        yield page.put(site, "\u200b" + page.written(site))
        if isinstance(site.whole, Scalar) and site.whole.span.line == site.node.span.line and site.whole.value:
            yield page.put(site, page.written(site) + ":\u00a0", after=2)


def bounds(page: Page, site: Site, random: Random) -> Iterator[Broken]:
    """`min` and `max` of one rule exchanged."""
    line = page.lines[site.node.span.line - 1]
    if site.is_key and site.path[-1] == "min" and "max:" in line:
        swapped = line.replace("min:", "\0").replace("max:", "min:").replace("\0", "max:")
        yield page.with_line(site.node.span.line, swapped)


MISTAKES: tuple[Mistake, ...] = (
    misspelt_word, misspelt_reference, misspelt_name, misspelt_value, misspelt_place, dropped, colon, doubled,
    another_kind, indent, quotes, punctuation, brackets, dashes, joined, foreign_letters, bounds,
)  # fmt: skip
