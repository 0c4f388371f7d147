"""The database file: connections, transactions, and the translation of SQLite's faults into words."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from sqlalchemy import URL, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from studyapp.errors import DatabaseBusy, DatabaseCorrupt, DiskFull, HomeNotWritable, StudyappError

BUSY_MS = 5_000
_LASTING, _SOON = "FULL", "NORMAL"
"""SQLite's `synchronous`: each commit waits for the disk, or not."""
_LEVEL = "studyapp_synchronous"
MOST_PAGES_AHEAD = 16_000
"""Pages in the write-ahead log from which on a commit moves them into the file: 64 MB, an hour of answers.

SQLite does so from 1,000 on, every forty answers, and whoever gives that answer waits for it. Here idle
moments do it (`Store.checkpoint`), and the end of the program.
"""


class Store:
    """One SQLite file. `read()` and `write()` give a session inside one transaction.

    Writers take the lock at once (BEGIN IMMEDIATE): a transaction that reads first and writes later
    would fail with SQLITE_BUSY_SNAPSHOT, whatever the timeout.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.engine = create_engine(
            database_url(path),
            connect_args={"check_same_thread": False, "isolation_level": None, "timeout": BUSY_MS / 1000},
        )
        event.listen(self.engine, "connect", _prepare)
        event.listen(self.engine, "begin", _begin)
        self._watcher: sqlite3.Connection | None = None

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one snapshot and writes nothing."""
        with translated_faults(self.path), Session(self.engine) as session:
            yield session

    @contextmanager
    def write(self, *, lasting: bool = True) -> Iterator[Session]:
        """A session whose changes are all on disk when the block ends, or none of them.

        With `lasting` false they are committed, and safe from the end of this program, but the system
        may take its time to put them on disk: a power cut can lose them, until the next lasting write
        (which takes what was committed before it along). For what is of no weight, such as a cursor.
        """
        writing = self.engine.execution_options(studyapp_write=_LASTING if lasting else _SOON)
        with (
            translated_faults(self.path),
            Session(writing, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    def data_version(self) -> int:
        """A number that changes whenever anybody committed to the file, this process included.

        SQLite counts per connection, so one connection is kept for asking.
        """
        with translated_faults(self.path):
            if self._watcher is None:
                self._watcher = sqlite3.connect(
                    self.path, timeout=BUSY_MS / 1000, check_same_thread=False, isolation_level=None
                )
            return int(self._watcher.execute("PRAGMA data_version").fetchone()[0])

    def checkpoint(self) -> None:
        """Move the write-ahead log into the file; for idle moments, never inside an answer."""
        with closing(sqlite3.connect(self.path, timeout=0.1)) as connection:
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def close(self) -> None:
        """Close every connection."""
        if self._watcher is not None:
            self._watcher.close()
            self._watcher = None
        self.engine.dispose()


def database_url(path: Path) -> URL:
    """The address of a file, whatever characters its name has."""
    return URL.create("sqlite+pysqlite", database=str(path))


def _prepare(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={BUSY_MS}",
        "foreign_keys=ON",
        "journal_mode=WAL",
        f"synchronous={_LASTING}",
        f"wal_autocheckpoint={MOST_PAGES_AHEAD}",
        "temp_store=MEMORY",
        "cache_size=-16000",
    ):
        _execute_patiently(cursor, f"PRAGMA {pragma}")
    try:
        cursor.execute("SELECT pow(2.0, 0.5)")
    except sqlite3.OperationalError:  # SQLite may be built without its mathematical functions
        connection.create_function("pow", 2, math.pow, deterministic=True)
    cursor.close()


def _execute_patiently(cursor: sqlite3.Cursor, statement: str) -> None:
    """Execute what SQLite may refuse at once, whatever the timeout: the write-ahead log is taken into use, or
    given up by the last to leave, while another connection opens."""
    deadline = monotonic() + BUSY_MS / 1000
    while True:
        try:
            cursor.execute(statement)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or monotonic() > deadline:
                raise
            sleep(0.01)
        else:
            return


def _begin(connection: Any) -> None:
    level = connection.get_execution_options().get("studyapp_write")
    if level is None:
        connection.exec_driver_sql("BEGIN")
        return
    # SQLite takes this between transactions only, and keeps it for the connection.
    if connection.info.get(_LEVEL, _LASTING) != level:
        connection.exec_driver_sql(f"PRAGMA synchronous={level}")
        connection.info[_LEVEL] = level
    connection.exec_driver_sql("BEGIN IMMEDIATE")


@contextmanager
def translated_faults(path: Path) -> Iterator[None]:
    """Turn the faults of SQLite and of the file system that a person can do something about into errors."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        known = _known_fault(str(getattr(error, "orig", None) or error), path)
        if known is None:
            raise
        raise known from error


def _known_fault(text: str, path: Path) -> StudyappError | None:
    if "disk is full" in text or "disk I/O error" in text:
        return DiskFull(
            "The answer could not be saved; everything before it is safe.",
            f"Free some space where {path.parent} lies and answer again.",
        )
    if "locked" in text or "busy" in text:
        return DatabaseBusy(
            "Another studyapp has been writing for more than five seconds.",
            "Try again; close the other one if this stays.",
        )
    if "readonly" in text or "unable to open" in text:
        return HomeNotWritable(
            f"{path} can't be written.",
            "Check the permissions of the folder, or set STUDYAPP_HOME to another.",
        )
    if "malformed" in text or "not a database" in text:
        return DatabaseCorrupt(
            f"SQLite can't read {path}.",
            "Run 'studyapp restore' to go back to the last backup; the damaged file is kept beside it.",
        )
    return None
