"""Disputes of keys, and since when an item in quarantine does not count."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, the column and their indexes."""
    op.create_table(
        "dispute",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("question_id", sa.String(), nullable=False),
        sa.Column("certification_id", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("chosen", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("correct", sa.Boolean(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_dispute"),
    )
    op.create_index("ix_dispute_question_id", "dispute", ["question_id"])
    op.add_column("item", sa.Column("quarantined_on", sa.Date(), nullable=True))
    op.create_index(
        "ix_item_quarantined_on",
        "item",
        ["quarantined_on"],
        sqlite_where=sa.text("quarantined_on IS NOT NULL"),
        postgresql_where=sa.text("quarantined_on IS NOT NULL"),
    )
    # An unchanged file is not read again, and what was stored of it knows no quarantine.
    op.execute("UPDATE content_file SET digest = '', size = -1 WHERE problems LIKE '%quarantined%'")


def downgrade() -> None:
    """No way back: a learner's data is never thrown away by a program."""
    raise NotImplementedError("restore the backup that was taken before the migration")
