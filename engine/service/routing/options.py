"""Which options of the flows a text names, however inflected, shortened, misspelt or written in other letters."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from engine.core.letters import Word, key, readings, split
from engine.core.likeness import likeness, skeleton
from engine.core.model import Flow, Project, Step
from engine.core.options import Choices, Option
from engine.service.routing.stems import FUNCTION, NEGATIONS, REFUSED, alike, stem

#: A label may list alternatives: «Договор, сделка», «H-1 / Starex», «Буханка (СГР)».
_ALTERNATIVES = re.compile(r"[,/()«»]|\bили\b")
#: No name of a list has more words.
MOST_WORDS = 5
#: A list with more options than this is one of names.
_LONG = 12
#: A beginning of a longer name, where only one name has it.
_HEAD, _DERIVED = 0.9, 0.9
#: Anything less like is something else.
LEAST = 0.9
#: As good as the name itself, even where the word has a meaning of its own.
SURE = 0.95


@dataclass(frozen=True, slots=True)
class Mention:
    """An option named in the text, by the places of its first and last word."""

    table: int
    option: str
    first: int
    last: int
    #: 1.0 for the label itself.
    likeness: float
    #: The name is too short to stand for itself: digits or one letter.
    slight: bool = False

    def overlaps(self, other: "Mention") -> bool:
        return self.first <= other.last and other.first <= self.last


@dataclass(frozen=True, slots=True)
class _Name:
    """One way to call an option."""

    table: int
    option: str
    #: As it sounds, words run together.
    sound: str
    words: int
    likeness: float
    slight: bool
    #: In other letters than the clients' own.
    foreign: bool


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A label of several words, known by its telling ones."""

    table: int
    option: str
    stems: tuple[str, ...]
    likeness: float
    negated: bool


