"""What was read of exports before, so that a folder is taken in file by file, and each file once.

A SQLite file of its own in the mentor's home, apart from the learner's data: it may be deleted at any time,
and only the trend of exports that are no longer in the folder is lost with it.

Single answers stand apart from what else is known of a file, by the digest of their content: a file that was
only copied or touched has the same ones, and those of a file that was written over stay while the sums over
the cohort hold them, from which they are then taken out.
"""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from studyapp.domain.item_statistics import OTHER_CHOICE, Tally, put_in_order
from studyapp.export.shapes import decode, encode
from studyapp.export.view import Evidence

LAYOUT = 5
"""Raised when what is stored means something else; what was read of files is then read again."""
HISTORY_FROM = 2
"""The first layout whose history is as today: it holds what files said that may be gone, and is kept."""
_TABLES = """
CREATE TABLE file (path TEXT PRIMARY KEY, size INTEGER NOT NULL, modified_ns INTEGER NOT NULL,
    problem TEXT NOT NULL, snapshot TEXT NOT NULL, answers TEXT NOT NULL);
CREATE TABLE answers (digest TEXT PRIMARY KEY, content BLOB NOT NULL);
CREATE TABLE void (answers TEXT PRIMARY KEY, apart TEXT NOT NULL, found TEXT NOT NULL);
CREATE TABLE sums (source TEXT PRIMARY KEY, apart TEXT NOT NULL, digests TEXT NOT NULL);
CREATE TABLE tally (source TEXT NOT NULL, certification TEXT NOT NULL, item TEXT NOT NULL,
    version TEXT NOT NULL, key TEXT NOT NULL, attempts INTEGER NOT NULL, right_count INTEGER NOT NULL,
    choices TEXT NOT NULL, rest BLOB NOT NULL, marks BLOB NOT NULL);
CREATE INDEX tally_source ON tally (source);
CREATE TABLE IF NOT EXISTS history (
    learner_id TEXT NOT NULL, certification TEXT NOT NULL, exported_at TEXT NOT NULL,
    p_pass REAL, mastery REAL NOT NULL, is_signed INTEGER NOT NULL, evidence TEXT NOT NULL,
    PRIMARY KEY (learner_id, certification, exported_at)) WITHOUT ROWID;
CREATE TABLE seen (source TEXT PRIMARY KEY, state TEXT NOT NULL, cohort TEXT NOT NULL);
"""
_READ = ("file", "answers", "void", "sums", "tally", "seen")
"""What is made anew when the layout is another one."""
_UNUSED = """
DELETE FROM answers WHERE digest NOT IN (SELECT answers FROM file)
    AND digest NOT IN (SELECT value FROM sums, json_each(sums.digests))
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of a file: why it does not count, or its snapshot as JSON; the digest of its answers."""

    path: str
    size: int
    modified_ns: int
    problem: str
    snapshot: str
    answers: str = ""


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


Tallies = dict[str, dict[tuple[str, str], Tally]]
"""Tallies by certification, then by item and version."""


