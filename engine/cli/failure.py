"""How a command ends when it cannot do its work: sentences on the error stream and an exit code."""

import sys
from typing import NoReturn

#: Wrong usage or settings: somebody must change what was given.
USAGE = 2
#: The command itself failed.
FAILED = 3


def give_up(sentences: str, code: int) -> NoReturn:
    """End the command."""
    print(sentences, file=sys.stderr)
    raise SystemExit(code)
