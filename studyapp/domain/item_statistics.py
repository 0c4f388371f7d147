"""Item statistics over the first attempts of many learners, by the definitions of Moodle's quiz statistics.

Moodle documentation, "Quiz statistics calculations": the facility index is the mean score as a share of the
largest; the discrimination index is the correlation of an item's score with the score on the other items;
the discriminative efficiency is their covariance as a share of the largest that these scores could have had
in any pairing. Here an item's score is 0 or 1. Learners have not all met the same items, so the score on the
other items is the share of those that they did meet.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from studyapp.domain.item_analysis import MeasuredItem

FEWEST_OTHERS = 5
"""First attempts at other items below which a learner's score on them says nothing."""


@dataclass(slots=True)
class Tally:
    """The attempts at one version of an item: each with the learner's score on the other items."""

    key: str
    rest: array[float] = field(default_factory=lambda: array("f"))
    right: bytearray = field(default_factory=bytearray)
    choice: bytearray = field(default_factory=bytearray)
    choices: list[str] = field(default_factory=list)
    attempts: int = 0
    right_count: int = 0

    def add(self, right: bool, chosen: str, rest: float | None) -> None:
        """Count an attempt; `rest` None where the learner met too little else."""
        self.attempts += 1
        self.right_count += right
        if rest is None:
            return
        if chosen not in self.choices and len(self.choices) < 255:
            self.choices.append(chosen)
        self.rest.append(rest)
        self.right.append(right)
        self.choice.append(self.choices.index(chosen) if chosen in self.choices else 255)


@dataclass(frozen=True, slots=True)
class ItemStatistics:
    """What first attempts say of one item; None where too few attempts, or all alike, say nothing."""

    measured: MeasuredItem
    efficiency: float | None
    """Moodle's discriminative efficiency, at most 1."""


def tally_learner(
    tallies: dict[tuple[str, str], Tally],
    items: Sequence[str],
    versions: Sequence[str],
    rights: Sequence[bool],
    chosen: Sequence[str],
    keys: Sequence[str],
) -> None:
    """Add one learner's first attempts within one certification to the tallies by item and version."""
    count, right_count = len(items), sum(rights)
    others = count - 1
    # The score on the others is one of two numbers: they only differ by the item itself.
    after_right = (right_count - 1) / others if others >= FEWEST_OTHERS else None
    after_wrong = right_count / others if others >= FEWEST_OTHERS else None
    for item, version, right, choice, key in zip(items, versions, rights, chosen, keys, strict=True):
        tally = tallies.get((item, version))
        if tally is None:
            tally = tallies[item, version] = Tally(key)
        tally.add(right, choice, after_right if right else after_wrong)


def statistics_of(tally: Tally) -> ItemStatistics:
    """The statistics of one item."""
    scores = list(tally.right)
    covariance = _covariance(scores, tally.rest)
    spread = math.sqrt(_covariance(scores, scores) * _covariance(tally.rest, tally.rest))
    largest = _covariance(sorted(scores), sorted(tally.rest))
    top = _top_third(tally.rest)
    measured = MeasuredItem(
        attempts=tally.attempts,
        facility=tally.right_count / tally.attempts,
        point_biserial=covariance / spread if spread > 1e-12 else None,
        keys=_positions(tally.key),
        chosen=_shares(tally, range(len(tally.choice))),
        chosen_by_top=_shares(tally, top),
    )
    return ItemStatistics(measured, covariance / largest if largest > 1e-12 else None)


def _covariance(one: Sequence[float], other: Sequence[float]) -> float:
    """The sample covariance; 0 for fewer than two."""
    count = len(one)
    if count < 2:
        return 0.0
    mean_one, mean_other = math.fsum(one) / count, math.fsum(other) / count
    products = ((a - mean_one) * (b - mean_other) for a, b in zip(one, other, strict=True))
    return math.fsum(products) / (count - 1)


def _top_third(rest: Sequence[float]) -> list[int]:
    ranked = sorted(range(len(rest)), key=lambda place: (-rest[place], place))
    return ranked[: -(-len(ranked) // 3)]


def _shares(tally: Tally, places: Iterable[int]) -> dict[int, float]:
    """The share of some attempts that chose each stored position."""
    listed = list(places)
    counted = Counter(tally.choice[place] for place in listed)
    found: Counter[int] = Counter()
    for index, times in counted.items():
        for position in _positions(tally.choices[index] if index < len(tally.choices) else ""):
            found[position] += times
    return {position: times / len(listed) for position, times in sorted(found.items())}


def _positions(text: str) -> frozenset[int]:
    parts = text.split(",")
    return frozenset(int(part) for part in parts) if all(part.isdecimal() for part in parts) else frozenset()
