"""Opening a database: create it, bring it to head, or refuse with the reason.

The number of the newest migration stands in `PRAGMA user_version`, which costs 0.4 ms to read;
Alembic (0.2 s) is imported only when that number is behind.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from studyapp.errors import DatabaseNewer, HomeNotWritable
from studyapp.paths import Home
from studyapp.store.backup import back_up
from studyapp.store.engine import Store, database_url, translated_faults

HEAD = 8
"""The number of the newest migration in migrations/versions."""


def open_store(home: Home) -> Store:
    """The learner's store, at head.

    Raises HomeNotWritable, DatabaseNewer, DatabaseCorrupt or DatabaseBusy.
    """
    try:
        home.root.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise HomeNotWritable(
            f"{home.root} can't be made ({error.strerror}).",
            "Check the permissions of the folder above it, or set STUDYAPP_HOME to another.",
        ) from error
    try:
        home.database.exists()
    except OSError as error:
        raise HomeNotWritable(
            f"{home.root} can't be entered ({error.strerror}).",
            "Check its permissions, or set STUDYAPP_HOME to another folder.",
        ) from error
    with translated_faults(home.database):
        version = schema_version(home.database)
        if version > HEAD:
            raise DatabaseNewer(
                f"{home.database} has schema {version}; this studyapp knows up to {HEAD}.",
                "Update studyapp, or point STUDYAPP_HOME at another folder.",
            )
        if version < HEAD:
            if home.database.exists() and home.database.stat().st_size > 0:
                back_up(home, label=f"before-schema-{HEAD}")
            _migrate(home.database)
    return Store(home.database)


def schema_version(database: Path) -> int:
    """The schema number of a file, 0 for a missing or empty one."""
    if not database.exists():
        return 0
    with closing(sqlite3.connect(database, timeout=5)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _migrate(database: Path) -> None:
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine, event

    engine = create_engine(database_url(database), connect_args={"isolation_level": None, "timeout": 30})
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    try:
        with engine.begin() as connection:
            # Another process may have migrated while this one waited for the lock.
            if int(connection.exec_driver_sql("PRAGMA user_version").scalar_one()) < HEAD:
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
                connection.exec_driver_sql(f"PRAGMA user_version = {HEAD}")
    finally:
        engine.dispose()
