"""Classical item analysis: what the answers of learners say of an item.

Facility and discrimination as Moodle's quiz statistics define them (Moodle documentation, "Quiz statistics
calculations"); the point-biserial correlation is that of an item with the score on the other items.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

FEWEST_ATTEMPTS = 30
"""First attempts below which nothing is said of an item."""

RARE_CHOICE = 0.05
HARD, EASY = 0.30, 0.90
WEAK_DISCRIMINATION = 0.15


@dataclass(frozen=True, slots=True)
class MeasuredItem:
    """What first attempts showed of one item; shares are between 0 and 1.

    `chosen` is the share of attempts that chose each stored position, `chosen_by_top` the same among the best
    third of learners (by their score on the other items), `keys` the stored positions of the key.
    """

    attempts: int
    facility: float
    point_biserial: float | None
    keys: frozenset[int]
    chosen: Mapping[int, float] = field(default_factory=dict)
    chosen_by_top: Mapping[int, float] = field(default_factory=dict)
    top: int = 0
    """Learners in the best third."""

    @property
    def is_measured(self) -> bool:
        """Whether there are enough attempts to say anything."""
        return self.attempts >= FEWEST_ATTEMPTS

    def rarely_chosen(self, options: int) -> list[int]:
        """Positions of distractors that under 5 % chose."""
        return [
            place
            for place in range(options)
            if place not in self.keys and self.chosen.get(place, 0.0) < RARE_CHOICE
        ]

    @property
    def rival(self) -> int | None:
        """The distractor that the best third prefers to every key, if there is one: the key is suspect."""
        rivals = {place: share for place, share in self.chosen_by_top.items() if place not in self.keys}
        place = max(rivals, key=lambda place: rivals[place], default=None)
        return place if place is not None and rivals[place] > self.best_key_by_top else None

    @property
    def best_key_by_top(self) -> float:
        """The share of the best third that chose the key, of several the one that most chose."""
        return max((self.chosen_by_top.get(place, 0.0) for place in self.keys), default=0.0)
