"""Words as they sound: one spelling for Cyrillic, Latin and the many ways people type one in the other."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

_WORD = re.compile(r"\d+|[^\W\d_]+")
#: Latin letters that pass for Cyrillic ones inside a Cyrillic word, and the other way round.
_LOOKALIKES = str.maketrans("aceopxykmtbhр", "асеорхукмтвнр")
_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "j", "з": "z", "и": "i", "й": "i",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "h", "ц": "c", "ч": "C", "ш": "S", "щ": "S", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "u", "я": "a",
}  # fmt: skip
#: Russian written in Latin letters, longest first.
_TYPED: Sequence[tuple[str, str]] = (
    ("shch", "S"), ("sch", "S"), ("sh", "S"), ("ch", "C"), ("zh", "j"), ("kh", "h"), ("ts", "c"), ("yu", "u"),
    ("iu", "u"), ("ju", "u"), ("ya", "a"), ("ia", "a"), ("ja", "a"), ("yo", "e"), ("ye", "e"), ("je", "e"),
    ("ph", "f"), ("ck", "k"), ("x", "ks"), ("y", "i"), ("w", "v"), ("q", "k"), ("j", "i"),
)  # fmt: skip
#: How foreign names are read aloud: each spelling with the sounds it may stand for.
_READ: Sequence[tuple[re.Pattern[str], tuple[str, ...]]] = tuple(
    (re.compile(spelling), sounds)
    for spelling, sounds in (
        ("sch|sh", ("S",)), ("tch", ("C",)), ("eau", ("o",)), ("ch", ("C", "S", "k")), ("ck", ("k",)), ("ph", ("f",)),
        ("ts|tz", ("c", "ts")), ("th", ("t",)), ("ault", ("o", "olt")), ("age$", ("age", "aj", "eidj")),
        ("[eo]t$", ("", "e", "o")), ("qu", ("kv", "k")), ("ee", ("i",)), ("oo", ("u",)), ("ou", ("u", "au")),
        ("ow", ("au", "o")), ("au", ("au", "o")), ("ai", ("ai", "e")), ("ay", ("ei", "ai")), ("ae", ("ei", "ae")),
        ("yu", ("iu", "u")), ("c(?=[eiy])", ("s", "c", "C")), ("c", ("k",)), ("g(?=[eiy])", ("g", "dj")),
        ("j", ("dj", "j", "i")), ("x", ("ks", "h", "iks")), ("y", ("i", "ai")), ("w", ("v",)), ("q", ("k",)),
        (".", ("",)),
    )
)  # fmt: skip
#: Readings of one name; more are not worth their time.
MOST_READINGS = 12


@dataclass(frozen=True, slots=True)
class Word:
    """A run of letters or of digits in the client's text."""

    text: str
    start: int
    end: int
    #: As it sounds.
    key: str

    @property
    def digits(self) -> bool:
        return self.text[0].isdigit()


def split(text: str) -> tuple[Word, ...]:
    """«рав4, 2015г» → рав · 4 · 2015 · г."""
    return tuple(Word(found[0], found.start(), found.end(), key(found[0])) for found in _WORD.finditer(text))


@lru_cache(maxsize=20_000)
def key(word: str) -> str:
    """«Камри», «kamri» → `kamri`; doubled letters count once, soft and hard signs not at all."""
    folded = word.casefold()
    if any("а" <= letter <= "я" or letter == "ё" for letter in folded):
        return _single("".join(_CYRILLIC.get(letter, letter) for letter in folded.translate(_LOOKALIKES)))
    for typed, sound in _TYPED:
        folded = folded.replace(typed, sound)
    return _single(folded)


@lru_cache(maxsize=4_000)
def readings(name: str) -> tuple[str, ...]:
    """Every way a name of a list may sound: «Camry» → kamri, kamrai."""
    folded = "".join(found[0] for found in _WORD.finditer(name)).casefold()
    if not folded.isascii():
        return (_single("".join(key(found[0]) for found in _WORD.finditer(name))),)
    pieces = list(_pieces(folded))
    read = ("".join(chosen) for chosen, _ in zip(product(*pieces), range(MOST_READINGS), strict=False))
    spelled = "".join(key(found[0]) for found in _WORD.finditer(name))
    return tuple(dict.fromkeys((*map(_single, read), _single(spelled))))


def _pieces(name: str) -> Iterator[tuple[str, ...]]:
    at = 0
    while at < len(name):
        found, sounds = next((found, sounds) for spelling, sounds in _READ if (found := spelling.match(name, at)))
        yield tuple(sound or found[0] for sound in sounds)
        at = found.end()


def _single(sound: str) -> str:
    return re.sub(r"(\D)\1+", r"\1", sound)
