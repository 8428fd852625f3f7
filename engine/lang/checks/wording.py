"""Texts as they will be read: in one alphabet a word, translated, a question in words."""

import re
from collections.abc import Iterator
from itertools import islice

from engine.core.texts import Template
from engine.lang.checks.scope import Scope
from engine.lang.checks.texts import MOST_TOLD
from engine.lang.diagnostics import Diagnostic, Path
from engine.lang.fields import Field, versions

#: Letters of one alphabet that pass for the other's.
_LATIN, _CYRILLIC = "ABEKMHOPCTXaeopcyx", "АВЕКМНОРСТХаеорсух"
_TO_CYRILLIC, _TO_LATIN = str.maketrans(_LATIN, _CYRILLIC), str.maketrans(_CYRILLIC, _LATIN)
_WORD = re.compile(r"[^\W\d_]+")
#: What is no word of a text: places, tags, addresses.
_NO_WORDS = re.compile(r"\{[^{}]*\}|<[^<>]*>|&\w+;|\S*(?:://|@|\.\w{2,}/)\S*")
#: `17"` is no quotation.
_QUOTES = frozenset('«»"')
_INCHES = re.compile(r'(?<![\w])\d+(?:[.,]\d+)?"')
#: Languages written in Cyrillic letters.
_IN_CYRILLIC = frozenset({"ru", "uk", "be", "bg", "kk", "ky", "tg", "tt", "ba", "mk", "sr", "mn", "ce", "cv", "os"})


def mixed_letters(scope: Scope) -> Iterator[Diagnostic]:
    """No Latin letter hides in a Russian word, nor the other way round: no search would find it."""
    for field, path, text in scope.versions:
        yield from islice(_mixed(field, path, text), MOST_TOLD)


def _mixed(field: Field, path: Path, text: str) -> Iterator[Diagnostic]:
    if text.isascii() or not re.search(r"[A-Za-z]", text) or not re.search(r"[А-Яа-яЁё]", text):
        return
    blank = _NO_WORDS.sub(lambda found: " " * len(found[0]), text)
    for found in _WORD.finditer(blank):
        word = found[0]
        latin = [letter for letter in word if letter.isascii()]
        if not latin or len(latin) == len(word):
            continue
        cyrillic = [letter for letter in word if not letter.isascii()]
        whole = _one_alphabet(word, latin, cyrillic)
        if whole is not None:
            strange = next(letter for letter, meant in zip(word, whole, strict=True) if letter != meant)
            at = field.source.inside(path, found.start(), len(word))
            variant = "latin" if strange.isascii() else "cyrillic"
            finding = field.source.warning("CQ306", path, variant, at=at, word=word, letter=strange, whole=whole)
            yield finding.mended(whole) if at.end_column - at.column == len(word) else finding


def _one_alphabet(word: str, latin: list[str], cyrillic: list[str]) -> str | None:
    """The word in the alphabet it mostly is in; None where some letter is at home in the other one only."""
    if len(cyrillic) > len(latin) and set(latin) <= set(_LATIN):
        return word.translate(_TO_CYRILLIC)
    if len(latin) > len(cyrillic) and set(cyrillic) <= set(_CYRILLIC):
        return word.translate(_TO_LATIN)
    return None


def translations(scope: Scope) -> Iterator[Diagnostic]:
    """A text says the same in each language, and not in the same words."""
    for field in scope.texts:
        if not isinstance(field.value, dict):
            continue
        written = [(path, text) for path, text in versions(field) if path[-1] in scope.bot.languages]
        for path, text in written[1:]:
            first_path, first = written[0]
            missing = _places(first) - _places(text)
            if text.strip() == first.strip() and _forgotten(text, str(path[-1])):
                yield field.source.warning("CQ302", path, code=str(path[-1]), first=str(first_path[-1]))
            elif field.filled and missing:
                names = ", ".join(f"{{{name}}}" for name in sorted(missing))
                yield field.source.warning("CQ303", path, "translation", names=names, first=str(first_path[-1]))


def _forgotten(text: str, language: str) -> bool:
    """Whether a text that is the same in two languages can hardly be meant: a name may be, a sentence not."""
    foreign = re.search(r"[А-Яа-яЁё]", text) is not None and language not in _IN_CYRILLIC
    return foreign or len(_WORD.findall(_NO_WORDS.sub(" ", text))) > 3


def _places(text: str) -> frozenset[str]:
    return frozenset(place.name for place in Template.parse(text).places)


def wordless(scope: Scope) -> Iterator[Diagnostic]:
    """A question is asked in words."""
    for field, path, text in scope.versions:
        if field.path[-1] == "ask" and text.strip() and not re.search(r"\w", text):
            yield field.source.warning("CQ305", path, "wordless")


def half_quotes(scope: Scope) -> Iterator[Diagnostic]:
    """A quote has its partner: one that lacks it was to embrace the text, or was typed by mistake."""
    for field, path, text in scope.versions:
        found = _half(text) if not _QUOTES.isdisjoint(text) else None
        if found is not None:
            at = field.source.inside(path, found, 1)
            yield field.source.warning("CQ005", path, "half", at=at, quote=text[found])


def _half(text: str) -> int | None:
    """The place of a quote without a partner."""
    opened: list[int] = []
    for place, letter in enumerate(text):
        if letter == "«":
            opened.append(place)
        elif letter == "»":
            if not opened:
                return place
            # «Фирма «Звезда» closes both, as printers do.
            opened.pop()
    straight = [found.start() for found in re.finditer('"', _INCHES.sub(lambda found: " " * len(found[0]), text))]
    if len(opened) > text.count("»") or (opened and not text.rstrip(" .!?").endswith("»")):
        return opened[0]
    return straight[-1] if len(straight) % 2 else None
