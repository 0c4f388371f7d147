"""Alembic's entry point: runs on the connection that `studyapp.store.opening` hands over."""

from __future__ import annotations

from alembic import context
from sqlmodel import SQLModel

from studyapp.store import tables  # noqa: F401  registers the tables

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
