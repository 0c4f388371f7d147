"""Learner days: the calendar by which reviews are counted.

A day begins at the rollover hour of the learner's time zone (04:00 unless set), so that an answer
after midnight belongs to the evening it was given in. Days are dates, so neither daylight-saving
changes nor 23- and 25-hour days can lose or double one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True)
class LearnerCalendar:
    """The learner's time zone and the hour at which a new day begins (0 to 23)."""

    zone: tzinfo
    rollover_hour: int = 4

    def day_of(self, instant: datetime) -> date:
        """The learner's day that an aware instant falls in."""
        local = instant.astimezone(self.zone)
        day = local.date()
        return day - timedelta(days=1) if local.hour < self.rollover_hour else day

    def start_of(self, day: date) -> datetime:
        """The UTC instant at which a learner's day begins."""
        local = datetime.combine(day, time(self.rollover_hour), tzinfo=self.zone)
        return local.astimezone(UTC)


def days_between(earlier: date, later: date) -> int:
    """Whole days from one learner's day to another, never negative: a clock set back costs nothing."""
    return max(0, (later - earlier).days)


def long_date(day: date) -> str:
    """`3 September 2026`, for sentences and screens, whatever the locale."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def medium_date(day: date) -> str:
    """`3 Sep 2026`, for tables, the command line and documents, whatever the locale.

    Long and medium are the names that CLDR (Unicode TR 35) gives to these formats.
    """
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def weekday(day: date) -> str:
    """`Mo`, `Tu` ..., whatever the locale."""
    return WEEKDAYS[day.weekday()][:2]


def weekday_of(word: str) -> int:
    """The number of a weekday (0 is Monday) from the first two or more letters of its name.

    Raises ValueError where no weekday begins so.
    """
    found = [i for i, name in enumerate(WEEKDAYS) if name.casefold().startswith(word.casefold())]
    if len(word) < 2 or not found:
        raise ValueError(word)
    return found[0]
