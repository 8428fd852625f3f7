"""Types whose value is one or several options: choice, yes_no, many."""

import re
from collections.abc import Mapping, Sequence

from engine.core.answers.base import AnswerType, Asked, Refusal
from engine.core.answers.matching import bare_yes_or_no, folded, match_option, yes_or_no
from engine.core.options import Option
from engine.core.texts import Text
from engine.core.values import NONE, OTHER, UNDER, Json, Value, option_id, option_ids, own_text

#: What stands between options named in one breath: «киа и хендай», «дизель/гибрид».
_JOINTS = re.compile(r"\s+(?:и|или|and|or)\s+|[/+&]")
#: An option in the client's own words is a name, not a story.
MOST_OWN_WORDS = 200

#: What is said to whoever asks, not in answer.
_TALK = frozenset({
    "привет", "здравствуйте", "здравствуй", "добрый день", "добрый вечер", "доброе утро", "алло", "спасибо", "hi",
    "hello", "thanks",
})  # fmt: skip

__all__ = ["ChoiceType", "ManyType", "YesNoType", "folded", "label_of", "match_option"]


def label_of(option: str, asked: Asked) -> str:
    """An option id as people read it."""
    choices = asked.step.choices
    for offered in asked.options:
        if offered.id == option:
            return offered.label.plain(asked.language)
    reserved: Mapping[str, Text | None] = {OTHER: choices.other, NONE: choices.none} if choices else {}
    word = reserved.get(option)
    return word.plain(asked.language) if word else option


def asks_for_own_words(text: str, asked: Asked) -> bool:
    """Whether the client typed what stands on the button «Другое»."""
    choices = asked.step.choices
    return (
        choices is not None
        and choices.other is not None
        and folded(text) == folded(choices.other.plain(asked.language))
    )


def names_something(text: str) -> bool:
    """Whether there is a name in it: an emoji names no brand, and neither do a bare «да», «привет» or a question."""
    if "?" in text or folded(text) in _TALK or bare_yes_or_no(text):
        return False
    return any(letter.isalnum() for letter in text)


def own_words(text: str, asked: Asked) -> Value:
    """The client's own text as a value; under a parent it belongs to the parent's answer of now."""
    words = " ".join(text.split())
    parent = _parent(asked)
    return {OTHER: words} if parent is None else {OTHER: words, UNDER: parent}


def _too_long() -> Refusal:
    return Refusal.of("too_long", max=str(MOST_OWN_WORDS))


def own_words_fit(value: Value, asked: Asked) -> bool:
    """Whether the client's own text still belongs here."""
    parent = _parent(asked)
    return isinstance(value, Mapping) and bool(own_text(value)) and value.get(UNDER, parent) == parent


def _parent(asked: Asked) -> str | None:
    """What the parent's answer is, «» while it is absent; None where there is no parent."""
    choices = asked.step.choices
    if choices is None or choices.parent is None:
        return None
    found = asked.answers.get(choices.parent, "")
    return own_text(found) or option_id(found) or ""


def free(asked: Asked) -> bool:
    """Whether the client's own words are an answer here."""
    choices = asked.step.choices
    return choices is not None and (choices.other is not None or not asked.options)


class ChoiceType(AnswerType):
    """One of the options; with `other`, or where the parent's answer has no row, the client's own text."""

    name = "choice"
    scale = None

    def parse(self, text: str, asked: Asked) -> Value | Refusal:
        found = match_option(text, asked.options, asked.language)
        if found is not None:
            return found.id
        if not free(asked) or asks_for_own_words(text, asked) or not names_something(text):
            return self.refuse(asked)
        return _too_long() if len(text) > MOST_OWN_WORDS else own_words(text, asked)

    def refuse(self, asked: Asked) -> Refusal:
        return Refusal.of("expects.text") if free(asked) and not asked.options else super().refuse(asked)

    def pick(self, option: str, asked: Asked) -> Value | Refusal:
        if any(offered.id == option for offered in asked.options):
            return option
        return self.refuse(asked)

    def fits(self, value: Value, asked: Asked) -> bool:
        if own_text(value) is not None:
            return free(asked) and own_words_fit(value, asked)
        return isinstance(value, str) and any(option.id == value for option in asked.options)

    def measure(self, value: Value) -> float | None:
        return None

    def bound(self, text: str) -> float | None:
        return None

    def show(self, value: Value, asked: Asked) -> str:
        text = own_text(value)
        return text if text is not None else label_of(str(value), asked)

    def crm(self, value: Value, asked: Asked) -> Json:
        option = next((option for option in asked.options if option.id == option_id(value)), None)
        return option.crm if option is not None and option.crm is not None else self.show(value, asked)


