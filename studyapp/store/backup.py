"""Backups through SQLite's backup API: copying the file would lose what is still in the WAL."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from studyapp.errors import DatabaseCorrupt, DiskFull, HomeNotWritable, NoBackup
from studyapp.paths import Home
from studyapp.store.engine import translated_faults

KEEP_DAILY = 14
KEEP_OTHER = 5


def back_up(home: Home, label: str = "daily", now: datetime | None = None) -> Path:
    """Write a consistent copy into the home's backups, rotate old ones, and return its path.

    Raises HomeNotWritable, DiskFull or DatabaseCorrupt.
    """
    stamp = (now or datetime.now(UTC)).strftime("%Y%m%d-%H%M%S")
    target = home.backups / f"studyapp-{stamp}-{label}.db"
    partial = target.with_suffix(".partial")
    try:
        home.backups.mkdir(parents=True, exist_ok=True)
        _copy(home.database, partial)
        partial.replace(target)
    except OSError as error:
        raise _not_written(f"The backup could not be written to {home.backups}", error) from error
    except DiskFull as error:
        raise DiskFull(
            "The backup could not be written; your data is untouched.",
            f"Free some space where {home.backups} lies.",
        ) from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
    _rotate(home)
    return target


def backups(home: Home) -> list[Path]:
    """All backups, newest first."""
    return sorted(home.backups.glob("studyapp-*.db"), key=lambda path: path.name, reverse=True)


def daily_backup_exists(home: Home, now: datetime) -> bool:
    """Whether a daily backup of this (UTC) day has been written."""
    return any(home.backups.glob(f"studyapp-{now:%Y%m%d}-*-daily.db"))


def restore(home: Home, backup: Path | None = None) -> tuple[Path, Path | None]:
    """Put a backup (the newest sound one unless named) in place of the database.

    The replaced file is kept beside it under a name with the time; returns the backup that was used
    and that name. Until the copy is complete nothing is touched. Raises NoBackup, DatabaseCorrupt,
    DiskFull or HomeNotWritable.
    """
    candidates = [backup] if backup else backups(home)
    if not candidates:
        raise NoBackup(f"There is no backup in {home.backups}.", "The first one is made daily.")
    chosen = next((path for path in candidates if path.is_file() and is_sound(path)), None)
    if chosen is None:
        raise DatabaseCorrupt("No backup can be read.", f"All files in {home.backups} were tried.")
    partial = home.database.with_suffix(".restoring")
    try:
        partial.unlink(missing_ok=True)
        _copy(chosen, partial)
        kept = _set_aside(home)
        partial.replace(home.database)
    except OSError as error:
        raise _not_written(f"{home.database} could not be replaced", error) from error
    except DiskFull as error:
        raise DiskFull(
            "The backup could not be copied; nothing was changed.",
            f"Free some space where {home.root} lies.",
        ) from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
    return chosen, kept


def is_sound(path: Path) -> bool:
    """Whether the file is a studyapp database that SQLite finds intact."""
    try:
        with closing(_open(path, "ro")) as connection:
            connection.execute("SELECT 1 FROM log_entry LIMIT 1")
            return bool(connection.execute("PRAGMA quick_check").fetchone()[0] == "ok")
    except sqlite3.Error:
        return False


def copy_of(source: Path, target: Path) -> None:
    """Copy a database that belongs to somebody else, of which nothing may change; raises a StudyappError."""
    _copy(source, target, "ro")


def _open(path: Path, mode: str) -> sqlite3.Connection:
    # As a URI, so that a missing file is not made.
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=5)


def _copy(source: Path, target: Path, mode: str = "rw") -> None:
    with (
        translated_faults(source),
        closing(_open(source, mode)) as found,
        closing(sqlite3.connect(target)) as copy,
    ):
        found.backup(copy)


def _not_written(what: str, error: OSError) -> HomeNotWritable:
    return HomeNotWritable(f"{what} ({error.strerror}).", "Check the permissions and the free space there.")


def _set_aside(home: Home) -> Path | None:
    if not home.database.exists():
        return None
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    names = (f"studyapp-replaced-{stamp}{suffix}.db" for suffix in ("", *(f"-{n}" for n in range(2, 1000))))
    kept = next(path for path in map(home.database.with_name, names) if not path.exists())
    # The write-ahead log goes first: beside another file, SQLite would take it for that file's.
    for suffix in ("-wal", "-shm", ""):
        part = home.database.with_name(home.database.name + suffix)
        if part.exists():
            part.replace(kept.with_name(kept.name + suffix))
    return kept


def _rotate(home: Home) -> None:
    daily = [path for path in backups(home) if path.stem.endswith("-daily")]
    other = [path for path in backups(home) if not path.stem.endswith("-daily")]
    for old in (*daily[KEEP_DAILY:], *other[KEEP_OTHER:]):
        old.unlink(missing_ok=True)
