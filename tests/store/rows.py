"""Rows for tests of the store: the smallest that every constraint accepts."""

from __future__ import annotations

from datetime import date
from typing import Any

from studyapp.store.tables import (
    CardRow,
    CertificationRow,
    DailyTotal,
    Device,
    ExamAttempt,
    ExamItem,
    GoalRow,
    Item,
    LogEntry,
)

DAY = date(2026, 7, 1)


def device(**changes: Any) -> Device:
    return Device(**({"id": "device-1", "created_at": 0} | changes))


def answer(entry_id: str = "entry-1", **changes: Any) -> LogEntry:
    columns = {
        "id": entry_id, "device_id": "device-1", "kind": "answer", "at": 1000, "day": DAY,
        "card_id": "q:one", "grade": 3, "phase": "new", "certification_id": "tst-101", "domain_id": "1",
    }  # fmt: skip
    return LogEntry(**(columns | changes))


def undo(entry_id: str, voids: str | None, **changes: Any) -> LogEntry:
    return answer(entry_id, kind="undo", voids=voids, grade=None, **changes)


def card(card_id: str = "q:one", **changes: Any) -> CardRow:
    return CardRow(**({"id": card_id, "kind": "question", "item_id": "one"} | changes))


def item(**changes: Any) -> Item:
    columns = {
        "id": "one", "kind": "question", "certification_id": "tst-101", "title": "One?", "body": "{}",
        "content_hash": "abc", "path": "bank.yaml",
    }  # fmt: skip
    return Item(**(columns | changes))


def certification(**changes: Any) -> CertificationRow:
    columns = {
        "id": "tst-101", "code": "TST-101", "name": "Tester", "vendor": "Testing", "level": "associate",
        "status": "active", "body": "{}", "path": "certification.yaml",
    }  # fmt: skip
    return CertificationRow(**(columns | changes))


def total(**changes: Any) -> DailyTotal:
    columns = {
        "day": DAY, "certification_id": "tst-101", "domain_id": "1", "kind": "question", "phase": "new",
        "grade": 3, "answers": 1,
    }  # fmt: skip
    return DailyTotal(**(columns | changes))


def goal(**changes: Any) -> GoalRow:
    return GoalRow(**({"certification_id": "tst-101", "minutes_a_day": 20} | changes))


def attempt(**changes: Any) -> ExamAttempt:
    columns = {
        "id": "attempt-1", "device_id": "device-1", "certification_id": "tst-101", "mode": "exam", "seed": 1,
        "status": "running", "started_at": 0, "beat_at": 0, "rules": "{}", "blueprint": "{}",
    }  # fmt: skip
    return ExamAttempt(**(columns | changes))


def exam_item(**changes: Any) -> ExamItem:
    columns = {
        "attempt_id": "attempt-1", "place": 0, "question_id": "one", "content_hash": "abc", "body": "{}",
    }  # fmt: skip
    return ExamItem(**(columns | changes))
