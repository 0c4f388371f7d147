"""What does not count: questions in quarantine, and where their answers stand."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Row, case, func, select
from sqlmodel import Session, col

from studyapp.store.journal import UNDONE
from studyapp.store.tables import ExamItem, Item, LogEntry

# Only questions are ever in quarantine; asked for the kind as well, SQLite would fetch every question.
VOID = select(col(Item.id)).where(col(Item.quarantined_on).is_not(None))
"""Ids of the questions that do not count; for a condition of another query."""
_SINCE = select(col(Item.id), col(Item.quarantined_on)).where(col(Item.quarantined_on).is_not(None))


def since(session: Session) -> dict[str, date]:
    """Since which day of the learner's each question in quarantine does not count; a small index tells."""
    return dict(session.execute(_SINCE).all())


def items(session: Session) -> list[Row[Any]]:
    """Id, certification, domain, title, body and day of every question in quarantine, newest first."""
    statement = (
        select(  # type: ignore[call-overload]
            Item.id, Item.certification_id, Item.domain_id, Item.title, Item.body, Item.quarantined_on
        )
        .where(col(Item.quarantined_on).is_not(None))
        .order_by(col(Item.quarantined_on).desc(), col(Item.id))
    )
    return list(session.execute(statement).all())


def answered(session: Session, question_ids: Collection[str]) -> set[str]:
    """Which of some questions have an answer in the log that was not taken back."""
    cards = [f"q:{question_id}" for question_id in question_ids]
    statement = (
        select(col(LogEntry.card_id))
        .where(col(LogEntry.card_id).in_(cards), col(LogEntry.kind) == "answer", ~UNDONE)
        .distinct()
    )
    return {card_id.removeprefix("q:") for card_id in session.scalars(statement)}


def attempts_with(session: Session, question_ids: Collection[str]) -> set[str]:
    """Attempts in whose score one of the questions stands."""
    if not question_ids:
        return set()
    statement = select(col(ExamItem.attempt_id)).where(
        col(ExamItem.question_id).in_(list(question_ids)), col(ExamItem.scored)
    )
    return set(session.scalars(statement))


def first_tries(session: Session, question_ids: Collection[str]) -> dict[tuple[str, str], tuple[int, int]]:
    """First attempts at some questions and how many were right, by certification and domain of the log."""
    if not question_ids:
        return {}
    keys = (LogEntry.certification_id, LogEntry.domain_id)
    right = func.sum(case((col(LogEntry.grade) > 1, 1), else_=0))
    cards = [f"q:{question_id}" for question_id in question_ids]
    statement = (
        select(*keys, func.count(), right)  # type: ignore[call-overload]
        .where(col(LogEntry.card_id).in_(cards), col(LogEntry.first_sight), ~UNDONE)
        .group_by(*keys)
    )
    return {(c, d): (int(n), int(r or 0)) for c, d, n, r in session.execute(statement).all()}
