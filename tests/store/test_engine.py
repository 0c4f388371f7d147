"""Connections, transactions, and faults of SQLite in words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError

from studyapp.errors import DatabaseBusy, DatabaseCorrupt, DiskFull, HomeNotWritable
from studyapp.paths import Home
from studyapp.store import engine
from studyapp.store.engine import Store, translated_faults
from studyapp.store.opening import open_store
from tests.store import rows


@pytest.fixture(autouse=True)
def _as_shipped(levels_as_shipped: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, level in zip(("_LASTING", "_SOON"), levels_as_shipped, strict=True):
        monkeypatch.setattr(engine, name, level)


@pytest.fixture
def other(home: Home, store: Store) -> Iterator[Store]:
    """A second store on the same file, as another process has it."""
    opened = Store(home.database)
    yield opened
    opened.close()


def _devices(store: Store) -> list[str]:
    with store.read() as session:
        return list(session.scalars(text("SELECT id FROM device ORDER BY id")))


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("busy_timeout", engine.BUSY_MS), ("foreign_keys", 1), ("journal_mode", "wal"), ("synchronous", 2)],
)
def test_every_connection_is_prepared(store: Store, pragma: str, value: object) -> None:
    with store.engine.connect() as first, store.engine.connect() as second:
        for connection in (first, second):
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar_one() == value


def test_only_a_write_that_need_not_last_leaves_the_disk_to_the_system(store: Store) -> None:
    levels = []
    for lasting in (True, False, False, True):
        with store.write(lasting=lasting) as session:
            levels.append(session.execute(text("PRAGMA synchronous")).scalar_one())
    assert levels == [2, 1, 1, 2]


def test_a_write_that_need_not_last_is_there_for_others_at_once(store: Store, other: Store) -> None:
    with store.write(lasting=False) as session:
        session.add(rows.device())
    assert len(_devices(other)) == 1


def test_a_write_that_fails_leaves_nothing_behind(store: Store) -> None:
    def write_and_fail() -> None:
        with store.write() as session:
            session.add(rows.device())
            session.flush()
            raise RuntimeError("halfway")

    with pytest.raises(RuntimeError, match="halfway"):
        write_and_fail()

    assert _devices(store) == []


def test_a_reader_sees_one_snapshot_while_another_process_writes(store: Store, other: Store) -> None:
    with store.read() as session:
        before = list(session.scalars(text("SELECT id FROM device")))
        with other.write() as writing:
            writing.add(rows.device())
        after = list(session.scalars(text("SELECT id FROM device")))

    assert before == after == []
    assert _devices(store) == ["device-1"]


def test_a_writer_takes_the_lock_before_it_reads(store: Store, other: Store) -> None:
    # A transaction that reads first and writes later would fail with SQLITE_BUSY_SNAPSHOT instead.
    with store.write() as session:
        session.execute(text("SELECT count(*) FROM device")).scalar_one()
        rival = sqlite3.connect(other.path, timeout=0)
        with closing(rival), pytest.raises(sqlite3.OperationalError, match="locked"):
            rival.execute("BEGIN IMMEDIATE")
        session.add(rows.device())

    assert _devices(other) == ["device-1"]


def test_a_lock_that_is_held_too_long_is_named_as_busy(
    store: Store, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_MS", 20)
    hurried = Store(home.database)
    try:
        with store.write() as session:
            session.add(rows.device())
            session.flush()
            with pytest.raises(DatabaseBusy), hurried.write() as rival:
                rival.add(rows.device(id="device-2"))
        assert _devices(hurried) == ["device-1"]

        with hurried.write() as rival:
            rival.add(rows.device(id="device-2"))
        assert _devices(store) == ["device-1", "device-2"]
    finally:
        hurried.close()


def test_a_commit_of_another_process_is_noticed(store: Store, other: Store) -> None:
    before = store.data_version()
    with other.write() as session:
        session.add(rows.device())

    assert store.data_version() != before


def test_nothing_is_noticed_while_nobody_writes(store: Store, other: Store) -> None:
    _devices(store)  # the very first connection turns the write-ahead log on, which is a change
    before = store.data_version()
    for reader in (store, other):
        assert _devices(reader) == []

    assert store.data_version() == before


def test_foreign_commits_are_noticed_however_many_connections_were_open(store: Store, other: Store) -> None:
    # The number means something only when it comes from the same connection each time.
    with store.engine.connect() as first, store.engine.connect() as second:
        first.exec_driver_sql("SELECT 1")
        second.exec_driver_sql("SELECT 1")
    with other.write() as session:
        session.add(rows.device())

    seen = [store.data_version() for _ in range(4)]

    assert len(set(seen)) == 1


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("database or disk is full", DiskFull),
        ("disk I/O error", DiskFull),
        ("database is locked", DatabaseBusy),
        ("attempt to write a readonly database", HomeNotWritable),
        ("unable to open database file", HomeNotWritable),
        ("database disk image is malformed", DatabaseCorrupt),
        ("file is not a database", DatabaseCorrupt),
    ],
)
def test_a_fault_of_sqlite_becomes_an_error_with_advice(home: Home, words: str, expected: type) -> None:
    with pytest.raises(expected) as told, translated_faults(home.database):
        raise sqlite3.OperationalError(words)

    assert told.value.message
    assert told.value.advice


def test_an_error_of_the_program_is_not_dressed_up_as_a_fault(store: Store) -> None:
    with pytest.raises(IntegrityError), store.write() as session:
        session.add(rows.card(phase="locked"))


def test_a_full_database_file_is_named_as_a_full_disk(home: Home) -> None:
    store = open_store(home)

    @event.listens_for(store.engine, "connect")
    def _limit(connection: sqlite3.Connection, _record: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")

    try:
        with pytest.raises(DiskFull), store.write() as session:
            session.add(rows.item(body="x" * 100_000))
        with store.read() as session:
            assert session.execute(text("SELECT count(*) FROM item")).scalar_one() == 0
    finally:
        store.close()


def test_a_checkpoint_moves_the_log_into_the_file(store: Store, home: Home) -> None:
    with store.write() as session:
        session.add(rows.item(body="x" * 50_000))
    before = home.database.stat().st_size

    store.checkpoint()

    assert home.database.stat().st_size > before


def test_no_commit_moves_the_log_into_the_file_while_an_idle_moment_can(store: Store, home: Home) -> None:
    log = home.database.with_name(home.database.name + "-wal")
    store.checkpoint()
    before = home.database.stat().st_size
    for number in range(6):
        with store.write() as session:
            session.add(rows.item(id=f"item-{number}", body="x" * 1_000_000))

    assert log.stat().st_size > 6_000_000, "SQLite alone would have moved it at four megabytes"
    assert home.database.stat().st_size == before

    store.checkpoint()
    assert home.database.stat().st_size > 6_000_000
