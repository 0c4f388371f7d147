"""Readiness: an index that covers the first answers, and the notebook of mistakes, filled from the log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index and the table, and write into it what was missed so far."""
    op.create_index(
        "ix_log_entry_first_sight",
        "log_entry",
        ["certification_id", "id", "card_id", "day", "grade", "confidence", "domain_id"],
        sqlite_where=sa.text("first_sight = 1"),
        postgresql_where=sa.text("first_sight"),
    )
    op.create_table(
        "mistake",
        sa.Column("question_id", sa.String(), nullable=False),
        sa.Column("certification_id", sa.String(), nullable=False),
        sa.Column("domain_id", sa.String(), nullable=False),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.Column("is_sure", sa.Boolean(), nullable=False),
        sa.Column("missed_on", sa.Date(), nullable=False),
        sa.Column("chosen", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("recalled_days", sa.Integer(), nullable=False),
        sa.Column("recalled_on", sa.Date(), nullable=True),
        sa.CheckConstraint("misses > 0", name=op.f("ck_mistake_misses")),
        sa.CheckConstraint("recalled_days >= 0", name=op.f("ck_mistake_recalled")),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_mistake")),
    )
    op.create_index(
        op.f("ix_mistake_recalled_days_certification_id"), "mistake", ["recalled_days", "certification_id"]
    )
    _fill(op.get_bind())


def _fill(connection: sa.Connection) -> None:
    """The notebook as the log tells it; as things stood when this migration was written."""
    rows = connection.execute(
        sa.text(
            """
            SELECT e.kind, e.card_id, e.day, e.grade, e.confidence, e.chosen, e.content_hash,
                   e.certification_id, e.domain_id
              FROM log_entry e
             WHERE e.card_id IN (SELECT card_id FROM log_entry WHERE kind = 'answer' AND grade = 1
                                    AND card_id LIKE 'q:%')
               AND e.kind IN ('answer', 'meaning-changed')
               AND NOT EXISTS (SELECT 1 FROM log_entry u WHERE u.voids = e.id)
             ORDER BY e.id
            """
        )
    )
    found: dict[str, dict[str, object]] = {}
    for row in rows:
        if row.kind == "meaning-changed":
            found.pop(row.card_id, None)
        elif row.grade == 1:
            found[row.card_id] = _missed(row, found.get(row.card_id))
        elif row.card_id in found:
            _recalled(found[row.card_id], row.day)
    if found:
        columns = ", ".join(next(iter(found.values())))
        values = ", ".join(f":{name}" for name in next(iter(found.values())))
        connection.execute(
            sa.text(f"INSERT INTO mistake ({columns}) VALUES ({values})"),  # noqa: S608
            list(found.values()),
        )


def _missed(row: sa.Row[tuple[object, ...]], before: dict[str, object] | None) -> dict[str, object]:
    was_open = before is not None and int(str(before["recalled_days"])) < 3
    sure = row.confidence == "sure"
    return {
        "question_id": row.card_id.removeprefix("q:"),
        "certification_id": row.certification_id,
        "domain_id": row.domain_id,
        "misses": (int(str(before["misses"])) if before else 0) + 1,
        "is_sure": sure or (was_open and before is not None and bool(before["is_sure"])),
        "missed_on": row.day,
        "chosen": row.chosen,
        "content_hash": row.content_hash,
        "recalled_days": 0,
        "recalled_on": None,
    }


def _recalled(mistake: dict[str, object], day: str) -> None:
    last = str(mistake["recalled_on"] or mistake["missed_on"])
    if day > last:
        mistake["recalled_days"] = int(str(mistake["recalled_days"])) + 1
        mistake["recalled_on"] = day


def downgrade() -> None:
    """No way back: a learner's data is never thrown away by a program."""
    raise NotImplementedError("restore the backup that was taken before the migration")
