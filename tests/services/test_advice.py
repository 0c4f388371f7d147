"""The sentence at the start: what the minutes will cover until the exam."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.planner import Advice
from studyapp.services.planning import MAX_MINUTES, advice_text


def advice(needed_s: float, minutes: int, days: int) -> str:
    return advice_text(Advice(needed_s, days * minutes * 60.0, days), minutes)


def test_minutes_that_are_too_few_are_told_what_they_cover_and_what_would() -> None:
    # 300 minutes of new items; three quarters of the time go to them.
    assert advice(300 * 60, 20, 14) == (
        "At 20 minutes a day you will meet about 70% of this before the exam; 30 minutes would cover it."
    )


def test_minutes_that_are_enough_are_told_so() -> None:
    assert advice(300 * 60, 30, 14) == (
        "At 30 minutes a day you will meet everything here before the exam, with time to come back to it."
    )


def test_a_bank_that_was_met_is_kept() -> None:
    assert "You have met every item" in advice(0.0, 20, 14)


def test_no_advice_asks_for_more_minutes_than_can_be_set() -> None:
    text = advice(100_000 * 60, 20, 1)
    assert "worth most" in text
    assert "would cover it" not in text


@given(st.floats(1, 1e7), st.integers(1, MAX_MINUTES), st.integers(1, 400))
def test_the_advice_never_promises_all_of_it_and_asks_for_more(
    needed_s: float, minutes: int, days: int
) -> None:
    text = advice(needed_s, minutes, days)
    assert "100%" not in text
    if "would cover it" in text:
        wanted = int(text.split("; ")[1].split()[0])
        assert minutes < wanted <= MAX_MINUTES
        assert advice(needed_s, wanted, days) != text
