"""Two processes on one home at once: many answers each, none lost, none doubled."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing

import pytest

from studyapp.clock import ManualClock
from studyapp.errors import DatabaseBusy
from studyapp.paths import Home
from studyapp.services.facade import Services
from studyapp.services.views import Aspect, Goal
from studyapp.store import engine
from tests.banks import CERTIFICATION, write_bank
from tests.faults.conftest import Worker, finished
from tests.services import evidence
from tests.services.learner import Learner

ANSWERS = 40


def _ready(process: Worker) -> None:
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"


def _go(process: Worker) -> None:
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()


def test_two_processes_answer_at_once_and_nothing_is_lost(
    busy_home: Home, worker: Callable[..., Worker], clock: ManualClock, connect_to: Callable[..., Services]
) -> None:
    both = [worker("race", busy_home, seed, ANSWERS) for seed in (1, 2)]
    for process in both:
        _ready(process)
    for process in both:
        _go(process)

    told = [line.split() for process in both for line in finished(process)]

    acknowledged = [words[1] for words in told if words[0] == "answer"]
    services = connect_to(busy_home, clock)
    assert len(acknowledged) == len(set(acknowledged)) == 2 * ANSWERS
    assert sorted(acknowledged) == evidence.entries(services)
    met_twice = evidence.rows(
        services,
        "SELECT card_id FROM log_entry WHERE kind = 'answer' AND phase = 'new' "
        "GROUP BY card_id HAVING count(*) > 1",
    )
    assert met_twice == []
    assert evidence.totals(services) == evidence.counted_again(services)
    assert evidence.failures(services) == []


def test_several_processes_make_one_home_at_once(
    home: Home, worker: Callable[..., Worker], clock: ManualClock, connect_to: Callable[..., Services]
) -> None:
    all_of_them = [worker("open_at_once", home) for _ in range(3)]
    for process in all_of_them:
        _ready(process)
    for process in all_of_them:
        _go(process)

    told = [finished(process) for process in all_of_them]

    assert told == [["opened 1"]] * 3
    services = connect_to(home, clock)
    assert evidence.rows(services, "SELECT count(*) FROM device") == [(1,)]
    assert evidence.failures(services) == []


def test_what_another_process_wrote_is_noticed(
    busy_home: Home, worker: Callable[..., Worker], clock: ManualClock, connect_to: Callable[..., Services]
) -> None:
    services = connect_to(busy_home, clock)
    answered = services.study.today().answers_today
    before = services.context.store.data_version()
    process = worker("race", busy_home, 1, 3)
    _ready(process)
    unchanged = services.context.store.data_version()
    _go(process)
    finished(process)

    assert unchanged == before
    assert services.context.store.data_version() != before
    assert services.study.today().answers_today == answered + 3


@pytest.fixture
def hurried(
    home: Home, clock: ManualClock, connect_to: Callable[..., Services], monkeypatch: pytest.MonkeyPatch
) -> Learner:
    """A learner whose answers wait only 50 ms for another process."""
    monkeypatch.setattr(engine, "BUSY_MS", 50)
    services = connect_to(home, clock)
    services.library.refresh()
    services.goals.set(Goal(CERTIFICATION, None, 120))
    return Learner(services, clock)


def test_an_answer_while_another_process_writes_too_long_can_be_given_again(
    home: Home, hurried: Learner
) -> None:
    hurried.services.study.start()
    showing = hurried.shown()
    with closing(sqlite3.connect(home.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseBusy) as busy:
            hurried.answer(showing)
        with pytest.raises(DatabaseBusy):
            hurried.services.study.note(showing.card_id, "nor this")
        assert hurried.shown().card_id == showing.card_id, "reading goes on"
        showing = hurried.shown()
        other.execute("ROLLBACK")

    assert "Another studyapp" in busy.value.message
    assert hurried.answer(showing).entry_id
    assert len(evidence.entries(hurried.services)) == 1
    assert evidence.failures(hurried.services) == []


def test_an_answer_waits_for_another_process_that_is_soon_done(
    home: Home, services: Services, clock: ManualClock
) -> None:
    services.goals.set(Goal(CERTIFICATION, None, 120))
    learner = Learner(services, clock)
    services.study.start()
    showing = learner.shown()
    locked, told = threading.Event(), []

    def hold() -> None:
        with closing(sqlite3.connect(home.database, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            locked.set()
            while not waiting.wait(0.001):
                pass
            told.append("done first")
            other.execute("ROLLBACK")

    waiting = threading.Event()
    holder = threading.Thread(target=hold)
    holder.start()
    assert locked.wait(20)
    threading.Timer(0.05, waiting.set).start()
    learner.answer(showing)
    told.append("then the answer")
    holder.join()

    assert told == ["done first", "then the answer"]


def test_content_is_read_by_one_process_while_another_answers(
    home: Home, services: Services, clock: ManualClock, connect_to: Callable[..., Services]
) -> None:
    services.goals.set(Goal(CERTIFICATION, None, 120))
    learner = Learner(services, clock)
    other = connect_to(home, clock)
    services.study.start("questions")
    for number in range(4):
        learner.answer(elapsed_ms=0)
        write_bank(home.content, f"oth-20{number}", questions=3)
        assert Aspect.CARDS in learner.answer(elapsed_ms=0).changes
        other.library.refresh()

    assert len(services.library.certifications()) == 5
    assert len(evidence.entries(services)) == 8
    assert evidence.failures(services) == []
