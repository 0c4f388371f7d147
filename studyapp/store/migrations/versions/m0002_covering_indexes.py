"""Indexes that cover what is counted over all cards, items and daily totals."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Put covering indexes in the place of narrow ones."""
    op.drop_index("ix_card_phase_due_on", "card")
    op.create_index(
        "ix_card_phase_due_on_suspended_item_id_kind",
        "card",
        ["phase", "due_on", "suspended", "item_id", "kind"],
    )
    op.drop_index("ix_item_certification_id_kind", "item")
    op.create_index(
        "ix_item_kind_certification_id_present_retired",
        "item",
        ["kind", "certification_id", "present", "retired"],
    )
    op.create_index(
        "ix_daily_total_day_kind_phase_grade_answers_elapsed_ms",
        "daily_total",
        ["day", "kind", "phase", "grade", "answers", "elapsed_ms"],
    )


def downgrade() -> None:
    """No way back: a learner's data is never thrown away by a program."""
    raise NotImplementedError("restore the backup that was taken before the migration")
