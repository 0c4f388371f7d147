"""Backups through SQLite's backup API: copying the file would lose what is still in the WAL."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from studyapp.errors import DatabaseCorrupt, HomeNotWritable, NoBackup
from studyapp.paths import Home

KEEP_DAILY = 14
KEEP_OTHER = 5


def back_up(home: Home, label: str = "daily", now: datetime | None = None) -> Path:
    """Write a consistent copy into the home's backups, rotate old ones, and return its path."""
    stamp = (now or datetime.now(UTC)).strftime("%Y%m%d-%H%M%S")
    target = home.backups / f"studyapp-{stamp}-{label}.db"
    partial = target.with_suffix(".partial")
    try:
        home.backups.mkdir(parents=True, exist_ok=True)
        with (
            closing(sqlite3.connect(home.database, timeout=5)) as source,
            closing(sqlite3.connect(partial)) as copy,
        ):
            source.backup(copy)
        partial.replace(target)
    except OSError as error:
        raise HomeNotWritable(
            f"The backup could not be written to {home.backups} ({error.strerror}).",
            "Check the permissions and the free space there.",
        ) from error
    finally:
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
    and that name. Raises NoBackup or DatabaseCorrupt.
    """
    candidates = [backup] if backup else backups(home)
    if not candidates:
        raise NoBackup(f"There is no backup in {home.backups}.", "The first one is made daily.")
    chosen = next((path for path in candidates if path.is_file() and is_sound(path)), None)
    if chosen is None:
        raise DatabaseCorrupt("No backup can be read.", f"All files in {home.backups} were tried.")
    kept = _set_aside(home)
    partial = home.database.with_suffix(".restoring")
    with closing(sqlite3.connect(chosen)) as source, closing(sqlite3.connect(partial)) as copy:
        source.backup(copy)
    partial.replace(home.database)
    return chosen, kept


def is_sound(path: Path) -> bool:
    """Whether SQLite can read the file and finds its structure intact."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            return bool(connection.execute("PRAGMA quick_check").fetchone()[0] == "ok")
    except sqlite3.Error:
        return False


def _set_aside(home: Home) -> Path | None:
    if not home.database.exists():
        return None
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    kept = home.database.with_name(f"studyapp-replaced-{stamp}.db")
    home.database.replace(kept)
    for suffix in ("-wal", "-shm"):
        side = home.database.with_name(home.database.name + suffix)
        if side.exists():
            side.replace(kept.with_name(kept.name + suffix))
    return kept


def _rotate(home: Home) -> None:
    daily = [path for path in backups(home) if path.stem.endswith("-daily")]
    other = [path for path in backups(home) if not path.stem.endswith("-daily")]
    for old in (*daily[KEEP_DAILY:], *other[KEEP_OTHER:]):
        old.unlink(missing_ok=True)
