"""The rules of an exam come from the facts; what the facts leave open is assumed, and said."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.exams.rules import (
    ASSUMED_PASS,
    NoExam,
    Scale,
    custom_rules,
    diagnostic_rules,
    kinds_asked,
    rules_of,
    section_rules,
)
from tests.domain.exams.shipped import BANKS, certification


def test_aif_c01_is_held_as_its_vendor_says() -> None:
    rules = rules_of(certification())
    assert (rules.items, rules.scored, rules.unscored, rules.limit_s) == (65, 50, 15, 90 * 60)
    assert rules.kinds == ("single", "multiple", "ordering", "matching")
    assert (rules.scale.minimum, rules.scale.passing, rules.scale.maximum) == (100, 700, 1000)
    assert not rules.scale.is_public, "AWS publishes no way from points to the scale"
    assert any("the score is ours" in sentence for sentence in rules.assumptions)


@pytest.mark.parametrize("folder", sorted(path.parent.name for path in BANKS.glob("*/certification.yaml")))
def test_every_shipped_certification_has_rules_or_no_exam(folder: str) -> None:
    it = certification(folder)
    try:
        rules = rules_of(it)
    except NoExam:
        assert it.kind != "exam"
        return
    assert 0 <= rules.unscored < rules.items
    assert rules.limit_s is not None
    assert rules.limit_s > 0
    assert rules.scale.pass_is_public == (it.exam.passing_score is not None)
    if it.exam.passing_score is None:
        assert rules.scale.pass_share == ASSUMED_PASS
        assert any("pass mark" in sentence and "assumed" in sentence for sentence in rules.assumptions)
    if it.exam.questions is None:
        assert any("items" in sentence for sentence in rules.assumptions)
    if it.exam.minutes is None:
        assert any("length" in sentence for sentence in rules.assumptions)


def test_a_range_of_items_gives_its_middle_and_says_so() -> None:
    rules = rules_of(certification("cdl"))
    assert rules.items == 55
    assert any("50 to 60 items; 55 are taken" in sentence for sentence in rules.assumptions)


def test_a_score_that_counts_points_or_percent_is_the_vendors() -> None:
    assert rules_of(certification("c1000-206")).scale == Scale(0, 44, 31, 31 / 44, True, True, "points")
    assert rules_of(certification("ct-ai")).scale == Scale(0, 100, 65, 0.65, True, True, "%")


def test_what_the_facts_say_of_changing_and_pausing_is_not_assumed() -> None:
    it = certification()
    strict = replace(it, exam=replace(it.exam, changes_allowed=False, pause_allowed=True))
    rules = rules_of(strict)
    assert (rules.may_change, rules.may_pause) == (False, True)
    assert not any("changed" in sentence or "clock" in sentence for sentence in rules.assumptions)


def test_words_of_vendors_become_our_kinds() -> None:
    assert kinds_asked(("multiple choice", "multiple select")) == ("single", "multiple")
    assert kinds_asked(("hands-on coding",)) == ("hands-on",)
    assert kinds_asked(("online assessment",)) == (), "an unknown word leaves every kind in"


@given(st.floats(0, 1), st.floats(0, 1))
def test_more_points_never_give_a_lower_score(one: float, other: float) -> None:
    scale = rules_of(certification()).scale
    low, high = sorted((one, other))
    assert scale.score(low) <= scale.score(high)
    assert scale.minimum <= scale.score(low) <= scale.maximum
    assert (scale.score(low) >= scale.passing) == (low >= scale.pass_share)


def test_the_ends_and_the_pass_mark_of_the_scale_are_met() -> None:
    scale = rules_of(certification()).scale
    assert [scale.score(share) for share in (0, 0.7, 0.85, 1)] == [100, 700, 850, 1000]
    assert scale.passes(35 / 50)
    assert not scale.passes(34 / 50)


def test_a_shorter_form_keeps_the_pace_and_the_share_of_unscored_items() -> None:
    rules = rules_of(certification()).shortened(26)
    assert (rules.items, rules.unscored, rules.limit_s) == (26, 6, 36 * 60)
    assert "26 items instead of 65" in rules.assumptions[-1]


def test_practice_modes_can_be_paused_and_count_every_item() -> None:
    rules = rules_of(certification())
    section, placement = section_rules(rules, 13), diagnostic_rules(rules, 20)
    quiz = custom_rules(rules, 10, 15)
    assert section.limit_s == 18 * 60
    assert not section.may_pause
    assert placement.limit_s is None
    assert quiz.limit_s == 900
    assert all(held.unscored == 0 for held in (section, placement, quiz))
    assert placement.may_pause
    assert quiz.may_pause
