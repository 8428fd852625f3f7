"""What the staff does with leads by hand: look, and send again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.core.lead import Delivery
from engine.core.ports import LeadRecord, Leads


class NoSuchLead(Exception):
    """The message says, in Russian, which lead is meant by nothing or by too many."""


@dataclass(frozen=True, slots=True)
class Retried:
    deliveries: int

    def __str__(self) -> str:
        if self.deliveries == 0:
            return "Повторять нечего: все заявки отправлены или уже ждут своей очереди."
        return f"Отправляю ещё раз: {self.deliveries}. Если снова не получится, напишу."


async def one(leads: Leads, id: str) -> LeadRecord:
    """The lead with this id, or with the only id that begins so; raises NoSuchLead."""
    found = await leads.find(id) if id else ()
    if not found:
        raise NoSuchLead(f"Заявки {id} нет.")
    if len(found) > 1:
        raise NoSuchLead(f"С {id} начинаются номера нескольких заявок: допишите номер.")
    return found[0]


async def retry(leads: Leads, ids: Sequence[str], now: datetime, wake: Callable[[], None] = lambda: None) -> Retried:
    """Send these leads again, or, without ids, all that wait for a person; raises NoSuchLead.

    `wake` tells the sender, where it is in this process; another process notices within seconds.
    """
    chosen = [(await one(leads, id)).lead.id for id in ids] or None
    retried = Retried(await leads.retry(chosen, now))
    wake()
    return retried


def state_of(delivery: Delivery) -> str:
    """What became of a delivery, in a word or two."""
    match delivery.status:
        case "done":
            return "отправлено в эмулятор" if delivery.mock else "отправлено"
        case "pending":
            return "ждёт повтора" if delivery.attempts else "в очереди"
        case "needs_review":
            return "нужна помощь"
