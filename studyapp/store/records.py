"""What is on paper: the table, and the log entries that it is a cache of."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import delete, select
from sqlmodel import Session, col

from studyapp.domain.log import EntryKind
from studyapp.domain.records import Record, RecordKind
from studyapp.store import journal
from studyapp.store.tables import LogEntry, RecordRow


def all_records(session: Session, subject: str = "") -> list[Record]:
    """Every record, or those of one subject, in the order of writing."""
    statement = select(RecordRow).order_by(col(RecordRow.id))
    if subject:
        statement = statement.where(col(RecordRow.subject) == subject)
    return [
        Record(r.id, r.subject, RecordKind(r.kind), r.on_day, r.score, r.expires_on, r.reason)
        for r in session.scalars(statement)
    ]


def payload_of(record: Record) -> dict[str, Any]:
    """What the log says of a record."""
    return {
        "subject": record.subject, "kind": str(record.kind), "on": record.on.isoformat(),
        "score": record.score, "reason": record.reason,
        "expires_on": record.expires_on.isoformat() if record.expires_on else None,
    }  # fmt: skip


def put(session: Session, record: Record) -> None:
    """Write a record's row."""
    session.add(
        RecordRow(
            id=record.id, subject=record.subject, kind=str(record.kind), on_day=record.on,
            score=record.score, expires_on=record.expires_on, reason=record.reason,
        )
    )  # fmt: skip
    session.flush()


def remove(session: Session, record_id: str) -> None:
    """Drop a record's row, after its entry was voided."""
    session.execute(delete(RecordRow).where(col(RecordRow.id) == record_id))


def from_log(session: Session) -> list[Record]:
    """Every record that the log says and nothing voided, in the order of writing."""
    return [
        Record(
            entry_id, said["subject"], RecordKind(said["kind"]), date.fromisoformat(said["on"]),
            said["score"], date.fromisoformat(said["expires_on"]) if said["expires_on"] else None,
            said["reason"],
        )
        for entry_id, said in journal.standing_payloads(session, EntryKind.RECORD)
    ]  # fmt: skip


def rebuild(session: Session) -> None:
    """Replace the table by what the log says."""
    found = from_log(session)
    session.execute(delete(RecordRow))
    for record in found:
        put(session, record)


def payload(session: Session, record_id: str) -> dict[str, Any]:
    """All that the log says of a record."""
    row = session.get(LogEntry, record_id)
    found: dict[str, Any] = json.loads(row.payload) if row is not None else {}
    return found


def by_subject(records: Iterable[Record]) -> dict[str, list[Record]]:
    """Records grouped by what they are about."""
    found: dict[str, list[Record]] = {}
    for record in records:
        found.setdefault(record.subject, []).append(record)
    return found
