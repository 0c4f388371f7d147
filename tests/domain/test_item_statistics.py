"""Item statistics by Moodle's definitions, against a plain computation and against known cases."""

from __future__ import annotations

import random
from statistics import correlation, covariance

import pytest

from studyapp.domain.item_statistics import FEWEST_OTHERS, Tally, statistics_of, tally_learner

ITEMS = tuple(f"q{n}" for n in range(12))


def tallied(
    answers: list[list[bool]], choices: list[list[str]] | None = None
) -> dict[tuple[str, str], Tally]:
    """Tallies of learners who each met all items; the key is option 0."""
    tallies: dict[tuple[str, str], Tally] = {}
    for number, rights in enumerate(answers):
        chosen = choices[number] if choices else ["0" if right else "1" for right in rights]
        tally_learner(tallies, ITEMS, ["v"] * 12, rights, chosen, ["0"] * 12)
    return tallies


def simulated(learners: int = 200) -> list[list[bool]]:
    chance = random.Random(5)
    return [
        [chance.random() < ability for _item in ITEMS]
        for ability in (chance.uniform(0.2, 0.95) for _learner in range(learners))
    ]


def test_facility_and_discrimination_are_those_of_a_plain_computation() -> None:
    answers = simulated()
    tallies = tallied(answers)

    for place, item in enumerate(ITEMS):
        scores = [float(rights[place]) for rights in answers]
        rest = [(sum(rights) - rights[place]) / 11 for rights in answers]
        found = statistics_of(tallies[item, "v"])
        assert found.measured.facility == pytest.approx(sum(scores) / len(scores))
        assert found.measured.point_biserial == pytest.approx(correlation(scores, rest), abs=1e-6)
        largest = covariance(sorted(scores), sorted(rest))
        assert found.efficiency == pytest.approx(covariance(scores, rest) / largest, abs=1e-6)
        assert -1 <= found.efficiency <= 1


def test_an_item_that_sorts_perfectly_has_efficiency_one() -> None:
    answers = [
        [strong] + [strong if n % 3 else not strong for n in range(11)] for strong in (True, False) * 20
    ]

    assert statistics_of(tallied(answers)["q0", "v"]).efficiency == pytest.approx(1.0)


def test_an_item_that_everybody_gets_right_says_nothing_about_anybody() -> None:
    answers = [[True, *rights[1:]] for rights in simulated(40)]
    found = statistics_of(tallied(answers)["q0", "v"])

    assert found.measured.facility == 1.0
    assert found.measured.point_biserial is None
    assert found.efficiency is None


def test_a_wrong_key_is_suspect_because_the_best_prefer_another_option() -> None:
    answers = simulated(90)
    ranked = sorted(range(90), key=lambda n: -sum(answers[n][1:]))
    best = set(ranked[:45])
    answers = [[n not in best, *rights[1:]] for n, rights in enumerate(answers)]
    choices = [
        ["2" if n in best else "0", *("0" if r else "1" for r in rights[1:])]
        for n, rights in enumerate(answers)
    ]

    measured = statistics_of(tallied(answers, choices)["q0", "v"]).measured

    assert measured.rival == 2
    assert measured.point_biserial is not None
    assert measured.point_biserial < 0
    assert statistics_of(tallied(simulated(90))["q1", "v"]).measured.rival is None


def test_learners_who_met_little_else_count_for_facility_only() -> None:
    tallies: dict[tuple[str, str], Tally] = {}
    few = FEWEST_OTHERS
    tally_learner(tallies, ITEMS[:few], ["v"] * few, [True] * few, ["0"] * few, ["0"] * few)

    tally = tallies["q0", "v"]
    assert (tally.attempts, len(tally.rest)) == (1, 0)
    assert statistics_of(tally).measured.facility == 1.0


def test_versions_of_an_item_are_told_apart() -> None:
    tallies: dict[tuple[str, str], Tally] = {}
    tally_learner(tallies, ["q0", "q0"], ["old", "new"], [True, False], ["0", "1"], ["0", "0"])

    assert set(tallies) == {("q0", "old"), ("q0", "new")}


def test_several_positions_each_count() -> None:
    tallies: dict[tuple[str, str], Tally] = {}
    for _learner in range(3):
        tally_learner(tallies, ITEMS, ["v"] * 12, [False] * 12, ["0,3"] * 12, ["0,1"] * 12)

    measured = statistics_of(tallies["q0", "v"]).measured
    assert measured.keys == {0, 1}
    assert measured.chosen == {0: 1.0, 3: 1.0}
