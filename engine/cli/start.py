"""Where the process begins: `carquery check` at once, the others by the table of commands."""

import gc
import sys


def main() -> None:
    """The command `carquery`."""
    if sys.argv[1:2] == ["check"]:
        # A third of the time went into looking for garbage, of which a check leaves hardly any; --watch collects it.
        gc.disable()
        from engine.cli.check import main as check

        check(sys.argv[2:])
    from engine.cli.main import app

    app()
