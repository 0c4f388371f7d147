"""Who needs attention first, and what to talk about."""

from __future__ import annotations

from dataclasses import replace

import pytest

from studyapp.domain.cohorts import Standing, WeakDomain, lost_share, need, reasons, talking_points
from studyapp.domain.readiness import Evidence, Shape, forecast

WELL = Standing(
    idle_days=1, active_days=12, planned_days=12, kept_days=11, has_goal=True, exam_in=30, p_pass=0.8,
    has_forecast=True, missing=0, first_answers=120, weakest=WeakDomain("2", "Practice", 0.3, 0.7, 31),
    sure=40, sure_wrong=2, trend=(0.7, 0.8), export_age=1, is_signed=True, was_signed=True,
)  # fmt: skip


def test_who_is_well_has_no_reason_and_still_something_to_talk_about() -> None:
    assert reasons(WELL) == []
    points = talking_points(WELL)
    assert points[0].startswith("12 of the last 14 days")
    assert any("2 Practice" in point for point in points)


def test_nobody_is_praised_for_days_after_which_nothing_came() -> None:
    point = talking_points(replace(WELL, active_days=8, idle_days=7))[0]

    assert point.startswith("8 of the last 14 days with study, then nothing for 7 days.")
    assert "what makes it work" not in point


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"is_signed": False}, "not signed"),
        ({"export_age": 30}, "30 days old"),
        ({"exam_in": 6, "p_pass": 0.4}, "exam in 6 days, P(pass) 40 %"),
        ({"exam_in": 1, "p_pass": 0.4}, "exam in 1 day,"),
        ({"exam_in": 0, "p_pass": 0.4}, "exam today"),
        ({"exam_in": 10, "p_pass": None}, "exam in 10 days, too few answers yet"),
        ({"exam_in": 2, "p_pass": 0.001}, "P(pass) 1 %"),
        ({"rewritten_since": "3 Nov 2026"}, "no longer holds what the file of 3 Nov 2026 recorded"),
        ({"untold_since": "3 Nov 2026"}, "can't be told whether the log still holds that of 3 Nov"),
        ({"has_begun": False, "code": "CDL"}, "has not begun with CDL"),
        ({"kept_days": 2, "planned_minutes": 25, "done_minutes": 6.4}, "6 of 25 planned minutes a day"),
        ({"kept_days": 2, "planned_minutes": 25, "done_minutes": 39.0}, "2 of 12 planned days kept"),
        ({"exam_in": -3}, "no result is recorded"),
        ({"exam_in": None, "has_goal": False}, "no certification chosen"),
        ({"idle_days": None}, "has not begun"),
        ({"idle_days": 9}, "nothing for 9 days"),
        ({"kept_days": 2}, "2 of 12 planned days kept"),
        ({"trend": (0.7, 0.58)}, "fell from 70 to 58 %"),
        ({"sure_wrong": 12}, "12 of 40 answers given as sure"),
        ({"weakest": WeakDomain("2", "Practice", 0.3, 0.48, 31)}, "2 Practice: 48 % right expected"),
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


def test_the_nearer_the_exam_the_more_a_low_chance_weighs_and_one_far_away_says_nothing() -> None:
    needs = [need(reasons(replace(WELL, exam_in=days, p_pass=0.2))) for days in (3, 10, 25, 50, 90)]

    assert needs == sorted(needs, reverse=True)
    assert len(set(needs)) == 5
    assert needs[-1] == 0
    assert not any(
        "Move the date" in point for point in talking_points(replace(WELL, exam_in=90, p_pass=0.2))
    )


def test_an_exam_in_three_days_outweighs_one_in_ten_though_more_is_wrong_there() -> None:
    near = replace(WELL, exam_in=3, p_pass=0.03, kept_days=0, planned_minutes=25, done_minutes=10.0)
    later = replace(WELL, exam_in=10, p_pass=0.03, kept_days=0, planned_minutes=25, done_minutes=10.0)

    assert need(reasons(near)) > need(reasons(later))


def test_a_rewritten_log_outweighs_everything_else() -> None:
    worst = replace(
        WELL, export_age=40, exam_in=2, p_pass=0.01, idle_days=30, trend=(0.7, 0.2), sure_wrong=40,
        weakest=WeakDomain("2", "Practice", 0.3, 0.1, 31),
    )  # fmt: skip

    assert need(reasons(replace(WELL, rewritten_since="3 Nov 2026"))) > need(reasons(worst)) > 200


def test_who_shows_up_nearly_every_day_but_shortly_weighs_less_than_who_stays_away() -> None:
    shortly = replace(WELL, active_days=13, kept_days=0)
    seldom = replace(WELL, active_days=4, kept_days=0)

    assert need(reasons(shortly)) < need(reasons(seldom))


def test_a_certification_that_was_not_begun_has_no_weakest_domain() -> None:
    standing = replace(WELL, has_begun=False, code="CDL", weakest=WeakDomain("1", "Basics", 0.3, 0.0, 31))

    assert [reason.text for reason in reasons(standing)] == ["has not begun with CDL"]
    assert not any("Basics" in point for point in talking_points(standing))


def test_long_days_with_gaps_between_are_not_asked_for_fewer_minutes() -> None:
    long_days = replace(WELL, kept_days=3, planned_minutes=25, done_minutes=39.0)
    short_days = replace(long_days, done_minutes=6.0)

    assert any("Would less at a time, on more days" in point for point in talking_points(long_days))
    assert any("6 of 25 minutes on average. Would fewer" in point for point in talking_points(short_days))


def test_what_a_domain_costs_is_said_with_the_evidence_for_it() -> None:
    (said,) = [point for point in talking_points(WELL) if "2 Practice" in point]

    assert said == (
        "2 Practice (30 % of the exam): 70 % right expected on the exam day, by 31 first answers. It costs "
        "most points, about 9 of 100. Let them explain one topic of it."
    )
    few = replace(WELL, weakest=WeakDomain("2", "Practice", 0.3, 0.7, 1))
    assert any("by only 1 first answer. It costs" in point for point in talking_points(few))


def test_what_the_domains_cost_and_what_the_forecast_expects_make_a_whole() -> None:
    evidence = {"1": Evidence(30, 12, 11.5), "2": Evidence(40, 36, 33.0), "3": Evidence(5, 4, 4.0)}
    said = forecast(evidence, Shape({"1": 0.5, "2": 0.3, "3": 0.2}, 50, 0.7))

    costs = {d.domain_id: lost_share(d.weight, d.expected) for d in said.domains}

    assert said.share + sum(costs.values()) == pytest.approx(1.0)
    assert max(costs, key=lambda domain_id: costs[domain_id]) == "1"


def test_a_pair_that_was_mixed_up_is_a_question_to_ask() -> None:
    points = talking_points(WELL, [("recall", "precision", 3)])

    assert "Took “precision” for “recall”, 3 times. What tells them apart?" in points
