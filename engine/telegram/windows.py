"""From a project to aiogram-dialog windows: one for each item of each flow, and one for each place that is no item."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import assert_never

from aiogram_dialog import Window
from aiogram_dialog.widgets.link_preview import LinkPreview

from engine.core.model import Compute, Flow, Item, Project, Say, Step, Stop
from engine.core.session import DONE, REVIEW
from engine.telegram import drawing, navigation, proposal
from engine.telegram.acts import Acts
from engine.telegram.parts import Draw, ScreenInput, ScreenKeys, ScreenMarkup, ScreenText, StepPhoto
from engine.telegram.receive import Receiver
from engine.telegram.states import Run
from engine.telegram.turn import Compiled, Spot, Turn
from engine.telegram.widgets import WIDGETS, Part, WidgetFactory

_MARKUP = ScreenMarkup()


def compile_windows(
    project: Project, acts: Acts, receiver: Receiver, widgets: Mapping[str, WidgetFactory] = WIDGETS
) -> Mapping[Spot, Compiled]:
    """Every window of the project; pure work that may run in a thread."""
    return dict(_windows(project, ScreenKeys(acts), ScreenInput(receiver), widgets))


def _windows(
    project: Project, taps: ScreenKeys, messages: ScreenInput, widgets: Mapping[str, WidgetFactory]
) -> Iterator[tuple[Spot, Compiled]]:
    def made(draw: Draw, keys: Part, picture: Callable[[ScreenText], StepPhoto] | None = None) -> Compiled:
        return Compiled(_window(draw, taps, messages, picture), keys)

    yield ("", "menu"), made(_outside, navigation.menu(project))
    yield ("", "language"), made(_outside, navigation.languages(project))
    yield ("", "resume"), made(_outside, navigation.resume)
    yield ("", "proposal"), made(_outside, proposal.keys)
    for flow in project.flows.values():
        for item in flow.items:
            match item:
                case Step():
                    keys = navigation.asked(item, widgets[item.type.name](item))
                    yield (flow.id, item.id), made(_question, keys, _picture(flow, item))
                case Say():
                    if item.button is not None:
                        yield (flow.id, item.id), made(_message, navigation.said(item))
                case Stop():
                    yield (flow.id, item.id), made(_message, navigation.stopped(item, project))
                case Compute():
                    pass
                case _:
                    assert_never(item)
        yield (flow.id, REVIEW), made(_review, navigation.reviewed)
        yield (flow.id, "fields"), made(_fields, navigation.fields)
        yield (flow.id, DONE), made(_message, navigation.finished(flow))


def _window(
    draw: Draw, taps: ScreenKeys, messages: ScreenInput, picture: Callable[[ScreenText], StepPhoto] | None
) -> Window:
    text = ScreenText(draw)
    return Window(
        text,
        *([picture(text)] if picture else []),
        taps,
        messages,
        LinkPreview(is_disabled=True),
        state=Run.step,
        markup_factory=_MARKUP,
        parse_mode="HTML",
    )


def _picture(flow: Flow, item: Item) -> Callable[[ScreenText], StepPhoto] | None:
    if not isinstance(item, Step) or item.photo is None:
        return None
    photo = item.photo
    return lambda text: StepPhoto(photo, Path(flow.source).parent, text)


def _question(turn: Turn) -> tuple[list[str], str]:
    screen = turn.screen()
    gathered = None
    if turn.flow is not None and turn.session is not None:
        gathered = drawing.gathered(turn.flow, turn.session, screen, turn.words, turn.moment)
    return drawing.question(screen, turn.words, turn.notice, gathered)


def _message(turn: Turn) -> tuple[list[str], str]:
    return drawing.message(turn.screen(), turn.notice)


def _outside(turn: Turn) -> tuple[list[str], str]:
    return drawing.message(turn.screen(), turn.notice)


def _review(turn: Turn) -> tuple[list[str], str]:
    return drawing.review(turn.screen(), turn.words, turn.notice)


def _fields(turn: Turn) -> tuple[list[str], str]:
    return [turn.notice or ""], f"<b>{turn.words.text('choose_edit')}</b>"
