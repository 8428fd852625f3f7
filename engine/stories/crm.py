"""Whether the CRM holds what a story expects of the last lead."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from engine.core.values import Json
from engine.stories.failure import listed
from engine.stories.stage import CrmLead
from engine.stories.words import plain, says

type Check = Callable[[CrmLead, Json], Iterator[str]]


def differences(lead: CrmLead, expected: Mapping[str, Json]) -> Iterator[str]:
    """One sentence for everything that is not as expected."""
    for key, value in expected.items():
        check = _OWN.get(key)
        yield from check(lead, value) if check else _field(lead, key, value)


def _name(lead: CrmLead, value: Json) -> Iterator[str]:
    if not says(lead.name, str(value)):
        yield f"сделка называется «{lead.name}»"


def _price(lead: CrmLead, value: Json) -> Iterator[str]:
    if not _same_number(str(lead.price), str(value)):
        yield f"бюджет сделки — {lead.price}, а не {value}"


def _tags(lead: CrmLead, value: Json) -> Iterator[str]:
    for tag in _several(value):
        if tag not in lead.tags:
            yield f"нет тега «{tag}», есть: {listed(lead.tags)}"


def _note(lead: CrmLead, value: Json) -> Iterator[str]:
    if not any(says(note, str(value)) for note in lead.notes):
        yield f"в примечании нет «{value}», там: {plain(' '.join(lead.notes)) or 'ничего'}"


def _contact(lead: CrmLead, value: Json) -> Iterator[str]:
    if plain(lead.contact) != plain(str(value)):
        yield f"контакта зовут «{lead.contact}»"


def _phone(lead: CrmLead, value: Json) -> Iterator[str]:
    if _digits(str(value)) not in map(_digits, lead.phones):
        yield f"телефон контакта: {listed(lead.phones)}"


def _email(lead: CrmLead, value: Json) -> Iterator[str]:
    if str(value).casefold() not in (email.casefold() for email in lead.emails):
        yield f"почта контакта: {listed(lead.emails)}"


def _absent(lead: CrmLead, value: Json) -> Iterator[str]:
    for name in _several(value):
        if found := lead.fields.get(name):
            yield f"поле «{name}» должно быть пустым, а там: {listed(found)}"


_OWN: Mapping[str, Check] = {
    "name": _name,
    "price": _price,
    "tags": _tags,
    "note": _note,
    "contact": _contact,
    "phone": _phone,
    "email": _email,
    "absent": _absent,
}


def _field(lead: CrmLead, name: str, value: Json) -> Iterator[str]:
    found = lead.fields.get(name, ())
    if not found:
        filled = listed(sorted(lead.fields))
        yield f"поле «{name}» пустое; заполнены: {filled}"
    elif isinstance(value, Sequence) and not isinstance(value, str):
        # A text field holds a list as one line.
        there = found if len(found) > 1 else tuple(part.strip() for part in found[0].split(","))
        if {plain(str(one)) for one in value} != {plain(one) for one in there}:
            yield f"в поле «{name}» — {listed(there)}, а не {listed(value)}"
    elif not any(_holds(one, str(value)) for one in found):
        yield f"в поле «{name}» — {listed(found)}, а не {value}"


def _holds(found: str, expected: str) -> bool:
    """The same number, or words of the text."""
    if _same_number(found, expected):
        return True
    words = re.escape(plain(expected))
    return not _number(expected) and re.search(rf"(?<!\w){words}(?!\w)", plain(found)) is not None


def _same_number(one: str, other: str) -> bool:
    return _number(one) is not None and _number(one) == _number(other)


def _number(text: str) -> float | None:
    try:
        return float(text.strip())
    except ValueError:
        return None


def _several(value: Json) -> list[str]:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [str(one) for one in value]
    return [str(value)]


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
