"""A step type from outside: one class, one widget entry."""

from dataclasses import replace

from engine.core.answers import AnswerType, Asked, Refusal
from engine.core.model import Step
from engine.core.values import Value
from engine.telegram.keys import Button
from engine.telegram.widgets import WIDGETS, Part
from tests.telegram.bench import Bench, flow, project


class Stars(AnswerType):
    """One to five stars."""

    name = "stars"

    def parse(self, text: str, asked: Asked) -> Value | Refusal:
        return self.pick(text, asked)

    def pick(self, option: str, asked: Asked) -> Value | Refusal:
        return option if option in {"1", "2", "3", "4", "5"} else self.refuse(asked)

    def show(self, value: Value, asked: Asked) -> str:
        return "★" * int(str(value))


def stars(step: Step) -> Part:
    return lambda frame: [[Button("★" * count, f"{step.id}:{count}") for count in range(1, 6)]]


async def test_a_type_of_ones_own_is_asked_answered_and_shown() -> None:
    made = project(flow("- {id: mark, ask: Ваша оценка?, label: Оценка}\n- {id: why, ask: Почему?}"))
    steps = made.flows["sell"].items
    mark = replace(steps[0], type=Stars(), retry=None)  # type: ignore[call-arg, arg-type]  # the first is a Step
    own = replace(made, flows={"sell": replace(made.flows["sell"], items=(mark, *steps[1:]))})
    bench = Bench(own, widgets={**WIDGETS, "stars": stars})
    await bench.say("/start sell", "семь")
    assert "Ваша оценка?" in bench.text
    await bench.data(bench.data_of("★★★★"))
    await bench.say("быстро")
    assert "Оценка: ★★★★" in bench.text
