"""Who a client is, hidden before a text leaves us: phones, addresses, VINs, plates, long numbers and names."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from engine.service.routing.marks import PLATE_LETTER, marks

_KINDS = {"email": "почта", "phone": "телефон", "vin": "VIN", "plate": "госномер"}
#: What is hidden though no step would take it: half a plate, a document's number, a profile.
_ALSO = (
    (re.compile(r"(?<!\w)(?:[A-HJ-NPR-Z0-9][ -]?){17}(?!\w)", re.IGNORECASE), "VIN"),
    (re.compile(r"(?<![\w.])\+?\d(?:[\s().‑–-]{0,3}\d){9,}"), "номер"),
    (re.compile(rf"(?<!\w){PLATE_LETTER}\s?\d{{3}}\s?{PLATE_LETTER}{{2}}(?!\w)", re.IGNORECASE), "госномер"),
    (re.compile(r"(?:https?://)?t\.me/\w+|(?<![\w.])@[a-z]\w{3,}", re.IGNORECASE), "профиль"),
)  # fmt: skip
_WORD = r"[^\W\d_]+(?:-[^\W\d_]+)?"
#: «Меня зовут …», «спросить …»: whatever follows is a name, however it is written.
_INTRODUCED = re.compile(
    rf"(?:меня\s+зовут|зовут\s+меня|мо[её]\s+имя|звать|зовите|спросить|спросите|обращайтесь\s+к|фио|имя)\s*[:—–-]?\s*"
    rf"(?P<name>{_WORD})",
    re.IGNORECASE,
)
_SURNAME = r"[^\W\d_]{2,}(?:ов|ев|ёв|ск(?:ий|ая|ого|ому|ой|ую)|енко|швили|дзе|ян|чук)(?:а|у|ым|ой|е)?"
_INITIALS = re.compile(
    rf"[А-ЯЁ][а-яё]+\s+[А-ЯЁ]\.\s?(?:[А-ЯЁ]\.)?|(?:[А-ЯЁ]\.\s?){{1,2}}[А-ЯЁ][а-яё]+|(?i:{_SURNAME}\s+[а-яё]\.\s?[а-яё]\.)"
)
_FAMILY = re.compile(_SURNAME, re.IGNORECASE)
_PATRONYMIC = re.compile(r"[^\W\d_]{3,}(?:ович|евич|ьич|овна|евна|инична)(?:а|у|ем|ом|е|ы|ой|ю)?", re.IGNORECASE)
_NAME_WORD = re.compile(_WORD)
#: Names that are words as well: hidden only where they begin with a capital inside a sentence.
_WORDS_TOO = frozenset(
    (
        "вера",
        "любовь",
        "надежда",
        "слава",
        "света",
        "поля",
        "роман",
        "рома",
        "мила",
        "лилия",
        "злата",
        "тома",
        "ева",
        "назар",
    )
)


@dataclass(frozen=True, slots=True)
class Masked:
    """A text that may leave, and what stands behind each placeholder."""

    text: str
    secrets: Mapping[str, str]

    def restored(self, text: str) -> str:
        for placeholder, secret in self.secrets.items():
            text = text.replace(placeholder, secret)
        return text


def mask(text: str, own_names: Iterable[str] = ()) -> Masked:
    """`own_names`: what Telegram calls the client; hidden wherever the text repeats it."""
    # Brackets of ours in the client's text would be taken for placeholders.
    text = text.replace("⟦", "[").replace("⟧", "]")
    found = [(mark.start, mark.end, _KINDS[mark.kind]) for mark in marks(text) if mark.kind in _KINDS]
    for pattern, kind in _ALSO:
        found += [(match.start(), match.end(), kind) for match in pattern.finditer(text) if _secret(match[0], kind)]
    found += [(start, end, "имя") for start, end in _names(text, tuple(own_names))]
    return _hidden(text, _apart(found))


def _secret(text: str, kind: str) -> bool:
    return kind != "VIN" or (sum(map(str.isdigit, text)) >= 4 and any(map(str.isalpha, text)))


def _apart(found: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """The longest first; what overlaps one of them is hidden with it."""
    chosen: list[tuple[int, int, str]] = []
    for start, end, kind in sorted(found, key=lambda place: (place[0] - place[1], place[0])):
        if not any(start < other[1] and other[0] < end for other in chosen):
            chosen.append((start, end, kind))
    return sorted(chosen)


def _hidden(text: str, places: Sequence[tuple[int, int, str]]) -> Masked:
    secrets: dict[str, str] = {}
    counts: dict[str, int] = {}
    parts: list[str] = []
    done = 0
    for start, end, kind in places:
        secret = text[start:end]
        known = next((placeholder for placeholder, hidden in secrets.items() if hidden == secret), None)
        if known is None:
            counts[kind] = counts.get(kind, 0) + 1
            known = f"⟦{kind} {counts[kind]}⟧"
            secrets[known] = secret
        parts += [text[done:start], known]
        done = end
    return Masked("".join((*parts, text[done:])), secrets)


def _names(text: str, own_names: Sequence[str]) -> Iterator[tuple[int, int]]:
    own = frozenset(
        form for name in own_names for part in _NAME_WORD.findall(name) if len(part) > 2 for form in _forms(part)
    )
    words = list(_NAME_WORD.finditer(text))
    named = [_is_name(text, word, own) for word in words]
    for introduced in _INTRODUCED.finditer(text):
        named = [was or word.start() == introduced.start("name") for was, word in zip(named, words, strict=True)]
    for place, word in enumerate(words):
        if named[place] or (_beside(text, words, named, place) and _surname(text, word)):
            yield word.span()
    for pattern in (_INITIALS, _PATRONYMIC):
        yield from (match.span() for match in pattern.finditer(text))


def _is_name(text: str, word: re.Match[str], own: frozenset[str]) -> bool:
    folded = word[0].casefold().replace("ё", "е")
    if folded in own:
        return True
    if folded not in first_names():
        return False
    return folded not in _ambiguous() or (word[0][0].isupper() and not _opens(text, word))


def _surname(text: str, word: re.Match[str]) -> bool:
    """Next to a name: what has a capital or a surname's ending."""
    return (word[0][0].isupper() and not _opens(text, word)) or _FAMILY.fullmatch(word[0]) is not None


