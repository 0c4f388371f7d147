"""Readiness: the probability to pass on the exam day, from what the learner knew at first sight.

**Evidence** is the first answer to an item (and the first to an item whose meaning is new since). Repeats
train memory and prove nothing. A wrong first answer stays a whole wrong answer. A right one is discounted by
the forgetting that FSRS predicts until the exam day: with retrievability R of its item on that day it counts
as `R + (1 - R) * GUESS` right, for what is forgotten can still be guessed, and the rest of it as wrong.

**Belief** about a domain is a beta distribution of the share of unseen items that would be answered right.
It starts at Beta(7.2, 2.8), which is worth ten answers, 72 % of them right.

**The exam** draws its items by the blueprint, so the number right in a domain is beta-binomial, and the
domains' numbers are added by exact convolution: no sampling, the same evidence gives the same number.

**The interval** is the 90 % credible interval of the pass probability: P(pass) is the mean over everything
that the learner's ability (the share right of endless items drawn by this blueprint) may be by the evidence,
and the interval is what P(pass) would be at the 5 % and at the 95 % point of that ability. Items are taken
as alike there, which makes the interval a little wider than it has to be, never narrower.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import mul

from studyapp.domain.exams.blueprint import apportion

PRIOR_RIGHT = 7.2
PRIOR_WRONG = 2.8
GUESS = 0.25
"""Chance to be right by guessing, as the planner takes it where it does not look at the item."""
ENOUGH = 25
"""First answers in a domain from which on its number counts."""
COVERED = 0.5
"""Share of the exam that must rest on domains with enough answers before any P(pass) is shown."""
TAIL = 0.05
"""What is left out at each end of an interval: 5 %, so that it is one of 90 %."""
BLOCK_S = 600.0
"""The length of an action that is weighed: ten minutes."""
ACTIONS = 3
_CELLS = 260
"""About how finely ability is cut for its quantiles; between two cells it is interpolated."""
_SUREST = 0.995
"""No action is expected to lift a domain's mean above this."""


@dataclass(frozen=True, slots=True)
class FirstSight:
    """A first answer: whether it was right, and the predicted recall (0 to 1) of its item on the exam day."""

    domain_id: str
    right: bool
    recall: float = 1.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """The first answers of a domain; `worth` of the right ones is what the exam day leaves of them."""

    answers: int = 0
    right: int = 0
    worth: float = 0.0

    @property
    def missing(self) -> int:
        """How many more first answers there must be before the number counts."""
        return max(0, ENOUGH - self.answers)

    def with_answer(self, right: bool, recall: float = 1.0) -> Evidence:
        """The evidence after one more first answer."""
        worth = recall + (1.0 - recall) * GUESS if right else 0.0
        return Evidence(self.answers + 1, self.right + right, self.worth + worth)


@dataclass(frozen=True, slots=True)
class Belief:
    """A beta distribution of the share of unseen items answered right."""

    right: float = PRIOR_RIGHT
    wrong: float = PRIOR_WRONG

    @property
    def mean(self) -> float:
        """The expected share."""
        return self.right / (self.right + self.wrong)

    def shifted(self, by: float) -> Belief:
        """As sure as before of a share that is `by` higher."""
        strength = self.right + self.wrong
        mean = max(self.mean, min(_SUREST, self.mean + by))
        return Belief(mean * strength, (1.0 - mean) * strength)


@dataclass(frozen=True, slots=True)
class Shape:
    """What of an exam decides about passing: shares of the domains, items that count, share that passes."""

    weights: Mapping[str, float]
    items: int
    pass_share: float

    @property
    def seats(self) -> dict[str, int]:
        """Items of each domain, by largest remainder."""
        return apportion(self.weights, self.items)

    @property
    def to_pass(self) -> int:
        """Items right that pass."""
        return max(0, math.ceil(self.pass_share * self.items - 1e-9))


@dataclass(frozen=True, slots=True)
class DomainForecast:
    """One domain in a forecast.

    `expected` is the share right on the exam day, with its 90 % interval; `points` are the items of the
    `items` on the exam that it is expected to bring; `missing` first answers until its number counts.
    """

    domain_id: str
    weight: float
    items: int
    evidence: Evidence
    expected: float
    expected_low: float
    expected_high: float
    points: float

    @property
    def missing(self) -> int:
        """First answers that are missing before this number counts."""
        return self.evidence.missing


