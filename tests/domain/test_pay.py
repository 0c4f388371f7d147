"""Pay in words, and of two roles side by side."""

from __future__ import annotations

from studyapp.domain.pay import NOT_GIVEN, amounts, side_by_side
from studyapp.domain.roadmaps import Pay


def test_a_missing_end_is_said_to_be_missing_and_never_guessed() -> None:
    assert amounts(Pay("UK", "GBP", "senior", 100_000)) == "from 100,000 GBP"
    assert amounts(Pay("UK", "GBP", "senior", None, 100_000)) == "up to 100,000 GBP"
    assert amounts(Pay("UK", "GBP", "senior")) == NOT_GIVEN
    assert amounts(Pay("India", "INR", "any", 6, 10, "lakh")) == "6–10 lakh INR"


def test_equal_regions_and_levels_stand_in_one_row_whatever_their_spelling() -> None:
    one = [Pay("UK", "GBP", "entry", 45_000, 65_000)]
    other = [Pay("United Kingdom", "GBP", "Entry", 43_000, 77_000), Pay("USA", "USD", "entry", 1, 2)]
    assert list(side_by_side(one, other)) == [
        ("UK", "entry", "45,000–65,000 GBP", "43,000–77,000 GBP"),
        ("USA", "entry", NOT_GIVEN, "1–2 USD"),
    ]


def test_rows_of_a_region_stand_together() -> None:
    one = [Pay("UK", "GBP", "a", 1), Pay("US", "USD", "a", 1), Pay("UK", "GBP", "b", 1)]
    assert [row[:2] for row in side_by_side(one, [])] == [("UK", "a"), ("UK", "b"), ("US", "a")]
