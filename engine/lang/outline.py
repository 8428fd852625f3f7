"""A flow as a table for the dealer's sign-off: what the client reads, when, which answers are taken, where they go."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from engine.core.clauses import Table
from engine.core.hookspec import HookSpec
from engine.core.model import Compute, Flow, Item, Project, Say, Step, Stop
from engine.core.options import Choices, Option
from engine.lang.graph import kind_of
from engine.lang.outline_ending import ending
from engine.lang.outline_words import LANGUAGE, answer_words, crm_words, in_words, rule_words, spoken
from engine.lang.plain import amount, name_of, words_of

#: More options than these are listed at the end of the page.
FEW = 12


@dataclass(frozen=True, slots=True)
class Row:
    """One item."""

    #: Of a question; what is not asked has none.
    number: int | None
    #: The item's kind: step, say, stop, compute.
    kind: str
    id: str
    #: What the client reads; of a computed value its name.
    text: str
    #: What goes with it: «Подсказка: …».
    notes: tuple[str, ...]
    #: When it comes; empty for what always comes.
    when: str
    #: What is taken for an answer, and what is said of another.
    answer: tuple[str, ...]
    #: Where the answer goes; empty where nothing does.
    crm: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A long list of options, or the lists that depend on another answer."""

    title: str
    #: (the answer it depends on or nothing, the options)
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """Everything a dealer agrees to when they agree to a flow."""

    id: str
    #: Changes with everything that shapes a conversation.
    version: str
    title: str
    about: str
    rows: tuple[Row, ...]
    #: What happens after the last question: (what, how).
    ending: tuple[tuple[str, str], ...]
    lists: tuple[Listed, ...]

    @property
    def summary(self) -> str:
        """How many questions there are, in one line."""
        asked = [row for row in self.rows if row.number is not None]
        free = sum(any(line.startswith("Можно пропустить") for line in row.answer) for row in asked)
        some = sum(bool(row.when) for row in asked)
        return f"Вопросов: {len(asked)}. Задаются не всем: {some}. Можно пропустить: {free}."


def outline(flow: Flow, project: Project, hooks: Sequence[HookSpec] = ()) -> Outline:
    """The table of a compiled flow, in Russian; the client's texts in the bot's first language where they have no
    Russian."""
    numbers = {step.id: number for number, step in enumerate(flow.steps, 1)}
    rows = (_row(item, numbers.get(item.id), flow, project) for item in flow.items)
    return Outline(
        id=flow.id,
        version=flow.version[:8],
        title=flow.title.plain(LANGUAGE),
        about=flow.understand.about[:1].upper() + flow.understand.about[1:],
        rows=tuple(rows if _reaches_crm(flow) else (replace(row, crm="") for row in rows)),
        ending=tuple(ending(flow, project.bot, hooks)),
        lists=tuple(_lists(flow)),
    )


def _reaches_crm(flow: Flow) -> bool:
    """Whether answers go to a CRM at all; a hook that makes a lead is called so: `amocrm.lead`."""
    mapped = any(isinstance(item, Step | Compute) and item.crm.kind != "note" for item in flow.items)
    return mapped or any(call.hook.endswith(".lead") for call in flow.hooks)


def _row(item: Item, number: int | None, flow: Flow, project: Project) -> Row:
    when = words_of(item.when, flow, LANGUAGE)
    kind = kind_of(item)
    match item:
        case Step():
            options = _offered(item, flow)
            answer = (*answer_words(item, options, project.bot), *rule_words(item, flow))
            text = spoken(item.ask, flow)
            return Row(number, kind, item.id, text, tuple(_notes(item, flow)), when, answer, crm_words(item))
        case Say(say=text, button=button):
            notes = (f"Отдельный экран с кнопкой «{button.plain(LANGUAGE)}»",) if button else ()
            return Row(None, kind, item.id, spoken(text, flow), notes, when, (), "")
        case Stop(stop=text, offer=offer):
            titles = [found.title.plain(LANGUAGE) for id in offer if (found := project.flow(id))]
            notes = (f"Кнопки: {' · '.join(titles)}",) if titles else ()
            return Row(None, kind, item.id, spoken(text, flow), notes, when, (), "")
        case Compute(label=label):
            notes = () if label else ("Клиент этого не видит",)
            name = label.plain(LANGUAGE) if label else item.id
            return Row(None, kind, item.id, name, notes, when, tuple(_computed(item, flow)), crm_words(item))
        case _:
            assert_never(item)


def _notes(step: Step, flow: Flow) -> Iterator[str]:
    for words, text in (("Подсказка", step.hint), ("«Зачем это?»", step.why), ("Если не понял", step.retry)):
        if text is not None:
            yield f"{words}: {spoken(text, flow)}"
    if step.photo:
        yield f"Картинка: {step.photo}"
    if step.consent is not None:
        yield f"Версия согласия: {step.consent.version}"
        if step.consent.policy:
            yield f"Политика: {step.consent.policy}"


def _computed(item: Compute, flow: Flow) -> Iterator[str]:
    unit = f", {item.unit.plain(LANGUAGE)}" if item.unit else ""
    made = item.formula
    if not isinstance(made, Table):
        yield f"Считается: {in_words(made, flow)}{unit}"
        return
    parent = flow.item(made.parent)
    yield f"По ответу «{name_of(parent, LANGUAGE) if parent else made.parent}»{unit}:"
    offered = parent.choices.rows.values() if isinstance(parent, Step) and parent.choices else ()
    labels = {option.id: option.label.plain(LANGUAGE) for row in offered for option in row}
    for id, value in made.rows.items():
        yield f"{labels.get(id, 'остальное' if id == 'other' else id)} — {amount(value)}"


def _offered(step: Step, flow: Flow) -> tuple[str, ...]:
    """The options in place, or where they are to be found."""
    choices = step.choices
    if choices is None:
        return ()
    if choices.parent is None and len(choices.rows[None]) <= FEW:
        return tuple(map(_option, choices.rows[None]))
    return (f"список «{name_of(step, LANGUAGE)}» в конце, {_how_many(choices)}",)


def _how_many(choices: Choices) -> str:
    return f"вариантов: {len({option.id for row in choices.rows.values() for option in row})}"


def _option(option: Option) -> str:
    label = option.label.plain(LANGUAGE)
    return f"{label} (в CRM «{option.crm}»)" if option.crm and option.crm != label else label


def _lists(flow: Flow) -> Iterator[Listed]:
    for step in flow.steps:
        choices = step.choices
        if choices is None or (choices.parent is None and len(choices.rows[None]) <= FEW):
            continue
        title = f"{name_of(step, LANGUAGE)} — {_how_many(choices)}"
        if choices.parent is None:
            yield Listed(title, (("", tuple(map(_option, choices.rows[None]))),))
            continue
        parent = flow.step(choices.parent)
        above = parent.choices.rows.values() if parent and parent.choices else ()
        labels = {option.id: option.label.plain(LANGUAGE) for row in above for option in row}
        rows = ((labels.get(key or "", key or ""), tuple(map(_option, row))) for key, row in choices.rows.items())
        yield Listed(title, tuple(rows))
