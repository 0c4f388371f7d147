"""The pass probability: against every outcome counted one by one, and by what must hold of any evidence."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.readiness import (
    ENOUGH,
    GUESS,
    PRIOR_RIGHT,
    PRIOR_WRONG,
    Belief,
    Evidence,
    FirstSight,
    Shape,
    Work,
    belief_of,
    beliefs_of,
    best_actions,
    forecast,
    gather,
    in_block,
    pass_probability,
    score_distribution,
)

SHAPE = Shape({"1": 20.0, "2": 24.0, "3": 28.0, "4": 14.0, "5": 14.0}, items=65, pass_share=0.70)
SMALL = Shape({"1": 0.5, "2": 0.3, "3": 0.2}, items=9, pass_share=0.70)

counts = st.integers(0, 60)
evidences = st.tuples(counts, counts).map(
    lambda pair: Evidence(max(pair), min(pair), float(min(pair)))
)  # answers, right
bodies = st.dictionaries(st.sampled_from(sorted(SHAPE.weights)), evidences)
shapes = st.builds(
    Shape,
    st.dictionaries(st.sampled_from("12345"), st.floats(0.5, 40), min_size=1),
    st.integers(1, 90),
    st.floats(0.3, 1.0),
)
beliefs = st.builds(Belief, st.floats(0.5, 60), st.floats(0.5, 60))


def beta_binomial(right: int, items: int, belief: Belief) -> float:
    """Skellam 1948, from the definition."""

    def log_beta(a: float, b: float) -> float:
        return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)

    log = log_beta(right + belief.right, items - right + belief.wrong) - log_beta(belief.right, belief.wrong)
    return math.comb(items, right) * math.exp(log)


def counted_one_by_one(known: dict[str, Belief], shape: Shape) -> float:
    """P(pass) as a sum over every combination of results of the domains."""
    seats = shape.seats
    total = 0.0
    for results in product(*(range(seats[d] + 1) for d in seats)):
        if sum(results) / shape.items >= shape.pass_share - 1e-9:
            total += math.prod(
                beta_binomial(k, seats[d], known[d]) for d, k in zip(seats, results, strict=True)
            )
    return total


@given(beliefs, beliefs, beliefs)
def test_the_convolution_is_the_sum_over_all_outcomes(one: Belief, two: Belief, three: Belief) -> None:
    known = {"1": one, "2": two, "3": three}
    assert pass_probability(known, SMALL) == pytest.approx(counted_one_by_one(known, SMALL), abs=1e-9)


@given(bodies, shapes)
def test_probabilities_are_probabilities(body: dict[str, Evidence], shape: Shape) -> None:
    found = forecast(body, shape)
    assert 0.0 <= found.p_low <= found.p_pass <= found.p_high <= 1.0
    assert 0.0 <= found.share_low <= found.share_high <= 1.0
    assert math.fsum(score_distribution(beliefs_of(body, shape), shape)) == pytest.approx(1.0)
    for domain in found.domains:
        assert 0.0 <= domain.expected_low <= domain.expected <= domain.expected_high <= 1.0


@given(bodies, st.sampled_from(sorted(SHAPE.weights)))
def test_one_more_right_among_as_many_answers_never_lowers_it(body: dict[str, Evidence], domain: str) -> None:
    before = body.get(domain, Evidence())
    wrong = forecast(body | {domain: before.with_answer(right=False)}, SHAPE)
    right = forecast(body | {domain: before.with_answer(right=True)}, SHAPE)
    assert right.p_pass > wrong.p_pass
    assert (right.p_low, right.p_high) >= (wrong.p_low, wrong.p_high)


@given(bodies, st.sampled_from(sorted(SHAPE.weights)))
def test_a_right_answer_that_is_remembered_raises_it_and_a_wrong_one_lowers_it(
    body: dict[str, Evidence], domain: str
) -> None:
    before, evidence = forecast(body, SHAPE).p_pass, body.get(domain, Evidence())
    assert forecast(body | {domain: evidence.with_answer(right=True)}, SHAPE).p_pass > before
    assert forecast(body | {domain: evidence.with_answer(right=False)}, SHAPE).p_pass < before


@given(st.integers(1, 12), st.integers(2, 6))
def test_more_evidence_of_the_same_kind_narrows_the_interval(tens: int, times: int) -> None:
    def width(answers: int) -> tuple[float, float]:
        right = round(answers * 0.72)
        found = forecast({d: Evidence(answers, right, 0.72 * answers) for d in SHAPE.weights}, SHAPE)
        domain = found.domains[0]
        return found.p_high - found.p_low, domain.expected_high - domain.expected_low

    few, many = width(10 * tens), width(10 * tens * times)
    assert many[0] < few[0]
    assert many[1] < few[1]


@given(bodies)
def test_the_same_evidence_gives_the_same_number(body: dict[str, Evidence]) -> None:
    turned = dict(reversed(body.items()))
    assert forecast(body, SHAPE) == forecast(turned, SHAPE)


@given(st.lists(st.tuples(st.sampled_from("12"), st.booleans(), st.floats(0, 1)), max_size=30))
def test_forgetting_takes_from_right_answers_only(answers: list[tuple[str, bool, float]]) -> None:
    fresh = gather(FirstSight(d, right) for d, right, _recall in answers)
    faded = gather(FirstSight(d, right, recall) for d, right, recall in answers)
    for domain, evidence in faded.items():
        assert evidence.answers == fresh[domain].answers
        assert evidence.worth <= fresh[domain].worth + 1e-9
        assert evidence.worth >= GUESS * evidence.right - 1e-9
    assert forecast(faded, SHAPE).p_pass <= forecast(fresh, SHAPE).p_pass + 1e-12


def test_a_right_answer_is_worth_its_recall_and_what_a_guess_saves() -> None:
    assert gather([FirstSight("1", True, 0.6)])["1"].worth == pytest.approx(0.6 + 0.4 * 0.25)


def test_without_evidence_there_is_the_prior() -> None:
    assert belief_of(Evidence()) == Belief(7.2, 2.8) == Belief(PRIOR_RIGHT, PRIOR_WRONG)


def test_items_follow_the_blueprint_by_largest_remainder() -> None:
    assert SHAPE.seats == {"1": 13, "2": 16, "3": 18, "4": 9, "5": 9}


@pytest.mark.parametrize(("share", "needed"), [(0.7, 46), (0.72, 47), (1.0, 65), (0.6, 39)])
def test_the_pass_mark_is_the_least_number_that_reaches_the_share(share: float, needed: int) -> None:
    assert Shape(SHAPE.weights, 65, share).to_pass == needed


def test_under_25_first_answers_a_domain_says_how_many_are_missing() -> None:
    found = forecast({"4": Evidence(9, 7, 7.0), "1": Evidence(25, 20, 20.0)}, SHAPE)
    assert {domain.domain_id: domain.missing for domain in found.domains} == {
        "1": 0, "2": 25, "3": 25, "4": 16, "5": 25,
    }  # fmt: skip


def test_a_number_is_shown_once_half_of_the_exam_rests_on_enough_answers() -> None:
    enough = Evidence(ENOUGH, 20, 20.0)
    assert not forecast({"1": enough, "3": enough}, SHAPE).is_enough  # 48 % of the exam
    assert forecast({"2": enough, "3": enough}, SHAPE).is_enough  # 52 %
    assert not forecast({d: replace(enough, answers=24) for d in SHAPE.weights}, SHAPE).is_enough


def test_what_domains_bring_adds_up_to_the_expected_score() -> None:
    found = forecast({"1": Evidence(30, 30, 28.0), "2": Evidence(30, 3, 3.0)}, SHAPE)
    assert sum(domain.points for domain in found.domains) == pytest.approx(found.share * found.items)


def test_the_interval_is_the_pass_probability_at_the_ends_of_the_ability() -> None:
    # One domain, so that its ability is a plain beta: its quantiles are checked by integrating the density.
    shape, evidence = Shape({"1": 1.0}, 40, 0.7), Evidence(90, 66, 66.0)
    found, belief = forecast({"1": evidence}, shape), belief_of(evidence)

    def below(x: float, steps: int = 4000) -> float:
        norm = (
            math.lgamma(belief.right + belief.wrong) - math.lgamma(belief.right) - math.lgamma(belief.wrong)
        )
        return sum(
            math.exp(norm + (belief.right - 1) * math.log(t) + (belief.wrong - 1) * math.log1p(-t))
            for t in ((i + 0.5) * x / steps for i in range(steps))
        ) * x / steps  # fmt: skip

    def passes(chance: float) -> float:
        return sum(math.comb(40, k) * chance**k * (1 - chance) ** (40 - k) for k in range(28, 41))

    low, high = found.domains[0].expected_low, found.domains[0].expected_high
    assert (below(low), below(high)) == (pytest.approx(0.05, abs=0.002), pytest.approx(0.95, abs=0.002))
    assert found.p_low == pytest.approx(passes(low), abs=0.01)
    assert found.p_high == pytest.approx(passes(high), abs=0.01)


def test_actions_are_ordered_by_what_they_are_expected_to_add() -> None:
    body = {d: Evidence(40, 26, 25.0) for d in SHAPE.weights}
    works = [
        Work("1", "new", "question", 10, 600.0, 0.01),
        Work("2", "new", "question", 10, 600.0, 0.03),
        Work("3", "review", "term", 40, 300.0, 0.02),
        Work("4", "review", "question", 20, 600.0, 0.0),
        Work("5", "new", "term", 20, 600.0, 0.005),
    ]
    found = best_actions(body, SHAPE, works)
    assert [action.work.domain_id for action in found] == ["2", "3", "1"]
    assert found[1].points_a_minute == pytest.approx(found[1].points / 5)
    assert all(action.points > 0 for action in found)


@given(st.floats(0.0, 0.2), st.floats(0.0, 0.2))
def test_more_exam_points_are_more_points_of_p(less: float, more: float) -> None:
    less, more = sorted((less, more))
    body = {d: Evidence(30, 20, 19.0) for d in SHAPE.weights}
    small = best_actions(body, SHAPE, [Work("2", "new", "question", 5, 60.0, less)])
    large = best_actions(body, SHAPE, [Work("2", "new", "question", 5, 60.0, more)])
    assert sum(a.points for a in small) <= sum(a.points for a in large) + 1e-9


def test_an_action_is_ten_minutes_of_the_best_of_its_kind() -> None:
    works = [Work("1", "new", "question", 1, 61.0, 0.004 - i / 10_000) for i in range(30)]
    block = in_block(works)
    assert block is not None
    assert (block.items, block.seconds) == (10, 610.0)
    assert block.gain == pytest.approx(sum(work.gain for work in works[:10]))
    assert in_block([]) is None
