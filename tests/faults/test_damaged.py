"""Damaged, truncated, foreign and newer databases: a clear message, nothing made worse, and the way back."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest

from studyapp.clock import ManualClock
from studyapp.errors import DatabaseCorrupt, DatabaseNewer
from studyapp.paths import Home
from studyapp.services.facade import Services
from studyapp.services.views import Goal, Showing
from studyapp.store.backup import is_sound, restore
from studyapp.store.opening import HEAD
from tests.banks import CERTIFICATION
from tests.services import evidence
from tests.services.learner import Learner


@pytest.fixture
def studied(home: Home, services: Services, clock: ManualClock) -> list[str]:
    """Entries that are in the home's backup; a later answer is only in the database. Nobody has it open."""
    services.goals.set(Goal(CERTIFICATION, None, 120))
    learner = Learner(services, clock)
    services.study.start()
    for _ in range(5):
        learner.answer()
    services.health.daily_backup()
    saved = evidence.entries(services)
    learner.answer()
    services.close()
    return saved


def _garbage_at_the_start(home: Home) -> None:
    with home.database.open("r+b") as file:
        file.write(b"\xff" * 512)


def _all_garbage(home: Home) -> None:
    home.database.write_bytes(b"\xfe\xed" * 40_000)


def _cut_in_half(home: Home) -> None:
    with home.database.open("r+b") as file:
        file.truncate(home.database.stat().st_size // 2)


def _garbage_in_the_middle(home: Home) -> None:
    with home.database.open("r+b") as file:
        file.seek(4096)
        file.write(b"\x55" * (home.database.stat().st_size - 8192))


@pytest.mark.parametrize(
    "damage", [_garbage_at_the_start, _all_garbage, _cut_in_half, _garbage_in_the_middle]
)
def test_a_damaged_database_is_named_and_comes_back_from_the_last_backup(
    home: Home,
    studied: list[str],
    clock: ManualClock,
    connect_to: Callable[..., Services],
    damage: Callable[[Home], None],
) -> None:
    damage(home)
    damaged = home.database.read_bytes()

    def use() -> None:
        services = connect_to(home, clock)
        services.study.today()
        services.study.why("q:tst-101-q01")
        services.health.check()

    with pytest.raises(DatabaseCorrupt) as told:
        use()

    assert "studyapp restore" in told.value.advice
    _used, kept = restore(home)
    assert kept is not None
    assert kept.read_bytes() == damaged
    again = Learner(connect_to(home, clock), clock)
    assert evidence.entries(again.services) == studied
    again.services.study.start()
    assert again.answer().entry_id
    assert evidence.failures(again.services) == []


def test_a_database_that_shrank_to_nothing_is_a_new_start_with_its_backups_kept(
    home: Home, studied: list[str], clock: ManualClock, connect_to: Callable[..., Services]
) -> None:
    home.database.write_bytes(b"")

    services = connect_to(home, clock)

    assert evidence.entries(services) == []
    services.close()
    restore(home)
    assert evidence.entries(connect_to(home, clock)) == studied


def test_a_write_ahead_log_of_garbage_harms_nothing_that_was_checkpointed(
    home: Home, studied: list[str], clock: ManualClock, connect_to: Callable[..., Services]
) -> None:
    home.database.with_name(home.database.name + "-wal").write_bytes(b"\xa5" * 50_000)

    services = connect_to(home, clock)

    assert set(studied) <= set(evidence.entries(services))
    assert evidence.failures(services) == []


def test_a_restore_does_not_mix_with_the_write_ahead_log_of_the_old_file(
    home: Home, studied: list[str], clock: ManualClock, connect_to: Callable[..., Services]
) -> None:
    # As after a kill -9: the log of the old file is still there when the backup takes its place.
    left = home.root / "left"
    left.mkdir()
    services = connect_to(home, clock)
    services.study.start()
    Learner(services, clock).answer()
    for path in home.root.glob("studyapp.db*"):
        shutil.copy(path, left)
    services.close()
    for path in left.iterdir():
        shutil.copy(path, home.root)
    assert home.database.with_name(home.database.name + "-wal").stat().st_size > 0

    restore(home)

    assert evidence.entries(connect_to(home, clock)) == studied
    assert is_sound(home.database)


def test_a_newer_database_is_refused_whole(
    home: Home, studied: list[str], clock: ManualClock, connect_to: Callable[..., Services]
) -> None:
    with closing(sqlite3.connect(home.database)) as connection:
        connection.execute(f"PRAGMA user_version = {HEAD + 7}")
    before = sorted(path.name for path in home.root.rglob("*"))

    with pytest.raises(DatabaseNewer):
        connect_to(home, clock)

    assert sorted(path.name for path in home.root.rglob("*")) == before
    with closing(sqlite3.connect(home.database)) as connection:
        assert connection.execute("SELECT count(*) FROM log_entry WHERE kind = 'answer'").fetchone() == (6,)


def test_a_backup_of_a_newer_version_is_refused_when_opened(
    home: Home, studied: list[str], clock: ManualClock, connect_to: Callable[..., Services]
) -> None:
    (saved,) = home.backups.iterdir()
    with closing(sqlite3.connect(saved)) as connection:
        connection.execute(f"PRAGMA user_version = {HEAD + 1}")
    _used, kept = restore(home)

    with pytest.raises(DatabaseNewer):
        connect_to(home, clock)

    assert kept is not None
    restore(home, kept)
    assert isinstance(_first(connect_to(home, clock)), Showing)


def _first(services: Services) -> object:
    services.study.start()
    return services.study.next()
