"""Item statistics by Moodle's definitions, against a plain computation and against known cases."""

from __future__ import annotations

import random
from statistics import correlation, covariance

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.item_statistics import (
    FEWEST_OTHERS,
    Tally,
    statistics_of,
    tally_learner,
    untally_learner,
)

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


LEARNER = st.lists(
    st.tuples(st.integers(0, 11), st.sampled_from(["v1", "v2"]), st.booleans(), st.sampled_from("012")),
    max_size=12,
    unique_by=lambda answer: answer[0],
)


@given(st.lists(LEARNER, max_size=12), st.data(), st.sets(st.sampled_from(ITEMS), max_size=3))
def test_taking_out_what_was_added_leaves_what_was_never_added(
    learners: list[list[tuple[int, str, bool, str]]], data: st.DataObject, apart: set[str]
) -> None:
    stays = data.draw(st.lists(st.booleans(), min_size=len(learners), max_size=len(learners)))
    measured = data.draw(st.integers(0, len(learners)))

    def columns(
        answers: list[tuple[int, str, bool, str]],
    ) -> tuple[list[str], list[str], list[bool], list[str]]:
        return (
            [ITEMS[number] for number, *_rest in answers],
            [version for _number, version, *_rest in answers],
            [right for *_rest, right, _choice in answers],
            [choice for *_rest, choice in answers],
        )

    def add(tallies: dict[tuple[str, str], Tally], answers: list[tuple[int, str, bool, str]]) -> None:
        tally_learner(tallies, *columns(answers), ["0"] * len(answers), apart=apart)

    some: dict[tuple[str, str], Tally] = {}
    for number, answers in enumerate(learners):
        if number == measured:
            for tally in some.values():
                statistics_of(tally)
        add(some, answers)
    for answers, stay in zip(learners, stays, strict=True):
        if not stay:
            untally_learner(some, *columns(answers), apart=apart)
    plain: dict[tuple[str, str], Tally] = {}
    for answers, stay in zip(learners, stays, strict=True):
        if stay:
            add(plain, answers)

    assert {at: statistics_of(tally) for at, tally in some.items()} == {
        at: statistics_of(tally) for at, tally in plain.items()
    }


def test_taking_out_what_was_never_added_is_refused() -> None:
    tallies = tallied([[True] * 12])

    with pytest.raises(ValueError, match="never added"):
        untally_learner(tallies, ITEMS, ["v"] * 12, [False, *[True] * 11], ["0"] * 12)
    with pytest.raises(KeyError):
        untally_learner(tallies, ["other"], ["v"], [True], ["0"])
