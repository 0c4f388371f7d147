"""Bulk writing of a simulated log, with the card cache and the roll-up that belong to it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from random import Random
from typing import Any

from sqlalchemy import Table, insert
from sqlmodel import Session

from studyapp.domain.log import EntryKind, entry_id
from studyapp.domain.mistakes import Mistake
from studyapp.services.demo.deck import Studied
from studyapp.store import cards
from studyapp.store.engine import Store
from studyapp.store.tables import CardRow, DailyTotal, Device, LogEntry, MistakeRow
from studyapp.store.totals import TotalKey

PAGE = 20_000
"""Log entries written in one transaction."""

_encode = json.JSONEncoder(separators=(",", ":")).encode
_BLANK: Mapping[str, Any] = {
    "id": "", "device_id": "", "kind": "", "at": 0, "day": "",
    "card_id": "", "voids": None, "grade": None, "correct": None, "confidence": "", "chosen": "",
    "option_order": "", "elapsed_ms": 0, "first_sight": False, "content_hash": "", "interval_s": 0,
    "due_on": None, "phase": "", "certification_id": "", "domain_id": "", "context": "", "before": "",
    "payload": "{}",
}  # fmt: skip


_INSERT = f"INSERT INTO log_entry ({', '.join(_BLANK)}) VALUES ({', '.join('?' * len(_BLANK))})"  # noqa: S608
"""Straight to SQLite: SQLAlchemy's own work on a row costs more than SQLite's, and a demo is a local file."""


class LogWriter:
    """Appends entries in the order of writing and keeps the roll-up of the answers among them."""

    def __init__(self, store: Store, chance: Random) -> None:
        self._store = store
        self._chance = chance
        self._rows: list[tuple[Any, ...]] = []
        self._last = ""
        self._device_id = ""
        self._totals: dict[TotalKey, list[int]] = {}
        self.entries = 0
        self.answers = 0

    def begin(self, at: datetime) -> None:
        """Make this installation's id, from the same chance as everything else."""
        at_ms = cards.to_ms(at) or 0
        self._device_id = entry_id(at_ms, self._chance.getrandbits(74))
        with self._store.write() as session:
            session.add(Device(id=self._device_id, created_at=at_ms))
            # Made again at the end: a million entries sort faster once than one by one.
            for index in _table(LogEntry).indexes:
                index.drop(session.connection())

    def append(self, kind: EntryKind, at: datetime, day: date, **columns: Any) -> str:
        """Add one entry and return its id."""
        at_ms = cards.to_ms(at) or 0
        self._last = entry_id(at_ms, self._chance.getrandbits(74), after=self._last)
        payload = columns.pop("payload", None)
        if payload is not None:
            columns["payload"] = _encode(payload)
        due_on = columns.get("due_on")
        if due_on is not None:
            columns["due_on"] = due_on.isoformat()
        row = {
            **_BLANK, "id": self._last, "device_id": self._device_id, "kind": kind.value, "at": at_ms,
            "day": day.isoformat(), **columns,
        }  # fmt: skip
        self._rows.append(tuple(row.values()))
        self.entries += 1
        if len(self._rows) >= PAGE:
            self.flush()
        return self._last

    def count(self, key: TotalKey, elapsed_ms: int, first_sight: bool) -> None:
        """Count an answer that was not taken back."""
        total = self._totals.get(key)
        if total is None:
            total = self._totals[key] = [0, 0, 0, 0]
        total[0] += 1
        total[1] += elapsed_ms
        total[2] += first_sight
        total[3] += first_sight and key.grade > 1
        self.answers += 1

    def flush(self) -> None:
        """Write what was appended."""
        if self._rows:
            with self._store.write() as session:
                session.connection().exec_driver_sql(_INSERT, self._rows)
            self._rows = []

    def finish(self, studied: Iterable[Studied], session: Session) -> None:
        """Write the caches: every card that was met, the daily totals, and the indexes of the log."""
        for index in _table(LogEntry).indexes:
            index.create(session.connection())
        _write_all(session, CardRow, (_card_row(card) for card in studied if card.state.reps))
        _write_all(
            session, MistakeRow, (_mistake_row(card, card.mistake) for card in studied if card.mistake)
        )
        _write_all(session, DailyTotal, (_total_row(key, total) for key, total in self._totals.items()))


def _card_row(studied: Studied) -> dict[str, Any]:
    head = {
        "id": studied.id, "kind": studied.kind, "item_id": studied.card.item_id,
        "direction": str(studied.card.direction), "certification_id": studied.certification_id,
        "suspended": studied.suspended, "buried_on": None, "flagged": studied.flagged,
        "note": studied.note, "content_hash": studied.content_hash,
    }  # fmt: skip
    return head | cards.state_columns(studied.state)


def _mistake_row(studied: Studied, mistake: Mistake) -> dict[str, Any]:
    head = {
        "question_id": studied.card.item_id, "certification_id": studied.certification_id,
        "domain_id": studied.domain_id,
    }  # fmt: skip
    return head | asdict(mistake)


def _total_row(key: TotalKey, total: list[int]) -> dict[str, Any]:
    return {
        "day": key.day, "certification_id": key.certification_id, "domain_id": key.domain_id,
        "kind": key.kind, "phase": key.phase, "grade": key.grade, "answers": total[0],
        "elapsed_ms": total[1], "first_tries": total[2], "first_right": total[3],
    }  # fmt: skip


def _write_all(session: Session, table: type, rows: Iterable[dict[str, Any]]) -> None:
    page: list[dict[str, Any]] = []
    for row in rows:
        page.append(row)
        if len(page) >= PAGE:
            session.execute(insert(_table(table)), page)
            page = []
    if page:
        session.execute(insert(_table(table)), page)


def _table(mapped: type) -> Table:
    """The plain table: inserting into it skips the mapper, which costs as much as SQLite itself."""
    table: Table = mapped.__table__  # type: ignore[attr-defined]
    return table
