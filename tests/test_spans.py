"""Intervals as a learner reads them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.spans import countdown_label, interval_label, minutes_label

UNITS = {
    "s": 1.0,
    "min": 60.0,
    "h": 3600.0,
    "day": 86400.0,
    "month": 86400 * 365.25 / 12,
    "year": 86400 * 365.25,
}


@pytest.mark.parametrize(
    ("span", "label"),
    [
        (timedelta(0), "now"),
        (timedelta(seconds=-5), "now"),
        (timedelta(seconds=30), "30 s"),
        (timedelta(seconds=59.7), "1 min"),
        (timedelta(minutes=1), "1 min"),
        (timedelta(minutes=5.5), "6 min"),
        (timedelta(minutes=10), "10 min"),
        (timedelta(minutes=59.8), "1 h"),
        (timedelta(hours=23.9), "1 day"),
        (timedelta(days=1), "1 day"),
        (timedelta(days=2), "2 days"),
        (timedelta(days=30), "30 days"),
        (timedelta(days=43), "1.4 months"),
        (timedelta(days=61), "2 months"),
        (timedelta(days=364), "1 year"),
        (timedelta(days=500), "1.4 years"),
        (timedelta(days=3652), "10 years"),
        (timedelta(days=36500), "99.9 years"),
    ],
)
def test_an_interval_is_named_in_its_natural_unit(span: timedelta, label: str) -> None:
    assert interval_label(span) == label


@given(st.floats(min_value=1, max_value=86400 * 36500))
def test_a_label_is_never_far_from_its_interval(seconds: float) -> None:
    number, unit = interval_label(timedelta(seconds=seconds)).split()
    said = float(number) * UNITS[unit.rstrip("s") or "s"]
    # Whole numbers of small counts are the coarsest: 1 min stands for up to 89 s.
    assert said == pytest.approx(seconds, rel=0.5)


@given(st.integers(0, 86400 * 4000), st.integers(0, 86400 * 4000))
def test_a_longer_interval_never_reads_shorter(one: int, other: int) -> None:
    def read(seconds: int) -> float:
        label = interval_label(timedelta(seconds=seconds))
        if label == "now":
            return 0.0
        number, unit = label.split()
        return float(number) * UNITS[unit.rstrip("s") or "s"]

    low, high = sorted((one, other))
    assert read(low) <= read(high) * 1.02  # 30 days read 0.99 months: the units overlap by that much


@pytest.mark.parametrize(
    ("seconds", "label"),
    [(10, "under a minute"), (60, "1 minute"), (700, "12 minutes"), (3600, "1 h"), (3900, "1 h 5 min")],
)
def test_a_stretch_of_study_is_told_in_minutes(seconds: float, label: str) -> None:
    assert minutes_label(seconds) == label


@pytest.mark.parametrize(
    ("span", "label"),
    [
        (timedelta(seconds=-1), "0:00"),
        (timedelta(seconds=5), "0:05"),
        (timedelta(seconds=245), "4:05"),
        (timedelta(hours=1), "1:00:00"),
    ],
)
def test_a_countdown_reads_like_a_clock(span: timedelta, label: str) -> None:
    assert countdown_label(span) == label
