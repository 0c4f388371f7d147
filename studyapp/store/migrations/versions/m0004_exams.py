"""Exams: attempts, the items of their forms as they were shown, what happened in them, and saved quizzes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of exams."""
    _attempts()
    _items()
    _events()


def _attempts() -> None:
    op.create_table(
        "exam_attempt",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("device_id", sa.String(), nullable=False),
        sa.Column("certification_id", sa.String(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("used_ms", sa.BigInteger(), nullable=False),
        sa.Column("paused_ms", sa.BigInteger(), nullable=False),
        sa.Column("pauses", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("beat_at", sa.BigInteger(), nullable=False),
        sa.Column("beat_boot", sa.String(), nullable=False),
        sa.Column("beat_steady", sa.BigInteger(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("blueprint", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(status IN ('submitted','expired')) = (ended_at IS NOT NULL)", name=op.f("ck_exam_attempt_ended")
        ),
        sa.CheckConstraint(
            "mode IN ('exam','section','custom','diagnostic')", name=op.f("ck_exam_attempt_mode")
        ),
        sa.CheckConstraint(
            "status IN ('running','paused','submitted','expired')", name=op.f("ck_exam_attempt_status")
        ),
        sa.CheckConstraint("used_ms >= 0 AND paused_ms >= 0", name=op.f("ck_exam_attempt_time")),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name="fk_exam_attempt_device_id_device"),
        sa.PrimaryKeyConstraint("id", name="pk_exam_attempt"),
    )
    op.create_index("ix_exam_attempt_status", "exam_attempt", ["status"])
    op.create_index(
        "ix_exam_attempt_certification_id_started_at", "exam_attempt", ["certification_id", "started_at"]
    )


def _items() -> None:
    op.create_table(
        "exam_item",
        sa.Column("attempt_id", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("option_order", sa.String(), nullable=False),
        sa.Column("domain_id", sa.String(), nullable=False),
        sa.Column("objective_id", sa.String(), nullable=False),
        sa.Column("scored", sa.Boolean(), nullable=False),
        sa.Column("seen", sa.Boolean(), nullable=False),
        sa.Column("response", sa.String(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("confidence", sa.String(), nullable=False),
        sa.Column("flagged", sa.Boolean(), nullable=False),
        sa.Column("spent_ms", sa.BigInteger(), nullable=False),
        sa.Column("given", sa.String(), nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.Column("credit", sa.Float(), nullable=True),
        sa.Column("first_sight", sa.Boolean(), nullable=True),
        sa.Column("entry_id", sa.String(), nullable=True),
        sa.CheckConstraint("credit IS NULL OR credit BETWEEN 0 AND 1", name=op.f("ck_exam_item_credit")),
        sa.CheckConstraint("spent_ms >= 0", name=op.f("ck_exam_item_spent")),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["exam_attempt.id"], name="fk_exam_item_attempt_id_exam_attempt"
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["log_entry.id"], name="fk_exam_item_entry_id_log_entry"),
        sa.PrimaryKeyConstraint("attempt_id", "place", name="pk_exam_item"),
    )
    op.create_index("ix_exam_item_question_id", "exam_item", ["question_id"])


def _events() -> None:
    op.create_table(
        "exam_event",
        sa.Column("attempt_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("used_ms", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("response", sa.String(), nullable=False),
        sa.Column("confidence", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["exam_attempt.id"], name="fk_exam_event_attempt_id_exam_attempt"
        ),
        sa.PrimaryKeyConstraint("attempt_id", "number", name="pk_exam_event"),
    )
    op.create_table(
        "quiz",
        sa.Column("certification_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.Column("saved_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("certification_id", "name", name="pk_quiz"),
    )


def downgrade() -> None:
    """No way back: a learner's data is never thrown away by a program."""
    raise NotImplementedError("restore the backup that was taken before the migration")
