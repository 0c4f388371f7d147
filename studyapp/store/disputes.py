"""Disputes: the table, and the log entries that it is a cache of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Row, delete, select
from sqlmodel import Session, col

from studyapp.domain.disputes import Dispute
from studyapp.domain.log import EntryKind
from studyapp.store import journal
from studyapp.store.tables import DisputeRow, LogEntry


def standing(session: Session, question_id: str = "") -> list[Dispute]:
    """The disputes that were not withdrawn, of one question or of all, oldest first."""
    statement = select(DisputeRow).order_by(col(DisputeRow.id))
    if question_id:
        statement = statement.where(col(DisputeRow.question_id) == question_id)
    return [_of(row) for row in session.scalars(statement)]


def reasons(session: Session, question_ids: Iterable[str]) -> dict[str, str]:
    """What the learner objects to, by question."""
    statement = select(col(DisputeRow.question_id), col(DisputeRow.reason)).where(
        col(DisputeRow.question_id).in_(list(question_ids))
    )
    return dict(session.execute(statement).all())


def put(session: Session, dispute: Dispute) -> None:
    """Write the row of a dispute."""
    session.add(
        DisputeRow(
            id=dispute.id, question_id=dispute.question_id, certification_id=dispute.certification_id,
            content_hash=dispute.content_hash, on_day=dispute.on, chosen=dispute.chosen,
            answer=dispute.answer, correct=dispute.right, reason=dispute.reason,
        )
    )  # fmt: skip
    session.flush()


def remove(session: Session, dispute_id: str) -> None:
    """Drop the row of a dispute, after its entry was voided."""
    session.execute(delete(DisputeRow).where(col(DisputeRow.id) == dispute_id))


def payload_of(dispute: Dispute) -> dict[str, Any]:
    """What the log says of a dispute."""
    return {
        "question": dispute.question_id, "certification": dispute.certification_id,
        "version": dispute.content_hash, "on": dispute.on.isoformat(), "reason": dispute.reason,
        "chosen": dispute.chosen, "answer": dispute.answer, "right": dispute.right,
    }  # fmt: skip


def from_log(session: Session) -> list[Dispute]:
    """Every dispute that the log says and nothing voided, in the order of writing."""
    return [
        Dispute(
            entry_id, said["question"], said["certification"], said["version"],
            date.fromisoformat(said["on"]), said["reason"], said["chosen"], said["answer"], said["right"],
        )
        for entry_id, said in journal.standing_payloads(session, EntryKind.DISPUTE)
    ]  # fmt: skip


def rebuild(session: Session) -> None:
    """Replace the table by what the log says."""
    found = from_log(session)
    session.execute(delete(DisputeRow))
    for dispute in found:
        put(session, dispute)


def last_answer(session: Session, question_id: str) -> Row[Any] | None:
    """`chosen` and `content_hash` of the newest answer to a question that was not taken back."""
    statement = (
        select(LogEntry.chosen, LogEntry.content_hash)  # type: ignore[call-overload]
        .where(col(LogEntry.card_id) == f"q:{question_id}", ~journal.UNDONE)
        .where(col(LogEntry.kind) == EntryKind.ANSWER.value)
        .order_by(col(LogEntry.id).desc())
        .limit(1)
    )
    found: Row[Any] | None = session.execute(statement).first()
    return found


def _of(row: DisputeRow) -> Dispute:
    return Dispute(
        row.id, row.question_id, row.certification_id, row.content_hash, row.on_day, row.reason, row.chosen,
        row.answer, row.correct,
    )  # fmt: skip
