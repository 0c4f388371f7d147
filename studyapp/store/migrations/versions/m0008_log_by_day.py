"""The log's index by day holds its order, too: the newest entry of a day is found without sorting the day."""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Put an index by day and id in the place of the one by day."""
    op.drop_index("ix_log_entry_day", "log_entry")
    op.create_index("ix_log_entry_day_id", "log_entry", ["day", "id"])


def downgrade() -> None:
    """No way back: a learner's data is never thrown away by a program."""
    raise NotImplementedError("restore the backup that was taken before the migration")
