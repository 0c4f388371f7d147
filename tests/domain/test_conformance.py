"""FSRS-6 as studyapp runs it, against the published numbers of `fsrs_conformance.json`."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.days import LearnerCalendar
from studyapp.domain.memory import (
    DEFAULT_PARAMETERS,
    CardState,
    Grade,
    MemoryState,
    Phase,
    Preferences,
    Scheduler,
    interval_for,
    retrievability,
)
from studyapp.fsrs import Fsrs
from studyapp.services.tracing import trace
from tests.domain import fsrs_reference as reference

FILE: dict[str, Any] = json.loads(reference.CONFORMANCE_FILE.read_text(encoding="utf-8"))
TOLERANCE = FILE["tolerance"]
MODEL = Fsrs()


def cases(key: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        "case", FILE[key], ids=[c.get("name", str(i)) for i, c in enumerate(FILE[key])]
    )


def assert_state(actual: MemoryState | None, expected: dict[str, Any]) -> None:
    assert actual is not None
    assert actual.stability == pytest.approx(expected["stability"], rel=TOLERANCE["stability_share"])
    assert actual.difficulty == pytest.approx(expected["difficulty"], abs=TOLERANCE["difficulty"])


def test_the_published_file_is_what_the_written_out_formulas_give() -> None:
    assert reference.CONFORMANCE_FILE.read_text(encoding="utf-8") == reference.as_text()


def test_the_file_carries_the_numbers_that_other_implementations_publish() -> None:
    by_name = {case["name"]: case for key in ("histories", "schedules") for case in FILE[key]}
    shared = by_name["shared-intervals"]["reviews"]
    assert [r["interval"] for r in shared] == [0, 2, 11, 46, 163, 498, 0, 0, 2, 4, 7, 12, 21]
    assert [r["grade"] for r in shared] == [3, 3, 3, 3, 3, 3, 1, 1, 3, 3, 3, 3, 3]
    memory = by_name["shared-memory-state"]
    assert memory["stability"] == pytest.approx(53.62691, abs=1e-4)
    assert memory["difficulty"] == pytest.approx(6.3574867, abs=1e-4)
    assert by_name["easy-ten-times-in-one-day"]["difficulty"] == 1.0


def test_the_evening_and_the_next_morning_are_one_learner_day_apart_in_the_file() -> None:
    case = next(c for c in FILE["learner_days"] if c["name"] == "evening-then-morning")
    assert [r["at"][11:16] for r in case["reviews"]] == ["23:00", "09:00"]
    assert case["reviews"][0]["stability"] == 2.3065
    assert case["reviews"][1]["stability"] == pytest.approx(7.3153, abs=5e-5)


def test_the_default_parameters_are_the_published_ones() -> None:
    assert tuple(FILE["parameters"]) == DEFAULT_PARAMETERS == reference.W


@cases("forgetting_curve")
def test_the_forgetting_curve_is_the_published_one(case: dict[str, Any]) -> None:
    assert retrievability(case["stability"], case["days"]) == pytest.approx(
        case["recall"], abs=TOLERANCE["recall"]
    )


@pytest.mark.parametrize(("days", "expected"), [(0, 1.0), (1, 0.9), (2, 0.84028935), (3, 0.7985001)])
def test_the_forgetting_curve_follows_a_fitted_decay(days: int, expected: float) -> None:
    # From the tests of fsrs-rs: stability 1, decay 0.2.
    assert retrievability(1.0, days, decay=-0.2) == pytest.approx(expected, abs=1e-6)


@cases("intervals_for_retention")
def test_the_interval_for_a_retention_is_the_published_one(case: dict[str, Any]) -> None:
    days = interval_for(case["stability"], case["retention"])
    assert days == pytest.approx(case["days"], rel=TOLERANCE["days_share"])


@cases("first_states")
def test_a_first_answer_gives_the_published_state(case: dict[str, Any]) -> None:
    assert_state(MODEL.next_states(None, 0)[Grade(case["grade"])], case)


@cases("transitions")
def test_a_later_answer_gives_the_published_state(case: dict[str, Any]) -> None:
    before = MemoryState(case["before_stability"], case["before_difficulty"])
    assert_state(MODEL.next_states(before, case["days_elapsed"])[Grade(case["grade"])], case)


@cases("histories")
def test_a_history_ends_in_the_published_state(case: dict[str, Any]) -> None:
    state: MemoryState | None = None
    for grade, days in case["reviews"]:
        state = MODEL.next_states(state, days)[Grade(grade)]
    assert_state(state, case)


@cases("schedules")
def test_a_card_reviewed_when_due_follows_the_published_schedule(case: dict[str, Any]) -> None:
    preferences = Preferences(
        retention=case["retention"],
        learning_steps=tuple(case["learning_steps"]),
        relearning_steps=tuple(case["relearning_steps"]),
        fuzz=False,
    )
    scheduler = Scheduler(MODEL, LearnerCalendar(UTC), preferences)
    state, now = CardState(), datetime(2026, 1, 1, 12, tzinfo=UTC)
    for review in case["reviews"]:
        outcome = scheduler.outcomes("card", state, now)[Grade(review["grade"])]
        state = outcome.state
        assert outcome.interval.days == review["interval"]
        assert str(state.phase) == review["phase"]
        assert_state(state.memory, review)
        if state.phase is Phase.REVIEW:
            assert state.due_on is not None
            now = datetime.combine(state.due_on, time(12), tzinfo=UTC)
        else:
            assert outcome.interval == timedelta(minutes=review["step_minutes"])
            now += outcome.interval


@cases("learner_days")
def test_reviews_are_counted_in_the_learners_days(case: dict[str, Any]) -> None:
    state = CardState()
    for review in case["reviews"]:
        calendar = LearnerCalendar(ZoneInfo(review["time_zone"]), review["rollover_hour"])
        at = datetime.fromisoformat(review["at"])
        assert calendar.day_of(at).isoformat() == review["day"]
        state = Scheduler(MODEL, calendar).outcomes("card", state, at)[Grade(review["grade"])].state
        assert_state(state.memory, review)


def test_the_trace_command_gives_the_shared_intervals() -> None:
    lines = trace(MODEL, [3, 3, 3, 3, 3, 3, 1, 1, 3, 3, 3, 3, 3])
    assert [line.interval_days for line in lines] == [0, 2, 11, 46, 163, 498, 0, 0, 2, 4, 7, 12, 21]


HISTORY = st.lists(
    st.tuples(st.sampled_from(list(Grade)), st.integers(0, 2) | st.integers(3, 2000)), min_size=1, max_size=12
)


@given(HISTORY)
def test_any_history_agrees_with_the_written_out_formulas(history: list[tuple[Grade, int]]) -> None:
    fast: MemoryState | None = None
    for grade, days in history:
        if fast is None:
            slow = reference.first(grade)
        else:
            # From the library's own state, so that single precision does not add up over reviews.
            slow = reference.following((fast.stability, fast.difficulty), grade, days)
        fast = MODEL.next_states(fast, days if fast else 0)[grade]
        assert fast.stability == pytest.approx(slow[0], rel=1e-4)
        assert fast.difficulty == pytest.approx(slow[1], abs=1e-4)


@given(st.floats(0.01, 36500), st.floats(0, 36500), st.floats(0, 36500))
def test_recall_starts_at_one_is_ninety_percent_at_the_stability_and_only_falls(
    stability: float, some: float, other: float
) -> None:
    sooner, later = sorted((some, other))
    assert retrievability(stability, 0) == 1.0
    assert retrievability(stability, stability) == pytest.approx(0.9)
    assert 0.0 < retrievability(stability, later) <= retrievability(stability, sooner) <= 1.0


@given(st.floats(0.01, 36500), st.floats(0.7, 0.99))
def test_the_interval_is_where_the_curve_meets_the_retention(stability: float, retention: float) -> None:
    assert retrievability(stability, interval_for(stability, retention)) == pytest.approx(retention)


@given(st.floats(0.1, 10000), st.floats(1, 10), st.integers(1, 3000))
def test_a_better_grade_never_leaves_a_lower_stability(
    stability: float, difficulty: float, days: int
) -> None:
    after = MODEL.next_states(MemoryState(stability, difficulty), days)
    ordered = [after[grade].stability for grade in Grade]
    assert ordered == sorted(ordered)
    assert ordered[0] <= stability <= ordered[1]


@pytest.mark.parametrize("count", [17, 19, 21])
def test_parameters_of_older_versions_are_accepted(count: int) -> None:
    model = Fsrs(DEFAULT_PARAMETERS[:count])
    assert model.next_states(None, 0)[Grade.GOOD].stability == pytest.approx(2.3065)
