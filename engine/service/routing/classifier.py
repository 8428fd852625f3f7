"""Which branch a text is about: learnt at start from the flows' own words, deterministic, able to say «none».

Two questions are kept apart. Is the text about anything the bot does? Its words are weighed against everyday talk.
Which branch is it? Stems, pairs of stems and pieces of words (3–5 letters, word boundaries included) are weighed
by their log-odds between the branches; the pieces carry typos. The confidence is the product of both.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import exp, log, sqrt

from engine.core.likeness import likeness, skeleton
from engine.service.routing.lessons import Lesson
from engine.service.routing.reading import Reading
from engine.service.routing.stems import FUNCTION, stem

#: Smoothing of stems, pairs and pieces: what an unseen one is thought to have been seen.
_SMOOTH_WORD, _SMOOTH_STEM, _SMOOTH_PAIR, _SMOOTH_PIECE = 0.5, 0.5, 0.5, 0.1

_WORD_WEIGHT, _STEM_WEIGHT, _PAIR_WEIGHT, _FUNCTION_WEIGHT = 0.5, 1.0, 1.0, 1.0
#: Odds of a margin between two branches, for a text of so many words at least: shorter ones say less.
_SHARPNESS, _SHORT = 1.0, 8
#: Odds that a text is the bot's business, and what adds to them: a proper name, a number (two at most), a common
#: subject, a word's evidence for it, the strongest word against it, the share of unknown words. Fitted to lessons
#: held back from learning.
_UNHEARD, _NAME, _NUMBER, _SUBJECT, _FOR, _AGAINST, _UNKNOWN = -2.5, 5.5, 1.1, 1.1, 2.5, -1.5, -1.4
#: The most a word may say; a misspelt one says a little less.
_MOST, _MISSPELT = 2.5, 0.8
#: A stem is a common subject («машина») if it is evidence enough, was met so often, in so many flows, in none of
#: them more often than so many times its share.
_TELLING, _OFTEN, _WIDELY, _EVENLY = 1.5, 8.0, 4, 2.25
#: In pairs: a text's beginning; a name or a common subject.
_BEGINS, _SUBJECT_MARK = "^", "@"
#: What the surest guesses are worth: on unseen phrases about so many of them are right.
_SUREST = 0.98
#: A misspelt word is taken for a known one from this likeness on.
_LIKE = 0.92


@dataclass(frozen=True, slots=True)
class Guess:
    """The likeliest flow and how sure that is, 0…1; None where the text is about nothing the bot does."""

    flow: str | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Classifier:
    flows: tuple[str, ...]
    words: "Tally"
    stems: "Tally"
    pairs: "Tally"
    pieces: "Tally"
    #: Evidence of a stem that the text is the bot's business.
    business: Mapping[str, float]
    #: Stems most flows share: the subject of it all, whatever the branch.
    subjects: frozenset[str]
    #: Known stems by their first consonants, to recognise misspelt ones.
    near: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def guess(self, reading: Reading) -> Guess:
        tokens = tuple(_tokens(reading))
        business = self._business(reading, tokens)
        if not tokens and not reading.names:
            return Guess(None, 0.0)
        scores = self._scores(reading, tokens)
        length = sqrt(max(_SHORT, len(reading.words)))
        odds = [exp((score - max(scores)) * _SHARPNESS / length) for score in scores]
        best = max(range(len(odds)), key=odds.__getitem__)
        sure = odds[best] / sum(odds)
        return Guess(self.flows[best], round(business * sure * _SUREST, 4))

    def _scores(self, reading: Reading, tokens: Sequence["_Token"]) -> list[float]:
        scores = [0.0] * len(self.flows)
        for token in tokens:
            weight = _FUNCTION_WEIGHT if token.light else 1.0
            root = token.stem if token.stem in self.stems.counts else self._meant(token.stem)
            # A stem met once is believed less than one met often.
            met = sum(self.stems.counts.get(root, ()), 0.0)
            known = met / (met + 0.5)
            self.stems.weigh(root, scores, weight * _STEM_WEIGHT * known)
            self.words.weigh(token.word, scores, weight * _WORD_WEIGHT)
            pieces = () if token.light else _pieces(token.word)
            share = (1 - known / 2) / sqrt(len(pieces) or 1) / 1.5
            for piece in pieces:
                self.pieces.weigh(piece, scores, share)
        for pair in _pairs(reading, self.subjects):
            self.pairs.weigh(pair, scores, _PAIR_WEIGHT)
        return scores

    def _business(self, reading: Reading, tokens: Sequence["_Token"]) -> float:
        telling = [self._evidence(token) for token in tokens if not token.light]
        known = [evidence for evidence in telling if evidence is not None]
        odds = _UNHEARD + _FOR * sum(evidence for evidence in known if evidence > 0)
        odds += _AGAINST * max((-evidence for evidence in known if evidence < 0), default=0.0)
        odds += _UNKNOWN * (len(telling) - len(known)) / max(1, len(telling))
        odds += _NAME if reading.names else 0.0
        odds += _NUMBER * min(2, len(reading.years) + sum(amount.value >= 1000 for amount in reading.amounts))
        odds += _SUBJECT if any(token.stem in self.subjects for token in tokens) else 0.0
        return 1 / (1 + exp(-odds))

    def _evidence(self, token: "_Token") -> float | None:
        """What a word says for (or against) its being the bot's business; None for one never heard."""
        known = self.business.get(token.stem)
        if known is not None:
            return known
        meant = self._meant(token.stem)
        return _MISSPELT * self.business.get(meant, 0.0) if meant != token.stem else None

    def _meant(self, root: str) -> str:
        """The known stem a misspelt one is like."""
        if root in self.business or len(root) < 5:
            return root
        rated = ((likeness(root, known) or 0.0, known) for known in self.near.get(skeleton(root), ()))
        like, known = max(rated, default=(0.0, root))
        return known if like >= _LIKE else root


