"""Random conversations about random flows keep every promise of the core."""

from hypothesis import settings

from tests.core.conversation import Conversation
from tests.drawn import TIMES

TestConversation = Conversation.TestCase
TestConversation.settings = settings(max_examples=100 * TIMES, stateful_step_count=40, deadline=None)
