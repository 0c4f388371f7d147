"""Backups: consistent copies, rotated; and the way back."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from studyapp.errors import DatabaseCorrupt, DiskFull, HomeNotWritable, NoBackup
from studyapp.paths import Home
from studyapp.store import backup
from studyapp.store.backup import back_up, backups, daily_backup_exists, is_sound, restore
from studyapp.store.engine import Store
from studyapp.store.opening import HEAD, open_store, schema_version
from tests.store import rows

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _all_closed(store: Store) -> Iterator[None]:
    """Nothing of these tests needs rows of the store after it was closed."""
    yield
    store.close()


def _add_device(store: Store, device_id: str) -> None:
    with store.write() as session:
        session.add(rows.device(id=device_id))


def _devices(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [found for (found,) in connection.execute("SELECT id FROM device ORDER BY id")]


def _damage(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * 60_000)


def test_a_backup_holds_rows_that_are_still_in_the_write_ahead_log(store: Store, home: Home) -> None:
    _add_device(store, "checkpointed")
    store.checkpoint()
    at_checkpoint = home.database.read_bytes()
    _add_device(store, "only-in-the-log")
    assert home.database.read_bytes() == at_checkpoint, "the row went into the file, so nothing is tested"

    saved = back_up(home)

    assert _devices(saved) == ["checkpointed", "only-in-the-log"]


def test_a_backup_is_taken_while_another_connection_writes(store: Store, home: Home) -> None:
    _add_device(store, "committed")
    with store.write() as session:
        session.add(rows.device(id="not-yet"))
        session.flush()
        saved = back_up(home)

    assert _devices(saved) == ["committed"]
    assert is_sound(saved)


def test_a_backup_leaves_one_file_and_no_remains(home: Home) -> None:
    saved = back_up(home, "manual", NOON)

    assert [path.name for path in home.backups.iterdir()] == [saved.name] == [
        "studyapp-20260701-120000-manual.db"
    ]  # fmt: skip


def test_backups_come_newest_first(home: Home) -> None:
    made = [back_up(home, "manual", NOON + timedelta(hours=n)) for n in range(3)]

    assert backups(home) == made[::-1]


def test_daily_backups_rotate_and_leave_the_others_alone(home: Home) -> None:
    manual = back_up(home, "manual", NOON - timedelta(days=50))
    made = [back_up(home, "daily", NOON + timedelta(days=n)) for n in range(backup.KEEP_DAILY + 3)]

    assert set(backups(home)) == {manual, *made[3:]}


def test_other_backups_rotate_and_leave_the_daily_ones_alone(home: Home) -> None:
    daily = back_up(home, "daily", NOON - timedelta(days=50))
    made = [back_up(home, "manual", NOON + timedelta(hours=n)) for n in range(backup.KEEP_OTHER + 2)]

    assert set(backups(home)) == {daily, *made[2:]}


def test_a_daily_backup_is_known_by_its_day(home: Home) -> None:
    assert not daily_backup_exists(home, NOON)
    back_up(home, "manual", NOON)
    assert not daily_backup_exists(home, NOON)

    back_up(home, "daily", NOON)

    assert daily_backup_exists(home, NOON + timedelta(hours=5))
    assert not daily_backup_exists(home, NOON + timedelta(days=1))


def test_a_restored_backup_takes_the_place_of_the_database(store: Store, home: Home) -> None:
    _add_device(store, "before")
    saved = back_up(home, "manual", NOON)
    _add_device(store, "later")
    store.close()

    used, kept = restore(home)

    assert used == saved
    assert _devices(home.database) == ["before"]
    assert kept is not None
    assert _devices(kept) == ["before", "later"]


def test_what_a_restore_replaced_is_kept_with_its_write_ahead_log(store: Store, home: Home) -> None:
    back_up(home, "manual", NOON)
    _add_device(store, "only-in-the-log")
    with store.engine.connect() as still_open:
        still_open.exec_driver_sql("SELECT 1")
        if sys.platform == "win32":
            pytest.skip("Windows does not move open files")
        _used, kept = restore(home)

    assert kept is not None
    assert _devices(kept) == ["only-in-the-log"]
    assert _devices(home.database) == []


def test_two_restores_in_one_second_keep_both_files(
    store: Store, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Frozen(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:
            return NOON

    back_up(home, "manual", NOON)
    _add_device(store, "first")
    store.close()
    monkeypatch.setattr(backup, "datetime", Frozen)

    _used, first = restore(home)
    with closing(sqlite3.connect(home.database)) as connection:
        connection.execute("INSERT INTO device VALUES ('second', 0)")
        connection.commit()
    _used, second = restore(home)

    assert first is not None
    assert second is not None
    assert (_devices(first), _devices(second)) == (["first"], ["second"])


def test_the_newest_sound_backup_is_chosen(store: Store, home: Home) -> None:
    _add_device(store, "before")
    older = back_up(home, "manual", NOON)
    newer = back_up(home, "manual", NOON + timedelta(days=1))
    store.close()
    _damage(newer)
    empty = home.backups / "studyapp-20260703-000000-daily.db"
    empty.touch()

    used, _kept = restore(home)

    assert used == older
    assert _devices(home.database) == ["before"]


def test_a_damaged_database_comes_back_from_its_backup(store: Store, home: Home) -> None:
    _add_device(store, "before")
    back_up(home)
    store.close()
    _damage(home.database)
    assert not is_sound(home.database)

    _used, kept = restore(home)

    assert is_sound(home.database)
    assert kept is not None
    assert not is_sound(kept), "the damaged file is kept as it was"
    reopened = open_store(home)
    with reopened.read() as session:
        assert session.execute(text("SELECT id FROM device")).scalar_one() == "before"
    reopened.close()


def test_a_lost_database_comes_back_from_its_backup(store: Store, home: Home) -> None:
    _add_device(store, "before")
    back_up(home)
    store.close()
    home.database.unlink()

    _used, kept = restore(home)

    assert kept is None
    assert _devices(home.database) == ["before"]


def test_a_restore_without_backups_says_so_and_touches_nothing(home: Home) -> None:
    before = home.database.read_bytes()

    with pytest.raises(NoBackup):
        restore(home)

    assert home.database.read_bytes() == before


def test_a_restore_from_only_damaged_backups_touches_nothing(store: Store, home: Home) -> None:
    saved = back_up(home)
    store.close()
    _damage(saved)
    before = home.database.read_bytes()

    with pytest.raises(DatabaseCorrupt):
        restore(home)

    assert home.database.read_bytes() == before


def test_a_file_that_is_no_studyapp_database_is_not_restored(
    store: Store, home: Home, tmp_path: Path
) -> None:
    foreign = tmp_path / "foreign.db"
    with closing(sqlite3.connect(foreign)) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
        connection.commit()
    store.close()

    with pytest.raises(DatabaseCorrupt):
        restore(home, foreign)

    assert schema_version(home.database) == HEAD


class _FailingConnection(sqlite3.Connection):
    """A connection whose backup stops halfway, as on a full disk."""

    def backup(self, *_args: object, **_options: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")


@pytest.fixture
def _full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = sqlite3.connect
    monkeypatch.setattr(
        backup.sqlite3, "connect", lambda *a, **k: connect(*a, **k, factory=_FailingConnection)
    )


@pytest.mark.usefixtures("_full_disk")
def test_a_backup_on_a_full_disk_says_so_and_leaves_no_half_file(home: Home) -> None:
    with pytest.raises(DiskFull) as told:
        back_up(home)

    assert "backup" in told.value.message
    assert list(home.backups.iterdir()) == []


def test_a_restore_on_a_full_disk_leaves_the_database_in_its_place(
    store: Store, home: Home, request: pytest.FixtureRequest
) -> None:
    _add_device(store, "before")
    back_up(home)
    store.close()
    request.getfixturevalue("_full_disk")

    with pytest.raises(DiskFull):
        restore(home)

    request.getfixturevalue("monkeypatch").undo()
    assert _devices(home.database) == ["before"]
    assert {path.name for path in home.root.iterdir()} == {home.database.name, home.backups.name}


def test_a_backup_that_has_no_place_says_so(home: Home) -> None:
    home.backups.write_text("a file stands where the folder should be")

    with pytest.raises(HomeNotWritable) as told:
        back_up(home)

    assert str(home.backups) in told.value.message


@pytest.mark.parametrize("name", ["50% off", "a #1 home", "späte Übung", "it's", "file:home"])
def test_a_home_may_have_any_name(tmp_path: Path, name: str) -> None:
    if sys.platform == "win32" and ":" in name:
        pytest.skip("Windows has no such names")
    odd = Home(tmp_path / name)
    opened = open_store(odd)
    _add_device(opened, "here")
    opened.close()

    saved = back_up(odd)
    restore(odd)

    assert is_sound(saved)
    assert _devices(odd.database) == ["here"]
    assert [path.name for path in tmp_path.iterdir() if path.name != "home"] == [name]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_a_home_may_have_a_question_mark_in_its_name(tmp_path: Path) -> None:
    odd = Home(tmp_path / "why?mode=memory")
    opened = open_store(odd)
    _add_device(opened, "here")
    opened.close()

    back_up(odd)
    restore(odd)

    assert _devices(odd.database) == ["here"]
