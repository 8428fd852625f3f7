"""What each answer type shows to answer with: one entry per type, and what a type may put there."""

from collections.abc import Callable, Mapping

from engine.core.model import Step
from engine.telegram.keys import Button, Frame, Rows, paged, rows

#: Draws the type's own buttons; the step's navigation comes below them.
type Part = Callable[[Frame], Rows]
type WidgetFactory = Callable[[Step], Part]

TICK = "✅ "


def typed(step: Step) -> Part:
    """Nothing to tap: the answer is written or sent."""
    return lambda frame: []


def choice(step: Step) -> Part:
    """One button an option; the accepted one is ticked, long lists have pages, «Другое» is on every page."""

    def draw(frame: Frame) -> Rows:
        return [] if frame.screen.own_words else _options(step, frame)

    return draw


def many(step: Step) -> Part:
    """Options to tick, and «Готово»."""

    def draw(frame: Frame) -> Rows:
        return [*_options(step, frame), [Button(frame.words.button("done"), f"{step.id}.done")]]

    return draw


def gather(step: Step) -> Part:
    """«Готово» and «Убрать все», once something was sent."""

    def draw(frame: Frame) -> Rows:
        if not frame.screen.gathered:
            return []
        done = Button(frame.words.button("done"), f"{step.id}.done")
        return [[done], [Button(frame.words.button("clear_photos"), f"{step.id}.clear")]]

    return draw


def contact(step: Step) -> Part:
    """The button that sends the client's own number; it makes the keyboard a reply keyboard."""
    return lambda frame: [[Button(frame.words.button("share_phone"), contact=True)]]


def consent(step: Step) -> Part:
    def draw(frame: Frame) -> Rows:
        agree = Button(frame.words.button("agree"), f"{step.id}:yes")
        refuse = Button(frame.words.button("refuse"), f"{step.id}:no")
        return [[agree], [refuse]]

    return draw


def _options(step: Step, frame: Frame) -> Rows:
    buttons = [
        Button(f"{TICK if option.ticked else ''}{option.label}", f"{step.id}:{option.id}")
        for option in frame.screen.options
    ]
    choices = step.choices
    last = sum(1 for word in (choices.other, choices.none) if word) if choices else 0
    listed = len(buttons) - last if len(buttons) > last else len(buttons)
    chosen = next((place for place, option in enumerate(frame.screen.options) if option.ticked), 0)
    count = choices.columns if choices else None
    return [
        *paged(step.id, buttons[:listed], frame, count, min(chosen, listed - 1)),
        *rows(buttons[listed:], count),
    ]


WIDGETS: Mapping[str, WidgetFactory] = {
    "text": typed,
    "number": typed,
    "money": typed,
    "year": typed,
    "date": typed,
    "choice": choice,
    "many": many,
    "yes_no": choice,
    "phone": contact,
    "email": typed,
    "name": typed,
    "city": typed,
    "url": typed,
    "photo": gather,
    "file": gather,
    "vin": typed,
    "plate": typed,
    "consent": consent,
}
