"""A session: which card comes next, what returns, and when it ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.sessions import (
    LEARN_AHEAD,
    Next,
    Queued,
    Returning,
    SessionState,
    choose_next,
    interleave,
    together,
)

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def queue(*card_ids: str, family: str = "") -> tuple[Queued, ...]:
    return tuple(Queued(card_id, f"Because of {card_id}.", family=family) for card_id in card_ids)


def test_the_queue_comes_in_its_order_with_its_reasons() -> None:
    state = SessionState(queue("a", "b"))
    assert choose_next(state, NOW) == Next("a", "Because of a.")
    state = state.answered("a", "", None)
    assert choose_next(state, NOW) == Next("b", "Because of b.")
    assert choose_next(state.answered("b", "", None), NOW) == Next()


def test_a_wrong_answer_returns_the_card_within_the_session() -> None:
    state = SessionState(queue("a", "b", "c")).answered("a", "", NOW + MINUTE)
    assert choose_next(state, NOW).card_id == "b"
    assert choose_next(state, NOW + MINUTE).card_id == "a"
    assert choose_next(state, NOW + MINUTE).reason == "Back after its learning step."


def test_the_card_that_waited_longest_returns_first() -> None:
    returning = (Returning("late", NOW - MINUTE), Returning("later", NOW - 9 * MINUTE))
    assert choose_next(SessionState((), returning), NOW).card_id == "later"


def test_with_nothing_else_left_a_card_returns_a_little_early() -> None:
    state = SessionState((), (Returning("a", NOW + LEARN_AHEAD),))
    found = choose_next(state, NOW)
    assert (found.card_id, found.wait_until) == ("a", None)
    assert "early" in found.reason


def test_a_card_that_is_too_far_away_is_waited_for() -> None:
    due_at = NOW + LEARN_AHEAD + MINUTE
    assert choose_next(SessionState((), (Returning("a", due_at),)), NOW) == Next(wait_until=due_at)


def test_a_returning_card_far_ahead_does_not_hold_up_the_queue() -> None:
    state = SessionState(queue("b"), (Returning("a", NOW + timedelta(hours=3)),))
    assert choose_next(state, NOW).card_id == "b"


def test_a_clock_set_back_does_not_stop_the_queue() -> None:
    state = SessionState(queue("a", "b")).answered("a", "", NOW + MINUTE)
    assert choose_next(state, NOW - timedelta(days=30)).card_id == "b"


def test_siblings_do_not_follow_each_other_on_one_day() -> None:
    state = SessionState(queue("t:x:term", "t:x:definition", family="x") + queue("q:1"))
    state = state.answered("t:x:term", "x", None)
    assert choose_next(state, NOW).card_id == "q:1"
    assert choose_next(state.answered("q:1", "", None), NOW) == Next()


def test_a_sibling_of_an_earlier_session_is_left_for_another_day() -> None:
    state = SessionState(queue("t:x:term", family="x"), families_today=frozenset({"x"}))
    assert choose_next(state, NOW) == Next()


def test_a_card_in_its_steps_returns_though_its_family_was_seen() -> None:
    state = SessionState(queue("t:x:term", family="x")).answered("t:x:term", "x", NOW + MINUTE)
    assert choose_next(state, NOW + MINUTE).card_id == "t:x:term"


def test_used_up_minutes_begin_nothing_new_but_finish_what_was_begun() -> None:
    state = SessionState(queue("a", "b"), seconds_left=60.0).answered("a", "", NOW + MINUTE, seconds=61)
    assert choose_next(state, NOW) == Next("a", "Back a little early: nothing else is left.")
    assert choose_next(state.answered("a", "", None, 5), NOW) == Next()


def test_a_session_without_a_limit_goes_through_its_queue() -> None:
    state = SessionState(queue("a", "b")).answered("a", "", None, seconds=1e9)
    assert choose_next(state, NOW).card_id == "b"


def test_a_suspended_card_leaves_the_session() -> None:
    state = SessionState(queue("a", "b"), (Returning("a", NOW),)).without("a")
    assert choose_next(state, NOW).card_id == "b"
    assert state.returning == ()


def test_answering_again_moves_the_return_and_does_not_double_it() -> None:
    state = SessionState(queue("a")).answered("a", "", NOW + MINUTE).answered("a", "", NOW + 10 * MINUTE)
    assert state.returning == (Returning("a", NOW + 10 * MINUTE),)
    assert state.done == ("a", "a")


STEPS = st.lists(st.tuples(st.integers(0, 2), st.integers(-600, 3600)), max_size=60)


@given(st.integers(0, 12), STEPS, st.none() | st.floats(0, 2000))
def test_any_session_shows_only_what_it_may_and_ends(
    size: int, steps: list[tuple[int, int]], seconds_left: float | None
) -> None:
    cards = tuple(Queued(f"c{n}", "r", family=f"f{n % 5}" if n % 2 else "") for n in range(size))
    families = {q.card_id: q.family for q in cards}
    state, now, begun = SessionState(cards, seconds_left=seconds_left), NOW, set[str]()
    for back_in, seconds in steps:
        choice = choose_next(state, now)
        if not choice.card_id:
            assert choice.wait_until is None or choice.wait_until > now
            now = choice.wait_until or now
            if choice.wait_until is None:
                assert not state.returning
                break
            continue
        if choice.card_id not in begun:
            assert seconds_left is None or state.seconds_left > 0  # type: ignore[operator]
            assert families[choice.card_id] not in {families[c] for c in begun} - {""}
        begun.add(choice.card_id)
        back_at = now + timedelta(minutes=10 * back_in) if back_in else None
        state = state.answered(choice.card_id, families[choice.card_id], back_at, abs(seconds) / 10)
        now += timedelta(seconds=seconds)
    # Answered for good, everything that is left goes by in at most one showing each.
    for _ in range(size + len(state.returning) + 1):
        choice = choose_next(state, now)
        now = choice.wait_until or now
        if choice.card_id:
            state = state.answered(choice.card_id, families[choice.card_id], None)
    assert choose_next(state, now) == Next()


@given(st.integers(0, 40), st.integers(0, 40))
def test_new_cards_are_spread_evenly_and_both_lists_keep_their_order(reviews: int, new: int) -> None:
    old_cards, new_cards = queue(*(f"r{n}" for n in range(reviews))), queue(*(f"n{n}" for n in range(new)))
    mixed = interleave(old_cards, new_cards)
    assert [q for q in mixed if q in old_cards] == list(old_cards)
    assert [q for q in mixed if q in new_cards] == list(new_cards)
    assert len(mixed) == reviews + new
    if reviews and new:
        places = [n for n, q in enumerate(mixed) if q in new_cards]
        share = (reviews + new) / (new + 1)
        assert all(abs(place - share * (n + 1)) <= share + 1 for n, place in enumerate(places))


def test_cards_of_a_set_stand_where_the_first_one_came_in_their_order() -> None:
    sets = {"q:5": "stall", "q:2": "stall", "q:9": "alone", "q:3": "stall"}
    found = together(queue("q:1", "q:5", "q:9", "q:2", "q:4", "q:3"), sets)
    assert [queued.card_id for queued in found] == ["q:1", "q:2", "q:3", "q:5", "q:9", "q:4"]


def test_the_limit_of_a_session_can_be_lifted_afterwards() -> None:
    state = SessionState(queue("a"), seconds_left=0.0)
    assert choose_next(state, NOW) == Next()
    assert choose_next(replace(state, seconds_left=None), NOW).card_id == "a"
