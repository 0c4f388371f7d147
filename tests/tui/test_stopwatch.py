"""Time on an item, and presses that are none."""

from __future__ import annotations

from studyapp.tui.stopwatch import LONGEST_S, RepeatGuard, Stopwatch


class Hands:
    """A clock moved by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_nothing_counts_before_the_item_is_painted() -> None:
    hands = Hands()
    watch = Stopwatch(hands)
    hands.now += 5
    assert watch.elapsed_ms == 0
    watch.resume()
    hands.now += 2.5
    assert watch.elapsed_ms == 2500


def test_time_under_another_screen_does_not_count() -> None:
    hands = Hands()
    watch = Stopwatch(hands)
    watch.resume()
    hands.now += 2
    watch.pause()
    hands.now += 60
    watch.pause()
    watch.resume()
    hands.now += 3
    assert watch.elapsed_ms == 5000


def test_a_second_resume_changes_nothing() -> None:
    hands = Hands()
    watch = Stopwatch(hands)
    watch.resume()
    hands.now += 2
    watch.resume()
    assert watch.elapsed_ms == 2000


def test_a_walk_counts_ten_minutes_at_most() -> None:
    hands = Hands()
    watch = Stopwatch(hands)
    watch.resume()
    hands.now += 4 * 3600
    assert watch.elapsed_ms == LONGEST_S * 1000


def test_reset_forgets_the_item_before() -> None:
    hands = Hands()
    watch = Stopwatch(hands)
    watch.resume()
    hands.now += 9
    watch.reset()
    hands.now += 9
    assert watch.elapsed_ms == 0


def test_a_clock_that_jumps_back_never_gives_negative_time() -> None:
    hands = Hands()
    watch = Stopwatch(hands)
    watch.resume()
    hands.now -= 50
    assert watch.elapsed_ms == 0


def test_a_bouncing_key_decides_once_and_a_held_key_too() -> None:
    hands = Hands()
    guard = RepeatGuard(hands)
    assert guard.allows()
    for _ in range(30):
        hands.now += 0.03
        assert not guard.allows()
    hands.now += 0.3
    assert guard.allows()
