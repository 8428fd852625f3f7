"""`carquery run`: the bot."""

from engine.cli.failure import USAGE, give_up
from engine.cli.project import compiled
from engine.cli.settings import environment, read_settings


def run() -> None:
    """Run the bot: migrations, polling, deliveries, /health."""
    settings = read_settings()
    from engine.settings import SettingsError

    try:
        settings.ready_to_run()
    except SettingsError as error:
        give_up(str(error), USAGE)
    if settings.webhook_url is not None:
        give_up("WEBHOOK_URL is set, but this version only polls: leave it empty.", USAGE)
    project = compiled(settings.flows_dir)
    from engine.app.hooks import BrokenIntegration
    from engine.app.serve import serve

    try:
        serve(settings, project, environment())
    except (SettingsError, BrokenIntegration) as error:
        give_up(str(error), USAGE)
