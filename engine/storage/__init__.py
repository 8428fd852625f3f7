"""What outlives the process: users, drafts, leads and deliveries in SQLite or PostgreSQL."""
