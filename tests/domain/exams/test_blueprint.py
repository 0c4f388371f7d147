"""Seats by largest remainder."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.exams.blueprint import apportion, blueprint, missing
from tests.domain.exams.shipped import certification

weights = st.dictionaries(st.text("abcdefgh", min_size=1), st.floats(0.01, 100), min_size=1, max_size=8)


@given(weights, st.integers(0, 300))
def test_seats_sum_up_and_stay_within_one_of_their_quota(shares: dict[str, float], seats: int) -> None:
    given_seats = apportion(shares, seats)
    total = sum(shares.values())
    assert sum(given_seats.values()) == seats
    for key, weight in shares.items():
        quota = seats * weight / total
        assert math.floor(quota - 1e-6) <= given_seats[key] <= math.ceil(quota + 1e-6)


def test_the_largest_remainders_get_what_is_left() -> None:
    # The example of Balinski & Young: quotas 5.4, 3.3 and 1.3.
    assert apportion({"a": 54, "b": 33, "c": 13}, 10) == {"a": 6, "b": 3, "c": 1}


def test_equal_remainders_go_by_the_order_of_the_guide() -> None:
    assert apportion({"first": 1, "second": 1, "third": 1}, 4) == {"first": 2, "second": 1, "third": 1}


@pytest.mark.parametrize(("shares", "seats"), [({"a": 0.0}, 3), ({"a": -1.0, "b": 2.0}, 3), ({"a": 1.0}, -1)])
def test_weights_that_make_no_sense_are_refused(shares: dict[str, float], seats: int) -> None:
    with pytest.raises(ValueError, match="weights"):
        apportion(shares, seats)


def test_the_blueprint_of_aif_c01_is_exact() -> None:
    it = certification()
    shares = blueprint(it.weights(), {d.id: d.name for d in it.domains}, 65, 15)
    assert [(s.domain_id, s.scored, s.unscored) for s in shares] == [
        ("1", 10, 3), ("2", 12, 4), ("3", 14, 4), ("4", 7, 2), ("5", 7, 2),
    ]  # fmt: skip
    assert sum(share.items for share in shares) == 65


def test_what_is_missing_is_told_per_domain() -> None:
    shares = blueprint({"a": 1, "b": 1}, {}, 10)
    assert missing(shares, {"a": 5, "b": 2}) == {"b": (5, 2)}
    assert missing(shares, {"a": 9}) == {"b": (5, 0)}
