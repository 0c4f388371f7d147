"""The exam planner against its formulas written out once more, and by what must hold of any plan."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.memory import MemoryState
from studyapp.domain.planner import (
    COVERAGE_BONUS,
    NEW_SHARE,
    START_SECONDS,
    STOP_SHARE,
    Advice,
    ExamPlan,
    FirstTries,
    PlanItem,
    Ranked,
    Seconds,
    advise,
    fill,
    rank,
    stop_line,
    why,
)
from tests.domain import fsrs_reference as reference

TODAY = date(2026, 11, 22)
DOMAINS = ("1", "2", "3")


# -- the formulas of docs/planner.md, spelled out ----------------------------------------------


def written_out(item: PlanItem, items: Sequence[PlanItem], plan: ExamPlan) -> float:
    """The index of one item, quadratic and plain; an item rests on concepts of its own domain."""
    days_to_exam = max(1, (plan.exam_on - plan.today).days)

    def weight(concept: str) -> float:
        in_domain = {k for other in items if other.domain_id == item.domain_id for k in other.concepts}
        assert concept in in_domain
        return plan.weights.get(item.domain_id, 0.0) / len(in_domain)

    def on(concept: str) -> list[PlanItem]:
        return [other for other in items if concept in other.concepts]

    def recall_on(other: PlanItem, day: date) -> float:
        assert other.memory is not None
        assert other.last_on is not None
        return reference.recall(other.memory.stability, max(0, (day - other.last_on).days))

    value = sum(weight(k) / len(on(k)) for k in item.concepts)
    pace = plan.seconds[item.kind]
    if item.memory is not None:
        now, untouched = recall_on(item, plan.today), recall_on(item, plan.exam_on)
        studied = now * reference.recall(item.after_good, days_to_exam)
        studied += (1 - now) * reference.recall(item.after_again, days_to_exam)
        return value * (studied - untouched) / (now * pace.review + (1 - now) * pace.lapse)
    tries = plan.first_tries.get(item.domain_id, FirstTries(guess_rate=item.guess_rate))
    lucky = tries.guess_rate * tries.tried
    known = (max(0.0, (tries.right - lucky) / (1 - tries.guess_rate)) + 1) / (tries.tried + 4)
    covered = {
        k: sum(recall_on(other, plan.exam_on) / len(on(k)) for other in on(k) if other.memory is not None)
        for k in item.concepts
    }
    spread = sum(weight(k) * (1 - covered[k]) for k in item.concepts)
    return (value + 0.3 * spread) * (1 - known) * reference.recall(0.212, days_to_exam) / pace.new


# -- plans to try them on ----------------------------------------------------------------------

# Made from a seed and not drawn piece by piece: drawing would cost more than everything that is tested.


def plan_of(seed: int) -> ExamPlan:
    chance = random.Random(seed)
    raw = [chance.uniform(1, 50) for _ in DOMAINS]
    tries = {}
    for domain in chance.sample(DOMAINS, chance.randint(0, 3)):
        tried = chance.choice([0, 1, 5, chance.randint(0, 60)])
        tries[domain] = FirstTries(chance.randint(0, tried), tried, chance.choice([0.25, 0.5, 0.1]))
    return ExamPlan(
        TODAY,
        TODAY + timedelta(days=chance.choice([0, 1, 2, 14, chance.randint(0, 200)])),
        {domain: weight / sum(raw) for domain, weight in zip(DOMAINS, raw, strict=True)},
        tries,
        {
            kind: Seconds(chance.uniform(5, 120), chance.uniform(2, 60), chance.uniform(4, 90))
            for kind in ("question", "term")
        },
    )


def bank_of(seed: int) -> list[PlanItem]:
    chance = random.Random(seed)
    return [_item(number, chance) for number in range(chance.choice([1, 2, 5, 12, 20]))]


def _item(number: int, chance: random.Random) -> PlanItem:
    domain = chance.choice(DOMAINS)
    concepts = chance.sample([f"{domain}:{k}" for k in range(4)], chance.randint(1, 3))
    item = PlanItem(f"i{number:02}", chance.choice(["question", "term"]), domain, tuple(sorted(concepts)))
    if chance.random() < 0.5:
        return item
    stability = chance.choice([0.2, 1.0, 400.0, chance.uniform(0.2, 400)])
    return replace(
        item,
        memory=MemoryState(stability, 5.0),
        last_on=TODAY - timedelta(days=chance.choice([1, 2, chance.randint(1, 300)])),
        after_good=stability * chance.uniform(1.0, 6.0),
        after_again=stability * chance.uniform(0.05, 0.9),
        done_today=chance.random() < 0.1,
    )


seeds = st.integers(0, 1_000_000)
plans = seeds.map(plan_of)
banks = seeds.map(bank_of)


@given(banks, plans)
def test_every_index_is_what_the_written_out_formula_gives(items: list[PlanItem], plan: ExamPlan) -> None:
    expected = {item.id: written_out(item, items, plan) for item in items if not item.done_today}
    ranked = rank(items, plan)
    assert {r.id: r.index for r in ranked} == pytest.approx(expected, rel=1e-9, abs=1e-15)
    assert len(ranked) == len(expected)


def test_the_constants_are_those_of_the_design() -> None:
    assert (COVERAGE_BONUS, STOP_SHARE) == (0.3, 0.05)
    assert START_SECONDS["question"] == Seconds(new=60, review=25, lapse=40)
    assert START_SECONDS["term"] == Seconds(new=20, review=8, lapse=15)


# -- what must hold of any ranking -------------------------------------------------------------


@given(banks, plans)
def test_the_highest_index_comes_first_and_ties_go_by_id(items: list[PlanItem], plan: ExamPlan) -> None:
    ranked = rank(items, plan)
    assert all((-a.index, a.id) < (-b.index, b.id) for a, b in pairwise(ranked))


@given(banks, plans)
def test_what_was_done_today_is_not_ranked_again(items: list[PlanItem], plan: ExamPlan) -> None:
    assert {r.id for r in rank(items, plan)} == {item.id for item in items if not item.done_today}


@given(banks, plans, st.randoms(use_true_random=False))
def test_the_order_in_which_items_are_listed_does_not_matter(
    items: list[PlanItem], plan: ExamPlan, chance: object
) -> None:
    shuffled = list(items)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    there, back = rank(items, plan), rank(shuffled, plan)
    assert {r.id: r.index for r in there} == pytest.approx({r.id: r.index for r in back})


def test_a_concept_that_two_domains_need_counts_the_same_in_any_order_of_items() -> None:
    one = PlanItem("a", "question", "1", ("shared",))
    two = PlanItem("b", "question", "2", ("shared", "own"))
    plan = ExamPlan(TODAY, TODAY + timedelta(days=30), {"1": 0.9, "2": 0.1}, {}, START_SECONDS)
    there = {r.id: r.index for r in rank([one, two], plan)}
    back = {r.id: r.index for r in rank([two, one], plan)}
    assert there == pytest.approx(back)
    # Worth its share of both domains: all of the first one's and half of the second one's.
    assert there["a"] == pytest.approx((0.95 / 2 + 0.3 * 0.95) * 0.75 * reference.recall(0.212, 30) / 60)


@given(banks, plans)
def test_the_values_of_all_items_make_up_the_whole_exam(items: list[PlanItem], plan: ExamPlan) -> None:
    # A new item that keeps everything and costs a second has its value and the bonus as its index.
    whole = [replace(item, memory=None, last_on=None, done_today=False) for item in items]
    domains = {item.domain_id for item in whole}
    one_second = {kind: Seconds(1, 1, 1) for kind in plan.seconds}
    ranked = rank(whole, replace(plan, seconds=one_second, first_tries={}, exam_on=TODAY))
    value = sum(r.index for r in ranked) / (0.75 * reference.recall(0.212, 1))
    shares = sum(plan.weights[domain] for domain in domains)
    sizes = {k: sum(k in item.concepts for item in whole) for item in whole for k in item.concepts}
    bonus = sum(
        0.3 * plan.weights[d] / len(ks) * sum(sizes[k] for k in ks) for d, ks in _by_domain(whole).items()
    )
    assert value == pytest.approx(shares + bonus)


def _by_domain(items: Sequence[PlanItem]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for item in items:
        found.setdefault(item.domain_id, set()).update(item.concepts)
    return found


@given(banks, plans, st.floats(0.1, 10))
def test_slower_learners_get_the_same_order(items: list[PlanItem], plan: ExamPlan, factor: float) -> None:
    slower = {
        kind: Seconds(s.new * factor, s.review * factor, s.lapse * factor) for kind, s in plan.seconds.items()
    }
    usual = {r.id: r.index for r in rank(items, plan)}
    slow = {r.id: r.index * factor for r in rank(items, replace(plan, seconds=slower))}
    assert usual == pytest.approx(slow)


@given(banks, plans)
def test_a_domain_without_weight_is_worth_nothing(items: list[PlanItem], plan: ExamPlan) -> None:
    ranked = rank(items, replace(plan, weights={"1": 0.0, "2": 0.5, "3": 0.5}))
    assert all(r.index == 0 for r in ranked if r.domain_id == "1")


@given(banks, plans, st.integers(1, 200))
def test_new_items_are_worth_less_the_farther_the_exam_is(
    items: list[PlanItem], plan: ExamPlan, more_days: int
) -> None:
    later = replace(plan, exam_on=max(plan.exam_on, TODAY + timedelta(days=1)) + timedelta(days=more_days))
    # Coverage fades with the distance as well, so that only a bank of new items is compared.
    new = [replace(item, memory=None, last_on=None) for item in items]
    near = {r.id: r.index for r in rank(new, plan)}
    far = {r.id: r.index for r in rank(new, later)}
    assert all(far[key] < near[key] for key in near if near[key])


@given(plans)
def test_an_item_on_an_untouched_concept_goes_before_one_on_a_covered_concept(plan: ExamPlan) -> None:
    known = PlanItem(
        "known",
        "question",
        "1",
        ("1:a",),
        MemoryState(1000, 5),
        TODAY - timedelta(days=1),
        2000,
        100,
        done_today=True,
    )
    more_of_it, untouched = PlanItem("x", "question", "1", ("1:a",)), PlanItem("y", "question", "1", ("1:b",))
    other = PlanItem("z", "question", "1", ("1:b",))
    index = {r.id: r.index for r in rank([known, more_of_it, untouched, other], plan)}
    assert index["y"] > index["x"]


@given(plans, st.integers(0, 30), st.integers(0, 30))
def test_a_domain_that_goes_well_has_less_to_win(plan: ExamPlan, some: int, others: int) -> None:
    worse, better = sorted((some, others))
    item = PlanItem("a", "question", "1", ("1:a",))
    low = rank([item], replace(plan, first_tries={"1": FirstTries(worse, 30)}))[0]
    high = rank([item], replace(plan, first_tries={"1": FirstTries(better, 30)}))[0]
    assert high.index <= low.index
    assert high.on_exam_day >= low.on_exam_day


@given(st.integers(0, 500), st.integers(0, 500), st.sampled_from([0.0, 0.1, 0.25, 0.5]))
def test_the_unknown_share_stays_strictly_between_none_and_all(
    right: int, more: int, guess_rate: float
) -> None:
    share = FirstTries(right, right + more, guess_rate).unknown_share
    assert 0.0 < share < 1.0


def test_before_the_first_try_three_quarters_are_unknown() -> None:
    assert FirstTries().unknown_share == 0.75


@given(banks, plans)
def test_on_the_exam_day_and_after_it_the_horizon_is_one_day(items: list[PlanItem], plan: ExamPlan) -> None:
    on_the_day, after = replace(plan, exam_on=TODAY), replace(plan, exam_on=TODAY - timedelta(days=9))
    assert on_the_day.horizon == after.horizon == 1
    assert len(rank(items, on_the_day)) == len(rank(items, after)) == len(rank(items, plan))


def test_an_item_without_concepts_is_worth_nothing_and_breaks_nothing() -> None:
    plan = ExamPlan(TODAY, TODAY + timedelta(days=9), {"1": 1.0}, {}, START_SECONDS)
    assert rank([PlanItem("a", "question", "1", ())], plan)[0].index == 0.0


# -- filling the minutes, siblings, the stop line ----------------------------------------------


@st.composite
def rankings(draw: st.DrawFn) -> list[Ranked]:
    indexes = sorted(draw(st.lists(st.floats(-1, 10), max_size=30)), reverse=True)
    return [
        Ranked(
            f"i{n}", "term", "1", index, draw(st.floats(1, 120)), draw(st.booleans()), 0.5, 0.5, 0.6, 0.2,
            siblings=draw(st.sampled_from(["", "a", "b", "c"])),
        )
        for n, index in enumerate(indexes)
    ]  # fmt: skip


@given(rankings(), st.floats(0, 60))
def test_a_day_is_filled_down_the_ranking_until_the_minutes_are_used(
    ranked: list[Ranked], minutes: float
) -> None:
    chosen = fill(ranked, minutes)
    places = [ranked.index(item) for item in chosen]
    assert places == sorted(places)
    if chosen:
        assert sum(item.seconds for item in chosen[:-1]) < minutes * 60
    if sum(item.seconds for item in chosen) < minutes * 60:
        families = {item.siblings for item in chosen if item.siblings}
        assert all(item in chosen or item.siblings in families for item in ranked)


@given(rankings(), st.floats(0, 60))
def test_siblings_never_share_a_day(ranked: list[Ranked], minutes: float) -> None:
    families = [item.siblings for item in fill(ranked, minutes) if item.siblings]
    assert len(families) == len(set(families))


@given(rankings())
def test_the_better_sibling_is_taken(ranked: list[Ranked]) -> None:
    chosen = fill(ranked, 10_000)
    for item in chosen:
        if item.siblings:
            assert item == next(r for r in ranked if r.siblings == item.siblings)


@given(rankings())
def test_no_minutes_hold_nothing(ranked: list[Ranked]) -> None:
    assert fill(ranked, 0) == []


@given(rankings())
def test_the_stop_line_stands_where_an_item_falls_under_a_twentieth_of_the_first(
    ranked: list[Ranked],
) -> None:
    line = stop_line(ranked)
    if not ranked or ranked[0].index <= 0:
        assert line == 0
        return
    floor = 0.05 * ranked[0].index
    assert all(item.index >= floor for item in ranked[:line])
    assert all(item.index < floor for item in ranked[line:])
    assert line >= 1


# -- advice ------------------------------------------------------------------------------------


@given(banks, plans, st.integers(1, 960))
def test_advice_weighs_all_minutes_against_a_look_at_every_new_item(
    items: list[PlanItem], plan: ExamPlan, minutes: int
) -> None:
    advice = advise(items, plan, minutes)
    assert advice.needed_s == pytest.approx(sum(plan.seconds[i.kind].new for i in items if i.memory is None))
    assert advice.available_s == plan.horizon * minutes * 60
    assert 0 <= advice.covered <= 1
    if advice.needed_s:
        assert advice.covered == pytest.approx(min(1, NEW_SHARE * advice.rho))


@given(st.floats(1, 500_000), st.integers(1, 400))
def test_the_minutes_that_cover_everything_do_and_five_fewer_do_not(needed_s: float, days: int) -> None:
    minutes = Advice(needed_s, 0.0, days).minutes_to_cover
    assert minutes % 5 == 0
    assert minutes >= 5
    assert Advice(needed_s, days * minutes * 60.0, days).covered == pytest.approx(1.0)
    if minutes > 5:
        assert Advice(needed_s, days * (minutes - 5) * 60.0, days).covered < 1.0


def test_a_bank_that_was_met_needs_nothing() -> None:
    advice = Advice(0.0, 3600.0, 10)
    assert (advice.rho, advice.covered, advice.minutes_to_cover) == (float("inf"), 1.0, 5)


@given(st.floats(1, 500_000), st.integers(1, 400), st.integers(1, 960), st.integers(1, 960))
def test_more_minutes_never_cover_less(needed_s: float, days: int, one: int, other: int) -> None:
    few, many = sorted((one, other))
    assert (
        Advice(needed_s, days * few * 60.0, days).covered
        <= Advice(needed_s, days * many * 60.0, days).covered
    )


# -- the reason in words -----------------------------------------------------------------------


def line(**changes: object) -> Ranked:
    sound = Ranked("q:x", "question", "1", 0.1, 10.4, False, 0.9, 0.64, 0.88, 0.2)
    return replace(sound, **changes)  # type: ignore[arg-type]


def test_a_review_says_what_it_changes_on_the_exam_day_and_what_it_costs() -> None:
    assert (
        why(line(), "Networking")
        == "Exam-day recall 64% to 88% for about 10 s; Networking is 20% of the exam."
    )


def test_a_new_item_says_how_much_of_its_concept_was_met() -> None:
    new = line(is_new=True, on_exam_day=0.25, if_studied=0.65, seconds=60, concept="IAM roles", met=1, of=4)
    assert why(new, "Security") == (
        "You have met 1 of 4 items on IAM roles. Of items like this one you would know 25% on the exam day, "
        "and 65% if you study them now, 60 s each."
    )


def test_a_new_item_without_a_concept_speaks_of_its_domain() -> None:
    assert "on Security." in why(line(is_new=True, concept=""), "Security")


def test_what_is_safe_until_the_exam_says_only_that() -> None:
    assert why(line(on_exam_day=0.934, if_studied=0.95), "Networking") == "Already 93% on the day."


@given(banks, plans)
def test_every_reason_carries_the_numbers_of_the_ranking(items: list[PlanItem], plan: ExamPlan) -> None:
    for item in rank(items, plan):
        text = why(item, "Networking")
        if item.is_new:
            assert f"{item.met} of {item.of} items" in text
            assert 0 <= item.met <= item.of
            assert f"{item.on_exam_day:.0%} on the exam day, and {item.if_studied:.0%}" in text
        else:
            assert f"{item.on_exam_day:.0%}" in text
