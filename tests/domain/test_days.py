"""Learner days: rollover hour, daylight saving, travel, and instants in a row."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

import studyapp
from studyapp.domain.days import LearnerCalendar, days_between, long_date, medium_date, weekday

ZONES = (
    "UTC", "Europe/Rome", "Europe/London", "America/New_York", "America/Los_Angeles", "Australia/Lord_Howe",
    "Asia/Kathmandu", "Africa/Casablanca", "Africa/Cairo", "Asia/Beirut", "America/Havana", "Pacific/Apia",
    "Pacific/Kiritimati", "Asia/Gaza", "America/Santiago", "Atlantic/Azores",
)  # fmt: skip

calendars = st.builds(
    LearnerCalendar, st.sampled_from(ZONES).map(ZoneInfo), st.sampled_from([0, 1, 2, 3, 4, 5, 12, 23])
)
instants = st.datetimes(datetime(2024, 1, 1), datetime(2034, 12, 31)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001
days = st.dates(date(2024, 1, 1), date(2034, 12, 31))


@given(calendars, days)
def test_a_day_begins_at_its_own_start(calendar: LearnerCalendar, day: date) -> None:
    start = calendar.start_of(day)
    assert calendar.day_of(start) == day
    assert calendar.day_of(start - timedelta(milliseconds=1)) == day - timedelta(days=1)


@given(calendars, instants)
def test_every_instant_lies_between_the_start_of_its_day_and_the_next(
    calendar: LearnerCalendar, at: datetime
) -> None:
    day = calendar.day_of(at)
    assert calendar.start_of(day) <= at < calendar.start_of(day + timedelta(days=1))


@given(calendars, instants, st.integers(0, 4 * 86_400))
def test_time_that_passes_never_goes_to_an_earlier_day(
    calendar: LearnerCalendar, at: datetime, seconds: int
) -> None:
    assert calendar.day_of(at + timedelta(seconds=seconds)) >= calendar.day_of(at)


@given(calendars, days)
def test_no_day_is_lost_or_doubled_by_daylight_saving(calendar: LearnerCalendar, first: date) -> None:
    met = [calendar.day_of(calendar.start_of(first) + timedelta(hours=h)) for h in range(24 * 20)]
    distinct = sorted(set(met))
    assert distinct == [first + timedelta(days=n) for n in range(len(distinct))]
    assert all(met.count(day) in (23, 24, 25) for day in distinct[1:-1])


@given(calendars, days)
def test_the_starts_of_days_are_23_to_25_hours_apart(calendar: LearnerCalendar, day: date) -> None:
    length = calendar.start_of(day + timedelta(days=1)) - calendar.start_of(day)
    assert timedelta(hours=23) <= length <= timedelta(hours=25)


def test_an_instant_is_the_same_day_whatever_zone_it_is_written_in() -> None:
    calendar = LearnerCalendar(ZoneInfo("Europe/Rome"))
    at = datetime(2026, 7, 1, 3, 30, tzinfo=ZoneInfo("Europe/Rome"))
    assert calendar.day_of(at) == calendar.day_of(at.astimezone(UTC)) == date(2026, 6, 30)


@pytest.mark.parametrize(
    ("hour", "minute", "expected"),
    [(3, 59, date(2026, 5, 31)), (4, 0, date(2026, 6, 1)), (23, 59, date(2026, 6, 1))],
)
def test_the_rollover_hour_divides_the_night(hour: int, minute: int, expected: date) -> None:
    at = datetime(2026, 6, 1, hour, minute, tzinfo=UTC)
    assert LearnerCalendar(UTC, 4).day_of(at) == expected


def test_a_day_starts_where_the_clock_jumps_over_the_rollover_hour() -> None:
    # At 02:00 the clock in Rome goes to 03:00: with rollover at 2 the day begins at that moment.
    calendar = LearnerCalendar(ZoneInfo("Europe/Rome"), 2)
    start = calendar.start_of(date(2026, 3, 29))
    assert start == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert start.astimezone(ZoneInfo("Europe/Rome")).hour == 3


def test_a_date_that_a_country_skipped_is_nobodys_day() -> None:
    # Samoa went from 29 to 31 December 2011.
    calendar = LearnerCalendar(ZoneInfo("Pacific/Apia"), 0)
    first = datetime(2011, 12, 28, tzinfo=UTC)
    met = {calendar.day_of(first + timedelta(hours=h)) for h in range(24 * 5)}
    assert date(2011, 12, 30) not in met
    assert {date(2011, 12, 29), date(2011, 12, 31)} <= met


@given(days, days)
def test_days_between_is_never_negative_and_counts_dates(one: date, other: date) -> None:
    assert days_between(one, other) == max(0, (other - one).days)
    assert days_between(one, one) == 0


def test_a_day_is_put_into_words_in_two_lengths() -> None:
    day = date(2026, 9, 3)
    assert long_date(day) == "3 September 2026"
    assert medium_date(day) == "3 Sep 2026"
    assert weekday(day) == "Th"


def test_nothing_else_spells_a_month() -> None:
    sources = [path for path in Path(studyapp.__file__).parent.rglob("*.py") if path.name != "days.py"]
    spelled = [path.name for path in sources if re.search(r"%[bB]\b|[\"']Jan", path.read_text("utf-8"))]
    assert len(sources) > 100
    assert not spelled
