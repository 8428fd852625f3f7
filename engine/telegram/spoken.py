"""Buttons that are written out instead of tapped: by their label, or by what people say in their stead."""

from collections.abc import Mapping

from engine.core.answers.matching import bare_yes_or_no, folded
from engine.telegram.keys import Button
from engine.telegram.turn import Turn

#: Verbs of callback data (`item.verb`) a bare «да» or «нет» means, where their buttons are on the screen.
_YES_AND_NO: Mapping[str, tuple[str, ...]] = {
    "yes": ("submit", "keep", "accept", "resume", "read"),
    "no": ("fields", "change", "reject"),
}
_SAID: Mapping[str, str] = {
    **dict.fromkeys(("меню", "главное меню", "отмена", "отменить", "стоп", "выход", "menu", "cancel", "stop"), "home"),
    **dict.fromkeys(
        ("пропустить", "пропуск", "не знаю", "незнаю", "не помню", "неважно", "не важно", "без разницы", "все равно",
         "skip"),
        "skip",
    ),
}  # fmt: skip


def spoken_home(text: str) -> bool:
    """Whether the client wants the menu, also where no button leads there."""
    return _SAID.get(folded(text)) == "home"


def spoken(text: str, turn: Turn) -> Button | None:
    """The button on the screen whose words the client wrote; an option's words are left to the question itself."""
    wanted, frame = folded(text), turn.frame()
    if not wanted or wanted in [folded(option.label) for option in frame.screen.options]:
        return None
    buttons = [button for row in turn.shown.keys(frame) for button in row if "." in button.data.partition(":")[0]]
    labelled = next((button for button in buttons if folded(button.label) == wanted), None)
    meant = (_SAID[wanted],) if wanted in _SAID else _YES_AND_NO.get(bare_yes_or_no(text) or "", ())
    return labelled or next((button for button in buttons if button.data.partition(".")[2] in meant), None)
