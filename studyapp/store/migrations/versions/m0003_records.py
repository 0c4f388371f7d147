"""What is on paper; and roadmaps are read again, for their gates."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KINDS = "kind IN ('booked','passed','failed','held','waived','skipped')"


def upgrade() -> None:
    """Make the table, and forget what the files of roadmaps looked like."""
    op.create_table(
        "record",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint(KINDS, name=op.f("ck_record_kind")),
        sa.CheckConstraint("expires_on IS NULL OR expires_on >= on_day", name=op.f("ck_record_expiry")),
        sa.PrimaryKeyConstraint("id", name="pk_record"),
    )
    op.create_index("ix_record_subject", "record", ["subject"])
    # An unchanged file is not read again, and what was stored of it knows no gates.
    op.execute("UPDATE content_file SET digest = '', size = -1 WHERE kind = 'roadmap'")


def downgrade() -> None:
    """No way back: a learner's data is never thrown away by a program."""
    raise NotImplementedError("restore the backup that was taken before the migration")
