"""How each item of a flow stands for one client: the light on the diagram, and why an item is dark."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, assert_never

from engine.core import conditions
from engine.core.facts import Facts, survey
from engine.core.model import Compute, Flow, Item, Say, Step, Stop
from engine.core.session import DONE, REVIEW, Session
from engine.core.values import Json, Moment
from engine.lang.graph import svg
from engine.lang.plain import name_of, words_of

type State = Literal["current", "answered", "skipped", "open", "hidden"]
#: Why an item is hidden: its condition, a text that lacks an answer, an earlier end of the flow.
type Reason = Literal["condition", "incomplete", "stopped"]


@dataclass(frozen=True, slots=True)
class Standing:
    state: State
    reason: Reason | None = None
    #: The items that decide it.
    deciding: tuple[str, ...] = ()


def flow_json(flow: Flow, session: Session, moment: Moment, language: str) -> Json:
    """The diagram and how each item stands; `language` is the page's, the moment has the client's."""
    facts = survey(flow, session, moment)
    items: dict[str, Json] = {
        item.id: _item(item, standing(item, flow, session, facts), flow, facts, language) for item in flow.items
    }
    for place in (REVIEW, DONE):
        passed = place == REVIEW and session.step == DONE
        state: State = "current" if session.step == place else "answered" if passed else "open"
        items[place] = {"state": state, "when": "", "reason": None, "now": []}
    return {"id": flow.id, "title": flow.title.plain(language), "svg": svg(flow, language), "items": items}


def _item(item: Item, standing: Standing, flow: Flow, facts: Facts, language: str) -> Json:
    return {
        "state": standing.state,
        "when": words_of(item.when, flow, language),
        "reason": standing.reason,
        "now": list(_now(standing.deciding, flow, facts, language)),
    }


def _now(ids: tuple[str, ...], flow: Flow, facts: Facts, language: str) -> Iterator[Json]:
    """The present answers of items, by the names people know them by; None where there is none."""
    for id in dict.fromkeys(ids):
        item = flow.item(id)
        if item is None:
            continue
        value = facts.show(item) if isinstance(item, Step | Compute) and id in facts.present else None
        yield {"label": name_of(item, language), "value": value}


def standing(item: Item, flow: Flow, session: Session, facts: Facts) -> Standing:
    """Where the client is with this item; the facts are those of the session."""
    if item.id == session.step:
        return Standing("current")
    if any(item.id == seen.id for seen in facts.visible):
        return Standing(_of_visible(item, flow, session, facts))
    end = facts.visible[-1] if facts.visible else None
    if isinstance(end, Stop) and _before(end.id, item.id, flow):
        return Standing("hidden", "stopped", (end.id,))
    if not conditions.holds(item.when, facts.present, facts.scope):
        return Standing("hidden", "condition", tuple(conditions.names(item.when)))
    if isinstance(item, Say):
        places = item.say.template(facts.moment.language).places
        lacking = (place.name for place in places if place.default is None and place.name not in facts.present)
        return Standing("hidden", "incomplete", tuple(lacking))
    # A stop whose condition holds ends the form once the client comes to it.
    return Standing("open")


def _before(one: str, other: str, flow: Flow) -> bool:
    order = [item.id for item in flow.items]
    return order.index(one) < order.index(other)


def _of_visible(item: Item, flow: Flow, session: Session, facts: Facts) -> State:
    match item:
        case Step():
            answered = item.id in session.answers
            return "answered" if item.id in facts.present else "skipped" if answered else "open"
        case Compute():
            return "answered" if item.id in facts.present else "open"
        case Say(button=None):
            # Read together with the screen below it.
            passed = flow.item(session.step) is None or _before(item.id, session.step, flow)
            return "answered" if passed else "open"
        case Say():
            return "answered" if item.id in session.acknowledged else "open"
        case Stop():
            return "open"
        case _:
            assert_never(item)
