"""From a finished session to a lead and its deliveries."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from engine.core import conditions
from engine.core.facts import Facts, survey
from engine.core.lead import Client, Delivery, Lead, LeadAnswer
from engine.core.model import Compute, Flow, Parameter, Step
from engine.core.session import Session
from engine.core.texts import Shown, Template
from engine.core.values import Json, Moment, Value


def lead_from_session(flow: Flow, session: Session, client: Client, moment: Moment) -> Lead:
    """The lead of a finished session: only what is visible and answered, in the flow's order.

    The moment's language is the dealer's: labels and option names go to the CRM.
    """
    facts = survey(flow, session, moment)
    return Lead(
        id=session.id,
        flow=flow.id,
        title=flow.title.plain(moment.language),
        version=flow.version,
        client=client,
        answers=tuple(_answers(facts)),
        finished_at=moment.now,
    )


def _answers(facts: Facts) -> Iterator[LeadAnswer]:
    language = facts.moment.language
    for item in facts.visible:
        if item.id not in facts.present:
            continue
        value = facts.present[item.id]
        match item:
            case Step():
                crm_value = item.type.crm(value, facts.asked(item))
                label = item.label.plain(language)
                yield LeadAnswer(item.id, item.type.name, label, value, facts.show(item), item.crm, crm_value)
            case Compute(label=label) if label is not None or item.crm.kind not in ("note", "nowhere"):
                name = label.plain(language) if label else item.crm.name or item.id
                yield LeadAnswer(item.id, "compute", name, value, facts.show(item), item.crm, _for_crm(item, value))
            case _:
                pass


def _for_crm(item: Compute, value: Value) -> Json:
    amount = value if isinstance(value, int | float) else 0
    return date.fromordinal(int(amount)).isoformat() if item.day else amount


def deliveries(flow: Flow, session: Session, moment: Moment, awaited: str = "") -> tuple[Delivery, ...]:
    """One pending delivery per hook whose condition holds, its parameters rendered.

    Of an unfinished session, `awaited` stands for the answers still to come.
    """
    facts = survey(flow, session, moment)
    still = [item.id for item in facts.visible if isinstance(item, Step) and item.id not in session.answers]
    shown = facts.shown | dict.fromkeys(still, awaited) if awaited else facts.shown
    called = [call for call in flow.hooks if conditions.holds(call.when, facts.present, facts.scope)]
    return tuple(
        Delivery(
            id=f"{session.id}.{position}",
            lead=session.id,
            position=position,
            hook=call.hook,
            params={name: rendered(value, shown) for name, value in call.params.items()},
            due_at=moment.now,
        )
        for position, call in enumerate(called)
    )


def rendered(value: Parameter, shown: Shown) -> Json:
    """A parameter with every template filled; hooks get plain text, not HTML."""
    match value:
        case Template():
            return " ".join(value.render(shown).split())
        case Mapping():
            return {name: rendered(inner, shown) for name, inner in value.items()}
        case Sequence():
            return [rendered(inner, shown) for inner in value]
        case _:
            return value
