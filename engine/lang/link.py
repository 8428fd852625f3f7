"""Checked documents into a Project: the only place where a Flow is made of a file."""

import hashlib
import json
from collections.abc import Iterable, Mapping

from engine.core.model import Bot, Flow, Project, Understand
from engine.lang import link_bot, link_items
from engine.lang.document import BotDocument, FlowDocument, mapping, sequence, several
from engine.lang.kinds import all_kinds, kinds_before
from engine.lang.link_hooks import hooks
from engine.lang.link_texts import maybe, text
from engine.lang.scalars import Data


def project(bot: BotDocument, flows: Iterable[FlowDocument]) -> Project:
    """Link documents in which no check found an error."""
    linked = link_bot.bot(bot)
    return Project(linked, {document.id: flow(document, linked) for document in flows})


def flow(document: FlowDocument, bot: Bot) -> Flow:
    """One flow, with the bot's hooks where it has none of its own."""
    raw, languages = document.raw, bot.languages
    items = tuple(link_items.item(entry, document, before, bot) for entry, before in kinds_before(document))
    kinds = all_kinds(document)
    understand = mapping(raw.get("understand"))
    return Flow(
        id=document.id,
        version=version(document),
        title=text(raw["title"], languages),
        items=items,
        done=text(raw["done"], languages),
        understand=Understand(
            str(understand.get("about", "")), tuple(str(example) for example in sequence(understand.get("examples")))
        ),
        review=maybe(raw, "review", languages),
        again=maybe(raw, "again", languages),
        hooks=hooks(raw.get("on_complete", document.bot.raw.get("on_complete")), document, kinds),
        was=tuple(old for old, _ in several(raw.get("was"), ())),
        source=document.source.file,
    )


def version(document: FlowDocument) -> str:
    """A hash of what shapes a conversation: the flow's data and what it uses of bot.yaml; comments do not count."""
    bot = document.bot.raw
    parts: list[Data] = [dict(document.raw), {key: bot[key] for key in ("languages", "consent") if key in bot}]
    for section, used in (("blocks", _used(document.raw.get("steps"), "use")), ("lists", _lists(document))):
        stored = mapping(bot.get(section))
        parts.append({name: stored[name] for name in sorted(used) if name in stored})
    if "on_complete" not in document.raw and "on_complete" in bot:
        parts.append(bot["on_complete"])
    content = json.dumps(parts, ensure_ascii=False, sort_keys=False)
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def _used(steps: Data | None, key: str) -> set[str]:
    return {str(entry[key]) for entry in sequence(steps) if isinstance(entry, Mapping) and key in entry}


def _lists(document: FlowDocument) -> set[str]:
    found = set()
    for item in document.items:
        for value in (item.raw.get("choices"), *mapping(item.raw.get("choices_by")).values()):
            if isinstance(value, str):
                found.add(str(value))
    return found
