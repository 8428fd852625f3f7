"""The unchanging part of a Russian word, as it sounds, and the small words that carry no subject."""

from functools import lru_cache
from importlib.resources import files

from engine.core.letters import key

#: Endings of nouns, adjectives and verbs.
_WRITTEN = (
    "ами", "ями", "ого", "его", "ому", "ему", "ыми", "ими", "ешь", "ишь", "ает", "яет", "ают", "яют", "уют", "юют",
    "ать", "ять", "еть", "ить", "уть", "ться", "тся", "ал", "ял", "ил", "ел", "ала", "яла", "ила", "али", "яли", "или",
    "ели", "ую", "юю", "ая", "яя", "ое", "ее", "ые", "ие", "ый", "ий", "ой", "ей", "ов", "ев", "ом", "ем", "ам", "ям",
    "ах", "ях", "их", "ых", "им", "ым", "ю", "у", "а", "я", "ы", "и", "е", "о", "й", "ия", "ии", "ию", "ией", "иях",
    "иям", "иями", "ание", "ения", "ение", "ания", "ка", "ку", "ки", "ке", "кой", "ок",
)  # fmt: skip
#: As they sound, longest first.
_ENDINGS = tuple(sorted({key(ending) for ending in _WRITTEN}, key=lambda ending: (-len(ending), ending)))
_NUMERALS = {
    key(word): digits
    for word, digits in (
        ("один", "1"), ("два", "2"), ("две", "2"), ("три", "3"), ("четыре", "4"), ("пять", "5"), ("шесть", "6"),
        ("семь", "7"), ("восемь", "8"), ("девять", "9"), ("десять", "10"),
    )
}  # fmt: skip
FUNCTION = frozenset(map(key, files(__package__).joinpath("function_words.txt").read_text(encoding="utf-8").split()))
NEGATIONS = frozenset(map(key, ("не", "без", "ни", "кроме", "нет")))


@lru_cache(maxsize=20_000)
def stem(sound: str) -> str:
    """«пробегом» → probeg, «три» → 3; at least three letters stay."""
    if sound.isdigit() or sound in _NUMERALS:
        return _NUMERALS.get(sound, sound)
    for ending in _ENDINGS:
        if sound.endswith(ending) and len(sound) - len(ending) >= 3:
            return sound[: -len(ending)]
    return sound


def alike(word: str, name: str) -> bool:
    """Whether a word is made of a name: «дизельный» of «дизель», «китайцы» of «Китай»."""
    base = name.rstrip("aeiou") if len(name.rstrip("aeiou")) >= 4 else name[:-1]
    return len(base) >= 4 and not base.isdigit() and word.startswith(base) and len(word) - len(base) <= 6


#: After «не»: what was just named is not wanted.
REFUSED = frozenset(stem(key(word)) for word in ("предлагать", "надо", "нужен", "нужна", "нужно", "интересует", "хочу"))
