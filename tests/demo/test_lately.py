"""The simulated learner's last days: sessions and mock exams through the services."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import text

from studyapp.clock import ManualClock
from studyapp.paths import Home
from studyapp.services.demo.lately import DAYS, SAT_ON, live_lately
from studyapp.services.demo.making import GOAL_ID, make_demo
from studyapp.services.facade import Services
from tests.banks import write_bank
from tests.demo.test_demo import EXAM, NOW, PLAN, TODAY
from tests.services.exams.conftest import EXAM as FACTS

Connect = Callable[[Home, ManualClock], Services]


def lived(folder: Path, connect_to: Connect) -> Services:
    home, clock = Home(folder), ManualClock(NOW - timedelta(days=PLAN.days + 1))
    write_bank(home.content, GOAL_ID, questions=40, terms=10, exam=FACTS)
    services = connect_to(home, clock)
    services.settings.update(timezone="UTC")
    make_demo(
        services, replace(PLAN, today=TODAY - timedelta(days=DAYS), days=PLAN.days - DAYS, exam_on=EXAM)
    )
    found = live_lately(services, clock, GOAL_ID, TODAY, PLAN.seed, lambda _what, _done, _of: None)
    assert (found.days, found.exams) == (DAYS, len(SAT_ON))
    return services


def test_exams_were_sat_on_different_days_and_nothing_contradicts_the_log(
    tmp_path: Path, connect_to: Connect
) -> None:
    services = lived(tmp_path / "one", connect_to)
    attempts = services.exams.attempts(GOAL_ID)
    assert len({attempt.started_on for attempt in attempts}) == len(SAT_ON)
    assert all(attempt.score is not None and attempt.answered == attempt.items for attempt in attempts)
    assert services.exams.offer(GOAL_ID).past
    services.health.backup()
    assert [check for check in services.health.check() if not check.ok] == []


def test_equal_seeds_give_equal_exams(tmp_path: Path, connect_to: Connect) -> None:
    sat = []
    for name in ("one", "two"):
        with lived(tmp_path / name, connect_to).context.store.read() as session:
            query = text("SELECT place, question_id, response, confidence FROM exam_item ORDER BY rowid")
            sat.append(list(session.execute(query)))
    assert sat[0] == sat[1]
