"""Every schema that was ever released is still opened, brought to head, and understood."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import inspect
from sqlmodel import SQLModel

from studyapp.clock import ManualClock
from studyapp.paths import Home
from studyapp.services.facade import Services
from studyapp.services.views import Goal, Showing
from studyapp.store.backup import backups
from studyapp.store.opening import HEAD, open_store, schema_version
from tests.moments import START
from tests.services import evidence
from tests.services.learner import Learner
from tests.store.released_maker import RELEASED
from tests.store.test_migrations import constraints

FILES = sorted(RELEASED.glob("schema-*.db"))
each_release = pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])


@pytest.fixture
def kept(home: Home, file: Path) -> Home:
    """A home with a copy of a released database in it."""
    home.root.mkdir()
    shutil.copy(file, home.database)
    return home


def test_there_is_a_file_for_every_schema() -> None:
    assert [file.stem for file in FILES] == [f"schema-{n}" for n in range(1, HEAD + 1)], (
        "make the newest with: python -m tests.store.released_maker"
    )


@each_release
def test_a_released_file_is_small_sound_and_of_its_schema(file: Path) -> None:
    match = re.search(r"\d+", file.stem)
    assert match is not None
    assert schema_version(file) == int(match.group())
    assert file.stat().st_size < 400_000
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        for table in ("log_entry", "card", "goal", "setting", "item", "daily_total", "break_day", "roadmap"):
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() > (0,), table


@each_release
def test_a_released_file_is_brought_to_the_tables_of_today(kept: Home, file: Path) -> None:
    log = _log(kept.database)
    store = open_store(kept)
    fresh = open_store(Home(kept.root / "fresh"))
    try:
        for table in SQLModel.metadata.tables:
            assert constraints(store.engine, table) == constraints(fresh.engine, table)
        assert sorted(inspect(store.engine).get_table_names()) == sorted(
            inspect(fresh.engine).get_table_names()
        )
    finally:
        store.close()
        fresh.close()

    assert schema_version(kept.database) == HEAD
    assert len(backups(kept)) == (schema_version(file) < HEAD)
    assert _log(kept.database)[: len(log)] == log


@each_release
def test_a_learner_goes_on_from_a_released_file(
    kept: Home, file: Path, connect_to: Callable[..., Services]
) -> None:
    clock = ManualClock(START.replace(month=8))
    services = connect_to(kept, clock)
    learner = Learner(services, clock)

    assert evidence.failures(services) == []
    assert services.goals.current() == Goal("tst-101", date(2026, 9, 1), 30, "tester")
    assert services.settings.get().theme == "studyapp-light"
    assert services.roadmaps.followed() == "tester"
    assert services.progress.overview().total_answers > 20
    assert services.library.terms("copper")
    services.study.start()
    showing = learner.shown()
    answered = learner.answer(showing)
    assert services.study.why(showing.card_id).history[-1].at > START
    assert isinstance(services.study.undo(), Showing)
    assert answered.entry_id
    services.health.rebuild()
    assert evidence.failures(services) == []


def _log(database: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(
            "SELECT id, kind, card_id, day, grade, voids FROM log_entry ORDER BY id"
        ).fetchall()
