"""Item statistics over the first attempts of many learners, by the definitions of Moodle's quiz statistics.

Moodle documentation, "Quiz statistics calculations": the facility index is the mean score as a share of the
largest; the discrimination index is the correlation of an item's score with the score on the other items;
the discriminative efficiency is their covariance as a share of the largest that these scores could have had
in any pairing. Here an item's score is 0 or 1. Learners have not all met the same items, so the score on the
other items is the share of those that they did meet.

Of scores 0 and 1 the discrimination index is the point-biserial correlation, corrected for the item itself
(Henrysson, "Correction of item-total correlations in item analysis", Psychometrika 28, 1963): one number
under two names.
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import compress
from statistics import median

from studyapp.domain.item_analysis import MeasuredItem

FEWEST_OTHERS = 5
"""First attempts at other items below which a learner's score on them says nothing."""


@dataclass(slots=True)
class Tally:
    """The attempts at one version of an item.

    `rest` holds the learner's score on the other items, `right` and `choice` (a number in `choices`) what was
    answered by those who met enough else; `picked` counts the choices of all, `seconds` are their times where
    they are known. Arrays, for there are millions. Once `in_order`, the lowest score stands and stays first.
    """

    key: str
    rest: array[float] = field(default_factory=lambda: array("f"))
    right: bytearray = field(default_factory=bytearray)
    choice: bytearray = field(default_factory=bytearray)
    choices: dict[str, int] = field(default_factory=dict)
    picked: dict[str, int] = field(default_factory=dict)
    seconds: array[float] = field(default_factory=lambda: array("f"))
    attempts: int = 0
    right_count: int = 0
    in_order: bool = False


OTHER_CHOICE = 255
"""The number of every choice beyond the 255th that somebody thought of."""


@dataclass(frozen=True, slots=True)
class ItemStatistics:
    """What first attempts say of one item; None where too few attempts, or all alike, say nothing."""

    measured: MeasuredItem
    efficiency: float | None
    """Moodle's discriminative efficiency, at most 1."""
    median_s: float | None = None
    """Median of the seconds; None where times are not known."""


def tally_learner(
    tallies: dict[tuple[str, str], Tally],
    items: Sequence[str],
    versions: Sequence[str],
    rights: Sequence[bool],
    chosen: Sequence[str],
    keys: Sequence[str],
    seconds: Sequence[float] = (),
    apart: Collection[str] = (),
) -> None:
    """Add one learner's first attempts within one certification to the tallies by item and version.

    Items that stand `apart` (in quarantine) get statistics, and are no part of the score that others are
    compared with.
    """
    counts, rests = _scores_on_others(items, rights, apart)
    for place, item in enumerate(items):
        right, choice = bool(rights[place]), chosen[place]
        tally = tallies.get((item, versions[place]))
        if tally is None:
            tally = tallies[item, versions[place]] = Tally(keys[place])
        tally.attempts += 1
        tally.right_count += right
        tally.picked[choice] = tally.picked.get(choice, 0) + 1
        if seconds:
            tally.seconds.append(seconds[place])
        rest = rests.get((counts[place], right))
        if rest is not None:
            number = tally.choices.get(choice)
            if number is None:
                number = tally.choices[choice] = min(len(tally.choices), OTHER_CHOICE)
            at = bisect_right(tally.rest, rest) if tally.in_order else len(tally.rest)
            tally.rest.insert(at, rest)
            tally.right.insert(at, right)
            tally.choice.insert(at, number)


def untally_learner(
    tallies: dict[tuple[str, str], Tally],
    items: Sequence[str],
    versions: Sequence[str],
    rights: Sequence[bool],
    chosen: Sequence[str],
    apart: Collection[str] = (),
) -> None:
    """Take out what `tally_learner` added for the same first attempts; an item that nobody is left of goes.

    Raises KeyError or ValueError where they were never added. Times are not taken out.
    """
    counts, rests = _scores_on_others(items, rights, apart)
    for place, item in enumerate(items):
        right, choice = bool(rights[place]), chosen[place]
        tally = tallies[item, versions[place]]
        put_in_order(tally)
        tally.attempts -= 1
        tally.right_count -= right
        tally.picked[choice] -= 1
        rest = rests.get((counts[place], right))
        if rest is not None:
            at = _place_of(tally, rest, right, tally.choices[choice])
            del tally.rest[at], tally.right[at], tally.choice[at]
        if not tally.picked[choice]:
            del tally.picked[choice]
        if not tally.attempts:
            del tallies[item, versions[place]]


