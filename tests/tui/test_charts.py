"""The pictures of the progress screen."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.services.views import DayActivity, DomainProgress, Retention
from studyapp.tui import charts

TODAY = date(2026, 11, 22)


def domain(**changes: object) -> DomainProgress:
    facts = {
        "domain_id": "1", "name": "Fundamentals", "weight": 0.2, "weight_published": True, "items": 40,
        "seen": 10, "learned": 5, "mastery": 0.25, "first_tries": 10, "first_right": 7,
    }  # fmt: skip
    return DomainProgress(**{**facts, **changes})  # type: ignore[arg-type]


@given(st.lists(st.integers(0, 2000), max_size=400))
def test_levels_begin_one_after_the_other_and_the_busiest_day_is_full(answers: list[int]) -> None:
    steps = charts.heat_steps(answers)
    assert list(steps) == sorted(set(steps))
    assert charts.heat_level(0, steps) == 0
    assert charts.heat_level(1, steps) == 1
    if max(answers, default=0) > 4:
        assert charts.heat_level(max(answers), steps) >= 3


@given(st.integers(1, 200))
def test_the_heatmap_fits_and_ends_today(width: int) -> None:
    days = [DayActivity(TODAY - timedelta(days=n), n % 9, 1.0) for n in range(371)]
    drawn = charts.heatmap(days, TODAY, width)
    lines = drawn.plain.split("\n")
    assert len(lines) == 10
    assert max(len(line) for line in lines[1:8]) <= max(width, 6)


def test_each_day_stands_in_the_row_of_its_weekday() -> None:
    drawn = charts.heatmap([DayActivity(TODAY, 30, 9.0)], TODAY, 80)
    rows = drawn.plain.split("\n")[1:8]
    assert rows[6].rstrip().endswith("██"), "22 November 2026 is a Sunday"
    assert not any("█" in row for row in rows[:6])


def test_levels_differ_by_their_character_and_the_scale_says_what_each_is() -> None:
    days = [DayActivity(TODAY - timedelta(days=n), n, 1.0) for n in range(41)]
    drawn = charts.heatmap(days, TODAY, 80).plain
    assert set("·░▒▓█") <= set(drawn)
    assert "· none  ░░ 1–9  ▒▒ 10–19  ▓▓ 20–29  ██ 30+" in drawn


@pytest.mark.parametrize(
    ("reviews", "recalled", "said"),
    [
        (400, 360, "✓ on target"),
        (400, 396, "▲ above target"),
        (400, 320, "▼ below target"),
        (5, 5, "only 5 so far"),
        (0, 0, "no reviews"),
    ],
)
def test_recall_is_compared_with_the_target_in_words(reviews: int, recalled: int, said: str) -> None:
    spans = [Retention("last 30 days", reviews, recalled), Retention("all", 100, 90)]
    assert said in charts.retention_lines(spans, 0.9, 80).plain


def test_without_reviews_it_says_what_will_be_here() -> None:
    assert "will stand here" in charts.retention_lines([Retention("last 7 days", 0, 0)], 0.9, 80).plain


@pytest.mark.parametrize("width", [30, 40, 60, 80, 120, 160])
def test_every_domain_carries_its_number_at_any_width(width: int) -> None:
    drawn = charts.domain_bars([domain(), domain(domain_id="2", mastery=0.5)], width).plain.split("\n")
    assert "25 %" in drawn[0]
    assert "50 %" in drawn[1]
    assert all(len(line) <= width for line in drawn)


def test_weights_are_the_vendors_or_said_to_be_ours() -> None:
    assert " 20 %" in charts.domain_bars([domain()], 80).plain
    assert "~20 %" in charts.domain_bars([domain(weight_published=False)], 80).plain
    assert "15–25 %" in charts.domain_bars([domain()], 80, {"1": "15–25 %"}).plain


def test_a_bank_that_is_not_there_gets_no_bars() -> None:
    drawn = charts.domain_bars([domain(items=0, seen=0, mastery=0.0)], 80).plain
    assert "█" not in drawn
    assert "0 %" not in drawn.replace("20 %", "")


def test_time_is_shared_in_percent_and_told_in_minutes() -> None:
    drawn = charts.time_bars({"question": 90.0, "term": 30.0}, 80).plain
    assert "questions" in drawn
    assert "75 %" in drawn
    assert "90 min" in drawn
    assert "will stand here" in charts.time_bars({}, 80).plain
