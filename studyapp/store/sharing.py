"""Queries for what a learner hands over: first answers, calibration, recall, and the log line by line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, case, exists, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from studyapp.domain.log import EntryKind
from studyapp.domain.records import RecordKind
from studyapp.store import quarantine
from studyapp.store.tables import DailyTotal, ItemVersion, LogEntry, SettingRow

_UNDO = aliased(LogEntry)
_UNDONE = exists().where(_UNDO.voids == LogEntry.id)  # type: ignore[arg-type]
_ENTRIES = LogEntry.__table__  # type: ignore[attr-defined]
_QUESTION = col(LogEntry.card_id).startswith("q:")
_ANSWERED = (col(LogEntry.kind) == EntryKind.ANSWER.value, ~_UNDONE, _QUESTION)
PAGE = 2_000
RESULTS = (RecordKind.PASSED, RecordKind.FAILED)
LEARNER_KEY = "learner_id"


def learner_id(session: Session) -> str:
    """The id under which the learner hands things over, "" before the first time."""
    row = session.get(SettingRow, LEARNER_KEY)
    return str(json.loads(row.value)) if row is not None else ""


def whole_log(session: Session) -> Iterator[dict[str, Any]]:
    """Every entry of every device, in the order of writing, its days as ISO texts."""
    statement = select(_ENTRIES).order_by(_ENTRIES.c.id).execution_options(yield_per=PAGE)
    for row in session.execute(statement):
        yield {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in row._mapping.items()
        }


def answers(
    session: Session, first: date | None, certification_ids: Sequence[str], first_sight: bool = True
) -> Iterator[Row[Any]]:
    """Answers to questions that were not taken back, in the order of writing; only first ones, or all."""
    columns = (
        LogEntry.id, LogEntry.card_id, LogEntry.at, LogEntry.day, LogEntry.correct, LogEntry.grade,
        LogEntry.confidence, LogEntry.chosen, LogEntry.elapsed_ms, LogEntry.content_hash,
        LogEntry.certification_id, LogEntry.domain_id,
    )  # fmt: skip
    statement = select(*columns).where(*_ANSWERED).order_by(col(LogEntry.id))  # type: ignore[call-overload]
    if first_sight:
        statement = statement.where(col(LogEntry.first_sight))
    if first is not None:
        statement = statement.where(col(LogEntry.day) >= first)
    if certification_ids:
        statement = statement.where(col(LogEntry.certification_id).in_(certification_ids))
    yield from session.execute(statement.execution_options(yield_per=PAGE))


def taken_back(
    session: Session, first: date | None, certification_ids: Sequence[str]
) -> list[tuple[str, str, int]]:
    """Answers to questions that were taken back: their ids, those of the undos, and when (epoch, in ms)."""
    statement = (
        select(LogEntry.id, _UNDO.id, _UNDO.at)  # type: ignore[call-overload]
        .join(_UNDO, col(_UNDO.voids) == col(LogEntry.id))
        .where(col(LogEntry.kind) == EntryKind.ANSWER.value, _QUESTION)
        .order_by(col(LogEntry.id))
    )
    if first is not None:
        statement = statement.where(col(LogEntry.day) >= first)
    if certification_ids:
        statement = statement.where(col(LogEntry.certification_id).in_(certification_ids))
    return [(answer, undo, at) for answer, undo, at in session.execute(statement)]


def results_taken_back(session: Session, certification_ids: Sequence[str]) -> list[tuple[str, str, int]]:
    """Records of exams passed or failed that were taken back: as `taken_back` tells it of answers."""
    statement = (
        select(LogEntry.id, _UNDO.id, _UNDO.at, LogEntry.payload)  # type: ignore[call-overload]
        .join(_UNDO, col(_UNDO.voids) == col(LogEntry.id))
        .where(col(LogEntry.kind) == EntryKind.RECORD.value)
        .order_by(col(LogEntry.id))
    )
    found = [(record, undo, at, json.loads(said)) for record, undo, at, said in session.execute(statement)]
    return [
        (record, undo, at)
        for record, undo, at, said in found
        if said["kind"] in RESULTS and (not certification_ids or said["subject"] in certification_ids)
    ]


def last_entry(session: Session) -> str:
    """The id of the newest entry of the log, "" of an empty one."""
    return session.scalars(select(func.max(col(LogEntry.id)))).one() or ""


def calibration(session: Session) -> list[tuple[str, str, str, int, int]]:
    """Certification, domain, confidence, first answers that count and how many were right."""
    keys = (LogEntry.certification_id, LogEntry.domain_id, LogEntry.confidence)
    right = func.sum(case((col(LogEntry.correct).is_(True), 1), else_=0))
    statement = (
        select(*keys, func.count(), right)  # type: ignore[call-overload]
        .where(*_ANSWERED, col(LogEntry.first_sight))
        .where(col(LogEntry.card_id).not_in([f"q:{void}" for void in quarantine.since(session)]))
        .group_by(*keys)
        .order_by(*keys)
    )
    return [(c, d, said, int(n), int(right or 0)) for c, d, said, n, right in session.execute(statement)]


def recall(session: Session) -> list[tuple[str, str, int, int]]:
    """Certification, domain, reviews and how many were recalled."""
    keys = (col(DailyTotal.certification_id), col(DailyTotal.domain_id))
    recalled = func.sum(case((col(DailyTotal.grade) > 1, DailyTotal.answers), else_=0))
    statement = (
        select(*keys, func.sum(DailyTotal.answers), recalled)
        .where(col(DailyTotal.phase) == "review")
        .group_by(*keys)
        .order_by(*keys)
    )
    return [(c, d, int(n), int(recalled)) for c, d, n, recalled in session.execute(statement)]


def studied(session: Session) -> list[str]:
    """Ids of the certifications with an answer."""
    statement = (
        select(col(DailyTotal.certification_id))
        .where(col(DailyTotal.answers) > 0, col(DailyTotal.certification_id) != "")
        .distinct()
        .order_by(col(DailyTotal.certification_id))
    )
    return list(session.scalars(statement))


def question_bodies(session: Session) -> dict[tuple[str, str], str]:
    """The JSON of every version of every question that was answered, by id and content hash."""
    asked = select(col(LogEntry.content_hash)).where(col(LogEntry.kind) == EntryKind.ANSWER.value).distinct()
    statement = select(col(ItemVersion.item_id), col(ItemVersion.content_hash), col(ItemVersion.body)).where(
        col(ItemVersion.kind) == "question", col(ItemVersion.content_hash).in_(asked)
    )
    return {(item_id, digest): body for item_id, digest, body in session.execute(statement)}
