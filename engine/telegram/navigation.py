"""The buttons every screen has besides its answers: back, home, skip, why, next, and what ends a form."""

from babel import Locale

from engine.core.model import Flow, Project, Say, Step, Stop
from engine.telegram.keys import Button, Frame, Rows, paged, rows
from engine.telegram.widgets import Part

#: Names of the places that are no items, as callback data begins with them; items' ids are lower-case.
REVIEW, DONE, FIELDS, MENU, LANGUAGE, RESUME = "Review", "Done", "Fields", "Menu", "Language", "Resume"
#: Callback data of «Отправить».
SUBMIT = f"{REVIEW}.submit"


def asked(step: Step, answers: Part) -> Part:
    """A step's whole keyboard: its own buttons, then the navigation."""

    def draw(frame: Frame) -> Rows:
        screen, words = frame.screen, frame.words
        if screen.refused:
            return [[Button(words.button("agree"), f"{step.id}:yes")], _ends(step.id, frame)]
        if screen.doubt:
            keep = Button(words.button("keep"), f"{step.id}.keep")
            change = Button(words.button("change"), f"{step.id}.change")
            return [[keep], [change], _ends(step.id, frame)]
        onward = []
        if screen.can_skip and not screen.gathered and not screen.own_words:
            skip = step.skip.plain(words.language) if step.skip else words.button("skip")
            onward.append(Button(skip, f"{step.id}.skip"))
        if screen.current is not None and not step.type.gathers and not screen.own_words:
            onward.append(Button(words.button("next"), f"{step.id}.next"))
        why = [[Button(words.button("why"), f"{step.id}.why")]] if step.why else []
        return [*answers(frame), *rows(onward), *why, _ends(step.id, frame)]

    return draw


def said(item: Say) -> Part:
    def draw(frame: Frame) -> Rows:
        word = item.button.plain(frame.words.language) if item.button else frame.words.button("next")
        return [[Button(word, f"{item.id}.read")], _ends(item.id, frame)]

    return draw


def stopped(item: Stop, project: Project) -> Part:
    def draw(frame: Frame) -> Rows:
        offered = [flow for id in frame.screen.offer if (flow := project.flow(id))]
        buttons = [Button(frame.words.title(flow), f"{item.id}.open:{flow.id}") for flow in offered]
        return [*rows(buttons, 1), _ends(item.id, frame)]

    return draw


def reviewed(frame: Frame) -> Rows:
    words = frame.words
    editable = any(row.editable for row in frame.screen.rows)
    edit = [[Button(words.button("edit"), f"{REVIEW}.fields")]] if editable else []
    return [[Button(words.button("submit"), SUBMIT)], *edit, _ends(REVIEW, frame)]


def fields(frame: Frame) -> Rows:
    """One button an answer that can be changed."""
    buttons = [Button(row.label, f"{FIELDS}.field:{row.id}") for row in frame.screen.rows if row.editable]
    close = [
        Button(frame.words.button("back"), f"{FIELDS}.close"),
        Button(frame.words.button("home"), f"{FIELDS}.home"),
    ]
    # Twice as many as of a list's options: the client looks for one they remember.
    listed = rows(buttons) if len(buttons) <= 20 else paged(FIELDS, buttons, frame, None)
    return [*listed, close]


def finished(flow: Flow) -> Part:
    def draw(frame: Frame) -> Rows:
        words = frame.words
        again = [[Button(flow.again.plain(words.language), f"{DONE}.again")]] if flow.again else []
        return [*again, [Button(words.button("home"), f"{DONE}.home")]]

    return draw


def menu(project: Project) -> Part:
    """«Продолжить» for the unfinished form, the flows, the language where there is a choice."""

    def draw(frame: Frame) -> Rows:
        words = frame.words
        resume = [[Button(words.button("resume"), f"{MENU}.resume")]] if frame.unfinished else []
        flows = [project.flows[id] for id in project.bot.menu if id in project.flows]
        switch = [[Button(words.button("language"), f"{MENU}.languages")]] if len(project.bot.languages) > 1 else []
        return [*resume, *rows([Button(words.title(flow), f"{MENU}.open:{flow.id}") for flow in flows]), *switch]

    return draw


def resume(frame: Frame) -> Rows:
    """Go on with the form begun earlier, or begin it anew."""
    words = frame.words
    return [
        [Button(words.button("resume"), f"{RESUME}.resume")],
        [Button(words.button("restart"), f"{RESUME}.restart")],
        [Button(words.button("home"), f"{RESUME}.home")],
    ]


def languages(project: Project) -> Part:
    """Every language by its own name."""
    buttons = [Button(own_name(code), f"{LANGUAGE}.speak:{code}") for code in project.bot.languages]
    return lambda frame: [*rows(buttons), [Button(frame.words.button("home"), f"{LANGUAGE}.home")]]


def own_name(language: str) -> str:
    """«Русский», «English»."""
    return (Locale.parse(language).get_display_name(language) or language).capitalize()


def _ends(place: str, frame: Frame) -> list[Button]:
    back = [Button(frame.words.button("back"), f"{place}.back")] if frame.screen.can_back else []
    return [*back, Button(frame.words.button("home"), f"{place}.home")]
