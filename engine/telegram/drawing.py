"""How a screen reads in the chat: Telegram HTML, capped so that the question is never what gets lost."""

from collections.abc import Iterable
from html import escape

from engine.core.answers.media import MediaType
from engine.core.facts import survey
from engine.core.model import Flow, Step
from engine.core.rules import most
from engine.core.screen import Screen
from engine.core.session import Session
from engine.core.values import OTHER, Moment
from engine.telegram.html import MOST_TEXT, cut, length, tidy
from engine.telegram.words import Words

#: A long answer is shown shortened where several are shown, or where it only reminds.
MOST_SHOWN = 300


def page(above: Iterable[str], core: str, most: int = MOST_TEXT) -> str:
    """What is above yields when the whole is too long: the core is what the client must see."""
    core = tidy(core, most)
    head = "\n\n".join(part for part in above if part)
    room = most - length(core) - 2
    if not head or room < 20:
        return core
    return f"{tidy(head, room)}\n\n{core}"


def question(screen: Screen, words: Words, notice: str | None, gathering: str | None) -> tuple[list[str], str]:
    """A step: (what is above, the core)."""
    above = [notice or "", progress(screen, words), *screen.said]
    if screen.refused:
        return above, screen.text or words.text("refused")
    lines = [_bold(screen.text)]
    if screen.hint:
        lines.append(f"<i>{screen.hint}</i>")
    core = "\n".join(lines)
    below = []
    if screen.own_words:
        below.append(words.text("other"))
    elif screen.doubt:
        below.append(screen.doubt)
    elif gathering:
        below.append(gathering)
    elif screen.current:
        below.append(words.text("current", answer=cut(screen.current, MOST_SHOWN)))
    if isinstance(screen.item, Step) and screen.item.consent and screen.item.consent.policy:
        below.append(escape(screen.item.consent.policy))
    return above, "\n\n".join([core, *below])


def progress(screen: Screen, words: Words) -> str:
    """«Шаг 3 из 8», or «Шаг 3» while the total is not known."""
    found = screen.progress
    if found is None:
        return ""
    if found.total is None:
        return words.text("step", step=str(found.step))
    return words.text("progress", step=str(found.step), total=str(found.total))


def gathered(flow: Flow, session: Session, screen: Screen, words: Words, moment: Moment) -> str | None:
    """What a step that gathers has so far, and what to do next."""
    step = screen.item
    if not isinstance(step, Step) or not step.type.gathers or not screen.gathered:
        return None
    facts = survey(flow, session, moment)
    if not isinstance(step.type, MediaType) or step.type.kind == "file":
        # Ticks on other pages and the client's own words are nowhere else on the screen.
        values = tuple(value for value in facts.gathered(step, session) if value != OTHER)
        return words.text("current", answer=cut(step.type.show(values, facts.asked(step)), MOST_SHOWN))
    limit = most(step, facts)
    full = limit is not None and screen.gathered >= limit
    return words.text("photos_full" if full else "photos", count=str(screen.gathered))


def review(screen: Screen, words: Words, notice: str | None) -> tuple[list[str], str]:
    lines = [f"<b>{screen.text or words.text('review')}</b>", ""]
    for row in screen.rows:
        value = f"<i>{words.text('empty')}</i>" if row.value is None else escape(cut(row.value, MOST_SHOWN))
        lines.append(f"{escape(row.label)}: {value}")
    return [notice or "", *screen.said], "\n".join(lines)


def message(screen: Screen, notice: str | None) -> tuple[list[str], str]:
    """A message of its own, a stop, or the end: text as the author wrote it."""
    return [notice or "", *screen.said], screen.text


def _bold(text: str) -> str:
    """The first paragraph is the question; a consent's text follows in plain letters."""
    first, gap, rest = text.partition("\n\n")
    return f"<b>{first}</b>{gap}{rest}" if first else rest
