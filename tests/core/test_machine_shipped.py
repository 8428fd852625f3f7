"""Random conversations about the flows of this repository keep every promise of the core."""

import functools
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st

from engine.app.hooks import specs
from engine.core.model import Flow
from engine.lang.compile import compile
from tests.core.conversation import Conversation
from tests.drawn import TIMES


@functools.cache
def shipped() -> tuple[Flow, ...]:
    """The bot's own flows and the examples of the documentation."""
    root = Path(__file__).parents[2]
    found: list[Flow] = []
    for folder in (root / "flows", *(root / "docs" / "examples").iterdir()):
        compiled = compile([folder], specs())
        assert compiled.project is not None, folder
        found += compiled.project.flows.values()
    return tuple(found)


class ShippedConversation(Conversation):
    to_begin_with = st.deferred(lambda: st.sampled_from(shipped()))


TestShippedConversation = ShippedConversation.TestCase
TestShippedConversation.settings = settings(max_examples=30 * TIMES, stateful_step_count=50, deadline=None)
