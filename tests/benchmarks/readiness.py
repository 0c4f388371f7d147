"""How good the pass probability is, on simulated learners: `python -m tests.benchmarks.readiness`.

Each simulated learner answers some items, each estimate says its probability of passing, and the learner
then sits a form of 65 unseen items. Nothing here is a fit: the estimates never see the ability.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from studyapp.domain.forecasts import brier_score, calibration_error
from studyapp.domain.memory import retrievability
from studyapp.domain.readiness import FirstSight, Shape, beliefs_of, gather, pass_probability

LEARNERS = 4_000
SEED = 20_261_127
SHAPE = Shape({"D1": 20.0, "D2": 24.0, "D3": 28.0, "D4": 28.0}, items=65, pass_share=0.72)
ANSWERS = (40, 160)
ABILITY_STRENGTH = 9.0
"""Learners differ as a beta distribution of this strength does: standard deviation 0.14 around 0.72."""
DOMAIN_SPREAD = 0.08
"""Standard deviation of a learner's domains around the learner's own mean."""
LEARNED = 0.6
"""Share of what an item's first sight showed to be unknown that is known when the item comes again."""
GUESS = 0.25
STABILITY_DAYS = (2.3, 8.3)
"""Stabilities after a first answer: FSRS-6's for Good and for Easy are the ends."""
WAIT_DAYS = (10, 60)


@dataclass(frozen=True, slots=True)
class Condition:
    """Who learns how: mean ability, share of answers to items seen before, whether the exam is days away."""

    name: str
    mean: float = 0.72
    repeated: float = 0.0
    waits: bool = False


CONDITIONS = (
    Condition("fresh items"),
    Condition("half of the answers on items seen before", repeated=0.5),
    Condition("fresh items, exam 10 to 60 days later", waits=True),
    Condition("fresh items, weaker learners (mean 0.60)", mean=0.60),
    Condition("fresh items, stronger learners (mean 0.84)", mean=0.84),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a simulated learner, as an estimate sees it."""

    domain_id: str
    right: bool
    first: bool
    recall: float = 1.0


@dataclass(frozen=True, slots=True)
class Learner:
    """Answers, and whether the exam was passed."""

    answers: tuple[Answer, ...]
    passed: bool


Estimate = Callable[[Sequence[Answer]], float]


def percent_over_85(answers: Sequence[Answer]) -> float:
    """Percentage correct, with 85 % taken for certainty."""
    return min(1.0, _share(answers) / 0.85)


def eighty_percent(answers: Sequence[Answer]) -> float:
    """The usual rule: ready at 80 % and better."""
    return float(_share(answers) >= 0.80)


def all_answers(answers: Sequence[Answer]) -> float:
    """Our number if repeats were taken for evidence."""
    return _ours(answers)


def first_sights(answers: Sequence[Answer]) -> float:
    """Our number."""
    return _ours([answer for answer in answers if answer.first])


def without_forgetting(answers: Sequence[Answer]) -> float:
    """Our number if nothing were forgotten until the exam."""
    return _ours([Answer(a.domain_id, a.right, a.first) for a in answers if a.first])


ESTIMATES: Mapping[str, Estimate] = {
    "**our number**": first_sights,
    "percentage correct / 85": percent_over_85,
    "80 % or better = ready": eighty_percent,
    "our number, repeats taken for evidence": all_answers,
    "our number without forgetting": without_forgetting,
}


def _share(answers: Sequence[Answer]) -> float:
    return sum(answer.right for answer in answers) / len(answers)


def _ours(answers: Sequence[Answer]) -> float:
    evidence = gather(FirstSight(a.domain_id, a.right, a.recall) for a in answers)
    return pass_probability(beliefs_of(evidence, SHAPE), SHAPE)


def _abilities(chance: random.Random, mean: float) -> dict[str, float]:
    general = chance.betavariate(mean * ABILITY_STRENGTH, (1 - mean) * ABILITY_STRENGTH)
    return {d: min(0.99, max(0.05, chance.gauss(general, DOMAIN_SPREAD))) for d in SHAPE.weights}


def learner(chance: random.Random, condition: Condition) -> Learner:
    """A learner under a condition; while one waits, what was known fades as the items do."""
    ability, domains = _abilities(chance, condition.mean), list(SHAPE.weights)
    wait = chance.randint(*WAIT_DAYS) if condition.waits else 0
    answers = []
    for _ in range(chance.randint(*ANSWERS)):
        domain = chance.choices(domains, list(SHAPE.weights.values()))[0]
        first = chance.random() >= condition.repeated
        known = ability[domain]
        right = chance.random() < (known if first else known + (1 - known) * LEARNED)
        recall = retrievability(chance.uniform(*STABILITY_DAYS), wait) if wait else 1.0
        answers.append(Answer(domain, right, first, recall))
    points = sum(
        chance.random() < _on_the_day(chance, ability[domain], wait)
        for domain, seats in SHAPE.seats.items()
        for _ in range(seats)
    )
    return Learner(tuple(answers), points >= SHAPE.to_pass)


def _on_the_day(chance: random.Random, known: float, wait: int) -> float:
    """The chance to be right on an unseen item of the exam: what is forgotten can still be guessed."""
    if not wait:
        return known
    kept = retrievability(chance.uniform(*STABILITY_DAYS), wait)
    return GUESS + max(0.0, known - GUESS) * kept


def measure(learners: int = LEARNERS) -> dict[str, dict[str, tuple[float, float]]]:
    """Brier score and calibration error by condition and estimate."""
    found: dict[str, dict[str, tuple[float, float]]] = {}
    for condition in CONDITIONS:
        chance = random.Random(SEED)
        crowd = [learner(chance, condition) for _ in range(learners)]
        row = found.setdefault(condition.name, {})
        for name, estimate in ESTIMATES.items():
            pairs = [(estimate(one.answers), one.passed) for one in crowd]
            score = brier_score(pairs)
            assert score is not None
            row[name] = (score, calibration_error(pairs))
    return found


def table(found: Mapping[str, Mapping[str, tuple[float, float]]]) -> str:
    """The measurement as a table for the documentation."""
    lines = ["| Learners | " + " | ".join(ESTIMATES) + " |", "|---|" + "---|" * len(ESTIMATES)]
    for condition, row in found.items():
        cells = [f"{brier:.3f} / {error:.3f}" for brier, error in row.values()]
        lines.append(f"| {condition} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(table(measure()))
