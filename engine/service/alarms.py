"""What the administrator reads about deliveries: what happened, that nothing is lost, what to do."""

from datetime import UTC, tzinfo

from engine.core.failures import TemporaryFailure
from engine.core.lead import Delivery, Lead
from engine.core.ports import Alerts


class Alarms:
    def __init__(self, alerts: Alerts, zone: tzinfo = UTC) -> None:
        self._alerts = alerts
        self._zone = zone

    async def gave_up(self, delivery: Delivery, lead: Lead, reason: str, advice: str) -> None:
        await self._alerts.tell(
            f"{self._name(lead)} не ушла ({delivery.hook}).\n"
            f"{advice or reason}\n"
            f"Она сохранена. Исправьте причину и отправьте снова: /retry в этом чате или carquery leads retry {lead.id}"
        )

    async def stuck(self, delivery: Delivery, lead: Lead, failure: TemporaryFailure) -> None:
        await self._alerts.tell(
            f"{self._name(lead)} всё не уходит ({delivery.hook}), хотя другие уходят.\n"
            f"{failure.advice or failure}\n"
            f"Она сохранена, бот пробует дальше. Подробнее: carquery leads show {lead.id}"
        )

    async def rests(self, hook: str, failure: TemporaryFailure) -> None:
        what = failure.advice or f"Сервис не отвечает: {failure}."
        await self._alerts.tell(f"{hook} не принимает заявки. {what}\nЗаявки сохранены и уйдут сами.")

    async def works_again(self, hook: str) -> None:
        await self._alerts.tell(f"{hook} снова работает, накопившиеся заявки уходят.")

    async def wait_for_you(self, deliveries: int) -> None:
        await self._alerts.tell(
            f"Ждут вашей помощи, не отправлено: {deliveries}. "
            "Что случилось: carquery leads list --status needs_review. Исправьте причину и отправьте снова: /retry"
        )

    def _name(self, lead: Lead) -> str:
        return f"Заявка «{lead.title}» от {lead.finished_at.astimezone(self._zone):%d.%m %H:%M}"


def hopeless(lead: Lead, failure: TemporaryFailure) -> str:
    """Advice where nobody knows what is wrong with a lead."""
    return (
        f"Другие заявки уходят, а эта раз за разом нет: {failure}.\n"
        f"Если и повтор не поможет, перенесите её руками: carquery leads show {lead.id}"
    )
