"""A finished form sorted for AmoCRM: who the person is, what the lead carries, what did not fit."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from decimal import Decimal

from engine.core.lead import Lead, LeadAnswer
from engine.core.values import Json
from integrations.amocrm.api import Record
from integrations.amocrm.convert import number_in, text_of, values_for
from integrations.amocrm.directory import Chart
from integrations.amocrm.fields import Field, Misfit, resolve
from integrations.amocrm.phone import digits_of

#: The lead field that carries our key, where the account has one of this code.
KEY_FIELD = "BOT_LEAD_ID"
NAME_LIMIT = 255


@dataclass(frozen=True, slots=True)
class Mapped:
    """One custom field of a request, with the name people know it by."""

    name: str
    payload: Record


@dataclass(frozen=True, slots=True)
class Person:
    """The client as a contact of AmoCRM."""

    name: str
    #: E.164, None when the form did not ask.
    phone: str | None
    email: str | None
    #: How our own phone book knows them.
    key: str
    fields: tuple[Mapped, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything the hook sends, worked out before anything is sent."""

    token: str
    person: Person
    lead: Record
    fields: tuple[Mapped, ...]
    misfits: tuple[Misfit, ...]


@dataclass(frozen=True, slots=True)
class Defaults:
    """The dealer's settings: where leads appear and whose they are unless the flow says otherwise."""

    pipeline: int | None = None
    status: int | None = None
    responsible: int | None = None
    #: AMOCRM_FIELD_<NAME> → id, names in capitals.
    field_ids: Mapping[str, int] = field(default_factory=dict)


def token_of(key: str) -> str:
    """Six letters and digits that name a delivery in AmoCRM, e.g. `K7F3CQ`."""
    return base64.b32encode(hashlib.sha256(key.encode()).digest())[:6].decode()


def draft(lead: Lead, params: Mapping[str, Json], key: str, chart: Chart, defaults: Defaults, zone: tzinfo) -> Draft:
    """Sort the answers by their `crm:` target; whatever fits nowhere becomes a misfit and stays in the note."""
    fields: list[Mapped] = []
    contact_fields: list[Mapped] = []
    misfits: list[Misfit] = []
    tags = [str(tag) for tag in _list(params.get("tags"))]
    given = params.get("price")
    price = number_in(given)
    if price is None and given not in (None, ""):
        misfits.append(Misfit("Бюджет", f"«{given}» — не число"))
    for answer in lead.answers:
        match answer.crm.kind:
            case "field":
                _map(answer, chart.lead_fields, defaults, zone, fields, misfits)
            case "contact":
                _map(answer, chart.contact_fields, defaults, zone, contact_fields, misfits)
            case "price":
                price = number_in(answer.crm_value)
                if price is None:
                    misfits.append(Misfit("Бюджет", f"«{answer.shown}» — не число"))
            case "tag":
                tags += [text_of(answer)] if isinstance(answer.crm_value, str) else map(str, _list(answer.crm_value))
            case "note" | "nowhere":
                pass
    key_field = chart.lead_field_coded(KEY_FIELD)
    if key_field is not None:
        fields.append(Mapped(key_field.name, {"field_id": key_field.id, "values": [{"value": key}]}))
    pipeline, status = params.get("pipeline"), params.get("status")
    if pipeline is None and status is None:
        pipeline, status = defaults.pipeline, defaults.status
    place, lost = chart.place(_name(pipeline), _name(status))
    if lost is not None:
        misfits.append(lost)
    token = token_of(key)
    return Draft(
        token,
        _person(lead, tuple(contact_fields)),
        {
            "name": f"{str(params.get('name', lead.title))[: NAME_LIMIT - len(token) - 2]} #{token}",
            **({"price": int(Decimal(price))} if price else {}),
            **place,
            **_responsible(params, defaults),
            "_embedded": {"tags": [{"name": tag} for tag in dict.fromkeys(tags)]},
        },
        tuple(fields),
        tuple(misfits),
    )


def _map(
    answer: LeadAnswer,
    known: Sequence[Field],
    defaults: Defaults,
    zone: tzinfo,
    fields: list[Mapped],
    misfits: list[Misfit],
) -> None:
    found = resolve(answer.crm.name or answer.label, answer.id, known, defaults.field_ids)
    if isinstance(found, Misfit):
        misfits.append(found)
        return
    values, lost = values_for(found, answer, zone)
    if any(mapped.payload["field_id"] == found.id for mapped in fields):
        misfits.append(Misfit(found.name, f"там уже другой ответ, «{answer.shown}» не поместился"))
        return
    if values:
        fields.append(Mapped(found.name, {"field_id": found.id, "values": values}))
    if lost is not None:
        misfits.append(lost)


def _person(lead: Lead, fields: tuple[Mapped, ...]) -> Person:
    """Phone, e-mail and name map themselves; without a phone the Telegram account stands for the person, in the

    contact's name too: nothing else tells the manager where they are, or us which of the account's Ivans this is.
    """
    phone, email, name = (lead.first(type) for type in ("phone", "email", "name"))
    number = str(phone.crm_value) if phone is not None else None
    called = (name.shown if name is not None else lead.client.name) or number or "Клиент из Telegram"
    return Person(
        name=called if number is not None else f"{called}, {lead.client.address}",
        phone=number,
        email=str(email.crm_value) if email is not None else None,
        key=digits_of(number) if number is not None else f"telegram:{lead.client.id}",
        fields=fields,
    )


def _responsible(params: Mapping[str, Json], defaults: Defaults) -> Record:
    user = params.get("responsible") or defaults.responsible
    return {"responsible_user_id": user} if user else {}


def _list(value: Json) -> Sequence[Json]:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return value
    return () if value is None else (value,)


def _name(value: Json) -> str | int | None:
    """A number written as text is a number: templates make text of everything."""
    if isinstance(value, str):
        return int(value) if value.isdigit() else value
    return value if isinstance(value, int) else None