def _place_of(tally: Tally, rest: float, right: bool, choice: int) -> int:
    """A place with one learner's attempt; which of equal ones is all the same."""
    (kept,) = array("f", [rest])
    for at in range(bisect_left(tally.rest, kept), len(tally.rest)):
        if tally.rest[at] != kept:
            break
        if (tally.right[at], tally.choice[at]) == (right, choice):
            return at
    raise ValueError("that attempt was never added")


def put_in_order(tally: Tally) -> None:
    """Let the lowest score on the other items stand first; from now on attempts are put where they belong."""
    if not tally.in_order:
        rest, right, choice = tally.rest.tolist(), tally.right, tally.choice
        order = sorted(range(len(rest)), key=rest.__getitem__)
        tally.rest = array("f", [rest[at] for at in order])
        tally.right, tally.choice = (bytearray([marks[at] for at in order]) for marks in (right, choice))
        tally.in_order = True


def _scores_on_others(
    items: Sequence[str], rights: Sequence[bool], apart: Collection[str]
) -> tuple[list[bool], dict[tuple[bool, bool], float]]:
    """Which attempts count, and a learner's score on the other items by whether one counts and was right."""
    counts = [item not in apart for item in items] if apart else [True] * len(items)
    met = sum(counts)
    right_count = sum(compress(rights, counts))
    rests = {
        (counted, right): (right_count - (counted and right)) / (met - counted)
        for counted in (False, True)
        for right in (False, True)
        if met - counted >= FEWEST_OTHERS
    }
    return counts, rests


def statistics_of(tally: Tally) -> ItemStatistics:
    """The statistics of one item."""
    put_in_order(tally)
    ordered = tally.rest.tolist()
    discrimination, efficiency = _discrimination(tally, ordered)
    # Whoever scores as high as the last of the best third belongs to it.
    third = ordered[-max(1, -(-len(ordered) // 3))] if ordered else 0.0
    top = bytes(tally.choice[bisect_left(ordered, third) :])
    measured = MeasuredItem(
        attempts=tally.attempts,
        facility=tally.right_count / tally.attempts,
        point_biserial=discrimination,
        keys=_positions(tally.key),
        chosen=_shares(tally.picked),
        chosen_by_top=_shares(_texts(tally, top)),
        top=len(top),
    )
    return ItemStatistics(measured, efficiency, median(tally.seconds) if tally.seconds else None)


def _discrimination(tally: Tally, ordered: Sequence[float]) -> tuple[float | None, float | None]:
    """Discrimination index and discriminative efficiency.

    An item's scores are 0 and 1, so the covariances come down to sums over those who were right; the largest
    one possible has the highest scores on the others in their place. The scores are held with 24 bits, so
    that plain sums of thousands of them are exact, in whatever order they came.
    """
    count, right = len(ordered), tally.right.count(True)
    if count < 2 or right in (0, count):
        return None, None
    mean = sum(ordered) / count
    covariance = sum(compress(ordered, tally.right)) - right * mean
    largest = sum(ordered[count - right :]) - right * mean
    spread = math.dist(ordered, [mean] * count) * math.sqrt(right * (count - right) / count)
    if spread < TINY or largest < TINY:
        return None, None
    return covariance / spread, covariance / largest


TINY = 1e-9


def _texts(tally: Tally, choices: bytes) -> dict[str, int]:
    """How often some attempts made each choice, by its text; those beyond the 255th count as one, ""."""
    texts = list(tally.choices)
    return {
        texts[number] if number != OTHER_CHOICE else "": times for number, times in Counter(choices).items()
    }


def _shares(choices: Mapping[str, int]) -> dict[int, float]:
    """The share of some attempts that chose each stored position."""
    found: dict[int, int] = {}
    for text, times in choices.items():
        for position in _positions(text):
            found[position] = found.get(position, 0) + times
    made = sum(choices.values())
    return {position: times / made for position, times in sorted(found.items())}


@lru_cache(maxsize=4096)
def _positions(text: str) -> frozenset[int]:
    parts = text.split(",")
    return frozenset(map(int, parts)) if all(map(str.isdecimal, parts)) else frozenset()
