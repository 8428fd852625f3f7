"""Which known word a wrong one was meant to be: by distance, keyboard layout and look-alike letters."""

from collections.abc import Iterable

_RU = "йцукенгшщзхъфывапролджэячсмитьбю"
_EN = "qwertyuiop[]asdfghjkl;'zxcvbnm,."
_LAYOUT = str.maketrans(_RU, _EN)
#: Cyrillic letters that look like Latin ones.
_LOOKALIKES = str.maketrans("асеорхуі", "aceopxyi")
#: Comparing takes the square of a word's length.
_LONGEST = 64


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The one known word this was meant to be, or None where a guess would mislead."""
    if not word or len(word) > _LONGEST:
        return None
    words = list(dict.fromkeys(known))
    lower = word.lower()
    for meant in folded(word):
        if meant in words:
            return meant
    if len(word) == 2:
        fitting = [other for other in words if _shortened(lower, other)]
        return fitting[0] if len(fitting) == 1 else None
    most = _allowed(word)
    # Words of very different length cannot be near, nor words that lack many letters of this one.
    letters = frozenset(lower)
    alike = [other for other in words if abs(len(other) - len(word)) <= most]
    likely = [other for other in alike if len(letters.difference(other.lower())) <= most]
    # The first letter is rarely the wrong one.
    compared = ((distance(lower, other.lower(), most), other) for other in likely if other)
    close = sorted((slips, other[0].lower() != lower[0], other) for slips, other in compared if slips <= most)
    if not close:
        return None
    tied = len(close) > 1 and close[1][:2] == close[0][:2]
    return None if tied else close[0][2]


def _shortened(word: str, known: str) -> bool:
    """Whether two letters are a word of two swapped, or of three with one lost."""
    swapped = known == word[::-1]
    return swapped or (len(known) == 3 and any(known[:at] + known[at + 1 :] == word for at in range(3)))


def folded(word: str) -> tuple[str, ...]:
    """The word in Latin letters, in the other keyboard layout, in small letters, without what does not belong there."""
    lower = word.lower()
    plain = lower.strip(" \"'«»“”:;,.")
    meant = (word.translate(_LOOKALIKES), lower.translate(_LOOKALIKES), lower.translate(_LAYOUT), lower, plain)
    return tuple(dict.fromkeys(one for one in (*meant, plain.replace("-", "_")) if one != word))


def _allowed(word: str) -> int:
    """How many slips of the fingers still leave the word recognisable."""
    return 0 if len(word) < 3 else 1 if len(word) <= 4 else 2 if len(word) <= 8 else 3


def distance(first: str, second: str, most: int) -> int:
    """Letters added, lost, changed or swapped with their neighbour (optimal string alignment); beyond `most`, some
    number beyond it."""
    before: list[int] = []
    row = list(range(len(second) + 1))
    for line, letter in enumerate(first, 1):
        older, before, row = before, row, [line]
        for column, other in enumerate(second, 1):
            cost = min(before[column] + 1, row[-1] + 1, before[column - 1] + (letter != other))
            if line > 1 and column > 1 and letter == second[column - 2] and first[line - 2] == other:
                cost = min(cost, older[column - 2] + 1)
            row.append(cost)
        if min(row) > most and min(before) >= most:
            # Every way on costs at least as much, a swap one more than the row before.
            return most + 1
    return row[-1]


def has_lookalike(word: str) -> str | None:
    """The first Cyrillic letter of a word that otherwise is Latin."""
    if any("a" <= letter.lower() <= "z" for letter in word):
        return next((letter for letter in word if "а" <= letter.lower() <= "я" or letter in "ёЁіІ"), None)
    return None
