"""An attempt moves by its own rules, and only time that passed is time used."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.exams import attempts
from studyapp.domain.exams.attempts import (
    REVIEW,
    Attempt,
    AttemptError,
    AttemptOver,
    Moment,
    NotAllowed,
    PlaceUnknown,
    Status,
)
from studyapp.domain.exams.rules import Rules

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
RULES = Rules(items=3, limit_s=600)


def at(seconds: float, *, boot: str = "one", wall: float | None = None) -> Moment:
    """A moment so many seconds after the start; `wall` is what the wall clock says of it."""
    told = seconds if wall is None else wall
    return Moment(NOON + timedelta(seconds=told), boot, round(seconds * 1000))


def fresh(rules: Rules = RULES) -> Attempt:
    return attempts.begun(rules, 3, at(0))


def test_time_goes_to_the_item_on_the_screen() -> None:
    attempt = attempts.went(fresh(), 1, at(30))
    attempt = attempts.went(attempt, REVIEW, at(50))
    attempt = attempts.went(attempt, 0, at(55))
    attempt = attempts.elapsed(attempt, at(65))
    assert [slot.spent_ms for slot in attempt.slots] == [40_000, 20_000, 0]
    assert (attempt.used_ms, attempt.left_ms) == (65_000, 535_000)


def test_the_wall_clock_neither_gives_nor_takes_time_while_the_machine_runs() -> None:
    back = attempts.elapsed(fresh(), at(60, wall=-100_000))
    ahead = attempts.elapsed(fresh(), at(60, wall=+100_000))
    assert back.used_ms == ahead.used_ms == 60_000
    # Also over an end of the program: the machine has not been started anew.
    assert attempts.returned(back, at(100, wall=-999_999)).used_ms == 100_000


def test_after_a_start_of_the_machine_the_wall_clock_counts_but_never_gives() -> None:
    used = attempts.elapsed(fresh(), at(60))
    assert attempts.returned(used, at(1, boot="two", wall=100)).used_ms == 100_000
    set_back = attempts.returned(used, at(1, boot="two", wall=-5000))
    assert set_back.used_ms == 60_000
    assert attempts.elapsed(set_back, at(11, boot="two", wall=-4990)).used_ms == 70_000


def test_time_away_is_used_but_belongs_to_no_item() -> None:
    attempt = attempts.returned(attempts.elapsed(fresh(), at(10)), at(110))
    assert attempt.used_ms == 110_000
    assert attempt.slots[0].spent_ms == 10_000


def test_where_a_pause_is_allowed_time_away_was_one() -> None:
    attempt = attempts.returned(attempts.elapsed(fresh(replace(RULES, may_pause=True)), at(10)), at(110))
    assert (attempt.used_ms, attempt.paused_ms, attempt.pauses) == (10_000, 100_000, 1)


def test_a_pause_stops_the_clock_and_is_counted() -> None:
    attempt = attempts.paused(fresh(replace(RULES, may_pause=True)), at(10))
    assert attempt.status is Status.PAUSED
    attempt = attempts.elapsed(attempt, at(500))
    attempt = attempts.resumed(attempt, at(1000))
    assert (attempt.status, attempt.used_ms, attempt.paused_ms) == (Status.RUNNING, 10_000, 990_000)


def test_a_pause_that_the_exam_does_not_know_is_refused() -> None:
    with pytest.raises(NotAllowed, match="cannot be stopped"):
        attempts.paused(fresh(), at(10))


def test_when_the_time_is_up_the_attempt_is_over_with_what_was_answered() -> None:
    attempt = attempts.answered(fresh(), 0, "2", "sure", at(599))
    over = attempts.elapsed(attempt, at(10_000))
    assert (over.status, over.used_ms, over.left_ms) == (Status.EXPIRED, 600_000, 0)
    assert over.slots[0].given == ("2",)
    with pytest.raises(AttemptOver, match="time is up"):
        attempts.answered(attempt, 0, "1", "", at(600))
    assert attempts.submitted(attempt, at(601)).status is Status.EXPIRED
    assert attempts.returned(attempt, at(99_999, boot="two", wall=99_999)).status is Status.EXPIRED


def test_an_untimed_attempt_never_runs_out() -> None:
    attempt = attempts.elapsed(fresh(Rules(items=3)), at(10**6))
    assert attempt.status is Status.RUNNING
    assert attempt.left_ms is None


def test_an_answer_is_settled_by_leaving_its_item() -> None:
    attempt = attempts.answered(fresh(), 0, "1", "", at(1))
    attempt = attempts.answered(attempt, 0, "2", "", at(2))
    assert attempt.slots[0].given == ()
    attempt = attempts.went(attempt, 1, at(3))
    assert attempt.slots[0].given == ("2",), "what was only touched on the way is no answer"
    attempt = attempts.answered(attempts.went(attempt, 0, at(4)), 0, "3", "", at(5))
    attempt = attempts.submitted(attempt, at(6))
    assert attempt.slots[0].given == ("2", "3")


def test_where_answers_are_final_a_settled_one_stays() -> None:
    attempt = fresh(replace(RULES, may_change=False))
    attempt = attempts.answered(attempt, 0, "1", "", at(1))
    attempt = attempts.went(attempt, 1, at(2))
    with pytest.raises(NotAllowed, match="lead back"):
        attempts.went(attempt, 0, at(3))
    with pytest.raises(NotAllowed, match="be changed"):
        attempts.answered(attempt, 0, "2", "", at(3))


@pytest.mark.parametrize("place", [-2, 3, 99])
def test_an_item_that_is_not_in_the_form_is_refused(place: int) -> None:
    for step in (
        lambda: attempts.went(fresh(), place, at(1)),
        lambda: attempts.answered(fresh(), place, "1", "", at(1)),
        lambda: attempts.flagged(fresh(), place, True, at(1)),
    ):
        with pytest.raises(PlaceUnknown, match="the form has 3"):
            step()


def test_what_was_handed_in_stays_as_it_is() -> None:
    over = attempts.submitted(fresh(), at(5))
    assert attempts.submitted(over, at(9)) == over
    assert attempts.returned(over, at(9)) == over
    with pytest.raises(AttemptOver, match="handed in"):
        attempts.flagged(over, 0, True, at(9))


steps = st.lists(
    st.tuples(
        st.sampled_from(["go", "answer", "flag", "pause", "return", "submit", "beat"]),
        st.integers(-1, 2),
        st.integers(0, 90),
        st.integers(-(10**6), 10**6),
        st.booleans(),
    ),
    max_size=30,
)


@given(steps, st.booleans())
def test_no_sequence_of_steps_and_clocks_gives_time(
    script: list[tuple[str, int, int, int, bool]], may_pause: bool
) -> None:
    attempt = fresh(replace(RULES, may_pause=may_pause))
    steady, boot = 0.0, 1
    for name, place, seconds, wall, reboot in script:
        steady += seconds
        if reboot:
            boot += 1
        now = at(steady, boot=f"boot {boot}", wall=wall)
        before = attempt
        try:
            attempt = _stepped(attempt, name, place, now)
        except AttemptError:
            continue
        assert attempt.used_ms >= before.used_ms, "time that was used never comes back"
        assert attempt.left_ms is not None
        assert 0 <= attempt.used_ms <= 600_000
        assert sum(slot.spent_ms for slot in attempt.slots) <= attempt.used_ms
        if before.is_over:
            assert attempt == before
        if not reboot and before.status is Status.RUNNING and name != "return" and not before.is_over:
            assert attempt.used_ms == min(600_000, before.used_ms + attempts.between_ms(before.last, now))


def _stepped(attempt: Attempt, name: str, place: int, now: Moment) -> Attempt:
    if name == "go":
        return attempts.went(attempt, place, now)
    if name == "answer":
        return attempts.answered(attempt, max(0, place), str(place), "", now)
    if name == "flag":
        return attempts.flagged(attempt, max(0, place), True, now)
    step = {
        "pause": attempts.paused, "return": attempts.returned, "submit": attempts.submitted,
        "beat": attempts.elapsed,
    }[name]  # fmt: skip
    return step(attempt, now)
