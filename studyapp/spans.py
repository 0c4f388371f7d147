"""Spans of time in a learner's words: "10 min", "2 days", "1.4 months". Pure, for every front end."""

from __future__ import annotations

from datetime import timedelta

_MINUTE_S = 60.0
_HOUR_S = 3600.0
_DAY_S = 86_400.0
_MONTH_D = 365.25 / 12
_YEAR_D = 365.25


def interval_label(span: timedelta) -> str:
    """An interval as a button shows it: seconds, minutes, hours, days, then months and years to a tenth.

    The unit is chosen after rounding, so that nobody reads "60 min" or "12.0 months".
    """
    seconds = span.total_seconds()
    if seconds < 1:
        return "now"
    if round(seconds) < _MINUTE_S:
        return f"{round(seconds)} s"
    if round(seconds / _MINUTE_S) < 60:
        return f"{round(seconds / _MINUTE_S)} min"
    if round(seconds / _HOUR_S) < 24:
        return f"{round(seconds / _HOUR_S)} h"
    days = seconds / _DAY_S
    if round(days) < 31:
        return _counted(float(round(days)), "day")
    if round(days / _MONTH_D, 1) < 12:
        return _counted(round(days / _MONTH_D, 1), "month")
    return _counted(round(days / _YEAR_D, 1), "year")


def minutes_label(seconds: float) -> str:
    """A stretch of study: "under a minute", "1 minute", "12 minutes", "1 h 5 min"."""
    minutes = round(seconds / _MINUTE_S)
    if minutes < 1:
        return "under a minute"
    if minutes < 60:
        return _counted(float(minutes), "minute")
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def countdown_label(span: timedelta) -> str:
    """The time left as a clock shows it, never negative: "4:05", "1:00:00"."""
    left = max(0, round(span.total_seconds()))
    minutes, seconds = divmod(left, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def _counted(number: float, unit: str) -> str:
    return f"{number:g} {unit}" if number == 1 else f"{number:g} {unit}s"
