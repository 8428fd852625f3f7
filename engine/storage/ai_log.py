"""What was asked of models, what it cost and what clients made of it."""

from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import cast

from sqlalchemy import func, insert, select, update

from engine.service.routing.ports import AiCall, Usage
from engine.storage.database import Database
from engine.storage.tables import AiCallRow, LeadRow


class SqlAiLog:
    """The port AiLog on a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, call: AiCall) -> int:
        async with self._database.write() as connection:
            added = await connection.scalar(insert(AiCallRow).values(**asdict(call)).returning(AiCallRow.id))
        return cast(int, added)

    async def judge(self, call: int, accepted: bool) -> None:
        async with self._database.write() as connection:
            await connection.execute(update(AiCallRow).where(AiCallRow.id == call).values(accepted=accepted))

    async def spent(self, since: datetime, client: int | None) -> tuple[int, int]:
        """Tokens since then: this client's, everybody's."""
        tokens = AiCallRow.prompt_tokens + AiCallRow.completion_tokens
        mine = func.sum(tokens).filter(AiCallRow.client == client)
        async with self._database.read() as connection:
            found = (await connection.execute(select(mine, func.sum(tokens)).where(AiCallRow.at >= since))).one()
        return int(found[0] or 0), int(found[1] or 0)

    async def usage(self, since: datetime) -> Usage:
        """For the admin."""
        query = select(
            # Attempts at one text share its moment.
            func.count(AiCallRow.at.distinct()),
            func.count(AiCallRow.flow),
            func.count().filter(AiCallRow.accepted.is_(True)),
            func.count().filter(AiCallRow.accepted.is_(False)),
            func.count().filter(AiCallRow.tier == "offline"),
            func.count().filter(AiCallRow.outcome != "ok"),
            func.sum(AiCallRow.prompt_tokens + AiCallRow.completion_tokens),
            func.sum(AiCallRow.cost),
        ).where(AiCallRow.at >= since)
        async with self._database.read() as connection:
            texts, proposed, accepted, rejected, offline, failed, tokens, cost = (await connection.execute(query)).one()
            leads = await connection.scalar(select(func.count()).where(LeadRow.created_at >= since))
        return Usage(
            texts, proposed, accepted, rejected, offline, failed, int(tokens or 0), Decimal(cost or 0), leads or 0
        )
