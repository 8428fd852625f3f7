"""Every mistake at every site of some files."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from engine.lang.source import Source
from tests.lang.mutation.mistakes import MISTAKES, Broken, Mistake, Page


@dataclass(frozen=True, slots=True)
class Mutant:
    """One broken file."""

    file: str
    kind: str
    #: Those that the mistake left alone are the shipped file's own: tens of thousands of files stay small.
    lines: tuple[str, ...]
    line: int
    #: The line before and after, for people.
    before: str
    after: str

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a mutant is made: the nth a mistake makes of a site. Tens of thousands of whole files would take long."""

    page: Page
    mistake: Mistake
    site: int
    nth: int

    @property
    def kind(self) -> str:
        return self.mistake.__name__

    def mutant(self, seed: str) -> Mutant:
        text, line = list(_made(self.page, self.mistake, self.site, seed))[self.nth]
        before, after = self.page.lines, text.split("\n")
        old, new = (lines[min(line, len(lines)) - 1] for lines in (before, after))
        own = {line: line for line in before}
        lines = tuple(own.get(one, one) for one in after)
        return Mutant(self.page.source.file, self.kind, lines, line, old, new)


def spots(sources: list[Source], seed: str) -> list[Spot]:
    """Every mistake at every site, always the same for the same seed."""
    found: dict[tuple[str, int], Spot] = {}
    for source in sources:
        page = Page(source)
        for mistake in MISTAKES:
            for number in range(len(page.sites)):
                for nth, (text, _) in enumerate(_made(page, mistake, number, seed)):
                    if text != source.text:
                        found[source.file, hash(text)] = Spot(page, mistake, number, nth)
    return list(found.values())


def _made(page: Page, mistake: Mistake, number: int, seed: str) -> Iterator[Broken]:
    random = Random(f"{seed} {page.source.file} {mistake.__name__} {number}")
    return mistake(page, page.sites[number], random)
