"""Random conversations about random flows keep every promise of the core."""

from hypothesis import settings

from tests.core.conversation import Conversation

TestConversation = Conversation.TestCase
TestConversation.settings = settings(max_examples=100, stateful_step_count=40, deadline=None)
