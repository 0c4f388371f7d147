"""Queries on the notebook of mistakes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, select
from sqlalchemy.dialects.sqlite import insert
from sqlmodel import Session, col

from studyapp.domain.mistakes import LEAVES_AFTER, Mistake
from studyapp.store.quarantine import VOID
from studyapp.store.tables import CardRow, Item, MistakeRow

_TABLE = MistakeRow.__table__  # type: ignore[attr-defined]
_INSERT = insert(_TABLE)
_FIELDS = ("misses", "is_sure", "missed_on", "chosen", "content_hash", "recalled_days", "recalled_on")
_GET = select(*(_TABLE.c[name] for name in _FIELDS)).where(_TABLE.c.question_id == bindparam("question"))
# Built once, for answers write: building a statement takes longer than running it.
_PUT = _INSERT.on_conflict_do_update(
    index_elements=["question_id"],
    set_={name: _INSERT.excluded[name] for name in ("certification_id", "domain_id", *_FIELDS)},
)


def get(session: Session, question_id: str) -> Mistake | None:
    """The mistake of a question, if it was ever missed."""
    row = session.execute(_GET, {"question": question_id}).first()
    return None if row is None else mistake_of(row)


def mistake_of(row: MistakeRow | Row[Any]) -> Mistake:
    """The mistake in a row."""
    return Mistake(**{name: getattr(row, name) for name in _FIELDS})


def put(session: Session, question_id: str, certification_id: str, domain_id: str, mistake: Mistake) -> None:
    """Write the mistake of a question."""
    head = {"question_id": question_id, "certification_id": certification_id, "domain_id": domain_id}
    session.execute(_PUT, head | asdict(mistake))


def remove(session: Session, question_id: str) -> None:
    """Drop the mistake of a question: the log has none, or the question means something else now."""
    session.execute(delete(MistakeRow).where(col(MistakeRow.question_id) == question_id))


def remove_all(session: Session) -> None:
    """Empty the cache, before it is rebuilt from the log."""
    session.execute(delete(MistakeRow))


def all_rows(session: Session) -> list[MistakeRow]:
    """Every row."""
    return list(session.scalars(select(MistakeRow)))


@dataclass(frozen=True, slots=True)
class OpenMistake:
    """An open mistake with its question as it is now, and what its card says."""

    question_id: str
    certification_id: str
    domain_id: str
    mistake: Mistake
    title: str
    body: str
    suspended: bool = False
    buried_on: date | None = None
    due_on: date | None = None


def open_mistakes(session: Session, certification_id: str = "", most: int = 200) -> list[OpenMistake]:
    """The open mistakes whose question is in circulation, in the order to work them off."""
    statement = select(MistakeRow).where(col(MistakeRow.recalled_days) < LEAVES_AFTER)
    if certification_id:
        statement = statement.where(col(MistakeRow.certification_id) == certification_id)
    rows = [(mistake_of(row), row) for row in session.scalars(statement)]
    rows.sort(key=lambda pair: (pair[0].rank, pair[1].question_id))
    found: list[OpenMistake] = []
    for start in range(0, len(rows), most):
        if len(found) >= most:
            break
        found += _with_questions(session, rows[start : start + most])
    return found[:most]


def _with_questions(session: Session, rows: Sequence[tuple[Mistake, MistakeRow]]) -> list[OpenMistake]:
    # By id, not by a join: SQLite would begin it with every item in circulation.
    ids = [row.question_id for _mistake, row in rows]
    asked = select(Item.id, Item.title, Item.body).where(  # type: ignore[call-overload]
        col(Item.kind) == "question", col(Item.id).in_(ids), col(Item.present), ~col(Item.retired)
    )
    questions = {row.id: row for row in session.execute(asked).all()}
    states = select(CardRow.item_id, CardRow.suspended, CardRow.buried_on, CardRow.due_on).where(  # type: ignore[call-overload]
        col(CardRow.id).in_([f"q:{question_id}" for question_id in ids])
    )
    known = {row.item_id: row for row in session.execute(states).all()}
    return [
        OpenMistake(
            row.question_id, row.certification_id, row.domain_id, mistake,
            questions[row.question_id].title, questions[row.question_id].body,
            *(known[row.question_id][1:] if row.question_id in known else ()),
        )
        for mistake, row in rows
        if row.question_id in questions
    ]  # fmt: skip


def counts(session: Session, certification_id: str = "") -> tuple[int, int]:
    """How many mistakes are open, and how many have left; what is in quarantine was none."""
    statement = (
        select(_TABLE.c.recalled_days < LEAVES_AFTER, func.count())
        .where(_TABLE.c.question_id.not_in(VOID))
        .group_by(_TABLE.c.recalled_days < LEAVES_AFTER)
    )
    if certification_id:
        statement = statement.where(_TABLE.c.certification_id == certification_id)
    found = {bool(is_open): int(count) for is_open, count in session.execute(statement).all()}
    return found.get(True, 0), found.get(False, 0)
