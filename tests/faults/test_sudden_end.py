"""Kill -9 at any moment of a session: no acknowledged answer is lost, none is doubled."""

from __future__ import annotations

import random
import sqlite3
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from studyapp.clock import ManualClock
from studyapp.paths import Home
from studyapp.services.facade import Services
from studyapp.store.backup import is_sound
from tests.faults.conftest import Worker, finished
from tests.services import evidence
from tests.services.learner import Learner


def _answers_in(database: Path) -> tuple[list[str], set[str]]:
    """Ids of all answers in a log, and of those that were undone."""
    with closing(sqlite3.connect(database)) as connection:
        answers = [row[0] for row in connection.execute("SELECT id FROM log_entry WHERE kind = 'answer'")]
        undone = {row[0] for row in connection.execute("SELECT voids FROM log_entry WHERE kind = 'undo'")}
    return answers, undone


def _hear(line: str, told: dict[str, list[str]]) -> None:
    kind, _, value = line.strip().partition(" ")
    told[kind].append(value)


def test_a_killed_session_keeps_every_answer_that_was_acknowledged(
    busy_home: Home,
    worker: Callable[..., Worker],
    clock: ManualClock,
    connect_to: Callable[..., Services],
) -> None:
    chance = random.Random(1)
    acknowledged: list[str] = []
    undone: list[str] = []
    told = {"answer": acknowledged, "undo": undone, "ready": []}
    for life in range(3):
        process = worker("study", busy_home, life)
        assert process.stdout is not None
        wanted = len(acknowledged) + chance.randint(3, 30)
        while len(acknowledged) < wanted:
            line = process.stdout.readline()
            assert line, "the learner ended by itself"
            _hear(line, told)
        until = time.perf_counter() + chance.random() * 0.02
        while time.perf_counter() < until:  # somewhere inside the next answer
            pass
        process.kill()
        for line in process.stdout:  # acknowledged before the end, not yet read
            _hear(line, told)

        answers, voided = _answers_in(busy_home.database)
        assert set(acknowledged) <= set(answers)
        assert len(answers) == len(set(answers))
        assert len(answers) - len(acknowledged) <= life + 1, "at most one a life was stored but not told"
        assert len(undone) <= len(voided) <= len(undone) + life + 1

    services = connect_to(busy_home, clock)
    assert evidence.failures(services) == []
    assert evidence.totals(services) == evidence.counted_again(services)
    Learner(services, clock).study("more")
    assert evidence.failures(services) == []


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
def test_an_answer_and_an_undo_are_whole_or_not_there_at_every_step(
    busy_home: Home,
    worker: Callable[..., Worker],
    clock: ManualClock,
    connect_to: Callable[..., Services],
    tmp_path: Path,
) -> None:
    told: dict[int, list[tuple[str, str]]] = defaultdict(list)
    *lines, last = finished(worker("die_everywhere", busy_home, tmp_path, "undo,answer"))
    moments = int(last.removeprefix("moments "))
    for line in lines:
        _moment, number, kind, value = line.split()
        told[int(number)].append((kind, value))
    assert moments > 15, "there are more steps than that in one transaction"

    for moment in range(moments):
        copy = Home(tmp_path / str(moment))
        answers, voided = _answers_in(copy.database)
        acknowledged = {value for kind, value in told[moment] if kind == "answer"}
        undone = sum(kind == "undo" for kind, _value in told[moment])
        assert acknowledged <= set(answers)
        assert len(answers) - len(acknowledged) <= 1
        assert undone <= len(voided) <= undone + 1
        services = connect_to(copy, clock)
        assert evidence.failures(services) == [], f"moment {moment}"
        services.close()
        assert is_sound(copy.database)


def test_a_backup_that_was_cut_short_is_not_taken_for_one(busy_home: Home) -> None:
    (sound,) = list(busy_home.backups.iterdir())
    torn = busy_home.backups / "studyapp-20990101-000000-daily.partial"
    torn.write_bytes(sound.read_bytes()[:5000])

    from studyapp.store.backup import backups, restore

    assert backups(busy_home) == [sound]
    assert restore(busy_home)[0] == sound
