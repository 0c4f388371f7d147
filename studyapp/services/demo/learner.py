"""A learner who knows some things, forgets by the true forgetting curve, and misjudges a little."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from random import Random

from studyapp.domain.memory import Grade
from studyapp.domain.questions import Confidence

BASE_SECONDS = {
    ("question", "new"): 52.0, ("question", "again"): 38.0, ("question", "known"): 21.0,
    ("term", "new"): 17.0, ("term", "again"): 13.0, ("term", "known"): 6.5,
}  # fmt: skip
"""Seconds of an untrained learner by kind: a first sight, a failed review, a recalled one."""

LEARNING = 1.4
"""How much the logit of knowing at first sight grows over the history: what was studied helps with others."""
SAME_DAY_RECALL = 0.86
"""Chance to recall, minutes later, what was just explained."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """How it went: what was known, how sure the learner felt, and how long it took."""

    knows: bool
    felt: float
    elapsed_ms: int

    @property
    def confidence(self) -> Confidence:
        """What the learner says of an answer."""
        if self.felt > 0.74:
            return Confidence.SURE
        return Confidence.THINK_SO if self.felt > 0.42 else Confidence.GUESS

    @property
    def card_grade(self) -> Grade:
        """How the learner grades a card that was turned over."""
        if not self.knows:
            return Grade.AGAIN
        if self.felt > 0.97:
            return Grade.EASY
        return Grade.GOOD if self.felt > 0.5 else Grade.HARD


@dataclass(slots=True)
class Learner:
    """Traits drawn once from a seed; every attempt draws from the same stream of chance."""

    chance: Random
    ability: float = 0.0
    overconfidence: float = 1.0
    subjects: dict[tuple[str, str], tuple[float, float]] = field(default_factory=dict)

    @classmethod
    def drawn(cls, seed: int) -> Learner:
        """The learner of a seed."""
        chance = Random(f"learner {seed}")
        return cls(chance, chance.gauss(-0.2, 0.3), chance.uniform(1.15, 1.5))

    def memory_trait(self) -> float:
        """How much longer than the model says this learner keeps an item: about 1."""
        return self.chance.lognormvariate(0.0, 0.3)

    def attempt(
        self, subject: tuple[str, str], kind: str, recall: float | None, same_day: bool, practice: float
    ) -> Attempt:
        """Try to answer: `recall` is the true retrievability, None at first sight; `practice` grows to 1."""
        leaning, misjudges = self._subject(subject)
        if recall is None:
            chance = 1.0 / (1.0 + math.exp(-(self.ability + leaning + LEARNING * practice)))
        elif same_day:
            chance = SAME_DAY_RECALL
        else:
            chance = recall
        knows = self.chance.random() < chance
        evidence = 0.35 * knows + 0.65 * chance
        felt = evidence ** (1.0 / (self.overconfidence * misjudges)) + self.chance.gauss(0.0, 0.13)
        part = "new" if recall is None else "known" if knows else "again"
        seconds = BASE_SECONDS[kind, part] * self.chance.lognormvariate(0.0, 0.35) * (1.2 - 0.4 * practice)
        return Attempt(knows, felt, max(900, round(seconds * 1000)))

    def _subject(self, subject: tuple[str, str]) -> tuple[float, float]:
        found = self.subjects.get(subject)
        if found is None:
            found = (self.chance.gauss(0.0, 0.6), self.chance.uniform(0.85, 1.3))
            self.subjects[subject] = found
        return found
