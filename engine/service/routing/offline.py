"""Reading free text without a model: the embedded default, and what remains when every model is away."""

from dataclasses import dataclass

from engine.core.model import Project
from engine.core.values import Moment
from engine.service.routing.classifier import Classifier, learn
from engine.service.routing.extract import Extracted, extract
from engine.service.routing.lessons import Lesson, lessons
from engine.service.routing.options import Lexicon
from engine.service.routing.reading import Reading, glance, read
from engine.service.routing.towns import Towns, towns
from engine.service.routing.understanding import Understanding


@dataclass(frozen=True, slots=True)
class Offline:
    """Everything learnt from one project, for one language."""

    project: Project
    lexicon: Lexicon
    units: frozenset[str]
    classifier: Classifier
    towns: Towns

    @classmethod
    def of(cls, project: Project, language: str) -> "Offline":
        lexicon = Lexicon.of(project, language)
        units = frozenset(
            step.unit.plain(language).casefold()
            for flow in project.flows.values()
            for step in flow.steps
            if step.unit is not None
        )
        taught = [(lesson, glance(lesson.text, lexicon)) for lesson in lessons(project, language)]
        lexicon.learn_ordinary(_ordinary(taught))
        return cls(project, lexicon, units, learn(tuple(project.flows), taught), towns())

    def read(self, text: str) -> Reading:
        return read(text, self.lexicon, self.units)

    def understand(self, text: str, moment: Moment) -> Understanding:
        """The branch to propose where the guess is sure enough, and what the text already answers in it."""
        reading = self.read(text)
        guess = self.classifier.guess(reading)
        if guess.flow is None or guess.confidence < self.project.bot.ai.propose_from:
            return Understanding(text, confidence=guess.confidence)
        found = self.extract(guess.flow, reading, moment)
        return Understanding(text, guess.flow, guess.confidence, found.values, found.quotes)

    def extract(self, flow: str, reading: Reading, moment: Moment) -> Extracted:
        """What the text answers in this flow."""
        return extract(self.project.flows[flow], reading, self.lexicon, self.towns, moment)


def _ordinary(taught: list[tuple[Lesson, Reading]]) -> set[str]:
    """Every word that is not itself a name."""
    found: set[str] = set()
    for _, reading in taught:
        named = {place for name in reading.names for place in range(name.first, name.last + 1)}
        found.update(word.key for place, word in enumerate(reading.words) if place not in named)
    return found
