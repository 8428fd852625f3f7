"""Use cases: what happens in a conversation and to a finished lead, over the ports of the core."""