@dataclass(frozen=True, slots=True)
class Forecast:
    """P(pass) with its 90 % credible interval; `share_low` to `share_high` hold the exam's share of right
    items with 90 %; `share` is its mean.
    """

    p_pass: float
    p_low: float
    p_high: float
    share: float
    share_low: float
    share_high: float
    items: int
    to_pass: int
    domains: tuple[DomainForecast, ...]

    @property
    def answers(self) -> int:
        """First answers that it rests on."""
        return sum(domain.evidence.answers for domain in self.domains)

    @property
    def is_enough(self) -> bool:
        """Whether at least half of the exam rests on domains with enough first answers.

        Under that the number is hardly more than the prior, and is not shown.
        """
        return sum(d.weight for d in self.domains if not d.missing) >= COVERED - 1e-9


@dataclass(frozen=True, slots=True)
class Work:
    """Something that could be studied now: the exam points (as a share of the exam) that it is expected to
    bring, and its seconds. `part` is `new` or `review`, `kind` of the items `question` or `term`.
    """

    domain_id: str
    part: str
    kind: str
    items: int
    seconds: float
    gain: float


@dataclass(frozen=True, slots=True)
class Action:
    """A piece of work with what it is expected to do to P(pass), in points (a hundredth of P)."""

    work: Work
    points: float

    @property
    def minutes(self) -> float:
        """How long it takes."""
        return self.work.seconds / 60.0

    @property
    def points_a_minute(self) -> float:
        """Expected points of P(pass) for a minute."""
        return self.points / self.minutes if self.work.seconds else 0.0


def gather(first_sights: Iterable[FirstSight]) -> dict[str, Evidence]:
    """The evidence by domain."""
    found: dict[str, Evidence] = {}
    for answer in first_sights:
        before = found.get(answer.domain_id, Evidence())
        found[answer.domain_id] = before.with_answer(answer.right, answer.recall)
    return found


def belief_of(evidence: Evidence) -> Belief:
    """The prior and the evidence."""
    return Belief(PRIOR_RIGHT + evidence.worth, PRIOR_WRONG + evidence.answers - evidence.worth)


def beliefs_of(evidence: Mapping[str, Evidence], shape: Shape) -> dict[str, Belief]:
    """The belief about each domain of the exam."""
    return {domain_id: belief_of(evidence.get(domain_id, Evidence())) for domain_id in shape.weights}


def pass_probability(beliefs: Mapping[str, Belief], shape: Shape) -> float:
    """The probability of enough right items, by exact convolution."""
    return _clipped(math.fsum(score_distribution(beliefs, shape)[shape.to_pass :]))


def score_distribution(beliefs: Mapping[str, Belief], shape: Shape) -> list[float]:
    """The probability of each number of right items, from 0 to all."""
    total = [1.0]
    for domain_id, seats in shape.seats.items():
        total = _convolved(total, _beta_binomial(seats, beliefs[domain_id]))
    return total


def forecast(evidence: Mapping[str, Evidence], shape: Shape) -> Forecast:
    """Everything that is said about an exam of this shape on the evidence."""
    beliefs, seats = beliefs_of(evidence, shape), shape.seats
    scores = score_distribution(beliefs, shape)
    p_pass = _clipped(math.fsum(scores[shape.to_pass :]))
    low, high = _ability_interval(beliefs, seats, shape.items)
    total = sum(shape.weights.values())
    return Forecast(
        p_pass=p_pass,
        p_low=min(p_pass, _binomial_tail(shape.items, shape.to_pass, low)),
        p_high=max(p_pass, _binomial_tail(shape.items, shape.to_pass, high)),
        share=sum(seats[d] * beliefs[d].mean for d in seats) / shape.items,
        share_low=_quantile(scores, TAIL) / shape.items,
        share_high=_quantile(scores, 1.0 - TAIL) / shape.items,
        items=shape.items,
        to_pass=shape.to_pass,
        domains=tuple(
            _domain(d, weight / total, seats[d], evidence.get(d, Evidence()), beliefs[d])
            for d, weight in shape.weights.items()
        ),
    )


def best_actions(evidence: Mapping[str, Evidence], shape: Shape, works: Iterable[Work]) -> list[Action]:
    """The works that are expected to raise P(pass) most, best first; those that raise nothing are left out.

    A work that brings the share g of the exam's points to a domain of weight w raises its mean by g / w.
    """
    beliefs = beliefs_of(evidence, shape)
    before, total = pass_probability(beliefs, shape), sum(shape.weights.values())
    actions = []
    for work in works:
        by = work.gain * total / shape.weights[work.domain_id]
        after = beliefs | {work.domain_id: beliefs[work.domain_id].shifted(by)}
        actions.append(Action(work, 100.0 * (pass_probability(after, shape) - before)))
    actions.sort(key=lambda a: (-round(a.points, 9), a.work.domain_id, a.work.part, a.work.kind))
    return [action for action in actions if action.points > 1e-9][:ACTIONS]


