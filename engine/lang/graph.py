"""A flow as a picture: our own SVG spine, steps from top to bottom, and Mermaid text for documents."""

from collections.abc import Iterator
from html import escape
from typing import assert_never

from engine.core.clauses import Table
from engine.core.model import Compute, Flow, Item, Say, Step, Stop
from engine.lang.plain import formula, name_of, type_word, words_of

WIDTH = 320
_TOP, _GAP, _HEIGHT, _LEFT, _INDENT = 16, 14, 40, 34, 22


def svg(flow: Flow, language: str = "ru") -> str:
    """The spine: one `<g data-item=…>` an item, so a page can light it; colours are left to CSS classes.

    Conditional items stand indented on a dashed bypass; the deciding condition is the group's `<title>`.
    """
    body = "".join(_row(index + 1, item, flow, language) for index, item in enumerate(flow.items))
    review, done = len(flow.items) + 1, len(flow.items) + 2
    ends = _node(review, "@review", "review", _words("review", language)) + _node(
        done, "@done", "done", _words("done", language)
    )
    start = f'<g class="node start"><circle cx="{_LEFT}" cy="{_TOP + 6}" r="6"/></g>'
    spine = f'<path class="spine" d="M{_LEFT} {_TOP + 6}V{middle(done)}"/>'
    height = middle(done) + _HEIGHT
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="flow" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" role="img" aria-label="{escape(flow.title.plain(language))}">'
        f"{spine}{start}{body}{ends}</svg>"
    )


def _words(key: str, language: str) -> str:
    russian = {"review": "Проверка ответов", "done": "Заявка"}
    english = {"review": "Check your answers", "done": "Lead"}
    return (russian if language == "ru" else english)[key]


def middle(row: int) -> int:
    """The height at which a row stands; items are rows 1, 2, …, then come the review and the lead."""
    return _TOP + row * (_HEIGHT + _GAP) + _HEIGHT // 2 - _GAP


def _row(row: int, item: Item, flow: Flow, language: str) -> str:
    return _node(
        row,
        item.id,
        kind_of(item),
        name_of(item, language),
        detail_of(item, flow, language),
        words_of(item.when, flow, language),
    )


def _node(row: int, id: str, kind: str, name: str, detail: str = "", condition: str = "") -> str:
    y = middle(row)
    left = _LEFT + (_INDENT if condition else 0) + 18
    width = WIDTH - left - 8
    title = f"<title>{escape(condition)}</title>" if condition else ""
    branch = (
        f'<path class="branch" d="M{_LEFT} {y - _HEIGHT // 2}C{_LEFT} {y} {_LEFT} {y} {left} {y}"/>'
        if condition
        else f'<path class="branch solid" d="M{_LEFT} {y}H{left}"/>'
    )
    second = f'<text class="detail" x="{left + 12}" y="{y + 12}">{escape(_cut(detail, width, 7))}</text>'
    first = f'<text class="name" x="{left + 12}" y="{y + (-2 if detail else 4)}">{escape(_cut(name, width, 9))}</text>'
    text = first + (second if detail else "")
    return (
        f'<g class="node {kind}{" conditional" if condition else ""}" data-item="{escape(id)}" tabindex="0">'
        f'{title}{branch}<circle class="dot" cx="{_LEFT}" cy="{y}" r="4"/>'
        f'<rect x="{left}" y="{y - _HEIGHT // 2}" width="{width}" height="{_HEIGHT}" rx="10"/>{text}</g>'
    )


def _cut(text: str, width: int, letter: int) -> str:
    """As much as fits; `letter` is an average one's width in pixels."""
    most = (width - 20) // letter
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def kind_of(item: Item) -> str:
    """The CSS class and the Mermaid shape of an item."""
    match item:
        case Step():
            return "step"
        case Say():
            return "say"
        case Stop():
            return "stop"
        case Compute():
            return "compute"
        case _:
            assert_never(item)


def detail_of(item: Item, flow: Flow, language: str) -> str:
    """The second line: the type and what is offered, or what kind of item it is."""
    russian = language == "ru"
    match item:
        case Step(type=type, optional=optional):
            skipping = ("можно пропустить" if russian else "optional") if optional else ""
            parts = type_word(type.name, language), _offer(item, flow, language), skipping
            return " · ".join(part for part in parts if part)
        case Say():
            return "сообщение" if russian else "message"
        case Stop():
            return "конец без заявки" if russian else "ends without a lead"
        case Compute(formula=made):
            return f"= {_by(made.parent, flow, language) if isinstance(made, Table) else formula(made, flow, language)}"
        case _:
            assert_never(item)


def _offer(step: Step, flow: Flow, language: str) -> str:
    """How many options there are, or whose answer decides which."""
    choices = step.choices
    if choices is None or step.type.name == "yes_no":
        return ""
    if choices.parent is not None:
        return _by(choices.parent, flow, language)
    return str(len(choices.rows.get(None, ())) or "")


def _by(parent: str, flow: Flow, language: str) -> str:
    item = flow.item(parent)
    name = name_of(item, language) if item else parent
    return f"по ответу «{name}»" if language == "ru" else f"by “{name}”"


def mermaid(flow: Flow, language: str = "ru") -> str:
    """The same as Mermaid text, which GitHub draws in README files and pull requests."""
    return "\n".join(("flowchart TD", *(f"  {line}" for line in _mermaid_lines(flow, language)))) + "\n"


def _mermaid_lines(flow: Flow, language: str) -> Iterator[str]:
    shapes = {"step": ("[", "]"), "say": ("(", ")"), "stop": ("[[", "]]"), "compute": ("{{", "}}")}
    walked = [item for item in flow.items if not isinstance(item, Compute)]
    names = {item.id: f"n{index}" for index, item in enumerate(walked)}
    for item in walked:
        left, right = shapes[kind_of(item)]
        yield f"{names[item.id]}{left}{_quoted(name_of(item, language))}{right}"
    yield f"review([{_quoted(_words('review', language))}])"
    yield f"done([{_quoted(_words('done', language))}])"
    sources: list[str] = []
    for item in walked:
        condition = words_of(item.when, flow, language)
        for source in sources:
            yield f"{source} -->{f'|{_quoted(condition)}|' if condition else ''} {names[item.id]}"
        if isinstance(item, Stop):
            if not condition:
                return
        elif condition:
            sources = [*sources, names[item.id]]
        else:
            sources = [names[item.id]]
    for source in sources:
        yield f"{source} --> review"
    yield "review --> done"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', "#quot;") + '"'
