"""Typed answers: which texts are the same answer, and what number a text says."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.entries import answer_text, bounds, matches, number_of, problem_of, within
from studyapp.domain.questions import Entry, LetterCase, Quantity, Spacing


def text_entry(*accepted: str, case: str = "ignore", spacing: str = "collapse") -> Entry:
    return Entry("So.", accepted, letter_case=LetterCase(case), spacing=Spacing(spacing))


@pytest.mark.parametrize(
    ("entry", "typed", "right"),
    [
        (text_entry("git stash"), "git stash", True),
        (text_entry("git stash"), "  GIT   Stash ", True),
        (text_entry("git stash"), "gitstash", False),
        (text_entry("git stash", "git stash push"), "git stash push", True),
        (text_entry("git stash", case="exact"), "Git stash", False),
        (text_entry("git stash", spacing="ignore"), "g itstash", True),
        (text_entry("a  b", spacing="exact"), "a b", False),
        (text_entry("a  b", spacing="exact"), " a  b ", True),
        (text_entry("-n 'x'"), "−n ‘x’", True),
        (text_entry("Straße"), "STRASSE", True),
        (text_entry("x"), "", False),
        (text_entry("x"), "   ", False),
    ],
)
def test_a_text_is_compared_by_the_rules_of_its_entry(entry: Entry, typed: str, right: bool) -> None:
    assert matches(entry, typed) is right


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", "12"), ("-0.85", "-0.85"), ("0,85", "0.85"), ("1,024", "1024"), ("1 024", "1024"),
        ("1,024.5", "1024.5"), ("1e-3", "0.001"), ("+3", "3"), (".5", "0.5"), ("5.", "5"), ("−7", "-7"),
        ("12 GB", "12"), ("12gb", "12"), ("１２", "12"),
    ],
)  # fmt: skip
def test_a_number_is_read_as_people_write_it(text: str, number: str) -> None:
    assert number_of(text, "GB") == Decimal(number)


@pytest.mark.parametrize(
    "text", ["", "x", "12 MB", "1.2.3", "1,2,3", "nan", "inf", "1e", "1e9999", "0x10", "٣"]
)
def test_what_is_no_number_is_refused_before_it_is_graded(text: str) -> None:
    assert number_of(text, "GB") is None
    assert problem_of(Entry("So.", quantity=Quantity(value=3, unit="GB")), text)


@pytest.mark.parametrize(
    ("quantity", "right", "wrong"),
    [
        (Quantity(value=0.3), ["0.3", "0.30"], ["0.31", "0.2999999999"]),
        (Quantity(value=3.1, tolerance=0.1), ["3.0", "3.2"], ["2.99", "3.21"]),
        (Quantity(value=-200, tolerance_percent=5), ["-190", "-210"], ["-189", "-211", "200"]),
        (Quantity(least=10, most=12), ["10", "12", "11.5"], ["9.99", "12.01"]),
    ],
)
def test_bounds_are_right_and_what_is_beyond_is_not(
    quantity: Quantity, right: list[str], wrong: list[str]
) -> None:
    entry = Entry("So.", quantity=quantity)
    assert all(matches(entry, text) for text in right)
    assert not any(matches(entry, text) for text in wrong)


@given(st.integers(-10_000, 10_000), st.integers(0, 1_000), st.integers(-12_000, 12_000))
def test_a_tolerance_is_exact_to_the_last_digit(value: int, tolerance: int, given_as: int) -> None:
    quantity = Quantity(value=value / 100, tolerance=tolerance / 100)
    assert within(quantity, Decimal(given_as) / 100) == (abs(given_as - value) <= tolerance)


@given(st.floats(-1e6, 1e6), st.floats(0, 100))
def test_the_value_itself_is_always_within_its_bounds(value: float, percent: float) -> None:
    least, most = bounds(Quantity(value=value, tolerance_percent=percent))
    assert least <= Decimal(repr(value)) <= most


@given(st.text(max_size=40))
def test_no_typed_text_breaks_the_comparison(text: str) -> None:
    matches(Entry("So.", quantity=Quantity(value=1, unit="GB")), text)
    matches(text_entry("x"), text)
    assert isinstance(problem_of(text_entry("x"), text), str)


@pytest.mark.parametrize(
    ("entry", "shown"),
    [
        (text_entry("git stash", "x"), "git stash"),
        (Entry("So.", quantity=Quantity(value=1_200_000, unit="rows")), "1200000 rows"),
        (Entry("So.", quantity=Quantity(value=0.85)), "0.85"),
        (Entry("So.", quantity=Quantity(value=3.1, tolerance=0.1)), "3.1 ± 0.1"),
        (Entry("So.", quantity=Quantity(value=50, tolerance_percent=2)), "50 (± 2 %)"),
        (Entry("So.", quantity=Quantity(least=10, most=12, unit="GB")), "10 to 12 GB"),
    ],
)
def test_the_right_answer_is_shown_as_people_write_it(entry: Entry, shown: str) -> None:
    assert answer_text(entry) == shown
