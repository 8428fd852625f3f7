"""Which items of the flows were shown to somebody."""

from collections.abc import Iterable, Iterator, Mapping
from zoneinfo import ZoneInfo

from engine.core.facts import survey
from engine.core.model import Bot, Compute, Flow, Project
from engine.core.ports import Draft
from engine.core.screen import glued
from engine.core.values import Moment

#: Ids of items by flow file.
type Items = Mapping[str, frozenset[str]]


def showable(project: Project) -> Items:
    """Everything a client can see: questions, messages, ends; a computed value has no screen."""
    return {
        flow.source: frozenset(item.id for item in flow.items if not isinstance(item, Compute))
        for flow in project.flows.values()
    }


def shown(project: Project, drafts: Iterable[Draft]) -> Items:
    """What the screens of these sessions showed."""
    found: dict[str, set[str]] = {}
    for draft in drafts:
        if (flow := project.flow(draft.session.flow)) is not None:
            found.setdefault(flow.source, set()).update(_on_screen(project.bot, flow, draft))
    return {file: frozenset(items) for file, items in found.items()}


def _on_screen(bot: Bot, flow: Flow, draft: Draft) -> Iterator[str]:
    session = draft.session
    if flow.item(session.step) is not None:
        yield session.step
    moment = Moment(draft.updated_at.astimezone(ZoneInfo(bot.timezone)), bot.languages[0])
    yield from (item.id for item in glued(survey(flow, session, moment), session.step))


def together(parts: Iterable[Items]) -> Items:
    """What any of the parts has."""
    found: dict[str, frozenset[str]] = {}
    for part in parts:
        for flow, items in part.items():
            found[flow] = found.get(flow, frozenset()) | items
    return found


def count(items: Items) -> int:
    return sum(map(len, items.values()))
