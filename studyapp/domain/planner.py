"""What to study next when an exam date is set: expected exam points per second.

One index per item replaces quotas, phases and cram modes. The formulas and the evidence (simulated
learners) are in docs/planner.md. Everything here is plain data in, plain data out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from studyapp.domain.days import days_between
from studyapp.domain.memory import DEFAULT_PARAMETERS, MemoryState, retrievability

STOP_SHARE = 0.05
"""An item worth under this share of the day's first marks the stop line."""
NEW_SHARE = 0.75
"""Share of the study time that goes to new items; an assumption of ours, the rest goes to reviews."""
COVERAGE_BONUS = 0.3
"""What meeting an item teaches about the unseen items of its concepts, as a share of their weight."""


@dataclass(frozen=True, slots=True)
class Seconds:
    """Running medians of the learner, in seconds, for one kind of item."""

    new: float
    review: float
    lapse: float


START_SECONDS: Mapping[str, Seconds] = {
    "question": Seconds(new=60, review=25, lapse=40),
    "term": Seconds(new=20, review=8, lapse=15),
}


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One item that could be studied; `memory` is None for an item never seen.

    `concepts` are keys of terms or objectives of `domain_id`; `after_good` and `after_again` are the
    stabilities (days) that a review today would leave; `guess_rate` is the chance of a blind guess.
    """

    id: str
    kind: str
    domain_id: str
    concepts: tuple[str, ...]
    memory: MemoryState | None = None
    last_on: date | None = None
    after_good: float = 0.0
    after_again: float = 0.0
    guess_rate: float = 0.25
    done_today: bool = False
    siblings: str = ""


@dataclass(frozen=True, slots=True)
class FirstTries:
    """First attempts in a domain: how many were right, of how many, at which mean guess rate."""

    right: int = 0
    tried: int = 0
    guess_rate: float = 0.25

    @property
    def unknown_share(self) -> float:
        """Share of the domain that the learner probably does not know yet (smoothed, guesses taken out)."""
        known = max(0.0, (self.right - self.guess_rate * self.tried) / (1.0 - self.guess_rate))
        return 1.0 - (known + 1.0) / (self.tried + 4.0)


@dataclass(frozen=True, slots=True)
class Ranked:
    """An item with its index (expected exam points per second) and the numbers in it."""

    id: str
    kind: str
    domain_id: str
    index: float
    seconds: float
    is_new: bool
    now: float
    on_exam_day: float
    if_studied: float
    domain_share: float
    concept: str = ""
    met: int = 0
    of: int = 0
    siblings: str = ""


@dataclass(frozen=True, slots=True)
class ExamPlan:
    """The facts of a plan: the exam day, today, domain weights (summing to 1) and the model's constants."""

    today: date
    exam_on: date
    weights: Mapping[str, float]
    first_tries: Mapping[str, FirstTries]
    seconds: Mapping[str, Seconds]
    decay: float = -DEFAULT_PARAMETERS[20]
    first_again_stability: float = DEFAULT_PARAMETERS[0]

    @property
    def horizon(self) -> int:
        """Days to the exam, at least one: on the day itself the index still orders sensibly."""
        return max(1, days_between(self.today, self.exam_on))


def rank(items: Sequence[PlanItem], plan: ExamPlan) -> list[Ranked]:
    """Order items by expected exam points per second, highest first; items done today are left out.

    Ties break by id, so that equal input gives equal output.
    """
    concept_weight, concept_size = _concepts(items, plan.weights)
    coverage, met = _coverage(items, plan, concept_size)
    ranked = [
        _rank_new(item, plan, concept_weight, concept_size, coverage, met)
        if item.memory is None
        else _rank_seen(item, plan, concept_weight, concept_size)
        for item in items
        if not item.done_today
    ]
    ranked.sort(key=lambda r: (-r.index, r.id))
    return ranked


def apart(ranked: Iterable[Ranked], families: Collection[str] = ()) -> list[Ranked]:
    """The ranking with the best of each family only, and none of the `families` that had their turn today."""
    taken = set(families) - {""}
    kept: list[Ranked] = []
    for item in ranked:
        if item.siblings not in taken:
            kept.append(item)
            taken |= {item.siblings} - {""}
    return kept


def fill(ranked: Iterable[Ranked], minutes: float) -> list[Ranked]:
    """The day's plan: down the ranking until the minutes are used, siblings never on one day."""
    budget = minutes * 60.0
    chosen: list[Ranked] = []
    families: set[str] = set()
    for item in ranked:
        if budget <= 0:
            break
        if item.siblings and item.siblings in families:
            continue
        chosen.append(item)
        families.add(item.siblings)
        budget -= item.seconds
    return chosen


def stop_line(ranked: Sequence[Ranked]) -> int:
    """How many items stand above the line under which a break is as good as another item."""
    if not ranked or ranked[0].index <= 0:
        return 0
    floor = ranked[0].index * STOP_SHARE
    return next((i for i, item in enumerate(ranked) if item.index < floor), len(ranked))


def why(item: Ranked, domain_name: str) -> str:
    """The reason in words, with the formula's own numbers."""
    if item.is_new:
        met = f"You have met {item.met} of {item.of} items on {item.concept or domain_name}."
        return (
            f"{met} Of items like this one you would know {item.on_exam_day:.0%} on the exam day, and "
            f"{item.if_studied:.0%} if you study them now, {item.seconds:.0f} s each."
        )
    if item.on_exam_day >= 0.93 and item.if_studied - item.on_exam_day < 0.03:
        return f"Already {item.on_exam_day:.0%} on the day."
    return (
        f"Exam-day recall {item.on_exam_day:.0%} to {item.if_studied:.0%} for about {item.seconds:.0f} s; "
        f"{domain_name} is {item.domain_share:.0%} of the exam."
    )


