"""Files read before: one that has not changed is neither read nor held against its schema again."""

from collections.abc import Callable, Iterable, Mapping

from engine.lang import source
from engine.lang.diagnostics import Diagnostic
from engine.lang.source import Source

type Held = tuple[Diagnostic, ...]


class Memory:
    """For one caller who compiles the same files again and again, always with the same hooks and types."""

    def __init__(self) -> None:
        self._read: dict[str, tuple[bytes, Source, Held | None]] = {}

    def sources(self, texts: Mapping[str, bytes]) -> dict[str, Source]:
        """By file name, in order; files that are gone are forgotten."""
        self._read = {name: self._known(name, texts[name]) for name in sorted(texts)}
        return {name: read for name, (_, read, _) in self._read.items()}

    def held(self, one: Source, hold: Callable[[Source], Iterable[Diagnostic]]) -> Held:
        """What `hold` finds in a file of the last `sources`."""
        raw, read, found = self._read[one.file]
        if found is None:
            found = tuple(hold(one))
            self._read[one.file] = raw, read, found
        return found

    def _known(self, name: str, raw: bytes) -> tuple[bytes, Source, Held | None]:
        known = self._read.get(name)
        return known if known is not None and known[0] == raw else (raw, source.read(name, raw), None)