def learn(flows: Sequence[str], lessons: Iterable[tuple[Lesson, Reading]]) -> Classifier:
    """Count once; the same lessons give the same classifier."""
    words = Tally(_SMOOTH_WORD, len(flows))
    stems, pairs, pieces = (Tally(smooth, len(flows)) for smooth in (_SMOOTH_STEM, _SMOOTH_PAIR, _SMOOTH_PIECE))
    ours: dict[str, float] = defaultdict(float)
    others: dict[str, float] = defaultdict(float)
    taught = list(lessons)
    for lesson, reading in taught:
        tokens = tuple(_tokens(reading))
        for root in {token.stem for token in tokens if not token.light}:
            (others if lesson.flow is None else ours)[root] += lesson.weight
        if lesson.flow is not None:
            place = flows.index(lesson.flow)
            for token in tokens:
                words.count(token.word, place, lesson.weight)
    for word, row in words.counts.items():
        stems.add(stem(word), row)
        for piece in _pieces(word):
            pieces.add(piece, row)
    near: dict[str, list[str]] = defaultdict(list)
    for root in dict.fromkeys((*ours, *others)):
        if len(root) >= 4:
            near[skeleton(root)].append(root)
    business = _evidence(ours, others)
    subjects = frozenset(
        root for root, row in stems.counts.items() if business.get(root, 0) >= _TELLING and _common(row)
    )
    for lesson, reading in taught:
        if lesson.flow is not None:
            for pair in _pairs(reading, subjects):
                pairs.count(pair, flows.index(lesson.flow), lesson.weight)
    return Classifier(tuple(flows), words, stems, pairs, pieces, business, subjects, near)


@dataclass(slots=True)
class Tally:
    """How often each feature was met in each flow, and what that says."""

    #: What an unseen feature is thought to have been seen.
    smooth: float
    flows: int
    counts: dict[str, list[float]] = field(default_factory=dict)
    _sums: list[float] = field(default_factory=list)

    def count(self, feature: str, flow: int, weight: float) -> None:
        row = self.counts.get(feature)
        if row is None:
            row = self.counts[feature] = [0.0] * self.flows
        row[flow] += weight

    def add(self, feature: str, row: Sequence[float]) -> None:
        found = self.counts.get(feature)
        self.counts[feature] = (
            list(row) if found is None else [one + more for one, more in zip(found, row, strict=True)]
        )

    def weigh(self, feature: str, scores: list[float], weight: float) -> None:
        """Add to each flow's score how much likelier the feature is there than in all the others (log-odds)."""
        row = self.counts.get(feature)
        if row is None or self.flows < 2:
            return
        if not self._sums:
            spare = self.smooth * len(self.counts)
            self._sums = [sum(column) + spare for column in zip(*self.counts.values(), strict=True)]
        met, total, rest = sum(row), sum(self._sums), self.smooth * (self.flows - 1)
        for flow, (count, own) in enumerate(zip(row, self._sums, strict=True)):
            scores[flow] += weight * log((count + self.smooth) / own * (total - own) / (met - count + rest))


def _common(row: Sequence[float]) -> bool:
    """Whether a stem was met often and everywhere, nowhere most of all."""
    met = sum(row)
    wide = sum(count > 0 for count in row) >= min(_WIDELY, len(row))
    return met >= _OFTEN and wide and max(row) <= met * _EVENLY / len(row)


def _evidence(ours: Mapping[str, float], others: Mapping[str, float]) -> Mapping[str, float]:
    smooth, unseen = 0.3, 300.0
    here, there = sum(ours.values()) + unseen, sum(others.values()) + unseen
    return {
        root: max(-_MOST, min(_MOST, log((ours.get(root, 0) + smooth) / here * there / (others.get(root, 0) + smooth))))
        for root in {*ours, *others}
    }


@dataclass(frozen=True, slots=True)
class _Token:
    """A word of a text that is neither a name nor a number."""

    word: str
    stem: str
    light: bool


def _tokens(reading: Reading) -> Iterator[_Token]:
    named = {place for name in reading.names for place in range(name.first, name.last + 1)}
    yield from (
        _Token(word.key, stem(word.key), word.key in FUNCTION)
        for place, word in enumerate(reading.words)
        if place not in named and not word.digits
    )


def _pairs(reading: Reading, subjects: Collection[str]) -> Iterator[str]:
    """Each stem with the one before it; a name and a common subject stand for one another."""
    named = {place for name in reading.names for place in range(name.first, name.last + 1)}
    before = _BEGINS
    for place, word in enumerate(reading.words):
        if word.digits and place not in named:
            continue
        root = stem(word.key)
        root = _SUBJECT_MARK if place in named or root in subjects else root
        if not root == before == _SUBJECT_MARK:
            yield f"{before} {root}"
        before = root


def _pieces(word: str) -> list[str]:
    edged = f"^{word}$"
    return [edged[start : start + size] for size in (3, 4, 5) for start in range(len(edged) - size + 1)]
