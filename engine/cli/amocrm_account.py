"""How the commands reach the live account: by the settings, with one sentence for each way it can fail."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from engine.cli.failure import FAILED, USAGE, give_up
from engine.cli.settings import read_settings

if TYPE_CHECKING:
    from engine.app.amocrm import Account, Connection
    from engine.settings import Settings
    from engine.storage.database import Database

type Work = Callable[["Connection", "Database", "Settings"], Awaitable[None]]


def with_account(work: Work, account: Callable[["Settings"], "Account"] | None = None) -> None:
    """Run `work` on a connection to the settings' account, or to the one `account` makes of them."""
    settings = read_settings()
    from sqlalchemy.exc import SQLAlchemyError

    from engine.app import logs
    from engine.app.amocrm import Account, Connection
    from engine.core.failures import PermanentFailure, TemporaryFailure
    from engine.settings import SettingsError
    from engine.storage.database import Database
    from engine.storage.tokens import SqlTokens

    # What matters is printed by the command; every request would only be in its way.
    logs.configure(settings.model_copy(update={"log_level": "ERROR"}))

    async def run() -> None:
        database = Database(settings.database_url)
        connection = Connection((account or Account.real)(settings), SqlTokens(database), lambda: datetime.now(UTC))
        try:
            await work(connection, database, settings)
        finally:
            await connection.close()
            await database.close()

    try:
        asyncio.run(run())
    except SettingsError as error:
        give_up(str(error), USAGE)
    except (TemporaryFailure, PermanentFailure) as failure:
        give_up(failure.advice or f"{failure}.", FAILED)
    except SQLAlchemyError as error:
        give_up(f"The database has other tables than this version: {error}\nRun: carquery migrate", FAILED)
