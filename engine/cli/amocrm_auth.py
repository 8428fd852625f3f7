"""`carquery amocrm auth CODE`: the integration let into the account, once."""

import sys
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli.amocrm_account import with_account
from engine.cli.failure import FAILED, give_up

if TYPE_CHECKING:
    from engine.app.amocrm import Account, Connection
    from engine.settings import Settings
    from engine.storage.database import Database
    from integrations.amocrm.grants import GrantRefused


def auth(
    code: Annotated[str, typer.Argument(metavar="CODE", help="From the integration's window; lives 20 minutes.")],
) -> None:
    """Exchange the integration's code for tokens and keep them in the database."""

    async def exchange(connection: "Connection", database: "Database", settings: "Settings") -> None:
        from engine.storage.migrate import migrate
        from engine.storage.tokens import SqlTokens
        from integrations.amocrm.grants import GrantRefused

        assert connection.grants is not None, "the account is entered as an integration"
        # The code is good once: first make sure that what it gives can be kept.
        await migrate(database)
        try:
            pair = await connection.grants.by_code(code)
        except GrantRefused as refusal:
            give_up(_why(refusal), FAILED)
        await SqlTokens(database).put(connection.grants.account, pair, datetime.now(settings.timezone))
        about = await connection.api.about()
        print(f"Connected: «{about.get('name')}», {connection.grants.account}.")
        if settings.amocrm_long_lived_token is not None:
            print("AMOCRM_LONG_LIVED_TOKEN is set and goes first: remove it to use this connection.", file=sys.stderr)

    with_account(exchange, _as_integration)


def _as_integration(settings: "Settings") -> "Account":
    from engine.app.amocrm import Account, integration
    from engine.settings import SettingsError

    if settings.amocrm_url is None:
        raise SettingsError("AMOCRM_SUBDOMAIN is missing: name the account.")
    return Account(settings.amocrm_url, integration=integration(settings))


def _why(refusal: "GrantRefused") -> str:
    if refusal.dead:
        return f"{refusal}. A code works once and within 20 minutes: take a fresh one from the integration's window."
    return f"{refusal}. Compare AMOCRM_CLIENT_ID, AMOCRM_CLIENT_SECRET and AMOCRM_REDIRECT_URI with the integration's."
