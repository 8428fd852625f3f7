"""Hands a finished lead to a program of the dealer's own."""
