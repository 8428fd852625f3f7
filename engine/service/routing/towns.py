"""The larger towns of Russia, recognised in any case form."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from engine.core.letters import Word, key, split
from engine.core.likeness import ENDINGS


@dataclass(frozen=True, slots=True)
class Towns:
    """Keys of a town's words → its name."""

    by_key: dict[tuple[str, ...], str]
    #: How many words a name has at most.
    most: int

    def find(self, words: Sequence[Word]) -> tuple[str, int, int] | None:
        """The first town named, with the places of its words."""
        for first in range(len(words)):
            for count in range(min(self.most, len(words) - first), 0, -1):
                name = self._called([word.key for word in words[first : first + count]])
                if name is not None:
                    return name, first, first + count - 1
        return None

    def _called(self, keys: Sequence[str]) -> str | None:
        forms = [_forms(sound) for sound in keys]
        if len(forms) == 1:
            return next((self.by_key[(form,)] for form in forms[0] if (form,) in self.by_key), None)
        last = forms[-1]
        for beginning in forms[0]:
            for end in last:
                name = self.by_key.get((beginning, *keys[1:-1], end))
                if name is not None:
                    return name
        return None


def _forms(sound: str) -> tuple[str, ...]:
    """The word without each case ending it may have; a stem keeps four letters."""
    cut = [
        sound[: -len(ending)]
        for ending in ENDINGS
        if ending and sound.endswith(ending) and len(sound) - len(ending) >= 3
    ]
    return (sound, *cut)


@cache
def towns() -> Towns:
    known: dict[tuple[str, ...], str] = {}
    lines = files(__package__).joinpath("towns.txt").read_text(encoding="utf-8").split("\n")
    for line in filter(None, lines):
        name, _, aliases = line.partition(":")
        for spoken in (name, *filter(None, (alias.strip() for alias in aliases.split(",")))):
            known.setdefault(tuple(_stem(word.key) for word in split(spoken)), name)
            known.setdefault(tuple(word.key for word in split(spoken)), name)
    return Towns(known, max(map(len, known)))


def _stem(sound: str) -> str:
    for ending in ("ii", "ie", "oe", "a", "i", "o", "e"):
        if sound.endswith(ending) and len(sound) - len(ending) >= 3:
            return sound[: -len(ending)]
    return sound


__all__ = ["Towns", "key", "towns"]
