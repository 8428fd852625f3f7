"""A client's text looked at once: words, names, numbers and the marks between them."""

from collections.abc import Iterable
from dataclasses import dataclass

from engine.core.letters import Word, split
from engine.service.routing.amounts import Amount, Year, amounts, years
from engine.service.routing.marks import Mark, hidden, marks
from engine.service.routing.options import Lexicon, Mention

#: More words than this say nothing new about what is wanted.
MOST_WORDS = 120


@dataclass(frozen=True, slots=True)
class Reading:
    text: str
    words: tuple[Word, ...]
    marks: tuple[Mark, ...]
    #: Every option named, overlaps included.
    mentions: tuple[Mention, ...]
    #: Names of long lists, the best reading of each place: what the text is about whatever the branch.
    names: tuple[Mention, ...]
    amounts: tuple[Amount, ...]
    years: tuple[Year, ...]

    def start(self, mention: Mention) -> int:
        return self.words[mention.first].start

    def end(self, mention: Mention) -> int:
        return self.words[mention.last].end

    def quote(self, start: int, end: int) -> str:
        return self.text[start:end].strip(" ,.;:")


def read(text: str, lexicon: Lexicon, units: frozenset[str]) -> Reading:
    found_marks = marks(text)
    plain = hidden(text, found_marks)
    words = split(plain)[:MOST_WORDS]
    mentions = lexicon.mentions(words)
    names = tuple(best(name for name in mentions if name.table in lexicon.names and not name.slight))
    found_years = years(plain)
    # «рав 4 2015 года»: neither the name's digits nor the year are amounts.
    taken = [(year.start, year.end) for year in found_years]
    taken += [(words[name.first].start, words[name.last].end) for name in names if name.last > name.first]
    for start, end in taken:
        plain = f"{plain[:start]}{' ' * (end - start - 1)};{plain[end:]}"
    return Reading(text, words, found_marks, mentions, names, amounts(plain, units), found_years)


def glance(text: str, lexicon: Lexicon) -> Reading:
    """Words and well-spelt names only: enough to learn from."""
    words = split(text)
    names = best(lexicon.spelled(words))
    return Reading(text, words, (), (), tuple(names), (), ())


def best(mentions: Iterable[Mention]) -> list[Mention]:
    """The longest and most alike at each place."""
    chosen: list[Mention] = []
    for mention in sorted(mentions, key=lambda one: (one.first - one.last, -one.likeness)):
        if not any(mention.overlaps(other) for other in chosen):
            chosen.append(mention)
    return sorted(chosen, key=lambda one: one.first)
