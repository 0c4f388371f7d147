"""An index that covers the count of reviews per day, which else would fetch every card."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Put the covering index in the place of the narrow one."""
    op.drop_index("ix_card_phase_due_on", "card")
    op.create_index(
        "ix_card_phase_due_on_suspended_item_id_kind",
        "card",
        ["phase", "due_on", "suspended", "item_id", "kind"],
    )


def downgrade() -> None:
    """No way back: a learner's data is never thrown away by a program."""
    raise NotImplementedError("restore the backup that was taken before the migration")
