"""The audit of forecasts: Brier score, reliability, and what is no test."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.forecasts import Outcome, audit, brier_score, calibration_error, reliability

pairs = st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=60)


def forecast_of(p: float, passed: bool, day: int = 1, counts: bool = True) -> Outcome:
    return Outcome(date(2026, 3, day), "tst-101", "mock", p, p - 0.1, p + 0.1, 96, passed, counts)


def test_the_brier_score_is_the_mean_squared_gap() -> None:
    assert brier_score([(1.0, True), (0.5, False), (0.0, True)]) == pytest.approx((0 + 0.25 + 1) / 3)
    assert brier_score([]) is None


def test_seven_times_said_80_to_90_and_six_passed() -> None:
    said = [(0.80, True), (0.82, True), (0.84, False), (0.85, True), (0.86, True), (0.88, True), (0.89, True)]
    (band,) = reliability(said)
    assert (band.low, band.high, band.said, band.came) == (0.8, 0.9, 7, 6)
    assert band.mean == pytest.approx(sum(p for p, _ in said) / 7)


def test_certainty_belongs_to_the_last_band() -> None:
    assert reliability([(1.0, True)])[0].high == 1.0


@given(pairs)
def test_every_forecast_is_in_one_band(said: list[tuple[float, bool]]) -> None:
    bands = reliability(said)
    assert sum(band.said for band in bands) == len(said)
    assert sum(band.came for band in bands) == sum(came for _p, came in said)
    assert all(band.low - 1e-9 <= band.mean <= band.high + 1e-9 for band in bands)
    assert 0.0 <= calibration_error(said) <= 1.0


def test_a_perfect_forecaster_has_no_calibration_error() -> None:
    assert calibration_error([(1.0, True), (0.0, False)] * 5) == 0.0
    assert calibration_error([(0.75, True), (0.75, True), (0.75, True), (0.75, False)]) == pytest.approx(0.0)


def test_what_is_no_test_is_listed_and_not_scored() -> None:
    found = audit([forecast_of(0.9, False, day=9, counts=False), forecast_of(0.6, True, day=2)])
    assert [test.on.day for test in found.tested] == [2, 9]
    assert found.counted == 1
    assert found.brier == pytest.approx(0.16)
    assert sum(band.said for band in found.bands) == 1


def test_nothing_tested_has_no_score() -> None:
    assert audit([]).brier is None
