"""What the classifier learns from: the flows' own texts, and everyday talk that belongs to none of them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from engine.core.model import Compute, Flow, Project, Say, Step, Stop
from engine.core.texts import Text

#: Longer lists are names: nothing to learn about the branch.
_MOST_OPTIONS = 8
#: How much a question or a button counts beside a phrase of a client.
_ASIDE = 0.5


@dataclass(frozen=True, slots=True)
class Lesson:
    """A text and the flow it belongs to; None: to none."""

    text: str
    flow: str | None
    weight: float = 1.0


def lessons(project: Project, language: str) -> Iterator[Lesson]:
    """Examples and descriptions count in full, the wording of questions by half, what flows share not at all."""
    shared = Counter(text for flow in project.flows.values() for text in set(_wording(flow, language)))
    for flow in project.flows.values():
        for text in (flow.title.plain(language), flow.understand.about, *flow.understand.examples):
            if text:
                yield Lesson(text, flow.id)
        for text in dict.fromkeys(_wording(flow, language)):
            if shared[text] == 1:
                yield Lesson(text, flow.id, _ASIDE)
    for text in everyday():
        yield Lesson(text, None)


def _wording(flow: Flow, language: str) -> Iterator[str]:
    for item in flow.items:
        match item:
            case Step():
                yield from _plain(language, item.ask, item.label, item.hint, item.why)
                if item.ai:
                    yield item.ai
                yield from _options(item, language)
            case Say(say=text) | Stop(stop=text):
                yield text.plain(language)
            case Compute():
                pass


def _options(step: Step, language: str) -> Iterator[str]:
    rows = step.choices.rows if step.choices is not None and step.type.name != "yes_no" else {}
    for option in rows.get(None, ()) if len(rows.get(None, ())) <= _MOST_OPTIONS else ():
        yield option.label.plain(language)
        yield from option.ai


def _plain(language: str, *texts: Text | None) -> Iterator[str]:
    yield from (text.plain(language) for text in texts if text is not None)


@cache
def everyday() -> tuple[str, ...]:
    """Greetings, thanks, other goods and other services: what people also write to any bot."""
    text = files(__package__).joinpath("everyday.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.split("\n") if line)
