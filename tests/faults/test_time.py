"""Clocks that jump, daylight saving and travel: no day is lost or doubled, no answer is disturbed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from studyapp.clock import ManualClock
from studyapp.services.facade import Services
from studyapp.services.views import Goal, Showing
from tests.banks import CERTIFICATION
from tests.services import evidence
from tests.services.learner import Learner


@pytest.fixture
def learner(services: Services, clock: ManualClock) -> Learner:
    """A learner with a goal and time for it."""
    services.goals.set(Goal(CERTIFICATION, None, 120))
    services.settings.update(new_cards_a_day=10)
    return Learner(services, clock)


@pytest.mark.parametrize(
    "back", [timedelta(minutes=5), timedelta(hours=3), timedelta(days=2), timedelta(days=4000)]
)
def test_a_clock_that_jumps_back_in_a_session_disturbs_nothing(learner: Learner, back: timedelta) -> None:
    learner.study()
    learner.sleep(10)
    learner.services.study.start()
    given = [learner.answer(elapsed_ms=1000).entry_id for _ in range(4)]
    learner.clock.advance(-back)

    given += [learner.answer(elapsed_ms=1000).entry_id for _ in range(4)]

    assert given == sorted(given), "the log keeps the order of writing"
    assert evidence.entries(learner.services)[-8:] == given
    assert evidence.totals(learner.services) == evidence.counted_again(learner.services)
    assert evidence.failures(learner.services) == []
    learner.go_on()
    for _ in range(3):
        assert isinstance(learner.services.study.undo(), Showing)
    assert evidence.failures(learner.services) == []


def test_a_clock_that_was_far_ahead_and_came_back_stops_nobody(learner: Learner) -> None:
    learner.clock.advance(timedelta(days=365 * 50))
    ahead = learner.study("questions")
    learner.clock.advance(-timedelta(days=365 * 50))

    seen = learner.study()

    assert len(ahead) > 10
    assert len(seen) > 5, "what was not met yet can still be studied"
    for row in evidence.rows(learner.services, "SELECT last_on, due_on FROM card"):
        assert row[1] >= "2026-07-01"
    assert evidence.failures(learner.services) == []


def test_a_card_reviewed_before_its_last_review_counts_as_the_same_day(learner: Learner) -> None:
    learner.services.settings.update(learning_steps=[])
    learner.study("cards")
    first_day = learner.services.context.today()
    learner.sleep(20)
    learner.services.study.start("cards")
    learner.clock.advance(-timedelta(days=25))
    showing = learner.shown()

    learner.answer(showing)

    state = learner.services.study.why(showing.card_id).state
    assert state.last_on == first_day, "the last review is the latest one"
    assert state.due_on is not None
    assert evidence.failures(learner.services) == []


def test_a_streak_and_today_survive_a_clock_set_back(learner: Learner) -> None:
    for _ in range(3):
        learner.services.study.start()
        learner.answer()
        learner.sleep()
    learner.clock.advance(-timedelta(days=2, hours=1))

    today = learner.services.study.today()

    assert today.streak == 2
    assert today.answers_today == 1


# Daylight saving


@pytest.mark.parametrize(
    ("zone", "change"),
    [
        ("Europe/Rome", date(2026, 10, 25)), ("Europe/Rome", date(2026, 3, 29)),
        ("America/New_York", date(2026, 11, 1)), ("America/New_York", date(2026, 3, 8)),
        ("Australia/Lord_Howe", date(2026, 4, 5)), ("America/Havana", date(2026, 3, 8)),
        ("Africa/Casablanca", date(2026, 2, 15)), ("UTC", date(2026, 3, 29)),
    ],
)  # fmt: skip
@pytest.mark.parametrize("rollover_hour", [0, 1, 2, 3, 4, 23])
def test_every_day_comes_once_across_a_change_of_the_clocks(
    services: Services, clock: ManualClock, zone: str, change: date, rollover_hour: int
) -> None:
    services.settings.update(timezone=zone, rollover_hour=rollover_hour)
    local = ZoneInfo(zone)
    begin = datetime(change.year, change.month, change.day, 12, tzinfo=local).astimezone(UTC) - timedelta(
        days=2
    )
    days = []
    for quarter in range(4 * 24 * 4):
        clock.set(begin + timedelta(minutes=15 * quarter))
        days.append(services.context.today())

    distinct = sorted(set(days))
    assert days == sorted(days), "no day comes again"
    assert [later - earlier for earlier, later in pairwise(distinct)] == [timedelta(1)] * (len(distinct) - 1)
    lengths = [days.count(day) / 4 for day in distinct[1:-1]]
    assert all(23 <= hours <= 25 for hours in lengths)


@pytest.mark.parametrize(
    ("zone", "change"), [("Europe/Rome", date(2026, 10, 25)), ("Europe/Rome", date(2026, 3, 29))]
)
def test_reviews_across_a_change_of_the_clocks_are_whole_days_apart(
    learner: Learner, zone: str, change: date
) -> None:
    learner.services.settings.update(timezone=zone, learning_steps=[])
    local = ZoneInfo(zone)
    learner.clock.set(
        datetime(change.year, change.month, change.day, 23, 30, tzinfo=local) - timedelta(days=1)
    )
    learner.study("cards")
    learner.clock.set(datetime(change.year, change.month, change.day, 9, 0, tzinfo=local))

    today = learner.services.context.today()

    assert today == change
    last = {row[0] for row in evidence.rows(learner.services, "SELECT last_on FROM card")}
    assert last == {(change - timedelta(days=1)).isoformat()}
    due = evidence.rows(learner.services, "SELECT due_on, due_at FROM card WHERE due_on IS NOT NULL")
    for due_on, due_at in due:
        begins = datetime.fromtimestamp(due_at / 1000, UTC).astimezone(local)
        assert (begins.date().isoformat(), begins.hour) == (due_on, 4)


def test_an_answer_in_the_hour_that_comes_twice_is_in_order(learner: Learner) -> None:
    learner.services.settings.update(timezone="Europe/Rome", rollover_hour=4)
    twice = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # 02:30 in summer time, and an hour later 02:30 again
    learner.clock.set(twice)
    learner.services.study.start()
    first = learner.answer(elapsed_ms=0).entry_id
    learner.clock.set(twice + timedelta(hours=1))
    second = learner.answer(elapsed_ms=0).entry_id

    assert first < second
    days = evidence.rows(learner.services, "SELECT DISTINCT day FROM log_entry WHERE kind = 'answer'")
    assert days == [("2026-10-24",)]


# Travel


@pytest.mark.parametrize(
    ("home_zone", "away_zone"),
    [
        ("Europe/Rome", "America/Los_Angeles"),
        ("Europe/Rome", "Asia/Tokyo"),
        ("Pacific/Auckland", "Pacific/Honolulu"),
    ],
)
def test_travel_changes_no_day_that_was_logged(learner: Learner, home_zone: str, away_zone: str) -> None:
    learner.services.settings.update(timezone=home_zone)
    for _ in range(3):
        learner.study(elapsed_ms=1000)
        learner.sleep()
    logged = evidence.rows(learner.services, "SELECT id, day FROM log_entry ORDER BY id")
    learner.services.settings.update(timezone=away_zone)

    for _ in range(3):
        learner.study(elapsed_ms=1000)
        learner.sleep()

    after = evidence.rows(learner.services, "SELECT id, day FROM log_entry ORDER BY id")
    assert after[: len(logged)] == logged
    assert evidence.totals(learner.services) == evidence.counted_again(learner.services)
    assert evidence.failures(learner.services) == []


def test_a_flight_to_the_west_does_not_count_a_day_twice(learner: Learner) -> None:
    learner.services.settings.update(timezone="Asia/Tokyo", learning_steps=[])
    learner.clock.set(datetime(2026, 7, 2, 1, 0, tzinfo=UTC))  # ten in the morning of 2 July
    learner.study("cards")
    learner.services.settings.update(timezone="America/Los_Angeles")
    learner.clock.advance(timedelta(hours=10))  # four in the morning of the same 2 July

    assert learner.services.context.today() == date(2026, 7, 2)
    assert learner.services.study.today().answers_today == 6
    assert learner.services.study.today().streak == 1
    assert learner.study("cards") == [], "the terms had their turn today"


def test_a_time_zone_that_the_machine_does_not_know_is_utc(learner: Learner) -> None:
    from studyapp.services.context import zone_of

    at = datetime(2026, 7, 1, tzinfo=UTC)

    assert at.astimezone(zone_of("Mars/Olympus")).utcoffset() == timedelta(0)
    assert at.astimezone(zone_of("../etc/passwd")).utcoffset() == timedelta(0)
