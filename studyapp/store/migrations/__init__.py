"""Alembic migrations; imported only when a database is not at head."""
