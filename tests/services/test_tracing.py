"""`studyapp memory trace`: what it tells of each review, and what it refuses."""

from __future__ import annotations

import pytest

from studyapp.domain.memory import Preferences
from studyapp.errors import InvalidInput
from studyapp.fsrs import Fsrs
from studyapp.services.tracing import trace

MODEL = Fsrs()


def test_each_line_tells_day_elapsed_days_phase_and_memory() -> None:
    first, second, third = trace(MODEL, [3, 3, 3])
    assert (first.elapsed_days, first.phase, first.interval_s) == (0, "learning", 600)
    assert (second.elapsed_days, second.phase, second.interval_days) == (0, "review", 2)
    assert (third.elapsed_days, third.phase, third.interval_days) == (2, "review", 11)
    assert (third.on - first.on).days == 2
    assert third.stability == pytest.approx(10.971, abs=1e-3)


def test_a_trace_is_the_same_every_time_with_and_without_fuzz() -> None:
    grades = [3, 3, 3, 1, 3, 2, 4, 3]
    assert trace(MODEL, grades) == trace(MODEL, grades)
    fuzzed = Preferences(fuzz=True)
    assert trace(MODEL, grades, fuzzed) == trace(MODEL, grades, fuzzed)


@pytest.mark.parametrize("grades", [[], [0], [5], [3, -1], [3, 7, 3]])
def test_what_is_no_grade_is_refused_with_what_would_be(grades: list[int]) -> None:
    with pytest.raises(InvalidInput) as refused:
        trace(MODEL, grades)
    assert "1 (Again), 2 (Hard), 3 (Good) or 4 (Easy)" in str(refused.value)
