"""The table of commands."""

import typer

from engine.cli import check
from engine.cli.ai import ai
from engine.cli.amocrm import amocrm
from engine.cli.botapi import botapi
from engine.cli.classify import classify
from engine.cli.explain import explain
from engine.cli.graph import graph
from engine.cli.leads import leads
from engine.cli.migrate import migrate
from engine.cli.new import new
from engine.cli.outline import outline
from engine.cli.play import play
from engine.cli.run import run
from engine.cli.test import play_stories

# A traceback of typer's own would print local variables, tokens among them.
app = typer.Typer(
    name="carquery",
    help="Declarative dialogs for Telegram: YAML flow files in, qualified leads in AmoCRM out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


# `check` reads its arguments itself: see engine/cli/start.py.
@app.command(
    "check",
    help=check.HELP,
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []},
)
def _check(context: typer.Context) -> None:
    check.main(context.args)


app.command()(explain)
app.command("test")(play_stories)
app.command()(play)
app.command()(new)
app.command()(outline)
app.command()(graph)
app.command()(classify)
app.command()(run)
app.command()(migrate)
app.command()(botapi)
app.add_typer(ai)
app.add_typer(leads)
app.add_typer(amocrm)
