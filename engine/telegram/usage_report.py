"""`/stats`: what clients wrote in their own words, what came of it and what it cost, for the administrator."""

from collections.abc import Awaitable, Callable
from datetime import datetime, time, timedelta, tzinfo

from engine.core.answers.amounts import grouped
from engine.service.routing.ports import Usage

#: Counted back from today's midnight, in days.
PERIODS = (("Сегодня", 0), ("За 7 дней", 6), ("За 30 дней", 29))


async def usage_report(usage: Callable[[datetime], Awaitable[Usage]], now: datetime, zone: tzinfo) -> str:
    """Raises TemporaryFailure where the log is away."""
    today = datetime.combine(now.astimezone(zone).date(), time(), zone)
    return "\n\n".join([f"{title}\n{_listed(await usage(today - timedelta(days=days)))}" for title, days in PERIODS])


def _listed(found: Usage) -> str:
    lines = [f"Заявок: {found.leads}"]
    if not found.texts:
        return "\n".join([*lines, "Своими словами никто не писал"])
    lines.append(f"Сообщений своими словами: {found.texts}")
    lines.append(f"Предложили раздел: {found.proposed} — согласились {found.accepted}, отказались {found.rejected}")
    lines.append(f"Прочитали без модели: {found.offline}")
    if found.failed:
        lines.append(f"Сбоев модели: {found.failed}")
    if found.tokens:
        lines.append(f"Токенов: {grouped(found.tokens)}, около ${found.cost:.2f}")
    return "\n".join(lines)