class YesNoType(ChoiceType):
    """Yes or no, ids `yes` and `no`."""

    name = "yes_no"

    def parse(self, text: str, asked: Asked) -> Value | Refusal:
        return yes_or_no(text) or super().parse(text, asked)


class ManyType(AnswerType):
    """Several options, kept in the list's order; `none` excludes the rest."""

    name = "many"
    scale = "count"
    gathers = True

    def parse(self, text: str, asked: Asked) -> Value | Refusal:
        """«люк, камера и подогрев» → options; an unknown word is own text where `other` is offered."""
        chosen: list[Value] = []
        for piece in re.split(r"[,;\n]", text):
            if piece.strip():
                named = self._named(piece, asked)
                if named is None:
                    return self.refuse(asked)
                chosen += named
        if NONE in chosen and len(chosen) > 1:
            return self.refuse(asked)
        if any(len(own_text(value) or "") > MOST_OWN_WORDS for value in chosen):
            return _too_long()
        return list(self.ordered(chosen, asked)) if chosen else self.refuse(asked)

    def _named(self, piece: str, asked: Asked) -> list[Value] | None:
        """What one piece names: an option, or several side by side, else own words; None where those are no answer."""
        parts = [part for part in _JOINTS.split(piece) if part.strip()]
        for named in ([piece], parts, piece.split()):
            found = [self._known(part, asked) for part in named]
            if None not in found:
                return [option for option in found if option is not None]
        if not free(asked) or asks_for_own_words(piece, asked) or not names_something(piece):
            return None
        known = [self._known(part, asked) for part in parts]
        if not any(known):
            return [own_words(piece, asked)]
        return [option or own_words(part, asked) for part, option in zip(parts, known, strict=True)]

    def _known(self, piece: str, asked: Asked) -> str | None:
        """The option named, «none» included."""
        none = asked.step.choices.none if asked.step.choices else None
        offered = (*asked.options, Option(NONE, none)) if none else asked.options
        found = match_option(piece, offered, asked.language)
        return found.id if found else None

    def pick(self, option: str, asked: Asked) -> Value | Refusal:
        choices = asked.step.choices
        none = option == NONE and choices is not None and choices.none is not None
        return [option] if none or any(offered.id == option for offered in asked.options) else self.refuse(asked)

    def toggled(self, gathered: Sequence[Value], option: str, asked: Asked) -> tuple[Value, ...]:
        """The ticks after one more tap; «none» and the rest exclude each other."""
        if option in option_ids(gathered):
            return tuple(value for value in gathered if option_id(value) != option)
        if option == NONE:
            return (NONE,)
        return self.ordered([*(value for value in gathered if value != NONE), option], asked)

    def joined(self, gathered: Sequence[Value], more: Sequence[Value], asked: Asked) -> tuple[Value, ...]:
        """The ticks after others were typed; the newest word on «none» wins."""
        if NONE in more:
            return (NONE,)
        return self.ordered([*(value for value in gathered if value not in (NONE, OTHER)), *more], asked)

    def ordered(self, values: Sequence[Value], asked: Asked) -> tuple[Value, ...]:
        """Each value once, in the order the options are shown; own text last."""
        places = {option.id: place for place, option in enumerate(asked.options)}
        unique = {option_id(value) if isinstance(value, str) else str(value): value for value in values}
        return tuple(sorted(unique.values(), key=lambda value: places.get(option_id(value) or "", len(places))))

    def fits(self, value: Value, asked: Asked) -> bool:
        if not isinstance(value, Sequence) or isinstance(value, str) or (NONE in value and len(value) > 1):
            return False
        return bool(value) and all(self._fits(item, asked) for item in value)

    def _fits(self, item: Value, asked: Asked) -> bool:
        choices = asked.step.choices
        if own_text(item) is not None:
            return free(asked) and own_words_fit(item, asked)
        none = item == NONE and choices is not None and choices.none is not None
        return none or (isinstance(item, str) and any(option.id == item for option in asked.options))

    def measure(self, value: Value) -> float | None:
        return len(value) if isinstance(value, Sequence) and not isinstance(value, str) else None

    def show(self, value: Value, asked: Asked) -> str:
        values = value if isinstance(value, Sequence) and not isinstance(value, str) else (value,)
        return ", ".join(own_text(item) or label_of(str(item), asked) for item in values)

    def crm(self, value: Value, asked: Asked) -> Json:
        values = value if isinstance(value, Sequence) and not isinstance(value, str) else (value,)
        names = {option.id: option.crm for option in asked.options if option.crm is not None}
        return [own_text(item) or names.get(str(item), label_of(str(item), asked)) for item in values]
