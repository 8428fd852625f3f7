"""Keeps finished leads in CSV files."""
