"""The score of an attempt and what it tells: by domain and objective, pace, changed answers, confidence.

Only items that count are in the score and in the tables by domain and objective; an item without an answer
has no points.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from studyapp.domain.exams.rules import Rules
from studyapp.domain.questions import Confidence

SLOW = 2.0
"""An item that took this many times its share of the time is named."""
QUARTERS = 4


@dataclass(frozen=True, slots=True)
class Marked:
    """One graded item: `credits` are the points of every answer that was settled (0 to 1)."""

    place: int
    domain_id: str
    objective_id: str
    scored: bool
    answered: bool
    credit: float
    confidence: str = ""
    spent_ms: int = 0
    credits: tuple[float, ...] = ()
    void: bool = False
    """In quarantine: it is neither in the score nor among the items on trial."""

    @property
    def correct(self) -> bool:
        """Whether all points were reached."""
        return self.answered and self.credit >= 1.0


@dataclass(frozen=True, slots=True)
class Line:
    """Items right, points and items of a part of the form (a domain, an objective, a confidence)."""

    key: str
    right: int
    items: int
    points: float

    @property
    def share(self) -> float:
        """Share of the points, 0 for no items."""
        return self.points / self.items if self.items else 0.0


@dataclass(frozen=True, slots=True)
class Changes:
    """Answers that were changed, by what it did: the first settled answer against the last."""

    to_right: int = 0
    to_wrong: int = 0
    wrong_again: int = 0
    back_to_right: int = 0

    @property
    def all(self) -> int:
        """Items whose answer was changed at all."""
        return self.to_right + self.to_wrong + self.wrong_again + self.back_to_right


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds: those there were for an item (None untimed), the median used, by quarter of the form, and the
    places (from 0) that took more than twice their share, slowest first.
    """

    available_s: float | None
    median_s: float
    quarters_s: tuple[float, ...]
    slow: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """The whole score; `score` and `passed` by the scale of the rules."""

    points: float
    right: int
    items: int
    share: float
    score: int
    passed: bool
    unanswered: int
    unscored_right: int
    unscored_items: int
    domains: tuple[Line, ...]
    objectives: tuple[Line, ...]
    confidence: tuple[Line, ...]
    changes: Changes
    pace: Pace


def result_of(marked: Sequence[Marked], rules: Rules, domain_ids: Sequence[str]) -> Result:
    """The score of graded items, domains in the order given."""
    scored = [item for item in marked if item.scored and not item.void]
    extra = [item for item in marked if not item.scored and not item.void]
    points = sum(item.credit for item in scored if item.answered)
    share = points / len(scored) if scored else 0.0
    objectives = sorted({item.objective_id for item in scored}, key=_natural)
    answered = [item for item in marked if item.answered and not item.void]
    return Result(
        points=points,
        right=sum(item.correct for item in scored),
        items=len(scored),
        share=share,
        score=rules.scale.score(share),
        passed=rules.scale.passes(share),
        unanswered=sum(not item.answered for item in marked),
        unscored_right=sum(item.correct for item in extra),
        unscored_items=len(extra),
        domains=tuple(_line(d, (i for i in scored if i.domain_id == d)) for d in domain_ids),
        objectives=tuple(_line(o, (i for i in scored if i.objective_id == o)) for o in objectives),
        confidence=tuple(_line(str(c), (i for i in answered if i.confidence == c)) for c in Confidence),
        changes=_changes(marked),
        pace=_pace(marked, rules),
    )


def _line(key: str, items: Iterable[Marked]) -> Line:
    found = list(items)
    return Line(
        key, sum(item.correct for item in found), len(found), sum(i.credit for i in found if i.answered)
    )


def _changes(marked: Sequence[Marked]) -> Changes:
    counts = {"to_right": 0, "to_wrong": 0, "wrong_again": 0, "back_to_right": 0}
    for item in marked:
        if len(item.credits) < 2:
            continue
        before, after = item.credits[0] >= 1.0, item.credits[-1] >= 1.0
        if after:
            counts["back_to_right" if before else "to_right"] += 1
        else:
            counts["to_wrong" if before else "wrong_again"] += 1
    return Changes(**counts)


def _pace(marked: Sequence[Marked], rules: Rules) -> Pace:
    seconds = [item.spent_ms / 1000 for item in marked]
    available = rules.limit_s / len(marked) if rules.limit_s and marked else None
    ends = [len(marked) * quarter // QUARTERS for quarter in range(QUARTERS + 1)]
    quarters = tuple(sum(seconds[ends[q] : ends[q + 1]]) for q in range(QUARTERS))
    slow = sorted(
        (place for place, spent in enumerate(seconds) if available and spent > SLOW * available),
        key=lambda place: -seconds[place],
    )
    used = [spent for item, spent in zip(marked, seconds, strict=True) if item.answered]
    return Pace(available, median(used) if used else 0.0, quarters, tuple(slow))


def _natural(text: str) -> tuple[tuple[int, str], ...]:
    """An order in which 1.10 comes after 1.9."""
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in text.split("."))
