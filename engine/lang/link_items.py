"""Items of a flow linked: questions, messages, ends, computed values."""

from engine.core.clauses import CrmTarget
from engine.core.model import Bot, Compute, Item, Say, Step, Stop
from engine.lang import document
from engine.lang.document import FlowDocument, several
from engine.lang.kinds import of as kind_of
from engine.lang.link_bounds import Kinds, formula, rules
from engine.lang.link_choices import choices
from engine.lang.link_conditions import condition
from engine.lang.link_crm import crm
from engine.lang.link_texts import joined, label_from, maybe, text
from engine.lang.scalars import resolved


def item(entry: document.Item, flow: FlowDocument, kinds: Kinds, bot: Bot) -> Item:
    """One checked entry as the interpreter wants it."""
    raw, languages = entry.raw, flow.bot.languages
    when = condition(entry, flow, kinds)
    match entry.kind:
        case "ask":
            return _step(entry, flow, kinds, bot)
        case "say":
            return Say(entry.name, text(raw["say"], languages), when, maybe(raw, "button", languages))
        case "stop":
            offer = tuple(name for name, _ in several(raw.get("offer"), ()))
            return Stop(entry.name, text(raw["stop"], languages), when, offer)
        case "compute":
            return Compute(
                id=entry.name,
                formula=formula(raw["compute"]),
                when=when,
                label=maybe(raw, "label", languages),
                unit=maybe(raw, "unit", languages),
                decimals=_whole(entry, "decimals"),
                day=kind_of(entry, kinds) == "day",
                crm=crm(raw.get("crm")),
            )
        case _:
            raise AssertionError(f"an unchecked item: {entry.path}")


def _step(entry: document.Item, flow: FlowDocument, kinds: Kinds, bot: Bot) -> Step:
    raw, languages, type = entry.raw, flow.bot.languages, entry.type
    assert type is not None
    asked = text(raw["ask"], languages)
    agreed = bot.consent if type.name == "consent" else None
    target = crm(raw.get("crm"))
    return Step(
        id=entry.name,
        ask=joined(asked, agreed.text) if agreed else asked,
        type=type,
        label=maybe(raw, "label", languages) or label_from(raw["ask"], _crm_name(target), languages),
        when=condition(entry, flow, kinds),
        optional=entry.skippable,
        skip=maybe(raw, "skip", languages),
        hint=maybe(raw, "hint", languages),
        why=maybe(raw, "why", languages),
        unit=maybe(raw, "unit", languages),
        decimals=_whole(entry, "decimals"),
        choices=choices(entry, flow.bot, bot.buttons),
        rules=rules(raw["validate"], type, kinds, languages) if "validate" in raw else (),
        retry=maybe(raw, "retry", languages),
        crm=target,
        private=type.personal or resolved(raw.get("private")) is True,
        ai=str(raw["ai"]) if "ai" in raw else None,
        was=tuple(old for old, _ in several(raw.get("was"), ())),
        photo=str(raw["photo"]) if "photo" in raw else None,
        consent=agreed,
    )


def _crm_name(target: CrmTarget) -> str | None:
    return target.name if target.kind in {"field", "contact"} else None


def _whole(entry: document.Item, key: str) -> int:
    found = resolved(entry.raw.get(key))
    return found if isinstance(found, int) else 0
