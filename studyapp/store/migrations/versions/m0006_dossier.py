"""Evidence for what a role asks; roadmaps are read again, for their competencies."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KINDS = "kind IN ('training','project','experience','exam','link','note')"


def upgrade() -> None:
    """Make the two tables, and forget what the files of roadmaps looked like."""
    op.create_table(
        "dossier",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint(KINDS, name=op.f("ck_dossier_kind")),
        sa.PrimaryKeyConstraint("id", name="pk_dossier"),
    )
    op.create_table(
        "dossier_competency",
        sa.Column("dossier_id", sa.String(), nullable=False),
        sa.Column("competency_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossier.id"], name="fk_dossier_competency_dossier_id_dossier"
        ),
        sa.PrimaryKeyConstraint("dossier_id", "competency_id", name="pk_dossier_competency"),
    )
    op.create_index("ix_dossier_competency_competency_id", "dossier_competency", ["competency_id"])
    # An unchanged file is not read again, and what was stored of it knows no competencies.
    op.execute("UPDATE content_file SET digest = '', size = -1 WHERE kind = 'roadmap'")


def downgrade() -> None:
    """No way back: a learner's data is never thrown away by a program."""
    raise NotImplementedError("restore the backup that was taken before the migration")