@dataclass(slots=True)
class Sums:
    """The tallies over the answers with some digests, each as often as it is named; `apart` stood apart."""

    apart: str = ""
    digests: list[str] = field(default_factory=list)
    tallies: Tallies = field(default_factory=dict)


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
            gone = _READ if HISTORY_FROM <= layout < LAYOUT else (*_READ, "history")
            drops = "".join(f"DROP TABLE IF EXISTS {name};\n" for name in gone)
            self._connection.executescript(f"{drops}{_TABLES}PRAGMA user_version = {LAYOUT};")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def files(self) -> dict[str, Kept]:
        """Everything that is known, by path."""
        rows = self._connection.execute(
            "SELECT path, size, modified_ns, problem, snapshot, answers FROM file"
        )
        return {row[0]: Kept(*row) for row in rows}

    def paths(self) -> list[str]:
        """The paths of all files that are known."""
        return [path for (path,) in self._connection.execute("SELECT path FROM file")]

    def answers(self, digests: Iterable[str]) -> Iterator[bytes]:
        """Packed answers by their digests, one after the other; nothing for "" and for what is not known."""
        for digest in digests:
            row = self._connection.execute(
                "SELECT content FROM answers WHERE digest = ?", (digest,)
            ).fetchone()
            yield row[0] if row is not None else b""

    def put(self, kept: Iterable[tuple[Kept, bytes]]) -> None:
        """Keep what was read of files."""
        both = list(kept)
        with self._connection:
            self._connection.executemany(
                "INSERT OR IGNORE INTO answers VALUES (?, ?)",
                ((k.answers, content) for k, content in both if k.answers),
            )
            self._connection.executemany(
                "INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?, ?)",
                ((k.path, k.size, k.modified_ns, k.problem, k.snapshot, k.answers) for k, _content in both),
            )

    def forget(self, paths: Iterable[str]) -> None:
        """Forget files that are no longer there; their history stays."""
        with self._connection:
            self._connection.executemany("DELETE FROM file WHERE path = ?", ((path,) for path in paths))

    def void(self, apart: str) -> dict[str, str]:
        """What was found of a quarantine in answers, by their digests."""
        return dict(self._connection.execute("SELECT answers, found FROM void WHERE apart = ?", (apart,)))

    def keep_void(self, apart: str, found: Mapping[str, str]) -> None:
        """Keep what was found of a quarantine in answers; what was found of another one goes."""
        with self._connection:
            self._connection.execute("DELETE FROM void WHERE apart <> ?", (apart,))
            self._connection.executemany(
                "INSERT OR REPLACE INTO void VALUES (?, ?, ?)",
                ((digest, apart, said) for digest, said in found.items()),
            )

    def sums(self, source: str) -> Sums:
        """The sums over a source as they were kept last; empty ones where there are none."""
        row = self._connection.execute(
            "SELECT apart, digests FROM sums WHERE source = ?", (source,)
        ).fetchone()
        found = Sums(row[0], json.loads(row[1])) if row else Sums()
        with closing(self._connection.execute(_SUMS, (source,))) as rows:
            for certification, item, version, *said in rows:
                found.tallies.setdefault(certification, {})[item, version] = _tally(*said)
        return found

    def keep_sums(self, source: str, sums: Sums) -> None:
        """Keep the sums over a source in the place of what was kept of it; answers that nothing holds go."""
        with self._connection:
            self._connection.execute("DELETE FROM tally WHERE source = ?", (source,))
            self._connection.executemany(
                "INSERT INTO tally VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    (source, certification, item, version, *_cells(tally))
                    for certification, by_item in sums.tallies.items()
                    for (item, version), tally in by_item.items()
                ),
            )
            self._connection.execute(
                "INSERT OR REPLACE INTO sums VALUES (?, ?, ?)", (source, sums.apart, json.dumps(sums.digests))
            )
            self._connection.execute(_UNUSED)

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


_SUMS = """
SELECT certification, item, version, key, attempts, right_count, choices, rest, marks
FROM tally WHERE source = ? ORDER BY rowid
"""


def _cells(tally: Tally) -> tuple[object, ...]:
    """A tally in order, from its key on; numbers as this machine holds them, for the file stays on it."""
    put_in_order(tally)
    choices = json.dumps([list(tally.choices), tally.picked])
    marks = bytes(tally.right + tally.choice)
    return tally.key, tally.attempts, tally.right_count, choices, tally.rest.tobytes(), marks


def _tally(key: str, attempts: int, right_count: int, choices: str, rest: bytes, marks: bytes) -> Tally:
    """What `_cells` made."""
    numbered, picked = json.loads(choices)
    half = len(marks) // 2
    return Tally(
        key, array("f", rest), bytearray(marks[:half]), bytearray(marks[half:]),
        {choice: min(number, OTHER_CHOICE) for number, choice in enumerate(numbered)}, picked,
        attempts=attempts, right_count=right_count, in_order=True,
    )  # fmt: skip
