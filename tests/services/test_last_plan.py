"""The plan that is kept for the next start: equal to the one of the store, and only while it holds."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest

from studyapp.clock import ManualClock
from studyapp.paths import Home
from studyapp.services import last_plan
from studyapp.services.facade import Services
from studyapp.services.views import Goal, Today
from tests.services.learner import Learner


@pytest.fixture
def left(services: Services, learner: Learner, exam_goal: Goal, clock: ManualClock) -> Today:
    """The plan of a learner with a goal and some answers who has left the app."""
    services.study.start("questions")
    for right in (True, True, False):
        learner.answer(right=right)
    services.settings.update(theme="studyapp-light")
    today = services.study.today()
    services.leave()
    return today


def kept(home: Home, clock: ManualClock) -> Today | None:
    return last_plan.read(home, clock.now()).today()


def test_it_is_the_plan_of_the_store_with_the_colours_of_the_app(
    left: Today, home: Home, clock: ManualClock, connect_to: Callable[..., Services]
) -> None:
    assert left.parts
    assert left.goal
    assert left.certification
    assert left.week
    clock.advance(timedelta(minutes=1))
    assert kept(home, clock) == left == connect_to(home, clock).study.today()
    assert last_plan.read(home, clock.now()).theme == "studyapp-light"


def test_it_holds_until_the_end_of_the_learners_day(left: Today, home: Home, clock: ManualClock) -> None:
    clock.advance(timedelta(hours=24))
    assert kept(home, clock) is None
    assert last_plan.read(home, clock.now()).theme == "studyapp-light"


def test_a_clock_that_jumped_back_makes_it_void(left: Today, home: Home, clock: ManualClock) -> None:
    clock.advance(timedelta(minutes=-5))
    assert kept(home, clock) is None


def test_whatever_another_process_wrote_makes_it_void(left: Today, home: Home, clock: ManualClock) -> None:
    with closing(sqlite3.connect(home.database)) as other:
        other.execute("INSERT INTO setting VALUES ('minutes', '1')")
        other.commit()
        assert kept(home, clock) is None, "while it is open"
    assert kept(home, clock) is None, "and after it was closed"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data | {"version": "0.0.1"},
        lambda data: data | {"from": "yesterday"},
        lambda data: data | {"today": {"goal": 3}},
        lambda data: data | {"today": []},
        lambda data: {},
        lambda data: [data],
        lambda data: None,
    ],
)
def test_a_file_that_does_not_fit_is_no_plan(
    left: Today, home: Home, clock: ManualClock, spoil: Callable[[Any], Any]
) -> None:
    home.last_plan.write_text(json.dumps(spoil(json.loads(home.last_plan.read_text()))))
    assert kept(home, clock) is None


def test_neither_is_none_nor_half_a_one(left: Today, home: Home, clock: ManualClock) -> None:
    home.last_plan.write_bytes(home.last_plan.read_bytes()[:100])
    assert kept(home, clock) is None
    home.last_plan.unlink()
    assert kept(home, clock) is None


def test_leaving_goes_on_where_it_can_not_be_written(services: Services, home: Home) -> None:
    home.last_plan.mkdir()
    services.leave()
    assert home.last_plan.is_dir()
