"""What is made of a project once, at start and at each reload: the reading without a model, and the question to one."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.core.model import Project
from engine.core.values import Moment
from engine.service.routing.offline import Offline
from engine.service.routing.question import Asking


@dataclass(frozen=True, slots=True)
class Learned:
    project: Project
    #: By language of the bot.
    offline: Mapping[str, Offline]
    asking: Mapping[str, Asking]

    @classmethod
    def of(cls, project: Project) -> "Learned":
        languages = project.bot.languages
        return cls(
            project,
            {language: Offline.of(project, language) for language in languages},
            {language: Asking.of(project, language) for language in languages},
        )

    def reader(self, moment: Moment) -> Offline:
        return self.offline[self._spoken(moment)]

    def question(self, moment: Moment) -> Asking:
        return self.asking[self._spoken(moment)]

    def _spoken(self, moment: Moment) -> str:
        return moment.language if moment.language in self.offline else self.project.bot.languages[0]
