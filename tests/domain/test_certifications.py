"""Certifications: shares of domains, objectives, and their life."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.certifications import Certification, Domain, Exam, LifeEvent, Objective, Status


def certification(*domains: Domain, **more: object) -> Certification:
    return Certification("x", "X", "X", "V", "L", "exam", Status.ACTIVE, Exam(), domains, **more)  # type: ignore[arg-type]


def domain(number: int, weight: float | None, objectives: int = 1) -> Domain:
    listed = tuple(Objective(f"{number}.{n}", "Do it.") for n in range(1, objectives + 1))
    return Domain(str(number), f"Domain {number}", listed, weight)


weights = st.lists(st.none() | st.floats(0, 100), min_size=1, max_size=9)


@given(weights, st.lists(st.integers(0, 12), min_size=9, max_size=9))
def test_shares_are_never_negative_and_sum_to_one(published: list[float | None], sizes: list[int]) -> None:
    shares = certification(*(domain(n, w, sizes[n]) for n, w in enumerate(published))).weights()
    assert len(shares) == len(published)
    assert all(share >= 0 for share in shares.values())
    assert sum(shares.values()) == pytest.approx(1.0)


def test_published_weights_are_kept_in_proportion() -> None:
    shares = certification(
        domain(1, 20), domain(2, 24), domain(3, 28), domain(4, 14), domain(5, 14)
    ).weights()
    assert shares == pytest.approx({"1": 0.20, "2": 0.24, "3": 0.28, "4": 0.14, "5": 0.14})


def test_weights_that_do_not_sum_to_100_are_scaled() -> None:
    assert certification(domain(1, 30), domain(2, 60)).weights() == pytest.approx({"1": 1 / 3, "2": 2 / 3})


def test_one_unpublished_weight_makes_all_shares_follow_the_objectives() -> None:
    shares = certification(domain(1, 90, 1), domain(2, None, 3)).weights()
    assert shares == pytest.approx({"1": 0.25, "2": 0.75})


def test_weights_of_nothing_count_as_unpublished() -> None:
    assert certification(domain(1, 0, 1), domain(2, 0, 3)).weights() == pytest.approx({"1": 0.25, "2": 0.75})


def test_no_domains_have_no_shares() -> None:
    assert certification().weights() == {}


def test_an_objective_belongs_to_the_domain_that_lists_it() -> None:
    found = certification(domain(1, 50, 2), domain(2, 50, 2))
    assert found.domain_of("2.1") is found.domains[1]
    assert found.domain_of("9.9") is None


def test_the_next_event_is_the_earliest_after_today() -> None:
    today = date(2026, 11, 22)
    events = [
        LifeEvent("released", date(2024, 8, 13)),
        LifeEvent("retired", date(2027, 6, 30)),
        LifeEvent("last-booking", date(2027, 3, 1)),
        LifeEvent("other", today),
    ]
    found = certification(life_cycle=tuple(events))
    assert found.upcoming(today) == events[2]
    assert found.upcoming(date(2027, 6, 30)) is None


def test_the_age_of_facts_is_counted_in_days_and_unknown_stays_unknown() -> None:
    assert certification(checked_as_of=date(2026, 9, 1)).days_since_check(date(2026, 11, 22)) == 82
    assert certification().days_since_check(date(2026, 11, 22)) is None
