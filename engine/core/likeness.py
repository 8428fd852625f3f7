"""How much a typed word is like a name: typos, case endings and pet forms forgiven, another name not."""

from collections.abc import Mapping

_VOWELS = frozenset("aeiou")
#: Sounds easily taken for one another.
_CLOSE = frozenset(
    frozenset(pair)
    for pair in ("bp", "dt", "gk", "zs", "vf", "jS", "CS", "Cc", "cs", "sS", "jz", "hk", "hg", "jC")
)  # fmt: skip
_SAME, _NEAR, _FAR, _NEVER = 0.0, 0.4, 1.0, 9.0
#: Two letters typed in the wrong order.
_TURNED = 0.7
#: Letters whose loss is hardly heard.
_LOSS: Mapping[str, float] = {"i": 0.4, "h": 0.5, "a": 0.6, "e": 0.6, "o": 0.6, "u": 0.6}
#: Case endings as they sound, of names that end in a consonant or in «а».
ENDINGS = frozenset(("a", "u", "i", "e", "o", "oi", "ei", "om", "em", "am", "ami", "ah", "ov", "ev", "oe"))
_HARD = ("a", "u", "i", "e", "oi", "om")
_PETS = frozenset(
    f"{pet}{ending}"
    for pet, endings in (
        ("k", _HARD), ("ik", ("", *ENDINGS)), ("ok", ("",)), ("Cik", ("", *ENDINGS)), ("uh", _HARD), ("uSk", _HARD),
        ("aSk", _HARD), ("aS", ("a",)), ("oCk", _HARD), ("eCk", _HARD), ("iC", ("", "a")),
    )
    for ending in endings
)  # fmt: skip
#: A pet form costs a little: the plain name is the better reading.
_PET_COST = 0.2
_CLASSES = str.maketrans("bdghzScCjv", "ptkksssssf")


def skeleton(sound: str) -> str:
    """The first two consonants, told apart no finer than the ear does: like words share it."""
    return "".join([letter for letter in sound if letter not in _VOWELS and not letter.isdigit()][:2]).translate(
        _CLASSES
    )


def budget(length: int) -> float:
    """How much difference a name of this length bears."""
    return min(2.0, 0.4 * max(0, length - 3))


def likeness(word: str, name: str, *, foreign: bool = True) -> float | None:
    """1.0 for the name itself, less for a typo or a pet form of it, None for something else.

    A `foreign` name is heard in many ways; one in the client's own letters is merely mistyped.
    """
    if word == name:
        return 1.0
    stem = name[:-1] if name[-1:] in _VOWELS else name
    allowed = budget(len(stem)) / (1 if foreign else 2)
    if not word or (word[0] != name[0] and min(_swap(word[0], name[0]), _lost(name[0])) > _NEAR):
        return None
    if len(name) < 3 or len(word) < 4 or len(word) < len(stem) - 1 or len(word) > len(name) + 6:
        return None
    best = _NEVER
    whole = _prefix_costs(word, name, allowed)
    if whole is not None:
        best = whole[len(word)]
        if name[-1] not in _VOWELS:
            best = min([best, *(whole[cut] for cut in _cuts(word, ENDINGS))])
    if len(stem) >= 3 and (shorter := _prefix_costs(word, stem, allowed)) is not None:
        if name[-1] == "a":
            best = min([best, *(shorter[cut] for cut in _cuts(word, ENDINGS))])
        pets = [shorter[cut] for cut in _cuts(word, _PETS)]
        best = min([best, *(cost + _PET_COST for cost in pets if cost == 0 or len(stem) >= 6)])
    if best > allowed + (_PET_COST if best < _NEVER else 0):
        return None
    return 1 - best / (2 * len(stem))


def _cuts(word: str, endings: frozenset[str]) -> list[int]:
    return [cut for cut in range(max(3, len(word) - 6), len(word)) if word[cut:] in endings]


def _prefix_costs(word: str, name: str, allowed: float) -> list[float] | None:
    """What it costs to turn the name into each beginning of the word; None where all are too dear."""
    row = [0.0]
    for letter in word:
        row.append(row[-1] + _lost(letter))
    older: list[float] = []
    for place, letter in enumerate(name):
        lost = _lost(letter)
        new = [row[0] + lost]
        for at, other in enumerate(word):
            cost = min(row[at] + _swap(letter, other), row[at + 1] + lost, new[at] + _lost(other))
            if place and at and letter == word[at - 1] and other == name[place - 1]:
                cost = min(cost, older[at - 1] + _TURNED)
            new.append(cost)
        if min(new) > allowed:
            return None
        older, row = row, new
    return row


def _lost(letter: str) -> float:
    return _NEVER if letter.isdigit() else _LOSS.get(letter, _FAR)


def _swap(one: str, other: str) -> float:
    if one == other:
        return _SAME
    if one in _VOWELS and other in _VOWELS:
        return _NEAR
    if one.isdigit() or other.isdigit():
        return _NEVER
    return _NEAR if frozenset((one, other)) in _CLOSE else _FAR
