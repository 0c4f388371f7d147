"""Who needs attention first, and what to talk about."""

from __future__ import annotations

from dataclasses import replace

import pytest

from studyapp.domain.cohorts import Standing, WeakDomain, need, reasons, talking_points

WELL = Standing(
    idle_days=1, active_days=12, planned_days=12, kept_days=11, has_goal=True, exam_in=30, p_pass=0.8,
    has_forecast=True, missing=0, first_answers=120, weakest=WeakDomain("2", "Practice", 0.3, 0.7), sure=40,
    sure_wrong=2, trend=(0.7, 0.8), export_age=1, is_signed=True, was_signed=True,
)  # fmt: skip


def test_who_is_well_has_no_reason_and_still_something_to_talk_about() -> None:
    assert reasons(WELL) == []
    points = talking_points(WELL)
    assert points[0].startswith("12 of the last 14 days")
    assert any("2 Practice" in point for point in points)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"is_signed": False}, "not signed"),
        ({"export_age": 30}, "30 days old"),
        ({"exam_in": 6, "p_pass": 0.4}, "exam in 6 days, P(pass) 40 %"),
        ({"exam_in": 1, "p_pass": 0.4}, "exam in 1 day,"),
        ({"exam_in": 0, "p_pass": 0.4}, "exam today"),
        ({"exam_in": 10, "p_pass": None}, "not enough first answers"),
        ({"exam_in": -3}, "no result is recorded"),
        ({"exam_in": None, "has_goal": False}, "no certification chosen"),
        ({"idle_days": None}, "has not begun"),
        ({"idle_days": 9}, "nothing for 9 days"),
        ({"kept_days": 2}, "2 of 12 planned days kept"),
        ({"trend": (0.7, 0.58)}, "fell from 70 to 58 %"),
        ({"sure_wrong": 12}, "12 of 40 answers given as sure"),
        ({"weakest": WeakDomain("2", "Practice", 0.3, 0.2)}, "2 Practice at 20 %"),
    ],
)
def test_each_reason_is_given_in_words(change: dict[str, object], said: str) -> None:
    found = reasons(replace(WELL, **change))  # type: ignore[arg-type]

    assert [reason for reason in found if said in reason.text]
    assert need(found) > 0


def test_the_weightiest_reason_stands_first() -> None:
    found = reasons(replace(WELL, exam_in=5, p_pass=0.3, sure_wrong=20, export_age=20))

    assert found == sorted(found, key=lambda reason: -reason.weight)
    assert "exam in 5 days" in found[0].text


def test_a_pair_that_was_mixed_up_is_a_question_to_ask() -> None:
    points = talking_points(WELL, [("recall", "precision", 3)])

    assert "Took “precision” for “recall”, 3 times. What tells them apart?" in points
