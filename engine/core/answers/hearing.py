"""Which option a typed text sounds like: «тойота» is Toyota, «рав 4» RAV4, «кросовер» a crossover."""

import re
from collections.abc import Iterator, Sequence

from engine.core.letters import readings, split
from engine.core.likeness import likeness, skeleton
from engine.core.options import Option

#: A label may list alternatives: «H-1 / Starex», «Буханка (СГР)».
_ALTERNATIVES = re.compile(r"[,/()]")
#: Shorter words are too like one another to be told apart with a slip in them.
_SHORTEST = 5
#: How like a name a mistyped one must be, and how much more like it than like any other.
_LEAST, _AHEAD = 0.95, 0.02


def heard(text: str, options: Sequence[Option], language: str) -> Option | None:
    """The option whose name sounds as the text does, else the one name it nearly is; None where that is not sure."""
    sound = "".join(word.key for word in split(text))
    if len(sound) < 2 or sound.isdigit():
        return None
    same = [option for option in options if any(sound in readings(name) for name in _names(option, language))]
    if same or len(sound) < _SHORTEST:
        return same[0] if len(same) == 1 else None
    likes = sorted(((_like(sound, option, language), place) for place, option in enumerate(options)), reverse=True)
    if not likes or likes[0][0] < _LEAST or any(like > likes[0][0] - _AHEAD for like, _ in likes[1:2]):
        return None
    return options[likes[0][1]]


def _like(sound: str, option: Option, language: str) -> float:
    return max(
        (
            likeness(sound, reading, foreign=name.isascii()) or 0.0
            for name in _names(option, language)
            for reading in readings(name)
            if len(reading) >= _SHORTEST - 1 and skeleton(reading) == skeleton(sound)
        ),
        default=0.0,
    )


def _names(option: Option, language: str) -> Iterator[str]:
    label = option.label.plain(language)
    yield from (piece for piece in (label, *_ALTERNATIVES.split(label)) if any(map(str.isalpha, piece)))
    yield from option.ai