def in_block(works: Sequence[Work]) -> Work | None:
    """The first works of one domain, part and kind that fill ten minutes, as one; None for none."""
    taken: list[Work] = []
    left = BLOCK_S
    for work in works:
        if left <= 0:
            break
        taken.append(work)
        left -= work.seconds
    if not taken:
        return None
    return replace(
        taken[0],
        items=sum(work.items for work in taken),
        seconds=sum(work.seconds for work in taken),
        gain=sum(work.gain for work in taken),
    )


def _domain(domain_id: str, weight: float, seats: int, evidence: Evidence, belief: Belief) -> DomainForecast:
    low, high = _ability_interval({domain_id: belief}, {domain_id: 1}, 1)
    return DomainForecast(domain_id, weight, seats, evidence, belief.mean, low, high, seats * belief.mean)


def _beta_binomial(items: int, belief: Belief) -> list[float]:
    """P(k of `items` right), k from 0 to `items`, when the chance of each is beta distributed.

    The terms follow one from the other: p(k + 1) / p(k) = (n - k)(a + k) / ((k + 1)(b + n - k - 1)).
    """
    a, b = belief.right, belief.wrong
    terms = [0.0]
    for k in range(items):
        ratio = (items - k) * (a + k) / ((k + 1) * (b + items - k - 1))
        terms.append(terms[-1] + math.log(ratio))
    return _normalised_from_logs(terms)


def _normalised_from_logs(terms: Sequence[float]) -> list[float]:
    top = max(terms)
    raw = [math.exp(term - top) for term in terms]
    total = math.fsum(raw)
    return [value / total for value in raw]


def _convolved(one: Sequence[float], other: Sequence[float]) -> list[float]:
    short, long = (one, other) if len(one) < len(other) else (other, one)
    padding = [0.0] * (len(short) - 1)
    padded, backwards = [*padding, *long, *padding], short[::-1]
    return [
        sum(map(mul, backwards, padded[place : place + len(short)]))
        for place in range(len(one) + len(other) - 1)
    ]


def _ability_interval(
    beliefs: Mapping[str, Belief], seats: Mapping[str, int], items: int
) -> tuple[float, float]:
    """The 5 % and the 95 % point of the share right of endless items drawn by the blueprint.

    Each domain's beta is cut into equal cells (as many for each of its items), the cells are convolved.
    """
    cells = max(1, round(_CELLS / items))
    total, parts = [1.0], 0
    for domain_id, count in seats.items():
        if count:
            total, parts = _convolved(total, _cut(beliefs[domain_id], count * cells)), parts + 1
    width = 1.0 / (items * cells)
    # The sum of `parts` midpoints stands in the middle of a cell that begins (parts - 1) / 2 cells later.
    offset = (parts - 1) / 2
    low, high = ((_point(total, share) + offset) * width for share in (TAIL, 1.0 - TAIL))
    return min(1.0, low), min(1.0, high)


def _cut(belief: Belief, cells: int) -> list[float]:
    """A beta density at the midpoints of equal cells, normalised."""
    a, b = belief.right - 1.0, belief.wrong - 1.0
    middles = [(place + 0.5) / cells for place in range(cells)]
    return _normalised_from_logs([a * math.log(x) + b * math.log1p(-x) for x in middles])


def _point(distribution: Sequence[float], share: float) -> float:
    """Where in a distribution over cells the share lies below, in cells, interpolated."""
    below = 0.0
    for place, mass in enumerate(distribution):
        if below + mass >= share and mass > 0:
            return place + (share - below) / mass
        below += mass
    return float(len(distribution))


def _quantile(distribution: Sequence[float], share: float) -> int:
    """The least number with at least the share at or below it."""
    below = 0.0
    for place, mass in enumerate(distribution):
        below += mass
        if below >= share - 1e-12:
            return place
    return len(distribution) - 1


def _binomial_tail(items: int, least: int, chance: float) -> float:
    """P(at least `least` of `items` right) when each is right with the same chance."""
    if least <= 0 or chance >= 1.0:
        return 1.0
    if chance <= 0.0:
        return 0.0
    odds = math.log(chance) - math.log1p(-chance)
    terms = [0.0]
    for k in range(items):
        terms.append(terms[-1] + math.log((items - k) / (k + 1)) + odds)
    return _clipped(math.fsum(_normalised_from_logs(terms)[least:]))


def _clipped(probability: float) -> float:
    return min(1.0, max(0.0, probability))