@dataclass(frozen=True, slots=True)
class Advice:
    """What the minutes cover until the exam: seconds needed to see every item once against seconds there."""

    needed_s: float
    available_s: float
    days: int

    @property
    def rho(self) -> float:
        """All minutes until the exam over the minutes to see every item once."""
        return self.available_s / self.needed_s if self.needed_s else float("inf")

    @property
    def covered(self) -> float:
        """Share of the unseen items that will be met, from 0 to 1, after the time that reviews take."""
        return min(1.0, self.rho * NEW_SHARE)

    @property
    def minutes_to_cover(self) -> int:
        """Minutes a day that meet every item once beside the reviews; rounded up to 5."""
        per_day = self.needed_s / max(1, self.days) / 60.0 / NEW_SHARE
        return max(5, -int(-per_day // 5) * 5)


def advise(items: Iterable[PlanItem], plan: ExamPlan, minutes_a_day: float) -> Advice:
    """What `minutes_a_day` will cover until the exam day."""
    needed = sum(plan.seconds[item.kind].new for item in items if item.memory is None)
    return Advice(needed, plan.horizon * minutes_a_day * 60.0, plan.horizon)


def _concepts(
    items: Sequence[PlanItem], weights: Mapping[str, float]
) -> tuple[dict[str, float], dict[str, int]]:
    """W_k: the domain's share over its concepts; M_k: items of the bank on the concept.

    A concept that items of two domains rest on (a term of one, used in the other) is worth both shares.
    """
    per_domain: dict[str, set[str]] = {}
    size: dict[str, int] = {}
    for item in items:
        per_domain.setdefault(item.domain_id, set()).update(item.concepts)
        for concept in item.concepts:
            size[concept] = size.get(concept, 0) + 1
    weight: dict[str, float] = {}
    for domain_id, concepts in sorted(per_domain.items()):
        for concept in concepts:
            weight[concept] = weight.get(concept, 0.0) + weights.get(domain_id, 0.0) / len(concepts)
    return weight, size


def _coverage(
    items: Sequence[PlanItem], plan: ExamPlan, size: Mapping[str, int]
) -> tuple[dict[str, float], dict[str, int]]:
    """cov_k: expected share of the concept recalled on the exam day; and how many of its items were met."""
    coverage: dict[str, float] = {}
    met: dict[str, int] = {}
    for item in items:
        if item.memory is None or item.last_on is None:
            continue
        recall = retrievability(item.memory.stability, days_between(item.last_on, plan.exam_on), plan.decay)
        for concept in item.concepts:
            coverage[concept] = coverage.get(concept, 0.0) + recall / size[concept]
            met[concept] = met.get(concept, 0) + 1
    return coverage, met


def _value(item: PlanItem, weight: Mapping[str, float], size: Mapping[str, int]) -> float:
    return sum(weight[concept] / size[concept] for concept in item.concepts)


def _rank_seen(
    item: PlanItem, plan: ExamPlan, weight: Mapping[str, float], size: Mapping[str, int]
) -> Ranked:
    assert item.memory is not None
    assert item.last_on is not None
    stability, horizon = item.memory.stability, plan.horizon
    now = retrievability(stability, days_between(item.last_on, plan.today), plan.decay)
    untouched = retrievability(stability, days_between(item.last_on, plan.exam_on), plan.decay)
    studied = now * retrievability(item.after_good, horizon, plan.decay) + (1.0 - now) * retrievability(
        item.after_again, horizon, plan.decay
    )
    pace = plan.seconds[item.kind]
    seconds = now * pace.review + (1.0 - now) * pace.lapse
    index = _value(item, weight, size) * (studied - untouched) / seconds
    return Ranked(
        item.id, item.kind, item.domain_id, index, seconds, False, now, untouched, studied,
        plan.weights.get(item.domain_id, 0.0), siblings=item.siblings,
    )  # fmt: skip


def _rank_new(
    item: PlanItem,
    plan: ExamPlan,
    weight: Mapping[str, float],
    size: Mapping[str, int],
    coverage: Mapping[str, float],
    met: Mapping[str, int],
) -> Ranked:
    tries = plan.first_tries.get(item.domain_id, FirstTries(guess_rate=item.guess_rate))
    spread = sum(weight[k] * (1.0 - min(1.0, coverage.get(k, 0.0))) for k in item.concepts)
    kept = retrievability(plan.first_again_stability, plan.horizon, plan.decay)
    gain = tries.unknown_share * kept
    seconds = plan.seconds[item.kind].new
    index = (_value(item, weight, size) + COVERAGE_BONUS * spread) * gain / seconds
    concept = min(item.concepts, key=lambda k: (met.get(k, 0) / size[k], k), default="")
    known = 1.0 - tries.unknown_share
    return Ranked(
        item.id, item.kind, item.domain_id, index, seconds, True, 0.0, known, known + gain,
        plan.weights.get(item.domain_id, 0.0), concept, met.get(concept, 0), size.get(concept, 0),
        item.siblings,
    )  # fmt: skip
