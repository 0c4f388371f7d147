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
from studyapp.services import facade, last_plan
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


def test_tomorrow_has_the_plan_that_the_store_will_make_then(
    left: Today, home: Home, clock: ManualClock, connect_to: Callable[..., Services]
) -> None:
    clock.advance(timedelta(hours=24))
    tomorrow = kept(home, clock)
    assert tomorrow is not None
    assert tomorrow.today == left.today + timedelta(1)
    assert tomorrow == connect_to(home, clock).study.today()


def test_each_plan_ends_where_the_next_day_begins(
    left: Today, home: Home, clock: ManualClock, connect_to: Callable[..., Services]
) -> None:
    last = connect_to(home, clock).context.calendar.start_of(left.today + timedelta(1))
    for instant, day in ((last - timedelta(milliseconds=1), left.today), (last, left.today + timedelta(1))):
        clock.set(instant)
        found = kept(home, clock)
        assert found is not None
        assert found.today == day


def test_beyond_the_days_that_were_planned_there_is_none(left: Today, home: Home, clock: ManualClock) -> None:
    clock.advance(timedelta(days=facade.PLANS_AHEAD + 1))
    assert kept(home, clock) is None
    assert last_plan.read(home, clock.now()).theme == "studyapp-light"


def test_who_leaves_does_not_wait_for_more_than_tomorrows(
    services: Services, exam_goal: Goal, home: Home, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facade, "PLANNING_S", -1.0)
    services.leave()
    clock.advance(timedelta(days=1))
    assert kept(home, clock) is not None
    clock.advance(timedelta(days=1))
    assert kept(home, clock) is None


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
        lambda data: data | {"plans": [data["plans"][0] | {"from": "yesterday"}]},
        lambda data: data | {"plans": [data["plans"][0] | {"today": {"goal": 3}}]},
        lambda data: data | {"plans": [data["plans"][0] | {"today": []}]},
        lambda data: data | {"plans": 3},
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
