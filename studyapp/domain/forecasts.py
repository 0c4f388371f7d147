"""The audit of forecasts: how often what was said came true. And the same of what the learner says.

The Brier score (Brier 1950) is the mean squared difference between the probability that was said and what
came (1 passed, 0 failed): 0 is perfect, 0.25 is what always saying 50 % earns. The reliability table puts
beside each band of probabilities how often it came true (Murphy & Winkler 1977).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from studyapp.domain.questions import Confidence

BANDS = 10
"""Bands of the reliability table: tenths of the probability."""
FRESH_SHARE = 0.8
"""Share of a mock exam's answers that must be first sights for its result to test a forecast: items that
were seen before are answered better than those of the real exam."""


def whole(probability: float) -> int:
    """Whole percent; only certainty is told as 0 or 100, and there is none."""
    return min(99, max(1, round(100 * probability)))


def p_and_interval(p_pass: float, p_low: float, p_high: float) -> str:
    """`71 % (54–84)`."""
    return f"{whole(p_pass)} % ({whole(p_low)}–{whole(p_high)})"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A forecast that came to be tested: what was said the moment before, and what came.

    `by` is `mock` or `real`. `counts` is false where it is no test, and `because` says why.
    """

    on: date
    certification_id: str
    by: str
    p_pass: float
    p_low: float
    p_high: float
    answers: int
    passed: bool
    counts: bool = True
    because: str = ""

    @property
    def brier(self) -> float:
        """Its part of the Brier score."""
        return (self.p_pass - self.passed) ** 2


@dataclass(frozen=True, slots=True)
class Band:
    """A row of the reliability table: of `said` forecasts from `low` to `high`, `came` came true."""

    low: float
    high: float
    said: int
    came: int
    mean: float


@dataclass(frozen=True, slots=True)
class Audit:
    """The forecasts that were tested, their Brier score (None while there is none) and their bands."""

    tested: tuple[Outcome, ...] = ()
    brier: float | None = None
    bands: tuple[Band, ...] = ()

    @property
    def counted(self) -> int:
        """Forecasts that were a test."""
        return sum(test.counts for test in self.tested)


@dataclass(frozen=True, slots=True)
class Said:
    """How often answers given with one confidence were right; at first sight."""

    confidence: Confidence
    answers: int
    right: int

    @property
    def share(self) -> float | None:
        """Share right, None for no answers."""
        return self.right / self.answers if self.answers else None


def audit(tested: Iterable[Outcome]) -> Audit:
    """The audit over tests, oldest first."""
    listed = tuple(sorted(tested, key=lambda test: test.on))
    pairs = [(test.p_pass, test.passed) for test in listed if test.counts]
    return Audit(listed, brier_score(pairs), reliability(pairs))


def brier_score(pairs: Sequence[tuple[float, bool]]) -> float | None:
    """Mean squared difference between said and came; None for no pairs."""
    if not pairs:
        return None
    return sum((said - came) ** 2 for said, came in pairs) / len(pairs)


def reliability(pairs: Iterable[tuple[float, bool]]) -> tuple[Band, ...]:
    """The bands in which anything was said, lowest first; the last band includes its upper end."""
    banded: dict[int, list[tuple[float, bool]]] = {}
    for said, came in pairs:
        banded.setdefault(min(BANDS - 1, int(said * BANDS)), []).append((said, came))
    return tuple(
        Band(
            number / BANDS,
            (number + 1) / BANDS,
            len(found),
            sum(came for _said, came in found),
            sum(said for said, _came in found) / len(found),
        )
        for number, found in sorted(banded.items())
    )


def calibration_error(pairs: Sequence[tuple[float, bool]]) -> float:
    """Expected calibration error (Naeini et al. 2015): the mean gap between said and came over the bands,
    each weighted by how often it was said; 0 for no pairs.
    """
    bands = reliability(pairs)
    total = sum(band.said for band in bands)
    return sum(abs(band.mean * band.said - band.came) for band in bands) / total if total else 0.0
