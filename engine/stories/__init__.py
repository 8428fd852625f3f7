"""Plays story files against the real bot in a world of its own: emulated Telegram and CRM, a clock moved by hand."""
