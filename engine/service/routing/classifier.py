"""Which branch a text is about: learnt at start from the flows' own words, deterministic, able to say «none».

Two questions are kept apart. Is the text about anything the bot does? Its words are weighed against everyday talk.
Which branch is it? Stems, pairs of stems and pieces of words (3–5 letters, word boundaries included) are weighed
by their log-odds between the branches; the pieces carry typos. The confidence is the product of both.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import exp, log, sqrt

from engine.core.likeness import likeness, skeleton
from engine.service.routing.lessons import Lesson
from engine.service.routing.reading import Reading
from engine.service.routing.stems import FUNCTION, stem

#: Smoothing of stems, pairs and pieces: what an unseen one is thought to have been seen.
_SMOOTH_STEM, _SMOOTH_PAIR, _SMOOTH_PIECE = 0.5, 0.5, 0.2
_STEM_WEIGHT, _PAIR_WEIGHT, _FUNCTION_WEIGHT = 1.5, 0.7, 1.0
#: Odds of a margin between two branches, for a text of so many words at least: shorter ones say less.
_SHARPNESS, _SHORT = 2.0, 8
#: Evidence that a text belongs to the bot at all: of an unknown word, of a proper name, of a number; and its scale.
_UNKNOWN, _NAME, _NUMBER, _MOST, _HALF, _SPREAD = -1.3, 2.5, 0.5, 2.5, 0.4, 0.4
#: Evidence of a text that names no common subject; a stem is one if it was met so often, in so many flows.
_SUBJECTLESS, _OFTEN, _WIDELY = -0.5, 5.0, 3
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
        scores = self._scores(tokens)
        length = sqrt(max(_SHORT, len(reading.words)))
        odds = [exp((score - max(scores)) * _SHARPNESS / length) for score in scores]
        best = max(range(len(odds)), key=odds.__getitem__)
        sure = odds[best] / sum(odds)
        return Guess(self.flows[best], round(business * sure * _SUREST, 4))

    def _scores(self, tokens: Sequence["_Token"]) -> list[float]:
        scores = [0.0] * len(self.flows)
        for token in tokens:
            weight = _FUNCTION_WEIGHT if token.light else 1.0
            root = token.stem if token.stem in self.stems.counts else self._meant(token.stem)
            # A stem met once is believed less than one met often.
            met = sum(self.stems.counts.get(root, ()), 0.0)
            known = met / (met + 0.5)
            self.stems.weigh(root, scores, weight * _STEM_WEIGHT * known)
            self.pairs.weigh(token.pair, scores, weight * _PAIR_WEIGHT)
            pieces = () if token.light else _pieces(token.word)
            share = (1 - known / 2) / sqrt(len(pieces) or 1) / 1.5
            for piece in pieces:
                self.pieces.weigh(piece, scores, share)
        return scores

    def _business(self, reading: Reading, tokens: Sequence["_Token"]) -> float:
        evidence = _NAME if reading.names else 0.0
        evidence += _NUMBER * min(2, len(reading.years) + sum(amount.value >= 1000 for amount in reading.amounts))
        evidence += sum(self._evidence(token) for token in tokens if not token.light)
        if not reading.names and not any(token.stem in self.subjects for token in tokens):
            evidence += _SUBJECTLESS
        return 1 / (1 + exp((_HALF - evidence) / _SPREAD))

    def _evidence(self, token: "_Token") -> float:
        known = self.business.get(token.stem)
        if known is not None:
            return known
        meant = self._meant(token.stem)
        return 0.8 * self.business.get(meant, 0.0) if meant != token.stem else _UNKNOWN

    def _meant(self, root: str) -> str:
        """The known stem a misspelt one is like."""
        if root in self.business or len(root) < 5:
            return root
        rated = ((likeness(root, known) or 0.0, known) for known in self.near.get(skeleton(root), ()))
        like, known = max(rated, default=(0.0, root))
        return known if like >= _LIKE else root


def learn(flows: Sequence[str], lessons: Iterable[tuple[Lesson, Reading]]) -> Classifier:
    """Count once; the same lessons give the same classifier."""
    words = Tally(0.0, len(flows))
    stems, pairs, pieces = (Tally(smooth, len(flows)) for smooth in (_SMOOTH_STEM, _SMOOTH_PAIR, _SMOOTH_PIECE))
    ours: dict[str, float] = defaultdict(float)
    others: dict[str, float] = defaultdict(float)
    for lesson, reading in lessons:
        tokens = tuple(_tokens(reading))
        for root in {token.stem for token in tokens if not token.light}:
            (others if lesson.flow is None else ours)[root] += lesson.weight
        if lesson.flow is not None:
            place = flows.index(lesson.flow)
            for token in tokens:
                words.count(token.word, place, lesson.weight)
                pairs.count(token.pair, place, lesson.weight)
    for word, row in words.counts.items():
        stems.add(stem(word), row)
        for piece in _pieces(word):
            pieces.add(piece, row)
    near: dict[str, list[str]] = defaultdict(list)
    for root in dict.fromkeys((*ours, *others)):
        if len(root) >= 4:
            near[skeleton(root)].append(root)
    subjects = frozenset(
        root
        for root, row in stems.counts.items()
        if root in ours and sum(row) >= _OFTEN and sum(count > 0 for count in row) >= min(_WIDELY, len(flows))
    )
    return Classifier(tuple(flows), stems, pairs, pieces, _evidence(ours, others), subjects, near)


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
    #: With the stem before it.
    pair: str
    light: bool


def _tokens(reading: Reading) -> Iterator[_Token]:
    named = {place: name for name in reading.names for place in range(name.first, name.last + 1)}
    before = "^"
    for place, word in enumerate(reading.words):
        if place in named:
            before = "@"
        elif not word.digits:
            root = stem(word.key)
            yield _Token(word.key, root, f"{before} {root}", word.key in FUNCTION)
            before = root


def _pieces(word: str) -> list[str]:
    edged = f"^{word}$"
    return [edged[start : start + size] for size in (3, 4, 5) for start in range(len(edged) - size + 1)]
