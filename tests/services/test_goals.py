"""Goals and days off."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from studyapp.clock import ManualClock
from studyapp.errors import InvalidInput, NotFound
from studyapp.paths import Home
from studyapp.services.facade import Services
from studyapp.services.views import Aspect, Goal
from tests.banks import CERTIFICATION, write_bank
from tests.services import evidence

EXAM = date(2026, 9, 1)


@pytest.fixture
def three(home: Home, services: Services) -> Services:
    """Three certifications to aim at."""
    write_bank(home.content, "oth-201", questions=2)
    write_bank(home.content, "new-301", questions=2)
    services.library.refresh()
    return services


def test_without_goals_there_is_none_in_focus(services: Services) -> None:
    assert services.goals.all() == []
    assert services.goals.current() is None


def test_a_goal_is_kept_as_it_was_set(
    home: Home, services: Services, connect_to: Callable[..., Services]
) -> None:
    goal = Goal(CERTIFICATION, EXAM, 45, "tester")

    assert services.goals.set(goal) == {Aspect.GOAL, Aspect.PLAN}

    assert services.goals.current() == goal
    assert connect_to(home, ManualClock(services.context.now())).goals.current() == goal


def test_the_newest_goal_is_in_focus(three: Services) -> None:
    for name in (CERTIFICATION, "oth-201", "new-301", "oth-201"):
        three.goals.set(Goal(name, None, 20))

    assert [goal.certification_id for goal in three.goals.all()] == ["oth-201", "new-301", CERTIFICATION]


def test_setting_a_goal_again_changes_it(services: Services) -> None:
    services.goals.set(Goal(CERTIFICATION, EXAM, 45, "tester"))
    services.goals.set(Goal(CERTIFICATION, None, 10))

    assert services.goals.all() == [Goal(CERTIFICATION, None, 10, "")]


def test_a_goal_can_be_given_up_and_the_next_comes_into_focus(three: Services) -> None:
    three.goals.set(Goal(CERTIFICATION, None, 20))
    three.goals.set(Goal("oth-201", None, 20))

    three.goals.remove("oth-201")

    assert three.goals.current() == Goal(CERTIFICATION, None, 20)


@pytest.mark.parametrize("minutes", [0, -5, 961, 10**12])
def test_minutes_out_of_bounds_are_refused(services: Services, minutes: int) -> None:
    with pytest.raises(InvalidInput, match=str(minutes)):
        services.goals.set(Goal(CERTIFICATION, None, minutes))

    assert services.goals.all() == []


@pytest.mark.parametrize("minutes", [1, 960])
def test_the_bounds_of_the_minutes_are_allowed(services: Services, minutes: int) -> None:
    services.goals.set(Goal(CERTIFICATION, None, minutes))

    current = services.goals.current()
    assert current is not None
    assert current.minutes_a_day == minutes


def test_an_exam_in_the_past_is_refused_and_one_today_is_not(services: Services) -> None:
    today = services.context.today()
    with pytest.raises(InvalidInput, match="past"):
        services.goals.set(Goal(CERTIFICATION, today - timedelta(1), 20))

    services.goals.set(Goal(CERTIFICATION, today, 20))

    assert services.study.today().days_to_exam == 0


def test_an_unknown_certification_is_refused(services: Services) -> None:
    with pytest.raises(NotFound, match="no-such"):
        services.goals.set(Goal("no-such", None, 20))

    assert evidence.log_length(services) == 0


def test_every_change_of_a_goal_is_in_the_log(services: Services) -> None:
    services.goals.set(Goal(CERTIFICATION, EXAM, 45, "tester"))
    services.goals.remove(CERTIFICATION)
    services.goals.set_break(EXAM, on=True)
    services.goals.set_break(EXAM, on=False)

    set_to = {
        "certification_id": CERTIFICATION, "exam_on": "2026-09-01", "minutes_a_day": 45,
        "roadmap_id": "tester",
    }  # fmt: skip
    logged = evidence.rows(services, "SELECT kind, payload FROM log_entry ORDER BY id")

    assert [(kind, json.loads(payload)) for kind, payload in logged] == [
        ("goal", set_to),
        ("goal", {"certification_id": CERTIFICATION, "removed": True}),
        ("break", {"day": "2026-09-01", "on": True}),
        ("break", {"day": "2026-09-01", "on": False}),
    ]  # fmt: skip


def test_a_day_off_can_be_planned_and_taken_back(services: Services) -> None:
    services.goals.set_break(EXAM, on=True)
    services.goals.set_break(EXAM, on=True)
    assert services.goals.breaks() == {EXAM}

    services.goals.set_break(EXAM, on=False)

    assert services.goals.breaks() == frozenset()


def test_goals_and_days_off_can_be_rebuilt_from_the_log(three: Services) -> None:
    three.goals.set(Goal(CERTIFICATION, EXAM, 45, "tester"))
    three.goals.set(Goal("oth-201", None, 20))
    three.goals.set(Goal("new-301", None, 20))
    three.goals.remove("oth-201")
    three.goals.set_break(EXAM, on=True)
    three.goals.set_break(date(2026, 8, 1), on=True)
    three.goals.set_break(date(2026, 8, 1), on=False)
    goals, breaks = three.goals.all(), three.goals.breaks()
    with three.context.store.write() as session:
        connection = session.connection()
        connection.exec_driver_sql("DELETE FROM goal")
        connection.exec_driver_sql("DELETE FROM break_day")
        connection.exec_driver_sql("INSERT INTO break_day VALUES ('2026-12-24')")

    three.health.rebuild()

    assert (three.goals.all(), three.goals.breaks()) == (goals, breaks)
