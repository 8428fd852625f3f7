"""Which known word a wrong one was meant to be: by distance, keyboard layout and look-alike letters."""

import difflib
from collections.abc import Iterable

_RU = "йцукенгшщзхъфывапролджэячсмитьбю"
_EN = "qwertyuiop[]asdfghjkl;'zxcvbnm,."
_LAYOUT = str.maketrans(_RU, _EN)
#: Cyrillic letters that look like Latin ones.
_LOWER_LOOKALIKES = str.maketrans("асеорхуі", "aceopxyi")
#: Comparing takes the square of a word's length.
_LONGEST = 64


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The one known word this was meant to be, or None where a guess would mislead."""
    if len(word) > _LONGEST:
        return None
    words = list(dict.fromkeys(known))
    for meant in (
        word.translate(_LOWER_LOOKALIKES),
        word.lower().translate(_LAYOUT),
        word.lower(),
        word.replace("-", "_"),
    ):
        if meant != word and meant in words:
            return meant
    close = difflib.get_close_matches(word.lower(), words, n=2, cutoff=0.72 if len(word) > 3 else 0.65)
    if not close:
        return None
    first, *rest = close
    tied = rest and _ratio(word, rest[0]) == _ratio(word, first)
    return None if tied else first


def has_lookalike(word: str) -> str | None:
    """The first Cyrillic letter of a word that otherwise is Latin."""
    if any("a" <= letter.lower() <= "z" for letter in word):
        return next((letter for letter in word if "а" <= letter.lower() <= "я" or letter in "ёЁіІ"), None)
    return None


def _ratio(first: str, second: str) -> float:
    return difflib.SequenceMatcher(None, second, first.lower()).ratio()
