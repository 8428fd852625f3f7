"""The shipped flows, compiled once for everybody who only looks: what compiles is never changed."""

from functools import cache
from pathlib import Path

from engine.app.hooks import specs
from engine.core.model import Project
from engine.lang.compile import Compilation, compile

FLOWS = Path(__file__).parents[1] / "flows"


@cache
def compilation() -> Compilation:
    return compile([FLOWS], specs())


def project() -> Project:
    found = compilation().project
    assert found is not None
    return found
