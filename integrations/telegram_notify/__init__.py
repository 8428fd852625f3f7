"""Tells the staff about a finished lead in their working chat."""
