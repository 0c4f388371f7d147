"""What was read of exports before, so that a folder is taken in file by file, and each file once.

A SQLite file of its own in the mentor's home, apart from the learner's data: it may be deleted at any time,
and only the trend of exports that are no longer in the folder is lost with it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from studyapp.export.shapes import decode, encode
from studyapp.export.view import Evidence

LAYOUT = 4
"""Raised when what is stored means something else; what was read of files is then read again."""
HISTORY_FROM = 2
"""The first layout whose history is as today: it holds what files said that may be gone, and is kept."""
_TABLES = """
CREATE TABLE file (path TEXT PRIMARY KEY, size INTEGER NOT NULL, modified_ns INTEGER NOT NULL,
    problem TEXT NOT NULL, snapshot TEXT NOT NULL, answers BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS history (
    learner_id TEXT NOT NULL, certification TEXT NOT NULL, exported_at TEXT NOT NULL,
    p_pass REAL, mastery REAL NOT NULL, is_signed INTEGER NOT NULL, evidence TEXT NOT NULL,
    PRIMARY KEY (learner_id, certification, exported_at)) WITHOUT ROWID;
CREATE TABLE seen (source TEXT PRIMARY KEY, state TEXT NOT NULL, cohort TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of a file: why it does not count, or its snapshot as JSON."""

    path: str
    size: int
    modified_ns: int
    problem: str
    snapshot: str


@dataclass(frozen=True, slots=True)
class Point:
    """One export in a learner's history; `evidence` is that of a signed one."""

    learner_id: str
    certification: str
    exported_at: datetime
    p_pass: float | None
    mastery: float
    is_signed: bool
    evidence: Evidence | None = None


class Cache:
    """The cache, open; a damaged or foreign file is replaced by an empty one."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._open(path)
        except sqlite3.DatabaseError:
            with suppress(AttributeError, sqlite3.Error):
                self._connection.close()
            for suffix in ("", "-wal", "-shm", "-journal"):
                path.with_name(path.name + suffix).unlink(missing_ok=True)
            self._open(path)

    def _open(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, timeout=10)
        (layout,) = self._connection.execute("PRAGMA user_version").fetchone()
        if layout != LAYOUT:
            gone = ["file", "seen"] if HISTORY_FROM <= layout < LAYOUT else ["file", "seen", "history"]
            drops = "".join(f"DROP TABLE IF EXISTS {name};\n" for name in gone)
            self._connection.executescript(f"{drops}{_TABLES}PRAGMA user_version = {LAYOUT};")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def files(self) -> dict[str, Kept]:
        """Everything that is known, by path."""
        rows = self._connection.execute("SELECT path, size, modified_ns, problem, snapshot FROM file")
        return {row[0]: Kept(*row) for row in rows}

    def answers(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Path and packed first answers of some files, one after the other."""
        for path in paths:
            row = self._connection.execute("SELECT answers FROM file WHERE path = ?", (path,)).fetchone()
            if row is not None:
                yield path, row[0]

    def put(self, kept: Iterable[tuple[Kept, bytes]]) -> None:
        """Keep what was read of files."""
        with self._connection:
            self._connection.executemany(
                "INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?, ?)",
                ((k.path, k.size, k.modified_ns, k.problem, k.snapshot, answers) for k, answers in kept),
            )

    def forget(self, paths: Iterable[str]) -> None:
        """Forget files that are no longer there; their history stays."""
        with self._connection:
            self._connection.executemany("DELETE FROM file WHERE path = ?", ((path,) for path in paths))

    def remember(self, points: Iterable[Point]) -> None:
        """Keep points of learners' histories."""
        with self._connection:
            self._connection.executemany(
                "INSERT OR REPLACE INTO history VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    (
                        p.learner_id,
                        p.certification,
                        p.exported_at.isoformat(),
                        p.p_pass,
                        p.mastery,
                        p.is_signed,
                        json.dumps(encode(p.evidence)) if p.evidence else "",
                    )
                    for p in points
                ),
            )

    def history(self) -> dict[str, list[Point]]:
        """All points by learner, oldest first."""
        found: dict[str, list[Point]] = {}
        with closing(self._connection.execute("SELECT * FROM history ORDER BY exported_at")) as rows:
            for learner_id, certification, at, p_pass, mastery, is_signed, evidence in rows:
                point = Point(
                    learner_id, certification, datetime.fromisoformat(at), p_pass, mastery, bool(is_signed),
                    decode(Evidence, json.loads(evidence)) if evidence else None,
                )  # fmt: skip
                found.setdefault(learner_id, []).append(point)
        return found

    def seen(self, source: str, state: str) -> str:
        """The cohort of a source as JSON if nothing has changed since, else ""."""
        row = self._connection.execute(
            "SELECT cohort FROM seen WHERE source = ? AND state = ?", (source, state)
        ).fetchone()
        return row[0] if row else ""

    def keep_seen(self, source: str, state: str, cohort: str) -> None:
        """Keep a cohort as it is for a state of its files."""
        with self._connection:
            self._connection.execute("INSERT OR REPLACE INTO seen VALUES (?, ?, ?)", (source, state, cohort))
