"""What the client should see now: a value every edge draws in its own way."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import assert_never

from engine.core.backward import can_back, refused
from engine.core.facts import Facts, survey
from engine.core.model import Compute, Flow, Item, Say, Step, Stop
from engine.core.rules import broken, complaint
from engine.core.session import DONE, REVIEW, Session
from engine.core.texts import Shown
from engine.core.values import NONE, OTHER, Moment, option_ids


@dataclass(frozen=True, slots=True)
class Choice:
    """One option as offered now."""

    id: str
    label: str
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    step: int
    #: None while questions to come depend on answers to come.
    total: int | None


@dataclass(frozen=True, slots=True)
class Row:
    """One answer on the review; `value` is None where the client skipped."""

    id: str
    label: str
    value: str | None
    #: Computed values cannot be changed by hand.
    editable: bool = True


@dataclass(frozen=True, slots=True)
class Screen:
    """`text`, `said`, `hint` and `doubt` are Telegram HTML with answers escaped; all the rest is plain, and whoever
    puts it into HTML escapes it."""

    #: An item's id, REVIEW or DONE.
    place: str
    item: Item | None
    #: The question, the message, or the heading of the review.
    text: str
    #: Messages glued above, each a paragraph.
    said: tuple[str, ...] = ()
    hint: str | None = None
    progress: Progress | None = None
    options: tuple[Choice, ...] = ()
    #: The accepted answer of a step visited again.
    current: str | None = None
    #: A soft rule's question: «Да, всё верно» accepts, anything else answers anew.
    doubt: str | None = None
    #: «Другое» was tapped and its text is awaited.
    own_words: bool = False
    #: How much a step that gathers has so far.
    gathered: int = 0
    can_back: bool = False
    can_skip: bool = False
    rows: tuple[Row, ...] = ()
    #: Flow ids a stop offers.
    offer: tuple[str, ...] = ()
    #: The client refused consent.
    refused: bool = False


def screen(flow: Flow, session: Session, moment: Moment) -> Screen:
    """What this session shows; the session must be reconciled with this version of the flow."""
    facts = survey(flow, session, moment)
    language, shown = moment.language, facts.shown
    if session.step == DONE:
        return Screen(DONE, None, flow.done.render(language, shown, escape).strip())
    said = tuple(item.say.render(language, shown, escape).strip() for item in glued(facts, session.step))
    back = can_back(session, facts)
    item = flow.item(session.step)
    match item:
        case None:
            heading = flow.review.render(language, shown, escape) if flow.review else ""
            return Screen(REVIEW, None, heading.strip(), said, rows=tuple(_rows(facts, shown)), can_back=back)
        case Say():
            return Screen(item.id, item, item.say.render(language, shown, escape).strip(), said, can_back=back)
        case Stop():
            text = item.stop.render(language, shown, escape).strip()
            return Screen(item.id, item, text, said, can_back=back, offer=item.offer)
        case Compute():
            raise AssertionError(f"no session stands on a computed value: {item.id}")
        case Step():
            return (
                _refused(item, facts, said) if refused(item, session) else _question(item, session, facts, shown, said)
            )
        case _:
            assert_never(item)


def _refused(step: Step, facts: Facts, said: tuple[str, ...]) -> Screen:
    """What a client who refused consent reads; without words of the author's the text is empty, the bot has its own."""
    words = step.consent.refused if step.consent else None
    text = words.render(facts.moment.language, {}).strip() if words else ""
    return Screen(step.id, step, text, said, can_back=True, refused=True)


def _question(step: Step, session: Session, facts: Facts, shown: Shown, said: tuple[str, ...]) -> Screen:
    language = facts.moment.language
    answer = session.answers.get(step.id)
    gathered, doubted = facts.gathered(step, session), facts.doubted(step, session)
    rule = None if doubted is None else broken(step, doubted, facts, soft=True)
    ticked = option_ids(gathered) if step.type.gathers else option_ids(answer) if answer is not None else ()
    return Screen(
        place=step.id,
        item=step,
        text=step.ask.render(language, shown, escape).strip(),
        said=said,
        hint=step.hint.render(language, shown, escape).strip() if step.hint else None,
        progress=progress(step, session, facts),
        options=tuple(_options(step, facts, ticked)),
        current=shown.get(step.id),
        doubt=complaint(rule, step, doubted, facts) if rule and doubted is not None else None,
        own_words=OTHER in gathered,
        gathered=sum(value != OTHER for value in gathered) if step.type.gathers else 0,
        can_back=can_back(session, facts),
        can_skip=step.optional,
    )


def _options(step: Step, facts: Facts, ticked: tuple[str, ...]) -> Iterator[Choice]:
    language, choices = facts.moment.language, step.choices
    offered = facts.asked(step).options
    for option in offered:
        yield Choice(option.id, option.label.plain(language), option.id in ticked)
    if choices and choices.other and offered:
        yield Choice(OTHER, choices.other.plain(language), OTHER in ticked)
    if choices and choices.none:
        yield Choice(NONE, choices.none.plain(language), NONE in ticked)


def glued(facts: Facts, place: str) -> tuple[Say, ...]:
    """Messages between the previous question and this place."""
    found: list[Say] = []
    for item in facts.visible:
        if item.id == place:
            break
        match item:
            case Say(button=None):
                found.append(item)
            case Compute():
                pass
            case _:
                found.clear()
    return tuple(found)


def _rows(facts: Facts, shown: Shown) -> Iterator[Row]:
    language = facts.moment.language
    for item in facts.visible:
        match item:
            case Step() if item.type.refusal is None:
                yield Row(item.id, item.label.plain(language), shown.get(item.id))
            case Compute(label=label) if label is not None and item.id in shown:
                yield Row(item.id, label.plain(language), shown[item.id], editable=False)
            case _:
                pass


def progress(step: Step, session: Session, facts: Facts) -> Progress | None:
    """«Шаг 3 из 8»: the total only while it is reliable, nothing while one answer is being changed."""
    if session.edit is not None:
        return None
    # Consent is no question of the form's: given once, it would make the count jump.
    steps = [item.id for item in facts.visible if isinstance(item, Step) and item.type.refusal is None]
    if step.id not in steps:
        return None
    reliable = facts.settled and not isinstance(facts.visible[-1], Stop)
    return Progress(steps.index(step.id) + 1, len(steps) if reliable else None)
