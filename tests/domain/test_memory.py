"""The scheduler: steps, intervals on buttons, fuzz, load balancing, leeches, what counts as learned."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.days import LearnerCalendar
from studyapp.domain.memory import (
    CardState,
    Grade,
    Load,
    MemoryState,
    Phase,
    Preferences,
    Scheduler,
    fuzz_range,
    grade_of_answer,
)
from studyapp.domain.questions import Confidence
from studyapp.fsrs import Fsrs

MODEL = Fsrs()
CALENDAR = LearnerCalendar(UTC)
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
TODAY = date(2026, 3, 2)
PLAIN = Preferences(fuzz=False)

memories = st.builds(MemoryState, st.floats(0.05, 3000), st.floats(1, 10))
last_days = st.integers(0, 900).map(lambda n: TODAY - timedelta(days=n))
steps = st.lists(st.integers(1, 1440), max_size=4).map(lambda minutes: tuple(sorted(minutes)))
preferences = st.builds(
    Preferences,
    retention=st.sampled_from([0.7, 0.8, 0.9, 0.97]),
    learning_steps=steps,
    relearning_steps=steps,
    maximum_interval=st.sampled_from([2, 3, 7, 30, 365, 36_500]),
    fuzz=st.booleans(),
)
card_ids = st.sampled_from([f"q:{n}" for n in range(200)])


@st.composite
def states(draw: st.DrawFn) -> CardState:
    """A card in any phase, as it might stand before an answer at NOW."""
    phase = draw(st.sampled_from(list(Phase)))
    if phase is Phase.NEW:
        return CardState()
    last_on = draw(last_days)
    return CardState(
        phase=phase,
        step=draw(st.integers(0, 3)) if phase in (Phase.LEARNING, Phase.RELEARNING) else 0,
        memory=draw(memories),
        due_at=NOW,
        due_on=TODAY,
        last_at=datetime.combine(last_on, NOW.timetz()),
        last_on=last_on,
        reps=draw(st.integers(1, 40)),
        lapses=draw(st.integers(0, 12)),
    )


@st.composite
def loads(draw: st.DrawFn) -> Load:
    """Some reviews already planned on some days."""
    chance = random.Random(draw(st.integers(0, 10_000)))
    planned = {TODAY + timedelta(days=n): chance.randint(0, 9) for n in range(60)}
    return lambda day: planned.get(day, 0)


def scheduler(chosen: Preferences = PLAIN, calendar: LearnerCalendar = CALENDAR) -> Scheduler:
    return Scheduler(MODEL, calendar, chosen)


def reviewed(
    stability: float = 10.0, difficulty: float = 5.0, days_ago: int = 10, **more: object
) -> CardState:
    """A card in review, last answered some days ago."""
    last_at = NOW - timedelta(days=days_ago)
    known = CardState(
        phase=Phase.REVIEW, memory=MemoryState(stability, difficulty), due_at=NOW, due_on=TODAY,
        last_at=last_at, last_on=CALENDAR.day_of(last_at), reps=3,
    )  # fmt: skip
    return replace(known, **more)  # type: ignore[arg-type]


# -- buttons -----------------------------------------------------------------------------------


@given(states(), preferences, card_ids, st.none() | loads())
def test_a_better_button_never_shows_a_shorter_interval(
    state: CardState, chosen: Preferences, card_id: str, load: Load | None
) -> None:
    outcomes = scheduler(chosen).outcomes(card_id, state, NOW, load)
    shown = [outcomes[grade].interval for grade in Grade]
    assert shown == sorted(shown)


@given(card_ids, loads(), st.floats(2.6, 12), st.floats(0, 1))
def test_buttons_keep_their_order_without_steps_when_grades_differ_little(
    card_id: str, load: Load, stability: float, more: float
) -> None:
    close = Fsrs(
        (stability, stability + more, stability + 2 * more, stability + 3 * more, *MODEL.parameters[4:])
    )
    chosen = Preferences(learning_steps=(), relearning_steps=())
    outcomes = Scheduler(close, CALENDAR, chosen).outcomes(card_id, CardState(), NOW, load)
    shown = [outcomes[grade].interval for grade in Grade]
    assert shown == sorted(shown)


@given(states(), preferences, card_ids, st.none() | loads())
def test_easy_comes_back_later_than_good_unless_the_longest_interval_is_reached(
    state: CardState, chosen: Preferences, card_id: str, load: Load | None
) -> None:
    outcomes = scheduler(chosen).outcomes(card_id, state, NOW, load)
    good, easy = outcomes[Grade.GOOD].interval, outcomes[Grade.EASY].interval
    assert good < easy or easy.days == chosen.maximum_interval


@given(states(), preferences, card_ids, st.none() | loads())
def test_no_interval_is_longer_than_the_longest_or_shorter_than_a_day_in_review(
    state: CardState, chosen: Preferences, card_id: str, load: Load | None
) -> None:
    for outcome in scheduler(chosen).outcomes(card_id, state, NOW, load).values():
        if outcome.state.phase is Phase.REVIEW:
            assert 1 <= outcome.interval.days <= chosen.maximum_interval


@given(states(), preferences, card_ids, st.none() | loads())
def test_the_interval_shown_is_the_interval_stored(
    state: CardState, chosen: Preferences, card_id: str, load: Load | None
) -> None:
    for outcome in scheduler(chosen).outcomes(card_id, state, NOW, load).values():
        after = outcome.state
        assert after.due_at is not None
        assert after.due_on == CALENDAR.day_of(after.due_at)
        if after.phase is Phase.REVIEW:
            assert after.due_on == TODAY + outcome.interval
            assert after.due_at == CALENDAR.start_of(after.due_on)
        else:
            assert after.due_at == NOW + outcome.interval


@given(states(), preferences, card_ids, st.none() | loads())
def test_asking_again_gives_the_same_futures_whatever_chance_did_in_between(
    state: CardState, chosen: Preferences, card_id: str, load: Load | None
) -> None:
    before = scheduler(chosen).outcomes(card_id, state, NOW, load)
    random.seed()
    random.random()
    assert scheduler(chosen).outcomes(card_id, state, NOW, load) == before


def test_the_futures_do_not_change_over_the_learners_day() -> None:
    state = reviewed()
    over_the_day = [
        scheduler(Preferences()).outcomes("q:1", state, at)
        for at in (datetime(2026, 3, 2, 4, tzinfo=UTC), datetime(2026, 3, 3, 3, 59, tzinfo=UTC))
    ]
    assert over_the_day[0][Grade.GOOD].interval == over_the_day[1][Grade.GOOD].interval
    assert over_the_day[0][Grade.GOOD].state.due_on == over_the_day[1][Grade.GOOD].state.due_on


# -- fuzz and load -----------------------------------------------------------------------------


def plain_delta(days: float) -> float:
    """The spread, spelled out: one day, plus the share of each part of the interval."""
    spread = 1.0
    spread += 0.15 * (min(days, 7.0) - 2.5)
    if days > 7:
        spread += 0.10 * (min(days, 20.0) - 7.0)
    if days > 20:
        spread += 0.05 * (days - 20.0)
    return spread


@given(st.integers(3, 30_000))
def test_the_fuzz_range_is_the_published_one(days: int) -> None:
    low, high = fuzz_range(days, 36_500)
    assert low == max(2, round(days - plain_delta(days)))
    assert high == round(days + plain_delta(days))
    assert low < days < high


@pytest.mark.parametrize(
    ("days", "expected"),
    [(1, (1, 1)), (2, (2, 2)), (3, (2, 4)), (7, (5, 9)), (20, (17, 23)), (100, (93, 107)), (365, (345, 385))],
)
def test_known_intervals_have_known_fuzz_ranges(days: int, expected: tuple[int, int]) -> None:
    assert fuzz_range(days, 36_500) == expected


@given(st.floats(0, 40_000), st.floats(0, 40_000), st.integers(1, 36_500))
def test_a_longer_interval_never_has_an_earlier_fuzz_range(one: float, other: float, maximum: int) -> None:
    sooner, later = (fuzz_range(days, maximum) for days in sorted((min(one, maximum), min(other, maximum))))
    assert sooner[0] <= later[0]
    assert sooner[1] <= later[1]


@given(states(), st.sampled_from([0.8, 0.9, 0.97]), card_ids, st.none() | loads())
def test_fuzz_stays_within_its_range_around_the_exact_interval(
    state: CardState, retention: float, card_id: str, load: Load | None
) -> None:
    fuzzed = scheduler(Preferences(retention=retention)).outcomes(card_id, state, NOW, load)
    exact = scheduler(Preferences(retention=retention, fuzz=False)).outcomes(card_id, state, NOW)
    for grade in (Grade.HARD, Grade.GOOD):
        if exact[grade].state.phase is Phase.REVIEW:
            low, high = fuzz_range(exact[grade].interval.days, 36_500)
            assert low <= fuzzed[grade].interval.days <= high


def test_fuzz_uses_the_whole_range_over_many_cards() -> None:
    state = reviewed(stability=40, days_ago=40)
    exact = scheduler().outcomes("any", state, NOW)[Grade.GOOD].interval.days
    low, high = fuzz_range(exact, 36_500)
    given_days = Counter(
        scheduler(Preferences()).outcomes(f"q:{n}", state, NOW)[Grade.GOOD].interval.days for n in range(1000)
    )
    assert set(given_days) == set(range(low, high + 1))
    assert max(given_days.values()) < 3 * min(given_days.values())


def test_a_card_is_fuzzed_differently_at_its_next_repetition() -> None:
    many = Preferences()
    days = {
        scheduler(many)
        .outcomes("q:1", reviewed(stability=100, days_ago=100, reps=n), NOW)[Grade.GOOD]
        .interval
        for n in range(1, 20)
    }
    assert len(days) > 3


@given(card_ids, loads(), st.floats(3, 50))
def test_the_load_balancer_takes_the_lightest_day_of_the_range(
    card_id: str, load: Load, stability: float
) -> None:
    state = reviewed(stability=stability, days_ago=1, phase=Phase.LEARNING, step=1)
    outcome = scheduler(Preferences()).outcomes(card_id, state, NOW, load)[Grade.GOOD]
    exact = scheduler().outcomes(card_id, state, NOW)[Grade.GOOD].interval.days
    low, high = fuzz_range(exact, 36_500)
    # Hard stays in the steps here, but its review interval bounds Good's from below all the same.
    open_days = [d for d in range(low, high + 1) if d >= outcome.interval.days]
    assert load(TODAY + outcome.interval) == min(load(TODAY + timedelta(days=d)) for d in open_days)


def test_a_free_day_in_the_range_is_taken() -> None:
    state = reviewed(stability=10, days_ago=10)
    exact = scheduler().outcomes("q:1", state, NOW)[Grade.HARD].interval.days
    low, high = fuzz_range(exact, 36_500)
    assert high - low >= 3
    for free in range(low, high + 1):
        planned = {TODAY + timedelta(days=d): 5 for d in range(low, high + 1) if d != free}
        outcomes = scheduler(Preferences()).outcomes("q:1", state, NOW, lambda day, p=planned: p.get(day, 0))
        given_days = outcomes[Grade.HARD].interval.days
        assert given_days == free


def test_load_balancing_spreads_cards_evenly() -> None:
    state, planned = reviewed(stability=20, days_ago=20), Counter[date]()
    for n in range(300):
        outcome = scheduler(Preferences()).outcomes(f"q:{n}", state, NOW, lambda day: planned[day])[
            Grade.GOOD
        ]
        assert outcome.state.due_on is not None
        planned[outcome.state.due_on] += 1
    exact = scheduler().outcomes("q:0", state, NOW)[Grade.GOOD].interval.days
    low, high = fuzz_range(exact, 36_500)
    assert set(planned) == {TODAY + timedelta(days=d) for d in range(low, high + 1)}
    assert max(planned.values()) - min(planned.values()) <= 1


# -- steps -------------------------------------------------------------------------------------

MINUTE = timedelta(minutes=1)


def intervals_of(state: CardState, chosen: Preferences = PLAIN) -> list[timedelta]:
    return [outcome.interval for outcome in scheduler(chosen).outcomes("q:1", state, NOW).values()]


def phases_of(state: CardState, chosen: Preferences = PLAIN) -> list[Phase]:
    return [outcome.state.phase for outcome in scheduler(chosen).outcomes("q:1", state, NOW).values()]


def test_a_new_card_goes_into_its_first_steps() -> None:
    again, hard, good, easy = intervals_of(CardState())
    assert (again, hard, good) == (1 * MINUTE, 5.5 * MINUTE, 10 * MINUTE)
    assert easy.days == 8
    assert phases_of(CardState()) == [Phase.LEARNING, Phase.LEARNING, Phase.LEARNING, Phase.REVIEW]


def test_a_card_at_its_last_step_graduates_with_good() -> None:
    state = scheduler().outcomes("q:1", CardState(), NOW)[Grade.GOOD].state
    again, hard, good, _easy = intervals_of(state)
    assert (again, hard, good.days) == (1 * MINUTE, 10 * MINUTE, 2)
    assert phases_of(state) == [Phase.LEARNING, Phase.LEARNING, Phase.REVIEW, Phase.REVIEW]


def test_a_lapse_goes_through_relearning_and_back_to_review() -> None:
    lapsed = scheduler().outcomes("q:1", reviewed(), NOW)[Grade.AGAIN].state
    assert (lapsed.phase, lapsed.step, lapsed.lapses) == (Phase.RELEARNING, 0, 1)
    again, hard, good, _easy = intervals_of(lapsed)
    assert (again, hard) == (10 * MINUTE, 15 * MINUTE)
    assert good.days >= 1
    assert phases_of(lapsed) == [Phase.RELEARNING, Phase.RELEARNING, Phase.REVIEW, Phase.REVIEW]


def test_again_in_relearning_is_not_a_second_lapse() -> None:
    lapsed = scheduler().outcomes("q:1", reviewed(), NOW)[Grade.AGAIN].state
    assert scheduler().outcomes("q:1", lapsed, NOW)[Grade.AGAIN].state.lapses == 1


def test_without_steps_every_answer_goes_to_review() -> None:
    none = Preferences(learning_steps=(), relearning_steps=(), fuzz=False)
    assert set(phases_of(CardState(), none)) == {Phase.REVIEW}
    assert set(phases_of(reviewed(), none)) == {Phase.REVIEW}
    assert min(intervals_of(reviewed(), none)) >= timedelta(days=1)


def test_steps_that_the_learner_removed_do_not_trap_a_card() -> None:
    state = CardState(Phase.LEARNING, 3, MemoryState(2.3, 2.1), NOW, TODAY, NOW, TODAY, reps=4)
    assert phases_of(state, Preferences(learning_steps=(1,), fuzz=False))[2:] == [Phase.REVIEW, Phase.REVIEW]


def test_a_step_past_the_rollover_hour_is_due_on_the_next_day() -> None:
    late = datetime(2026, 3, 3, 3, 55, tzinfo=UTC)
    state = scheduler().outcomes("q:1", CardState(), late)[Grade.GOOD].state
    assert (state.last_on, state.due_on) == (date(2026, 3, 2), date(2026, 3, 3))


# -- histories, clocks and travel --------------------------------------------------------------

HISTORY = st.lists(
    st.tuples(st.sampled_from(list(Grade)), st.integers(-5 * 86_400, 60 * 86_400)), min_size=1, max_size=15
)


@given(HISTORY, preferences)
def test_any_history_keeps_a_card_in_order(history: list[tuple[Grade, int]], chosen: Preferences) -> None:
    state, now = CardState(), NOW
    for count, (grade, seconds) in enumerate(history, 1):
        now += timedelta(seconds=seconds)
        before, state = state, scheduler(chosen).outcomes("q:1", state, now)[grade].state
        assert state.memory is not None
        assert state.memory.stability > 0
        assert 1 <= state.memory.difficulty <= 10
        assert state.phase is not Phase.NEW
        assert state.reps == count
        assert state.last_on is not None
        assert state.last_on >= (before.last_on or state.last_on)
        assert state.due_at is not None
        assert state.due_at > now or state.phase is Phase.REVIEW
        assert state.lapses - before.lapses == (before.phase is Phase.REVIEW and grade is Grade.AGAIN)


@given(HISTORY)
def test_a_recall_counts_at_most_once_for_each_day_of_study(history: list[tuple[Grade, int]]) -> None:
    state, now = CardState(), NOW
    latest: list[date] = []
    for grade, seconds in history:
        now += timedelta(seconds=seconds)
        state = scheduler().outcomes("q:1", state, now)[grade].state
        latest.append(max([*latest[-1:], CALENDAR.day_of(now)]))
    assert state.recalled_days <= len(set(latest))
    assert state.recalled_days <= sum(grade is not Grade.AGAIN for grade, _ in history)


def walk(*reviews: tuple[datetime, Grade], zone: str = "UTC") -> CardState:
    state = CardState()
    for at, grade in reviews:
        state = scheduler(calendar=LearnerCalendar(ZoneInfo(zone))).outcomes("q:1", state, at)[grade].state
    return state


def test_recalled_on_three_different_days_is_learned() -> None:
    days = [NOW + timedelta(days=n) for n in (0, 2, 13)]
    assert not walk((days[0], Grade.GOOD), (days[1], Grade.GOOD)).learned
    assert walk(*((day, Grade.GOOD) for day in days)).learned


def test_three_recalls_on_one_day_are_one() -> None:
    hours = [NOW + timedelta(hours=n) for n in (0, 1, 2)]
    assert walk(*((hour, Grade.GOOD) for hour in hours)).recalled_days == 1


def test_a_failed_day_does_not_count_as_recalled() -> None:
    assert walk((NOW, Grade.AGAIN), (NOW + timedelta(days=1), Grade.AGAIN)).recalled_days == 0


def test_a_clock_set_back_and_forth_adds_no_recalled_day() -> None:
    there_and_back = [NOW + timedelta(days=n) for n in (0, -1, 0, -1, 0)]
    assert walk(*((at, Grade.GOOD) for at in there_and_back)).recalled_days == 1


def test_travel_west_over_the_date_line_adds_no_recalled_day() -> None:
    tokyo = datetime(2026, 5, 10, 9, tzinfo=ZoneInfo("Asia/Tokyo"))
    state = walk((tokyo, Grade.GOOD), zone="Asia/Tokyo")
    angeles = scheduler(calendar=LearnerCalendar(ZoneInfo("America/Los_Angeles")))
    state = angeles.outcomes("q:1", state, tokyo + timedelta(hours=8))[Grade.GOOD].state
    assert state.recalled_days == 1
    assert state.last_on == date(2026, 5, 10)


def test_a_clock_set_back_costs_the_card_nothing() -> None:
    state = reviewed(days_ago=0)
    back = scheduler().outcomes("q:1", state, NOW - timedelta(days=400))
    assert back[Grade.GOOD].state.memory == scheduler().outcomes("q:1", state, NOW)[Grade.GOOD].state.memory


def test_the_next_morning_counts_as_a_day_though_ten_hours_passed() -> None:
    evening = datetime(2026, 3, 2, 23, tzinfo=UTC)
    state = walk((evening, Grade.GOOD), (evening + timedelta(hours=10), Grade.GOOD))
    assert state.memory is not None
    assert state.memory.stability == pytest.approx(7.3153, abs=5e-5)


# -- leeches -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("threshold", "leeches"),
    [(8, [8, 12, 16, 20]), (4, [4, 6, 8, 10, 12, 14, 16, 18, 20]), (1, list(range(1, 21))), (0, [])],
)
def test_a_leech_is_found_at_the_threshold_and_every_half_of_it(threshold: int, leeches: list[int]) -> None:
    found = []
    for lapses_before in range(20):
        state = reviewed(lapses=lapses_before)
        outcome = scheduler(Preferences(leech_lapses=threshold)).outcomes("q:1", state, NOW)[Grade.AGAIN]
        if outcome.leech:
            found.append(outcome.state.lapses)
    assert found == leeches


def test_only_a_lapse_in_review_makes_a_leech() -> None:
    in_review = scheduler().outcomes("q:1", reviewed(lapses=7), NOW)
    assert [outcome.leech for outcome in in_review.values()] == [True, False, False, False]
    for phase in (Phase.LEARNING, Phase.RELEARNING):
        outcomes = scheduler().outcomes("q:1", reviewed(lapses=8, phase=phase), NOW)
        assert not any(outcome.leech for outcome in outcomes.values())


# -- the grade of a question -------------------------------------------------------------------

confidences = st.sampled_from(list(Confidence))
times = st.integers(0, 600_000)
medians = st.none() | st.floats(1, 600_000)


@given(confidences, times, medians)
def test_a_wrong_answer_is_again_whatever_was_said_of_it(
    confidence: Confidence, elapsed_ms: int, usual_ms: float | None
) -> None:
    assert grade_of_answer(False, confidence, elapsed_ms, usual_ms) is Grade.AGAIN


@given(confidences, times, medians)
def test_a_right_answer_is_never_again(
    confidence: Confidence, elapsed_ms: int, usual_ms: float | None
) -> None:
    assert grade_of_answer(True, confidence, elapsed_ms, usual_ms) is not Grade.AGAIN


@given(confidences, times, times, medians)
def test_a_slower_answer_never_has_a_better_grade(
    confidence: Confidence, one: int, other: int, usual_ms: float | None
) -> None:
    quick, slow = sorted((one, other))
    assert grade_of_answer(True, confidence, slow, usual_ms) <= grade_of_answer(
        True, confidence, quick, usual_ms
    )


@given(times, medians)
def test_more_confidence_never_lowers_the_grade_of_a_right_answer(
    elapsed_ms: int, usual_ms: float | None
) -> None:
    rising = (Confidence.GUESS, Confidence.THINK_SO, Confidence.SURE)
    grades = [grade_of_answer(True, confidence, elapsed_ms, usual_ms) for confidence in rising]
    assert all(lower <= higher for lower, higher in pairwise(grades))
    assert grades[0] is Grade.HARD


def test_easy_needs_both_certainty_and_speed() -> None:
    assert grade_of_answer(True, Confidence.SURE, 5_000, 20_000) is Grade.EASY
    assert grade_of_answer(True, Confidence.THINK_SO, 5_000, 20_000) is Grade.GOOD
    assert grade_of_answer(True, Confidence.SURE, 15_000, 20_000) is Grade.GOOD
    assert grade_of_answer(True, Confidence.SURE, 60_000, 20_000) is Grade.HARD
    assert grade_of_answer(True, Confidence.SURE, 5_000, None) is Grade.GOOD