@dataclass(slots=True)
class Lexicon:
    """Every option of a project, found by sound. Equal lists of several flows are one table."""

    language: str
    tables: list[tuple[Option, ...]] = field(default_factory=list)
    #: Tables of proper names: what one is called tells nothing about what the client wants with it.
    names: set[int] = field(default_factory=set)
    #: A table that depends on an answer → the table and the option it depends on.
    parents: dict[int, tuple[int, str]] = field(default_factory=dict)
    #: Stems of ordinary words: something merely like a name is not that name when it is one of these.
    ordinary: set[str] = field(default_factory=set)
    #: Ordinary words themselves by their first consonants, to know them misspelt.
    _words: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _places: dict[tuple[tuple[str, str], ...], int] = field(default_factory=dict)
    _exact: dict[str, list[_Name]] = field(default_factory=lambda: defaultdict(list))
    _like: dict[str, list[_Name]] = field(default_factory=lambda: defaultdict(list))
    _phrases: list[_Phrase] = field(default_factory=list)

    @classmethod
    def of(cls, project: Project, language: str) -> "Lexicon":
        lexicon = cls(language)
        for flow in project.flows.values():
            for step in flow.steps:
                if step.choices is not None and step.type.name != "yes_no":
                    for row in step.choices.rows.values():
                        lexicon._add(row)
            for step in flow.steps:
                lexicon._relate(step, flow)
        return lexicon

    def _relate(self, step: Step, flow: Flow) -> None:
        if step.choices is None:
            return
        rows = self.rows(step.choices)
        parent = flow.step(step.choices.parent) if step.choices.parent else None
        if parent is not None and parent.choices is not None:
            tables = list(self.rows(parent.choices))
            if len(tables) == 1:
                self.names.update((*tables, *rows))
                self.parents.update(
                    {table: (tables[0], option) for table, option in rows.items() if option is not None}
                )
        self.names.update(table for table in rows if len(self.tables[table]) > _LONG)

    def table(self, row: Sequence[Option]) -> int | None:
        """Which table this list is."""
        return self._places.get(self._identity(row))

    def rows(self, choices: Choices) -> Mapping[int, str | None]:
        """The tables of a step, each with the parent's option it belongs to."""
        return {place: parent for parent, row in choices.rows.items() if (place := self.table(row)) is not None}

    def mentions(self, words: Sequence[Word]) -> tuple[Mention, ...]:
        """Everything named, overlaps included; the best likeness of each option at each place."""
        found: dict[tuple[int, str, int, int], Mention] = {}
        for mention in (*self._named(words), *self._phrased(words)):
            place = (mention.table, mention.option, mention.first, mention.last)
            if place not in found or found[place].likeness < mention.likeness:
                found[place] = mention
        return tuple(
            mention
            for mention in found.values()
            if not _negated(words, mention) and (mention.likeness >= SURE or not self._ordinary(words, mention))
        )

    def spelled(self, words: Sequence[Word]) -> tuple[Mention, ...]:
        """Names of the long lists in a text that spells them right: cheap, for learning."""
        found: list[Mention] = []
        for first in range(len(words)):
            sound = ""
            for last in range(first, min(first + MOST_WORDS, len(words))):
                sound += words[last].key
                for form in (sound, sound[:-1], sound[:-2]):
                    for name in self._exact.get(form, ()) if len(form) > 2 or form == sound else ():
                        if name.table in self.names and not name.slight and name.words == last - first + 1:
                            found.append(Mention(name.table, name.option, first, last, name.likeness))
        return tuple(found)

    def learn_ordinary(self, sounds: Iterable[str]) -> None:
        for sound in sounds:
            self.ordinary.add(stem(sound))
            if len(sound) >= 5:
                self._words[skeleton(sound)].add(sound)

    def _ordinary(self, words: Sequence[Word], mention: Mention) -> bool:
        """«прадаю» is a misspelt «продаю» sooner than a Prado."""
        named = words[mention.first : mention.last + 1]
        if any(stem(word.key) in self.ordinary for word in named):
            return True
        sound = named[0].key
        return len(named) == 1 and any(
            (likeness(sound, word, foreign=False) or 0.0) > mention.likeness
            for word in self._words.get(skeleton(sound), ())
        )

    def _identity(self, row: Sequence[Option]) -> tuple[tuple[str, str], ...]:
        return tuple((option.id, option.label.plain(self.language)) for option in row)

    def _add(self, row: tuple[Option, ...]) -> None:
        identity = self._identity(row)
        if identity in self._places:
            return
        place = self._places[identity] = len(self.tables)
        self.tables.append(row)
        heads: dict[str, set[str]] = defaultdict(set)
        for option in row:
            for spoken in self._spoken(option):
                self._learn(place, option.id, spoken)
                words = split(spoken)
                for count in range(1, len(words)):
                    heads[spoken[: words[count - 1].end]].add(option.id)
        for head, options in heads.items():
            if len(options) == 1 and sum(map(str.isalpha, head)) >= 4 and head.isascii():
                self._learn(place, next(iter(options)), head, _HEAD)

    def _spoken(self, option: Option) -> Iterator[str]:
        label = option.label.plain(self.language)
        yield from (piece.strip() for piece in _ALTERNATIVES.split(label) if split(piece))
        yield from option.ai

    def _learn(self, table: int, option: str, spoken: str, likeness: float = 1.0) -> None:
        words = split(spoken)
        cyrillic = not spoken.isascii()
        if cyrillic and re.search(r"\s", spoken):
            telling = tuple(stem(word.key) for word in words if word.key not in FUNCTION)
            if telling:
                negated = any(word.key in NEGATIONS for word in words)
                self._phrases.append(_Phrase(table, option, telling, likeness, negated))
            return
        slight = not any(len(word.text) > 1 and not word.digits for word in words) and len(words) < 2
        for place, sound in enumerate(_sounds(spoken)):
            if len(sound) < min(2, len(spoken)):
                continue
            # A second reading of the same letters is a little less like.
            name = _Name(table, option, sound, len(words), likeness - 0.01 * min(place, 5), slight, not cyrillic)
            self._exact[sound].append(name)
            if len(sound) >= 4 and not sound.isdigit():
                self._like[skeleton(sound)].append(name)

    def _named(self, words: Sequence[Word]) -> Iterator[Mention]:
        for first in range(len(words)):
            sound = ""
            for last in range(first, min(first + MOST_WORDS, len(words))):
                if last > first and words[last].start - words[last - 1].end > 2:
                    break
                sound += words[last].key
                yield from self._heard(sound, words, first, last)

    def _heard(self, sound: str, words: Sequence[Word], first: int, last: int) -> Iterator[Mention]:
        exact = self._exact.get(sound, ())
        for name in exact:
            yield Mention(name.table, name.option, first, last, name.likeness, name.slight)
        if len(sound) < 4 or sound.isdigit() or (first == last and sound in FUNCTION):
            return
        for name in self._like.get(skeleton(sound), ()):
            if last - first >= name.words + (1 if name.words > 1 else 0):
                continue
            like = likeness(sound, name.sound, foreign=name.foreign)
            if like is None and first == last and name.words == 1 and not name.foreign:
                same = stem(sound) == stem(name.sound)
                derived = alike(sound, name.sound) and (
                    name.table not in self.names or len(sound) <= len(name.sound) + 4
                )
                like = SURE if same else _DERIVED if derived else None
            if like is not None and like >= LEAST:
                yield Mention(name.table, name.option, first, last, like * name.likeness, name.slight)

    def _phrased(self, words: Sequence[Word]) -> Iterator[Mention]:
        stems = [stem(word.key) for word in words]
        for phrase in self._phrases:
            places = [
                next((place for place, found in enumerate(stems) if found == telling or alike(found, telling)), None)
                for telling in phrase.stems
            ]
            met = [place for place in places if place is not None]
            if len(met) == len(places) and max(met) - min(met) <= len(places) + 1:
                yield Mention(phrase.table, phrase.option, min(met), max(met), phrase.likeness)


def _sounds(spoken: str) -> Iterable[str]:
    """The readings of a name; capitals that look Cyrillic are read as such first: «CX-5» is typed «СХ-5»."""
    read = readings(spoken)
    letters = [letter for letter in spoken if letter.isalpha()]
    if spoken.isascii() and letters and len(letters) <= 3 and all(letter in _SHARED for letter in letters):
        return dict.fromkeys(("".join(key(word.text) for word in split(spoken.translate(_SHARED_CYRILLIC))), *read))
    return read


_SHARED = "ABCEHKMOPTXY"
_SHARED_CYRILLIC = str.maketrans(_SHARED, "АВСЕНКМОРТХУ")


def _negated(words: Sequence[Word], mention: Mention) -> bool:
    """«не битый», «кроме вариатора», «вариатор не предлагать»."""
    before = words[mention.first - 1].key if mention.first else ""
    after = [word.key for word in words[mention.last + 1 : mention.last + 3]]
    inside = any(word.key in NEGATIONS for word in words[mention.first : mention.last + 1])
    refused = after[:1] == ["net"] or (after[:1] == ["ne"] and stem(after[-1]) in REFUSED)
    return not inside and (before in NEGATIONS or refused)
