"""Adapters that hang off a flow's completion hooks; siblings do not know each other."""
