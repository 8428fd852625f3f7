"""Telegram: the only place that knows aiogram and aiogram-dialog."""
