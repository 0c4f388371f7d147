"""What the database says, read with plain SQL: independent of the code under test."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

from studyapp.services.facade import Services

CARD_COLUMNS = (
    "id, phase, step, stability, difficulty, due_at, due_on, last_at, last_on, reps, lapses, "
    "recalled_days, recalled_on, suspended, buried_on, flagged, note, content_hash"
)


def rows(services: Services, query: str, *values: Any) -> list[tuple[Any, ...]]:
    """The rows of a query on a connection of its own."""
    with closing(sqlite3.connect(services.context.home.database)) as connection:
        return connection.execute(query, values).fetchall()


def entries(services: Services, kind: str = "answer") -> list[str]:
    """Ids of the log's entries of a kind that were not undone, oldest first."""
    found = rows(
        services,
        "SELECT id FROM log_entry e WHERE kind = ? AND NOT EXISTS "
        "(SELECT 1 FROM log_entry u WHERE u.voids = e.id) ORDER BY id",
        kind,
    )
    return [entry_id for (entry_id,) in found]


def log_length(services: Services) -> int:
    """How many entries the log has, of any kind."""
    return int(rows(services, "SELECT count(*) FROM log_entry")[0][0])


def cards(services: Services) -> list[tuple[Any, ...]]:
    """Every card with all of its state and marks."""
    return rows(services, f"SELECT {CARD_COLUMNS} FROM card ORDER BY id")


def totals(services: Services) -> list[tuple[Any, ...]]:
    """The daily totals, without rows that count nothing."""
    return rows(services, "SELECT * FROM daily_total WHERE answers > 0 ORDER BY 1, 2, 3, 4, 5, 6")


def counted_again(services: Services) -> list[tuple[Any, ...]]:
    """What the daily totals should be, from the log."""
    return rows(
        services,
        """
        SELECT day, certification_id, domain_id,
               CASE substr(card_id, 1, 2) WHEN 'q:' THEN 'question' ELSE 'term' END, phase, grade,
               count(*), sum(elapsed_ms), sum(first_sight), sum(first_sight AND grade > 1)
          FROM log_entry e
         WHERE kind = 'answer' AND NOT EXISTS (SELECT 1 FROM log_entry u WHERE u.voids = e.id)
         GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6
        """,
    )


def failures(services: Services) -> list[str]:
    """What `studyapp doctor` finds wrong, but for backups that nobody made yet."""
    return [
        f"{check.name}: {check.detail}"
        for check in services.health.check()
        if not check.ok and check.name != "backups"
    ]
