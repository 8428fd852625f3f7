"""What a schema cannot say: one module per subject, every check in the table below."""

from collections.abc import Callable, Iterator

from engine.lang.checks.scope import Scope
from engine.lang.diagnostics import Diagnostic

type Check = Callable[[Scope], Iterator[Diagnostic]]

CHECKS: tuple[Check, ...] = ()
