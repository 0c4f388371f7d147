"""On simulated learners whose ability is known, the pass probability beats the rules of thumb."""

from __future__ import annotations

from functools import cache

import pytest

from tests.benchmarks import readiness as simulation

OURS, PERCENTAGE, RULE, REPEATS, NO_FORGETTING = simulation.ESTIMATES


@cache
def measured() -> dict[str, dict[str, tuple[float, float]]]:
    return simulation.measure(learners=200)


@pytest.mark.parametrize("condition", [condition.name for condition in simulation.CONDITIONS])
@pytest.mark.parametrize("rule", [PERCENTAGE, RULE])
def test_our_number_is_better_than_a_rule_of_thumb(condition: str, rule: str) -> None:
    brier, gap = measured()[condition][OURS]
    assert brier < measured()[condition][rule][0]
    assert gap < measured()[condition][rule][1]


def test_repeats_taken_for_evidence_would_spoil_it() -> None:
    row = measured()["half of the answers on items seen before"]
    assert row[OURS][0] < row[REPEATS][0]
    assert row[OURS][1] < row[REPEATS][1]


def test_forgetting_left_out_would_spoil_it() -> None:
    row = measured()["fresh items, exam 10 to 60 days later"]
    assert row[OURS][0] < row[NO_FORGETTING][0]
