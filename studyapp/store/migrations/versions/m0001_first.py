"""The first schema: content, log, caches, and the full-text index of the glossary."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

GRADE = "grade IS NULL OR grade BETWEEN 1 AND 4"


def upgrade() -> None:
    """Make every table."""
    _content()
    _references()
    _log()
    _caches()
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE term_search USING fts5(term, also, definition, term_id UNINDEXED, "
            "tokenize = \"unicode61 remove_diacritics 2\", prefix = '2 3')"
        )


def downgrade() -> None:
    """No way back: a learner's data is never thrown away by a program."""
    raise NotImplementedError("restore the backup that was taken before the migration")


def _content() -> None:
    op.create_table(
        "content_file",
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("modified_ns", sa.BigInteger(), nullable=False),
        sa.Column("problems", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("path", name="pk_content_file"),
    )
    op.create_table(
        "certification",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("vendor", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "status IN ('active','beta','retiring','retired')", name=op.f("ck_certification_status")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_certification"),
    )
    op.create_table(
        "roadmap",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_roadmap"),
    )
    op.create_table(
        "item",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("certification_id", sa.String(), nullable=False),
        sa.Column("domain_id", sa.String(), nullable=False),
        sa.Column("objective_id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('question','term')", name=op.f("ck_item_kind")),
        sa.PrimaryKeyConstraint("id", "kind", name="pk_item"),
    )
    op.create_index("ix_item_certification_id_kind", "item", ["certification_id", "kind"])
    op.create_index("ix_item_path", "item", ["path"])
    op.create_index("ix_item_present_retired", "item", ["present", "retired"])
    op.create_table(
        "item_version",
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("seen_from", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("content_hash", "item_id", "kind", name="pk_item_version"),
    )


def _references() -> None:
    op.create_table(
        "term_use",
        sa.Column("question_id", sa.String(), nullable=False),
        sa.Column("term_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("question_id", "term_id", name="pk_term_use"),
    )
    op.create_index("ix_term_use_term_id", "term_use", ["term_id"])
    op.create_table(
        "term_membership",
        sa.Column("certification_id", sa.String(), nullable=False),
        sa.Column("term_id", sa.String(), nullable=False),
        sa.Column("objective_id", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("certification_id", "term_id", name="pk_term_membership"),
    )
    op.create_index("ix_term_membership_term_id", "term_membership", ["term_id"])


def _log() -> None:
    op.create_table(
        "device",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_device"),
    )
    op.create_table(
        "log_entry",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("device_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("card_id", sa.String(), nullable=False),
        sa.Column("voids", sa.Text(), nullable=True),
        sa.Column("grade", sa.Integer(), nullable=True),
        sa.Column("correct", sa.Boolean(), nullable=True),
        sa.Column("confidence", sa.String(), nullable=False),
        sa.Column("chosen", sa.String(), nullable=False),
        sa.Column("option_order", sa.String(), nullable=False),
        sa.Column("elapsed_ms", sa.Integer(), nullable=False),
        sa.Column("first_sight", sa.Boolean(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("interval_s", sa.BigInteger(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("certification_id", sa.String(), nullable=False),
        sa.Column("domain_id", sa.String(), nullable=False),
        sa.Column("context", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("payload", sa.String(), nullable=False),
        sa.CheckConstraint(GRADE, name=op.f("ck_log_entry_grade")),
        sa.CheckConstraint(
            "kind <> 'answer' OR (grade IS NOT NULL AND card_id <> '')", name=op.f("ck_log_entry_answer")
        ),
        sa.CheckConstraint("(kind = 'undo') = (voids IS NOT NULL)", name=op.f("ck_log_entry_undo")),
        sa.CheckConstraint("elapsed_ms >= 0", name=op.f("ck_log_entry_elapsed")),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name="fk_log_entry_device_id_device"),
        sa.ForeignKeyConstraint(["voids"], ["log_entry.id"], name="fk_log_entry_voids_log_entry"),
        sa.PrimaryKeyConstraint("id", name="pk_log_entry"),
        sa.UniqueConstraint("voids", name="uq_log_entry_voids"),
    )
    op.create_index("ix_log_entry_card_id_id", "log_entry", ["card_id", "id"])
    op.create_index("ix_log_entry_day", "log_entry", ["day"])


def _caches() -> None:
    op.create_table(
        "setting",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_setting"),
    )
    op.create_table(
        "card",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("certification_id", sa.String(), nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("stability", sa.Float(), nullable=True),
        sa.Column("difficulty", sa.Float(), nullable=True),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("last_at", sa.BigInteger(), nullable=True),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("reps", sa.Integer(), nullable=False),
        sa.Column("lapses", sa.Integer(), nullable=False),
        sa.Column("recalled_days", sa.Integer(), nullable=False),
        sa.Column("recalled_on", sa.Date(), nullable=True),
        sa.Column("suspended", sa.Boolean(), nullable=False),
        sa.Column("buried_on", sa.Date(), nullable=True),
        sa.Column("flagged", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.CheckConstraint("phase IN ('new','learning','review','relearning')", name=op.f("ck_card_phase")),
        sa.CheckConstraint("kind IN ('question','term')", name=op.f("ck_card_kind")),
        sa.CheckConstraint("stability IS NULL OR stability > 0", name=op.f("ck_card_stability")),
        sa.CheckConstraint("(phase = 'new') = (stability IS NULL)", name=op.f("ck_card_memory")),
        sa.PrimaryKeyConstraint("id", name="pk_card"),
    )
    op.create_index("ix_card_phase_due_on", "card", ["phase", "due_on"])
    op.create_index("ix_card_due_on", "card", ["due_on"])
    op.create_index("ix_card_certification_id_phase", "card", ["certification_id", "phase"])
    op.create_index("ix_card_item_id", "card", ["item_id"])
    op.create_table(
        "daily_total",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("certification_id", sa.String(), nullable=False),
        sa.Column("domain_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("elapsed_ms", sa.BigInteger(), nullable=False),
        sa.Column("first_tries", sa.Integer(), nullable=False),
        sa.Column("first_right", sa.Integer(), nullable=False),
        sa.CheckConstraint("answers >= 0", name=op.f("ck_daily_total_answers")),
        sa.PrimaryKeyConstraint(
            "day", "certification_id", "domain_id", "kind", "phase", "grade", name="pk_daily_total"
        ),
    )
    op.create_table(
        "goal",
        sa.Column("certification_id", sa.String(), nullable=False),
        sa.Column("exam_on", sa.Date(), nullable=True),
        sa.Column("minutes_a_day", sa.Integer(), nullable=False),
        sa.Column("roadmap_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("minutes_a_day BETWEEN 1 AND 960", name=op.f("ck_goal_minutes")),
        sa.PrimaryKeyConstraint("certification_id", name="pk_goal"),
    )
    op.create_table(
        "break_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("day", name="pk_break_day"),
    )
