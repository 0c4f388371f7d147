"""Words and symbols for days and states."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from studyapp.services.road_views import CertificationStanding
from studyapp.tui import words

SUMMARY = CertificationStanding("x", "X-1", "An exam", "V", "L", "active", 80, 20, 0, 0)


@pytest.mark.parametrize(
    ("changes", "symbol", "said"),
    [
        ({}, "○", "not started"),
        ({"questions": 0, "terms": 0}, "–", "facts only"),
        ({"state": "in progress", "progress": 0.06}, "◐", "in progress, 6 %"),
        ({"state": "ready", "progress": 0.93}, "●", "ready, 93 %"),
        ({"state": "ready", "progress": 0.93, "readiness": 0.5}, "●", "ready, 93 %"),
        ({"state": "ready", "progress": 0.93, "readiness": 0.17}, "●", "studied, 93 %"),
        ({"state": "passed", "expires_on": date(2029, 5, 3)}, "✓", "passed, until 3 May 2029"),
        ({"state": "expiring", "expires_on": date(2026, 12, 3)}, "◔", "expiring, until 3 December 2026"),
        ({"status": "retired"}, "✕", "retired"),
        ({"status": "retired", "state": "held"}, "✓", "held"),
    ],
)
def test_every_standing_is_a_symbol_and_words(changes: dict[str, object], symbol: str, said: str) -> None:
    found = words.standing(replace(SUMMARY, **changes))  # type: ignore[arg-type]
    assert found[:2] == (symbol, said)


def test_a_retirement_says_when_and_what_comes_instead() -> None:
    gone = replace(SUMMARY, status="retired", retired_on=date(2026, 6, 30), successors=("y", "z"))
    assert words.retirement(gone, {"y": "Y-2"}) == "retired 30 June 2026 → Y-2 or Z"
    assert words.retirement(replace(gone, successors=()), {}) == "retired 30 June 2026, no successor"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 22), "today"), (date(2026, 11, 23), "tomorrow"), (date(2026, 11, 21), "yesterday"),
        (date(2026, 12, 2), "in 10 days"), (date(2026, 11, 12), "10 days ago"),
    ],
)  # fmt: skip
def test_distances_are_told_in_words(day: date, said: str) -> None:
    assert words.away(day, date(2026, 11, 22)) == said


def test_a_code_that_is_only_a_number_gets_its_name() -> None:
    assert words.label("004", "HashiCorp Certified: Terraform Associate (004)") == "Terraform Associate 004"
    assert words.label("AIF-C01", "AWS Certified AI Practitioner") == "AIF-C01"


def test_every_life_cycle_event_of_the_format_has_words() -> None:
    from studyapp.content.formats import EXAM, LIFE_EVENTS

    assert set(LIFE_EVENTS) <= set(words.EVENTS)
    fields = {"price_usd", "validity_years", "question_types", "passing_score", "minutes"}
    assert fields <= set(EXAM.fields) & set(words.FIELDS)


def test_who_is_expected_to_fail_is_told_to_practise() -> None:
    likely = replace(SUMMARY, state="ready", reason="studied and remembered", readiness=0.82)
    unlikely = replace(likely, readiness=0.17)
    assert (likely.called, likely.told) == ("ready", "studied and remembered")
    assert (unlikely.called, unlikely.told) == (
        "studied",
        "remembered, but P(pass) is 17 %; practice is what is left",
    )
