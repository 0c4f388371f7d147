"""The guesser bots and their statistics, against published values and exact counts."""

from __future__ import annotations

import math
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.guessers import (
    BOTS,
    GuessItem,
    MockExam,
    accuracies,
    all_right,
    chi_square_tail,
    hits,
    key_positions,
    length_ranks,
    pass_rate,
)


def item(*texts: str, keys: tuple[int, ...] = (0,), domain_id: str = "1", stem: str = "") -> GuessItem:
    return GuessItem(
        stem=frozenset(stem.split()),
        texts=texts,
        words=tuple(frozenset(text.split()) for text in texts),
        keys=frozenset(keys),
        absolute=tuple("never" in text for text in texts),
        domain_id=domain_id,
    )


@pytest.mark.parametrize(
    ("statistic", "freedom", "p"),
    [
        # Critical values of the chi-square distribution, NIST/SEMATECH e-Handbook, section 1.3.6.7.4.
        (6.635, 1, 0.01), (9.210, 2, 0.01), (11.345, 3, 0.01), (13.277, 4, 0.01), (3.841, 1, 0.05),
        (7.815, 3, 0.05), (16.266, 3, 0.001), (23.209, 10, 0.01), (0.0, 3, 1.0),
    ],
)  # fmt: skip
def test_the_chi_square_tail_agrees_with_the_tables(statistic: float, freedom: int, p: float) -> None:
    assert chi_square_tail(statistic, freedom) == pytest.approx(p, rel=2e-3)


def test_the_longest_bot_takes_the_longest_option() -> None:
    longest = BOTS["longest"]
    assert hits(item("abcd", "a", "b"), longest(item("abcd", "a", "b"))) == 1
    assert hits(item("a", "abcd", "b"), longest(item("a", "abcd", "b"))) == 0
    assert hits(item("ab", "cd", "e"), longest(item("ab", "cd", "e"))) == 0.5, "a tie is a fair draw"


@pytest.mark.parametrize(
    ("bot", "cue", "others"),
    [
        ("shortest", "a", ["abc", "abcd"]),
        ("middle length", "abc", ["a", "abcdef"]),
        ("most words of the stem", "red ink", ["blue ink", "blue oil"]),
        ("fewest words of the stem", "oil", ["red oil", "red tea"]),
        ("most detail", "a, with b and c", ["a", "b"]),
        ("convergence", "a b", ["a c", "b d"]),
        ("avoids absolutes", "it holds", ["it never", "never it"]),
        ("all of the above", "All of the above", ["a", "b"]),
    ],
)
def test_each_bot_falls_for_its_cue(bot: str, cue: str, others: list[str]) -> None:
    asked = item(cue, *others, stem="red")
    assert hits(asked, BOTS[bot](asked)) == 1


scores = st.lists(st.integers(0, 3), min_size=2, max_size=6)


@given(scores, st.data())
def test_hits_and_full_marks_are_those_of_every_way_to_break_the_ties(
    values: list[int], data: st.DataObject
) -> None:
    n = len(values)
    keys = data.draw(st.sets(st.integers(0, n - 1), min_size=1, max_size=n - 1))
    asked = item(*["x"] * n, keys=tuple(keys))
    best = max(sum(values[i] for i in pick) for pick in combinations(range(n), len(keys)))
    picks = [set(p) for p in combinations(range(n), len(keys)) if sum(values[i] for i in p) == best]
    assert hits(asked, values) == pytest.approx(sum(len(p & keys) for p in picks) / len(picks))
    assert all_right(asked, values) == pytest.approx(sum(p == keys for p in picks) / len(picks))


def test_chance_and_bound_are_those_of_the_formula() -> None:
    items = [item("a", "b", "c", "d", keys=(n % 4,)) for n in range(100)]
    row = next(row for row in accuracies(items) if row.bot == "longest" and not row.domain_id)
    assert row.share == pytest.approx(0.25)
    assert row.bound == pytest.approx(0.25 + 2.33 * math.sqrt(0.25 * 0.75 / 100))
    assert not row.is_above_the_bound


def test_the_variance_of_several_picks_is_hypergeometric() -> None:
    asked = item("a", "b", "c", "d", "e", keys=(0, 1))
    shares = [len({0, 1} & set(pick)) / 2 for pick in combinations(range(5), 2)]
    mean = sum(shares) / len(shares)
    assert asked.chance == pytest.approx(mean)
    assert asked.variance == pytest.approx(sum((share - mean) ** 2 for share in shares) / len(shares))


def test_rows_come_for_the_bank_and_each_domain() -> None:
    items = [item("abc", "a", domain_id=d) for d in "1122"]
    rows = [(row.domain_id, row.items, row.share) for row in accuracies(items) if row.bot == "longest"]
    assert rows == [("", 4, 1.0), ("1", 2, 1.0), ("2", 2, 1.0)]


def test_the_pass_rate_agrees_with_the_binomial_distribution() -> None:
    exam = MockExam({"1": 20}, 0.5)
    exact = sum(math.comb(20, k) * 0.4**k * 0.6 ** (20 - k) for k in range(10, 21))
    drawn = pass_rate([("1", 0.4)] * 200, exam, forms=20_000)
    assert drawn == pytest.approx(exact, abs=0.012)


def test_who_cannot_pass_is_not_drawn_and_who_must_pass_does() -> None:
    exam = MockExam({"1": 60, "2": 5}, 0.7)
    assert pass_rate([("1", 0.25)] * 100 + [("2", 0.25)] * 10, exam) == 0.0
    assert pass_rate([("1", 1.0)] * 100 + [("2", 1.0)] * 10, exam, forms=10) == 1.0
    assert pass_rate([("1", 1.0)] * 59 + [("2", 1.0)] * 10, exam) is None, "too few items for one form"


def test_length_ranks_share_ties_and_count_strict_extremes() -> None:
    ranks = length_ranks([item("abc", "a", "a"), item("a", "a", "abc"), item("ab", "a", "abc")])
    assert ranks.counts == (1.0, 1.5, 0.5)
    assert ranks.strictly_longest == pytest.approx(1 / 3)
    assert ranks.strictly_shortest == 0.0


@given(st.integers(3, 5), st.integers(25, 60))
def test_equal_shares_are_no_finding(n: int, times: int) -> None:
    texts = tuple("x" * (length + 1) for length in range(n))
    even = [item(*texts, keys=(k,)) for k in range(n) for _ in range(times)]
    assert length_ranks(even).p_value == pytest.approx(1.0)
    assert key_positions(even).p_value == pytest.approx(1.0)
    assert length_ranks([item(*texts, keys=(n - 1,))] * times).p_value < 0.01


def test_few_items_prove_nothing() -> None:
    assert length_ranks([item("abc", "b", "c")] * 12).p_value == 1.0
