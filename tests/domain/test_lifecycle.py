"""The life of a credential as of a day, from its dated events."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.certifications import Certification, Exam, LifeEvent, Status
from studyapp.domain.lifecycle import facts_are_stale, life_on

TODAY = date(2026, 11, 27)


def certification(
    status: str = "active", *events: tuple[str, str], checked: date | None = TODAY
) -> Certification:
    return Certification(
        "tst", "TST", "Tester", "Testing", "associate", "exam", Status(status), Exam(), (),
        life_cycle=tuple(LifeEvent(name, date.fromisoformat(on)) for name, on in events),
        checked_as_of=checked,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("status", "events", "line"),
    [
        ("active", [], "active"),
        ("retired", [("retired", "2026-06-30")], "retired on 30 June 2026"),
        ("retired", [], "retired"),
        ("active", [("retired", "2026-11-27")], "retired on 27 November 2026"),
        (
            "active",
            [("retired", "2026-12-07")],
            "retiring; it retires on 7 December 2026, in 10 days",
        ),
        (
            "beta",
            [("beta-opens", "2026-09-29"), ("general-availability", "2027-01-14")],
            "beta since 29 September 2026; the standard exam opens on 14 January 2027, in 48 days",
        ),
        ("beta", [("beta-opens", "2026-09-29"), ("general-availability", "2026-11-01")], "active"),
        (
            "active",
            [("version-change", "2026-11-28")],
            "active; a new version comes on 28 November 2026, tomorrow",
        ),
        ("active", [("other", "2027-01-01")], "active"),
    ],
)
def test_the_line_says_status_what_comes_and_the_days_left(
    status: str, events: list[tuple[str, str]], line: str
) -> None:
    assert life_on(certification(status, *events), TODAY).line == line


def test_a_day_that_has_come_wins_over_what_was_written() -> None:
    life = life_on(certification("retiring", ("retired", "2026-11-10")), TODAY)

    assert (life.status, life.since, life.differs_from_facts) == (Status.RETIRED, date(2026, 11, 10), True)


def test_nothing_comes_after_the_end() -> None:
    life = life_on(
        certification("retired", ("retired", "2026-06-30"), ("version-change", "2027-06-30")), TODAY
    )

    assert life.next_on is None


def test_what_a_planner_must_know_is_notable_and_a_language_is_not() -> None:
    assert life_on(certification("active", ("version-change", "2027-01-01")), TODAY).is_notable
    assert not life_on(certification("active", ("language-retires", "2027-01-01")), TODAY).is_notable


@pytest.mark.parametrize(("age", "stale"), [(0, False), (90, False), (91, True)])
def test_facts_are_stale_after_their_review_period(age: int, stale: bool) -> None:
    assert facts_are_stale(certification(checked=TODAY - timedelta(age)), TODAY) is stale


def test_facts_that_nobody_dated_are_stale() -> None:
    assert facts_are_stale(certification(checked=None), TODAY)


days = st.dates(date(2020, 1, 1), date(2030, 1, 1))
kinds = st.sampled_from(
    ["released", "beta-opens", "general-availability", "version-change", "last-exam", "retired", "other"]
)
certifications = st.builds(
    lambda status, events: certification(status, *[(name, on.isoformat()) for name, on in events]),
    st.sampled_from(list(Status)),
    st.lists(st.tuples(kinds, days), max_size=6),
)


@given(certifications, days)
def test_who_is_retired_stays_retired(it: Certification, day: date) -> None:
    if life_on(it, day).status is Status.RETIRED:
        assert life_on(it, day + timedelta(400)).status is Status.RETIRED


@given(certifications, days)
def test_what_comes_is_in_the_future(it: Certification, day: date) -> None:
    life = life_on(it, day)

    assert life.next_on is None or life.next_on > day
    assert (life.days_left is None) == (life.next_on is None)
    assert life.line
