"""Doctor and backups, as a front end asks for them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from studyapp.errors import DatabaseCorrupt
from studyapp.paths import Home
from studyapp.services.views import Goal
from tests.banks import CERTIFICATION
from tests.services.learner import Learner

NAMES = [
    "database", "references", "schema", "cards", "statistics", "goals", "records", "dossier", "disputes",
    "backups", "content",
]  # fmt: skip


def test_a_sound_home_passes_every_check(learner: Learner, goal: Goal) -> None:
    learner.study()
    learner.services.health.backup()

    checks = learner.services.health.check()

    assert [check.name for check in checks] == NAMES
    assert [check.name for check in checks if not check.ok] == []


def test_every_check_says_what_to_do_when_it_fails(learner: Learner) -> None:
    assert all(check.advice for check in learner.services.health.check())


def test_a_missing_backup_is_told(learner: Learner) -> None:
    (failed,) = [check for check in learner.services.health.check() if not check.ok]

    assert (failed.name, failed.advice) == ("backups", "Run 'studyapp backup'.")


def test_broken_content_is_told_with_its_place(home: Home, learner: Learner) -> None:
    (home.content / CERTIFICATION / "more.yaml").write_text("format: questions/1\nquestions: [", "utf-8")
    learner.services.library.refresh()

    (content,) = [check for check in learner.services.health.check() if check.name == "content"]

    assert not content.ok
    assert "more.yaml:" in content.detail


def test_rows_that_point_nowhere_are_told(learner: Learner, goal: Goal, home: Home) -> None:
    learner.services.study.start()
    learner.answer()
    with closing(sqlite3.connect(home.database)) as careless:
        careless.execute("DELETE FROM device")
        careless.commit()

    (references,) = [check for check in learner.services.health.check() if check.name == "references"]

    assert not references.ok


def test_a_damaged_page_is_told(learner: Learner, goal: Goal, home: Home) -> None:
    learner.study()
    learner.services.context.store.checkpoint()
    with closing(sqlite3.connect(home.database)) as connection:
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'ix_log_entry_day_id'"
        ).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    learner.services.context.store.close()
    with home.database.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\x5a" * size)

    try:
        database = learner.services.health.check()[0]
    except DatabaseCorrupt as error:
        told = error.advice
    else:
        told = "" if database.ok else database.advice

    assert "studyapp restore" in told


def test_the_doctor_only_looks(learner: Learner, goal: Goal, home: Home) -> None:
    learner.study()
    with closing(sqlite3.connect(home.database, timeout=0, isolation_level=None)) as busy:
        busy.execute("BEGIN IMMEDIATE")

        checks = {check.name: check.ok for check in learner.services.health.check()}

    assert checks["statistics"]
    assert checks["cards"]


def test_a_rebuild_is_preceded_by_a_backup(learner: Learner, goal: Goal) -> None:
    learner.study()

    assert learner.services.health.rebuild() == 18

    (saved,) = learner.services.health.backups()
    assert saved.stem.endswith("-before-rebuild")


def test_a_daily_backup_is_written_once_a_day(learner: Learner) -> None:
    first = learner.services.health.daily_backup()
    again = learner.services.health.daily_backup()
    learner.sleep()
    next_day = learner.services.health.daily_backup()

    assert first is not None
    assert again is None
    assert next_day is not None
    assert learner.services.health.backups() == [next_day, first]


def test_a_daily_backup_does_not_stand_in_for_todays_after_the_clock_jumped(learner: Learner) -> None:
    learner.services.health.daily_backup()
    learner.clock.advance(-timedelta(days=3))

    assert learner.services.health.daily_backup() is not None


def test_a_manual_backup_holds_the_last_answer(learner: Learner, goal: Goal) -> None:
    learner.services.study.start()
    feedback = learner.answer()

    saved = learner.services.health.backup()

    with closing(sqlite3.connect(saved)) as connection:
        found = connection.execute("SELECT id FROM log_entry WHERE kind = 'answer'").fetchall()
    assert found == [(feedback.entry_id,)]


@pytest.mark.parametrize("label", ["manual", "daily"])
def test_backups_are_named_by_time_and_reason(learner: Learner, label: str) -> None:
    saved = learner.services.health.backup(label)

    assert saved.name == f"studyapp-20260701-180000-{label}.db"
