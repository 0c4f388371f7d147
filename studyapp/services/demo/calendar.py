"""Which days the simulated learner studied: most days, fewer Sundays, one holiday, none while away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

SUNDAY = 6
RESTS = 0.10
RESTS_ON_SUNDAY = 0.30
HOLIDAY_DAYS = 6
HOLIDAY_FROM_DAYS = 60
"""A history shorter than this has no holiday in it."""
UNBROKEN = 12
"""The last days are all studied, so that there is a streak to keep."""


@dataclass(frozen=True, slots=True)
class StudyDays:
    """The days with study, oldest first, and the planned days off."""

    active: tuple[date, ...]
    breaks: tuple[date, ...]


def study_days(today: date, days: int, away: int, chance: Random) -> StudyDays:
    """The history before `today`: `days` long, the newest `away` of them without study."""
    span = [today - timedelta(days=back) for back in range(days, 0, -1)]
    breaks: tuple[date, ...] = ()
    if days >= HOLIDAY_FROM_DAYS:
        begin = int(days * 0.55) + chance.randrange(7)
        breaks = tuple(span[begin : begin + HOLIDAY_DAYS])
    present = span[: len(span) - away] if away else span
    kept = set(present[-UNBROKEN:])
    active = []
    for day in present:
        rests = chance.random() < (RESTS_ON_SUNDAY if day.weekday() == SUNDAY else RESTS)
        if day in kept or not (rests or day in breaks):
            active.append(day)
    return StudyDays(tuple(active), breaks)
