"""bot.yaml linked: languages, menu, words, consent, reminders."""

from collections.abc import Mapping

from engine.core.model import Bot, Consent, Reminders, Thresholds, Throttling
from engine.core.phrases import BUTTONS, COMMANDS, TEXTS, Words
from engine.core.texts import Template, Text
from engine.lang.document import BotDocument, mapping, sequence
from engine.lang.link_texts import maybe, text
from engine.lang.scalars import Data, resolved

#: Minutes in what `after:` may be measured in.
_MINUTES = {"m": 1, "h": 60, "d": 24 * 60}


def bot(document: BotDocument) -> Bot:
    """A checked bot.yaml as the engine wants it; hooks are linked with the flows that inherit them."""
    raw, languages = document.raw, document.languages
    return Bot(
        languages=languages,
        menu=tuple(str(id) for id in sequence(raw.get("menu"))),
        greeting=text(raw["greeting"], languages),
        help=text(raw["help"], languages),
        buttons=_words(raw, "buttons", BUTTONS, languages),
        texts=_words(raw, "texts", TEXTS, languages),
        commands=_words(raw, "commands", COMMANDS, languages),
        consent=_consent(mapping(raw.get("consent")), languages),
        reminders=_reminders(mapping(raw.get("reminders")), languages),
        throttling=_throttling(mapping(raw.get("throttling")), languages),
        ai=_thresholds(mapping(raw.get("ai"))),
        timezone=str(raw.get("timezone", "Europe/Moscow")),
    )


def _words(raw: Mapping[str, Data], key: str, defaults: Words, languages: tuple[str, ...]) -> Mapping[str, Text]:
    """The engine's words with the author's in their stead, in the bot's languages."""
    own = mapping(raw.get(key))
    return {
        name: text(own[name], languages) if name in own else _default(words, languages)
        for name, words in defaults.items()
    }


def _default(words: Mapping[str, str], languages: tuple[str, ...]) -> Text:
    spoken = {code: Template.parse(words[code]) for code in languages if code in words}
    return Text(spoken or {languages[0]: Template.parse(words["en"])})


def _consent(raw: Mapping[str, Data], languages: tuple[str, ...]) -> Consent | None:
    if not raw:
        return None
    policy = str(raw["policy"]) if "policy" in raw else None
    return Consent(str(raw["version"]), text(raw["text"], languages), policy, maybe(raw, "refused", languages))


def _reminders(raw: Mapping[str, Data], languages: tuple[str, ...]) -> Reminders:
    quiet = mapping(raw.get("quiet"))
    return Reminders(
        after=tuple(sorted(minutes(str(after)) for after in sequence(raw.get("after")))),
        quiet=(str(quiet["from"]), str(quiet["to"])) if quiet else None,
        text=maybe(raw, "text", languages),
    )


def minutes(duration: str) -> int:
    """«2h» → 120."""
    return int(duration[:-1]) * _MINUTES[duration[-1]]


def _throttling(raw: Mapping[str, Data], languages: tuple[str, ...]) -> Throttling:
    usual = Throttling()
    return Throttling(
        messages=int(_number(raw, "messages", usual.messages)),
        seconds=_number(raw, "seconds", usual.seconds),
        text=maybe(raw, "text", languages),
    )


def _thresholds(raw: Mapping[str, Data]) -> Thresholds:
    usual = Thresholds()
    return Thresholds(
        escalate_below=_number(raw, "escalate_below", usual.escalate_below),
        propose_from=_number(raw, "propose_from", usual.propose_from),
    )


def _number(raw: Mapping[str, Data], key: str, usual: float) -> float:
    found = resolved(raw.get(key))
    return found if isinstance(found, int | float) else usual
