"""What a typed text means where options are offered: in full, shortened, inflected, in other letters, yes or no."""

import re
from collections.abc import Sequence
from itertools import groupby

from engine.core.answers.hearing import heard
from engine.core.options import Option

_LOOSE = re.compile(r"[\W_]+")
_CYRILLIC = re.compile(r"[а-я]+")
#: Endings that do not change what a Russian word means: «механика» and «механику», «красная» and «красный».
_ENDINGS = frozenset({
    "", "а", "я", "у", "ю", "ы", "и", "о", "е", "ь", "й", "ой", "ей", "ый", "ий", "ая", "яя", "ое", "ее", "ую", "юю",
    "ом", "ем", "ам", "ям", "ах", "ях", "ов", "ев", "ых", "их", "ым", "им", "ые", "ие", "ого", "его", "ому", "ему",
    "ами", "ями",
})  # fmt: skip
#: Words that turn a meaning round: a part of a label without its «не» is not that label.
_TURNING = frozenset({"не", "нет", "без", "ни", "no", "not", "without"})
_YES = frozenset({
    "да", "ага", "угу", "конечно", "есть", "верно", "точно", "ок", "окей", "давай", "yes", "yep", "y", "ok", "true",
    "lf", "+", "👍", "✅",
})  # fmt: skip
_NO = frozenset({"нет", "не", "неа", "нету", "no", "nope", "n", "false", "ytn", "-", "–", "—", "👎", "❌"})
#: Words that only underline a yes.
_BESIDES = frozenset({"все", "так", "именно", "правильно", "пожалуйста", "спасибо"})
#: «Не знаю» is no «нет».
_UNSURE = ("зна", "помн", "увер", "пон", "скаж", "могу", "know", "sure")


def folded(text: str) -> str:
    """Text as people compare it: case, punctuation, emoji and «ё» do not matter."""
    return _LOOSE.sub(" ", text.casefold().replace("ё", "е")).strip()


def match_option(text: str, options: Sequence[Option], language: str) -> Option | None:
    """The option the client typed: its label, its id, what else it is called, a part that only one label has, or
    what sounds like it.

    None where that is not sure.
    """
    wanted, written = folded(text), text.strip().casefold()
    if not wanted:
        return None
    labels = [(option.label.plain(language), option) for option in options]
    for same in (
        [option for label, option in labels if label.casefold() == written],
        [option for label, option in labels if folded(label) == wanted],
        [option for option in options if folded(option.id) == wanted],
        [option for option in options if any(_same(folded(name), wanted) for name in option.ai)],
    ):
        if same:
            return same[0] if len(same) == 1 else None
    near = [option for label, option in labels if len(wanted) >= 3 and _part(wanted.split(), folded(label).split())]
    if near or _TURNING.intersection(wanted.split()):
        return near[0] if len(near) == 1 else None
    return heard(text, options, language)


def _same(name: str, wanted: str) -> bool:
    words, others = name.split(), wanted.split()
    return len(words) == len(others) and all(map(alike, words, others))


def _part(wanted: Sequence[str], label: Sequence[str]) -> bool:
    """Whether the words stand in the label one after another, the last one perhaps unfinished."""
    if _TURNING.intersection(wanted) != _TURNING.intersection(label):
        return False
    *whole, last = wanted
    for start in range(len(label) - len(whole)):
        found = label[start : start + len(wanted)]
        begun = found[-1].startswith(last) and not last.isdecimal() and (start == 0 or len(last) >= 4)
        if all(map(alike, whole, found)) and (begun or alike(last, found[-1])):
            return True
    return False


def alike(one: str, other: str) -> bool:
    """Whether two folded words are the same but for a Russian ending."""
    if one == other:
        return True
    if not (_CYRILLIC.fullmatch(one) and _CYRILLIC.fullmatch(other)):
        return False
    common = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return any(one[stem:] in _ENDINGS and other[stem:] in _ENDINGS for stem in range(3, common + 1))


def yes_or_no(text: str) -> str | None:
    """«Да», «ага», «неа», «нееет» → yes or no; None for «не знаю», «да нет» and everything else."""
    spoken = "".join(letter for letter, _ in groupby(folded(text))) or text.strip()
    first, second = (*spoken.split(" "), "", "")[:2]
    if (first in _YES and second in _NO) or (first in _NO and (second in _YES or second.startswith(_UNSURE))):
        return None
    return "yes" if first in _YES else "no" if first in _NO else None


def bare_yes_or_no(text: str) -> str | None:
    """«Да», «да, всё верно», «нет!» → yes or no; None where anything else is said: «да, но телефон другой»."""
    said = yes_or_no(text)
    known = _YES | _BESIDES if said == "yes" else _NO
    return said if all(word in known for word in folded(text).split()) else None
