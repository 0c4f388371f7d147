"""Opening a home: made when missing, brought to head, or refused with the reason."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from studyapp.errors import DatabaseCorrupt, DatabaseNewer, HomeNotWritable
from studyapp.paths import Home
from studyapp.store.backup import backups
from studyapp.store.engine import Store
from studyapp.store.opening import HEAD, open_store, schema_version


def test_a_missing_home_is_made_with_all_folders_above(home: Home) -> None:
    deep = Home(home.root / "a" / "b")

    open_store(deep).close()

    assert schema_version(deep.database) == HEAD


def test_a_first_start_writes_no_backup(home: Home) -> None:
    open_store(home).close()

    assert backups(home) == []


def test_an_older_file_is_backed_up_before_it_is_migrated(home: Home) -> None:
    home.root.mkdir()
    with closing(sqlite3.connect(home.database)) as connection:
        connection.execute("CREATE TABLE old (note TEXT)")
        connection.execute("INSERT INTO old VALUES ('from before')")
        connection.commit()

    open_store(home).close()

    (saved,) = backups(home)
    assert saved.stem.endswith(f"before-schema-{HEAD}")
    with closing(sqlite3.connect(saved)) as connection:
        assert connection.execute("SELECT note FROM old").fetchall() == [("from before",)]
        assert connection.execute("PRAGMA user_version").fetchone() == (0,)


def test_a_newer_database_is_refused_and_left_alone(home: Home, store: Store) -> None:
    store.close()
    with closing(sqlite3.connect(home.database)) as connection:
        connection.execute(f"PRAGMA user_version = {HEAD + 1}")
    before = home.database.read_bytes()

    with pytest.raises(DatabaseNewer) as refused:
        open_store(home)

    assert f"schema {HEAD + 1}" in refused.value.message
    assert "Update studyapp" in refused.value.advice
    assert home.database.read_bytes() == before
    assert backups(home) == []


def test_a_file_that_is_no_database_is_named_as_damaged(home: Home) -> None:
    home.root.mkdir()
    home.database.write_bytes(b"Dear diary, " * 500)

    with pytest.raises(DatabaseCorrupt) as damaged:
        open_store(home)

    assert "studyapp restore" in damaged.value.advice
    assert home.database.read_bytes().startswith(b"Dear diary")


def test_an_empty_file_counts_as_a_new_home(home: Home) -> None:
    home.root.mkdir()
    home.database.touch()

    open_store(home).close()

    assert schema_version(home.database) == HEAD
    assert backups(home) == []


def test_a_home_below_a_file_is_refused_with_its_path(home: Home) -> None:
    home.root.write_text("a file stands where the folder should be")
    inside = Home(home.root / "studyapp")

    with pytest.raises(HomeNotWritable) as refused:
        open_store(inside)

    assert str(inside.root) in refused.value.message
    assert "STUDYAPP_HOME" in refused.value.advice


def test_a_home_that_is_a_file_is_refused(home: Home) -> None:
    home.root.write_text("not a folder")

    with pytest.raises(HomeNotWritable):
        open_store(home)
