"""What is on paper for a certification as of a day."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.records import EXPIRING_DAYS, Record, RecordKind, expiry_after, on_paper

TODAY = date(2026, 11, 27)


def record(kind: str, on: str, expires: str = "") -> Record:
    return Record(
        on,
        "a",
        RecordKind(kind),
        date.fromisoformat(on),
        expires_on=date.fromisoformat(expires) if expires else None,
    )


def test_without_records_there_is_nothing_on_paper() -> None:
    paper = on_paper([], TODAY)

    assert (paper.proof, paper.lapsed, paper.waiver, paper.failure, paper.booked) == (None,) * 5


def test_the_proof_that_holds_longest_counts() -> None:
    short, long = record("passed", "2024-01-01", "2027-01-01"), record("passed", "2026-01-01", "2029-01-01")

    assert on_paper([long, short], TODAY).proof == long
    assert on_paper([record("held", "2020-01-01"), long], TODAY).proof == record("held", "2020-01-01")


def test_what_has_ended_is_no_proof_any_more() -> None:
    ended = record("passed", "2023-11-26", "2026-11-26")

    paper = on_paper([ended], TODAY)

    assert (paper.proof, paper.lapsed) == (None, ended)


def test_the_last_day_still_counts() -> None:
    assert on_paper([record("passed", "2023-11-27", "2026-11-27")], TODAY).proof is not None


def test_a_booking_is_answered_by_a_result_of_its_day() -> None:
    booked = record("booked", "2026-11-20")

    assert on_paper([booked], TODAY).booked == booked
    assert on_paper([booked, record("failed", "2026-11-20")], TODAY).booked is None
    assert on_paper([record("failed", "2026-10-01"), booked], TODAY).booked == booked


def test_a_second_booking_takes_the_place_of_the_first() -> None:
    second = record("booked", "2026-12-20")

    assert on_paper([record("booked", "2026-12-01"), second], TODAY).booked == second


@given(st.integers(-400, 400))
def test_expiring_begins_before_the_end_and_ends_with_it(days: int) -> None:
    found = Record("r", "a", RecordKind.PASSED, date(2020, 1, 1), expires_on=TODAY + timedelta(days))

    assert found.is_expiring(TODAY) == (0 <= days <= EXPIRING_DAYS)


def test_a_leap_day_ends_on_the_last_of_february() -> None:
    assert expiry_after(date(2024, 2, 29), 3) == date(2027, 2, 28)
    assert expiry_after(date(2024, 2, 29), 4) == date(2028, 2, 29)
    assert expiry_after(date(2024, 2, 29), None) is None