def _beside(text: str, words: Sequence[re.Match[str]], named: Sequence[bool], place: int) -> bool:
    for other in (place - 1, place + 1):
        if 0 <= other < len(words) and named[other]:
            first, second = words[min(place, other)], words[max(place, other)]
            if text[first.end() : second.start()].isspace():
                return True
    return False


def _opens(text: str, word: re.Match[str]) -> bool:
    """Whether the word begins a sentence, where a capital means nothing."""
    before = text[: word.start()].rstrip()
    return not before or before[-1] in ".!?\n"


@cache
def first_names() -> frozenset[str]:
    """Every case form of the first names people in Russia have."""
    written = files(__package__).joinpath("names.txt").read_text(encoding="utf-8").split()
    return frozenset(form for name in written for form in _forms(name))


@cache
def _ambiguous() -> frozenset[str]:
    return frozenset(form for name in _WORDS_TOO for form in _forms(name))


def _forms(name: str) -> Iterator[str]:
    """«Анна» → анна, анны, анне, анну, анной."""
    folded = name.casefold().replace("ё", "е")
    yield folded
    stem, last = folded[:-1], folded[-1]
    endings: Sequence[str]
    if last in "ая":
        endings = ("ы", "и", "е", "у", "ю", "ой", "ей")
    elif last in "йь":
        endings = ("я", "ю", "ем", "е", "и", "ью")
    elif last in "бвгджзклмнпрстфхцчшщ":
        stem, endings = folded, ("а", "у", "ом", "ем", "е")
    else:
        return
    yield from (stem + ending for ending in endings)
