"""CarQuery: questionnaires written in YAML, spoken by a Telegram bot, delivered to a CRM."""
