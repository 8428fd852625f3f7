"""The command line: one small module per command; what a command needs is imported when it runs."""

from engine.cli.start import main

__all__ = ["main"]
