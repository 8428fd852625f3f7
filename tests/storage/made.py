"""Small real values for the storage's tests."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from engine.core.clauses import CrmTarget
from engine.core.lead import Client, Delivery, Lead, LeadAnswer
from engine.core.ports import Draft
from engine.core.session import Session
from engine.core.values import Json, Value

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
#: Above 32 bits, as Telegram's ids are nowadays.
ANNA = Client(7_000_000_001, "Анна", "anna", "ru")


def session(rev: int, id: str = "s1", answers: Mapping[str, Value | None] | None = None) -> Session:
    return Session(id, "sell", "v1", "year", rev, answers or {"brand": "kia", "model": None})


def draft(rev: int, id: str = "s1", *, at: datetime = NOON, client: int = ANNA.id) -> Draft:
    return Draft(client, session(rev, id), at)


def lead(id: str = "s1", client: Client = ANNA, at: datetime = NOON) -> Lead:
    brand = LeadAnswer("brand", "choice", "Марка", "kia", "Kia", CrmTarget("lead", "Марка"), "Kia")
    photos = LeadAnswer("photos", "photo", "Фото", [{"id": "f", "unique": "u", "message": 1}], "1 фото")
    return Lead(id, "sell", "🚗 Продать авто", "v1", client, (brand, photos), at)


def delivery(position: int = 0, lead: str = "s1", **fields: object) -> Delivery:
    params: Mapping[str, Json] = {"name": "Выкуп Kia", "tags": ["telegram"]}
    return Delivery(f"{lead}:{position}", lead, position, "amocrm.lead", params, **fields)  # type: ignore[arg-type]  # checked at run time
