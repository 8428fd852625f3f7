"""Types whose value is one or several options: choice, yes_no, many."""

import re
from collections.abc import Iterator, Mapping, Sequence

from engine.core.answers.base import MAX_TEXT, AnswerType, Asked, Refusal
from engine.core.model import Option
from engine.core.texts import Text
from engine.core.values import NONE, OTHER, Json, Value, option_id, option_ids, own_text

_LOOSE = re.compile(r"[\W_]+")
_YES = frozenset({"да", "ага", "угу", "конечно", "yes", "y", "true", "+", "есть", "верно", "ок", "давай"})
_NO = frozenset({"нет", "не", "неа", "no", "n", "false", "-", "нету"})


def folded(text: str) -> str:
    """Text as people compare it: case, punctuation, emoji and «ё» do not matter."""
    return _LOOSE.sub(" ", text.casefold().replace("ё", "е")).strip()


def match_option(text: str, options: Sequence[Option], language: str) -> Option | None:
    """The option whose label the client typed: in full, or a beginning that only one label has."""
    wanted = folded(text)
    if not wanted:
        return None
    labels = [(folded(option.label.plain(language)), option) for option in options]
    exact = [option for label, option in labels if label == wanted]
    if exact:
        return exact[0]
    if by_id := [option for option in options if folded(option.id) == wanted]:
        return by_id[0]
    near = [option for label, option in labels if len(wanted) >= 3 and label.startswith(wanted)]
    return near[0] if len(near) == 1 else None


def label_of(option: str, asked: Asked) -> str:
    """An option id as people read it."""
    choices = asked.step.choices
    for offered in asked.options:
        if offered.id == option:
            return offered.label.plain(asked.language)
    reserved: Mapping[str, Text | None] = {OTHER: choices.other, NONE: choices.none} if choices else {}
    word = reserved.get(option)
    return word.plain(asked.language) if word else option


class ChoiceType(AnswerType):
    """One of the options; with `other`, or where the parent's answer has no row, the client's own text."""

    name = "choice"
    scale = None

    def free(self, asked: Asked) -> bool:
        """Whether the client's own words are an answer here."""
        choices = asked.step.choices
        return choices is not None and (choices.other is not None or not asked.options)

    def parse(self, text: str, asked: Asked) -> Value | Refusal:
        found = match_option(text, asked.options, asked.language)
        if found is not None:
            return found.id
        if len(text) > MAX_TEXT:
            return Refusal.of("too_long", max=str(MAX_TEXT))
        return {OTHER: " ".join(text.split())} if self.free(asked) else self.refuse(asked)

    def pick(self, option: str, asked: Asked) -> Value | Refusal:
        if any(offered.id == option for offered in asked.options):
            return option
        return self.refuse(asked)

    def fits(self, value: Value, asked: Asked) -> bool:
        text = own_text(value)
        if text is not None:
            return bool(text) and self.free(asked)
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
        first = folded(text).split(" ")[0] or text.strip()
        if first in _YES or first in _NO:
            return "yes" if first in _YES else "no"
        return super().parse(text, asked)


class ManyType(AnswerType):
    """Several options, kept in the list's order; `none` excludes the rest."""

    name = "many"
    scale = "count"
    gathers = True

    def parse(self, text: str, asked: Asked) -> Value | Refusal:
        """«люк, камера и подогрев» → options; an unknown word is own text where `other` is offered."""
        choices = asked.step.choices
        chosen: list[Value] = []
        whole = match_option(text, asked.options, asked.language)
        pieces = [text] if whole else [piece.strip() for piece in re.split(r"[,;\n]|\s+и\s+", text) if piece.strip()]
        for piece in pieces:
            found = match_option(piece, asked.options, asked.language)
            if found is not None:
                chosen.append(found.id)
            elif choices is not None and choices.none and folded(choices.none.plain(asked.language)) == folded(piece):
                chosen.append(NONE)
            elif choices is not None and choices.other and len(piece) <= MAX_TEXT:
                chosen.append({OTHER: piece})
            else:
                return self.refuse(asked)
        return self.ordered(chosen, asked) if chosen else self.refuse(asked)

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

    def ordered(self, values: Sequence[Value], asked: Asked) -> tuple[Value, ...]:
        """Each value once, in the order the options are shown; own text last."""
        places = {option.id: place for place, option in enumerate(asked.options)}
        unique = {option_id(value) if isinstance(value, str) else str(value): value for value in values}
        return tuple(sorted(unique.values(), key=lambda value: places.get(option_id(value) or "", len(places))))

    def fits(self, value: Value, asked: Asked) -> bool:
        return isinstance(value, Sequence) and not isinstance(value, str) and all(self._offered(value, asked))

    def _offered(self, value: Sequence[Value], asked: Asked) -> Iterator[bool]:
        choices = asked.step.choices
        known = {option.id for option in asked.options}
        if choices is not None and choices.none:
            known.add(NONE)
        for item in value:
            text = own_text(item)
            yield (choices is not None and choices.other is not None) if text else option_id(item) in known

    def measure(self, value: Value) -> float | None:
        return len(value) if isinstance(value, Sequence) and not isinstance(value, str) else None

    def show(self, value: Value, asked: Asked) -> str:
        values = value if isinstance(value, Sequence) and not isinstance(value, str) else (value,)
        return ", ".join(own_text(item) or label_of(str(item), asked) for item in values)

    def crm(self, value: Value, asked: Asked) -> Json:
        values = value if isinstance(value, Sequence) and not isinstance(value, str) else (value,)
        names = {option.id: option.crm for option in asked.options if option.crm is not None}
        return [own_text(item) or names.get(str(item), label_of(str(item), asked)) for item in values]
